/** The e-invoice INV-01, schema version 1.1, as far as we fill it: names, lengths and codes are the portal's. */
import Type, { type Static, type TProperties } from 'typebox';

const object = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const some = Type.Optional;
/** No quotes and no backslash, which the portal refuses. */
const text = (minLength: number, maxLength: number) =>
  Type.String({ minLength, maxLength, pattern: '^[^"\\\\\\u0000-\\u001f]*$' });
const amount = Type.Number({ minimum: 0, maximum: 99_999_999_999_999 });
const yes = Type.Union([Type.Literal('Y'), Type.Literal('N')]);
const date = Type.String({ pattern: '^\\d{2}/\\d{2}/\\d{4}$' });
const pin = Type.Integer({ minimum: 100_000, maximum: 999_999 });
const state = Type.String({ pattern: '^\\d{1,2}$' });

const address = { Addr1: text(1, 100), Addr2: some(text(3, 100)), Loc: text(3, 100), Pin: pin, Stcd: state };
const contact = { Ph: some(Type.String({ pattern: '^\\d{6,12}$' })), Em: some(text(6, 100)) };

export const Inv01 = object({
  Version: Type.Literal('1.1'),
  TranDtls: object({
    TaxSch: Type.Literal('GST'),
    SupTyp: Type.String({ pattern: '^(B2B|SEZWP|SEZWOP|EXPWP|EXPWOP|DEXP)$' }),
    RegRev: yes,
    EcmGstin: some(Type.String({ pattern: '^[0-9A-Z]{15}$' })),
    IgstOnIntra: yes,
  }),
  DocDtls: object({
    Typ: Type.String({ pattern: '^(INV|CRN|DBN)$' }),
    No: Type.String({ pattern: '^[A-Za-z1-9][A-Za-z0-9/-]{0,15}$' }),
    Dt: date,
  }),
  SellerDtls: object({
    Gstin: Type.String({ pattern: '^[0-9A-Z]{15}$' }),
    LglNm: text(3, 100),
    ...address,
    ...contact,
  }),
  BuyerDtls: object({
    Gstin: Type.String({ pattern: '^([0-9A-Z]{15}|URP)$' }),
    LglNm: text(3, 100),
    Pos: state,
    ...address,
    ...contact,
  }),
  ShipDtls: some(object({ LglNm: text(3, 100), ...address })),
  ItemList: Type.Array(
    object({
      SlNo: Type.String({ pattern: '^\\d{1,6}$' }),
      PrdDesc: text(3, 300),
      IsServc: yes,
      HsnCd: Type.String({ pattern: '^(\\d{4}|\\d{6}|\\d{8})$' }),
      Qty: Type.Number({ minimum: 0, maximum: 9_999_999_999.999 }),
      Unit: Type.String({ minLength: 3, maxLength: 8 }),
      UnitPrice: Type.Number({ minimum: 0 }),
      ...{ TotAmt: amount, Discount: amount, AssAmt: amount },
      GstRt: Type.Number({ minimum: 0, maximum: 999.999 }),
      ...{ IgstAmt: amount, CgstAmt: amount, SgstAmt: amount },
      ...{ CesRt: some(Type.Number({ minimum: 0 })), CesAmt: some(amount) },
      TotItemVal: amount,
    }),
    { minItems: 1, maxItems: 1000 },
  ),
  ValDtls: object({
    ...{ AssVal: amount, CgstVal: amount, SgstVal: amount, IgstVal: amount, CesVal: some(amount) },
    ...{ Discount: amount, OthChrg: amount },
    RndOffAmt: Type.Number({ minimum: -99.99, maximum: 99.99 }),
    TotInvVal: amount,
    TotInvValFc: some(amount),
  }),
  RefDtls: some(object({ PrecDocDtls: Type.Array(object({ InvNo: text(1, 16), InvDt: date })) })),
  ExpDtls: some(
    object({
      ShipBNo: some(Type.String({ pattern: '^[0-9A-Za-z]{1,20}$' })),
      ShipBDt: some(Type.String({ pattern: '^\\d{2}/\\d{2}/\\d{4}$' })),
      Port: some(Type.String({ pattern: '^[0-9A-Za-z]{2,10}$' })),
      RefClm: some(yes),
      ForCur: some(Type.String({ pattern: '^[A-Z]{3}$' })),
      CntCode: some(Type.String({ pattern: '^[A-Z]{2}$' })),
    }),
  ),
});
export type Inv01 = Static<typeof Inv01>;
