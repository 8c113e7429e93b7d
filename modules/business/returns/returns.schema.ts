/** The files of GSTR-1 and GSTR-3B, as the portal's offline tools read them; the same shape checks what we make. */
import { Id, Line, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static, type TProperties } from 'typebox';

const strict = { additionalProperties: false };
const object = <P extends TProperties>(properties: P) => Type.Object(properties, strict);
const some = Type.Optional;
/** Rupees with two decimals; positive, also in notes. */
const rupees = Type.Number({ minimum: 0 });
/** Net of notes, which may be more than what was sold. */
const net = Type.Number();
const gstin = Type.String({ pattern: '^[0-9A-Z]{15}$' });
const number = Type.String({ pattern: '^[A-Za-z0-9/-]{1,16}$' });
const day = Type.String({ pattern: '^\\d{2}-\\d{2}-\\d{4}$' });
const pos = Type.String({ pattern: '^\\d{2}$' });
const rate = Type.Number({ minimum: 0, maximum: 100 });
const reverse = Type.Union([Type.Literal('Y'), Type.Literal('N')]);

/** One rate of a document; only the head that applies. */
const itm_det = object({
  ...{ rt: rate, txval: rupees, csamt: rupees },
  ...{ iamt: some(rupees), camt: some(rupees), samt: some(rupees) },
});
const itms = Type.Array(object({ num: Type.Integer(), itm_det }));
const inter = Type.Array(object({ rt: rate, txval: rupees, iamt: rupees, csamt: rupees }));
const inv_typ = Type.String({ pattern: '^(R|SEWP|SEWOP|DE)$' });
const named = { inum: number, idt: day, val: rupees };
const note = { ntty: Type.String({ pattern: '^[CD]$' }), nt_num: number, nt_dt: day, val: rupees };

/** What customs answered for an export. */
const bill = {
  sbpcode: some(Type.String({ pattern: '^[0-9A-Z]{6}$' })),
  sbnum: some(Type.String({ pattern: '^[0-9]{3,15}$' })),
  sbdt: some(day),
};
const exp_typ = Type.String({ pattern: '^WO?PAY$' });

/** What an amendment puts right. */
const was = { oinum: number, oidt: day };
const noted = { ont_num: number, ont_dt: day };

const nilRow = object({
  sply_ty: Type.String({ pattern: '^INTRA?B2[BC]$' }),
  ...{ expt_amt: net, nil_amt: net, ngsup_amt: net },
});
export const HsnRow = object({
  num: Type.Integer({ minimum: 1 }),
  hsn_sc: Type.String({ pattern: '^\\d{4,8}$' }),
  desc: Type.String({ maxLength: 30 }),
  uqc: Type.String({ pattern: '^[A-Z]{2,3}$' }),
  qty: net,
  rt: rate,
  ...{ txval: net, iamt: net, camt: net, samt: net, csamt: net },
});
export type HsnRow = Static<typeof HsnRow>;

const advance = Type.Array(
  object({
    pos,
    sply_ty: Type.String({ pattern: '^INT(RA|ER)$' }),
    itms: Type.Array(
      object({
        ...{ rt: rate, ad_amt: rupees, csamt: rupees },
        ...{ iamt: some(rupees), camt: some(rupees), samt: some(rupees) },
      }),
    ),
  }),
);

/** Table 14: by operator, net of notes. */
const through = Type.Array(object({ etin: gstin, suppval: net, igst: net, cgst: net, sgst: net, cess: net }));

