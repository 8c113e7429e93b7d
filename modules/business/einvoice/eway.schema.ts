/** The e-way bill as the offline tool reads it, and what must be known of the transport. */
import { Line, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static, type TProperties } from 'typebox';

const object = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });
const amount = Type.Number();
const whole = Type.Integer();
const text = (maxLength: number) => Type.String({ maxLength });

export const MODES = ['road', 'rail', 'air', 'ship'] as const;

/** How the goods travel; without a vehicle the transporter adds it (part A alone). */
export const Transport = {
  mode: Type.Optional(OneOf(MODES)),
  distance_km: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 3999, description: '0: the portal finds it by the PIN codes.' }),
  ),
  vehicle_number: Type.Optional(
    Line(20, {
      pattern: '^[A-Za-z0-9 -]{4,20}$',
      'x-hint': 'Give it as on the plate, 4 to 20 letters and digits, such as MH12AB1234.',
    }),
  ),
  vehicle_type: Type.Optional(OneOf(['regular', 'over_dimensional'])),
  transporter_gstin: Type.Optional(
    Line(15, {
      pattern: '^[0-9A-Z]{15}$',
      'x-hint': 'Give the 15 letters and digits of the GSTIN, in capitals.',
      description: 'GSTIN or TRANSIN.',
    }),
  ),
  transporter_name: Type.Optional(Line(100)),
  transport_number: Type.Optional(Line(15, { description: 'Of the lorry receipt, rail or air bill.' })),
  transport_date: Type.Optional(PlainDate()),
};
const TransportFields = Type.Object(Transport);
export type Transport = Static<typeof TransportFields>;

export const EwayBill = object({
  ...{
    userGstin: text(15),
    supplyType: text(1),
    subSupplyType: whole,
    subSupplyDesc: Type.Optional(text(20)),
    docType: text(3),
    docNo: text(16),
    docDate: text(10),
  },
  transType: whole,
  ...{ fromGstin: text(15), fromTrdName: text(100), fromAddr1: text(120), fromAddr2: text(120), fromPlace: text(50) },
  ...{ fromPincode: whole, fromStateCode: whole, actualFromStateCode: whole },
  ...{ toGstin: text(15), toTrdName: text(100), toAddr1: text(120), toAddr2: text(120), toPlace: text(50) },
  ...{ toPincode: whole, toStateCode: whole, actualToStateCode: whole },
  ...{ totalValue: amount, cgstValue: amount, sgstValue: amount, igstValue: amount, cessValue: amount },
  ...{ TotNonAdvolVal: amount, OthValue: amount, totInvValue: amount },
  ...{ transMode: Type.Optional(whole), transDistance: whole, transporterId: text(15), transporterName: text(100) },
  ...{ transDocNo: text(15), transDocDate: text(10), vehicleNo: text(20), vehicleType: text(1), mainHsnCode: whole },
  itemList: Type.Array(
    object({
      ...{
        itemNo: whole,
        productName: text(100),
        productDesc: text(100),
        hsnCode: whole,
        qtyUnit: text(3),
        quantity: amount,
      },
      ...{
        taxableAmount: amount,
        sgstRate: amount,
        cgstRate: amount,
        igstRate: amount,
        cessRate: amount,
        cessNonAdvol: amount,
      },
    }),
    { minItems: 1, maxItems: 1000 },
  ),
});
export type EwayBill = Static<typeof EwayBill>;
export const EwayFile = object({ version: Type.String(), billLists: Type.Array(EwayBill) });
export type EwayFile = Static<typeof EwayFile>;