export const Gstr1 = object({
  gstin,
  fp: Type.String({ pattern: '^(0[1-9]|1[0-2])\\d{4}$' }),
  version: Type.String(),
  hash: Type.Literal('hash'),
  b2b: some(
    Type.Array(object({ ctin: gstin, inv: Type.Array(object({ ...named, pos, rchrg: reverse, inv_typ, itms })) })),
  ),
  b2cl: some(Type.Array(object({ pos, inv: Type.Array(object({ ...named, itms })) }))),
  exp: some(Type.Array(object({ exp_typ, inv: Type.Array(object({ ...named, ...bill, itms: inter })) }))),
  b2cs: some(
    Type.Array(
      object({
        sply_ty: Type.String({ pattern: '^INT(RA|ER)$' }),
        ...{ pos, typ: Type.Literal('OE'), rt: rate, txval: net, csamt: net },
        ...{ iamt: some(net), camt: some(net), samt: some(net) },
      }),
    ),
  ),
  nil: some(object({ inv: Type.Array(nilRow) })),
  cdnr: some(
    Type.Array(object({ ctin: gstin, nt: Type.Array(object({ ...note, pos, rchrg: reverse, inv_typ, itms })) })),
  ),
  cdnur: some(
    Type.Array(object({ typ: Type.String({ pattern: '^(B2CL|EXPWP|EXPWOP)$' }), ...note, pos: some(pos), itms })),
  ),
  at: some(advance),
  txpd: some(advance),
  b2ba: some(
    Type.Array(
      object({ ctin: gstin, inv: Type.Array(object({ ...was, ...named, pos, rchrg: reverse, inv_typ, itms })) }),
    ),
  ),
  b2cla: some(Type.Array(object({ pos, inv: Type.Array(object({ ...was, ...named, itms })) }))),
  expa: some(Type.Array(object({ exp_typ, inv: Type.Array(object({ ...was, ...named, ...bill, itms: inter })) }))),
  b2csa: some(
    Type.Array(
      object({
        omon: Type.String({ pattern: '^(0[1-9]|1[0-2])\\d{4}$' }),
        sply_ty: Type.String({ pattern: '^INT(RA|ER)$' }),
        ...{ pos, typ: Type.Literal('OE'), rt: rate, txval: net, csamt: net },
        ...{ iamt: some(net), camt: some(net), samt: some(net) },
      }),
    ),
  ),
  cdnra: some(
    Type.Array(
      object({ ctin: gstin, nt: Type.Array(object({ ...noted, ...note, pos, rchrg: reverse, inv_typ, itms })) }),
    ),
  ),
  cdnura: some(Type.Array(object({ typ: Type.String(), ...noted, ...note, pos: some(pos), itms }))),
  hsn: some(
    object({ hsn_b2b: some(Type.Array(HsnRow)), hsn_b2c: some(Type.Array(HsnRow)), data: some(Type.Array(HsnRow)) }),
  ),
  supeco: some(object({ clttx: some(through), paytx: some(through) })),
  doc_issue: some(
    object({
      doc_det: Type.Array(
        object({
          doc_num: Type.Integer(),
          docs: Type.Array(
            object({
              num: Type.Integer(),
              ...{ from: number, to: number },
              ...{ totnum: Type.Integer(), cancel: Type.Integer(), net_issue: Type.Integer() },
            }),
          ),
        }),
      ),
    }),
  ),
});
export type Gstr1 = Static<typeof Gstr1>;

const outward = object({ txval: net, iamt: net, camt: net, samt: net, csamt: net });
const byPlace = Type.Array(object({ pos, txval: net, iamt: net }));
const credit = Type.Array(object({ ty: Type.String(), iamt: net, camt: net, samt: net, csamt: net }));

export const Gstr3b = object({
  gstin,
  ret_period: Type.String({ pattern: '^(0[1-9]|1[0-2])\\d{4}$' }),
  sup_details: object({
    osup_det: outward,
    osup_zero: object({ txval: net, iamt: net, csamt: net }),
    osup_nil_exmp: object({ txval: net }),
    isup_rev: outward,
    osup_nongst: object({ txval: net }),
  }),
  eco_dtls: object({ eco_sup: outward, eco_reg_sup: object({ txval: net }) }),
  inter_sup: object({ unreg_details: byPlace, comp_details: byPlace, uin_details: byPlace }),
  itc_elg: object({
    itc_avl: credit,
    itc_rev: credit,
    itc_net: object({ iamt: net, camt: net, samt: net, csamt: net }),
    itc_inelg: credit,
  }),
  inward_sup: object({
    isup_details: Type.Array(object({ ty: Type.String(), inter: net, intra: net })),
  }),
  intr_ltfee: object({ intr_details: object({ iamt: net, camt: net, samt: net, csamt: net }) }),
});
export type Gstr3b = Static<typeof Gstr3b>;

/** A month; this one when left out. */
export const Period = Type.Optional(
  Type.String({
    pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$',
    examples: ['2026-11'],
    'x-hint': 'Give a month such as 2026-11.',
    description: 'A month; this one when left out.',
  }),
);

/** One of the organisation's registrations; its own when left out. */
export const Gstin = Type.Optional(
  Type.String({
    pattern: '^[0-9A-Z]{15}$',
    'x-hint': 'Give the 15 letters and digits of one of your GSTINs, in capitals.',
    description: 'One of the organisation’s registrations; its own when left out.',
  }),
);

/** The parts of GSTR-3B, as they are called there. */
export const BOXES = [
  'det',
  'zero',
  'nil_exmp',
  'isup_rev',
  'nongst',
  'eco_reg_sup',
  'unreg',
  'comp',
  'uin',
  'itc',
  'inward',
] as const;
export type BoxName = (typeof BOXES)[number];
const kept = Type.Unsafe<number | null>({ type: ['number', 'null'] });

/** A part of GSTR-3B. What is made of purchases is not known while none are booked, and is null, not nothing. */
export const Box = object({
  box: OneOf(BOXES),
  table: Line(10, { examples: ['3.1(a)'] }),
  place_of_supply: Nullable(Line(2)),
  is_known: Type.Boolean({ description: 'False: it is made of purchases, and no purchases are booked yet.' }),
  ...{ taxable_value: kept, igst: kept, cgst: kept, sgst: kept, cess: kept },
});
export type Box = Static<typeof Box>;

/** A document behind a figure. */
export const Behind = object({
  document_id: Id(),
  noun: Line(20),
  number: Line(16),
  date: PlainDate(),
  buyer: Line(200),
  section: Line(10),
  type: Line(10),
  place_of_supply: Line(2),
  rate: Type.Number(),
  ...{ taxable_value: net, igst: net, cgst: net, sgst: net, cess: net },
});
export type Behind = Static<typeof Behind>;

/** A row of table 12. */
export const HsnTotal = object({
  hsn_of: OneOf(['b2b', 'b2c', 'all'], {
    description: 'Registered customers, all others; `all` in returns from before May 2025.',
  }),
  hsn: Nullable(
    Line(12, { description: 'Null: lines without a code, which are in the sections and not in the file.' }),
  ),
  description: Line(500),
  unit: Line(8, { description: 'UQC; NA of services.' }),
  ...{ quantity: net, rate: Type.Number(), total: Type.Number({ description: 'With the taxes.' }) },
  ...{ taxable_value: net, igst: net, cgst: net, sgst: net, cess: net },
});
export type HsnTotal = Static<typeof HsnTotal>;

/** What table 13 tells apart. */
export const NUMBERED = [
  'invoice',
  'debit_note',
  'credit_note',
  'receipt_voucher',
  'refund_voucher',
  'challan_job_work',
  'challan_approval',
  'challan_liquid_gas',
  'challan_other',
] as const;

/** A run of numbers without a gap, a row of table 13. */
export const NumberRun = object({
  kind: OneOf(NUMBERED),
  ...{ from: Line(16), to: Line(16) },
  ...{ total: Type.Integer(), cancelled: Type.Integer(), net: Type.Integer() },
});
export type NumberRun = Static<typeof NumberRun>;

/** What looks odd in a return. */
export const Finding = object({
  document_id: Nullable(Id()),
  noun: Line(20),
  number: Nullable(Line(16)),
  detail: Type.String({ description: 'What it is, and what to do.' }),
});
export type Finding = Static<typeof Finding>;

/** What a section comes to, notes taken off; `all` is the whole, without `clttx`, which is in other sections, and `paytx`, which operators pay. */
export const SectionSum = object({
  section: Type.String({ pattern: '^(b2b|b2cl|b2cs|exp|cdnr|cdnur|nil|at|txpd|amended|all|clttx|paytx)$' }),
  ...{ taxable_value: net, igst: net, cgst: net, sgst: net, cess: net },
});
export type SectionSum = Static<typeof SectionSum>;
