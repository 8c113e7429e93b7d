/** The shape of a payment: what people give, what it settles, and what it is once it is posted. */
import { Decimal, Id, Instant, Line, Money, Nullable, OneOf, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { SideOrNone } from '../documents/documents.schema.ts';

export const MODES = ['cash', 'bank_transfer', 'cheque', 'upi', 'card', 'other'] as const;
export type Mode = (typeof MODES)[number];
export const PAYMENT_STATUSES = ['posted', 'cancelled', 'bounced'] as const;
export const VOUCHERS = ['receipt', 'receipt_voucher', 'refund', 'refund_voucher'] as const;
export const CHEQUE_STATUSES = ['in_hand', 'deposited', 'cleared', 'bounced'] as const;
const NATURES = ['goods', 'service'] as const;

const strict = { additionalProperties: false };
const amount = Money({ minimum: 0 });
const reference = Line(60, { description: 'UTR, UPI or card reference, or the number of the cheque.' });
const account = Id({
  'x-ref': 'accounts',
  description: 'Where the money goes; the first account of its kind when left out.',
});

const branch_id = Nullable(
  Id({
    'x-ref': 'branches',
    description:
      'Left out, that of the invoices that are settled with it where they have one in common; null for none.',
  }),
);

/** What of a document is settled. */
export const AllocationFields = Type.Object(
  {
    document_id: Id({ 'x-ref': 'invoices' }),
    amount: Money({ exclusiveMinimum: 0, description: 'Rupees of the payment: at most what is left of the document.' }),
    in_currency: Type.Optional(
      Nullable(
        Decimal(3, {
          exclusiveMinimum: 0,
          description:
            'What that settles of a document in another currency; else by the payment’s rate, or by the document’s. What the rupees are more or less than booked is exchange gain or loss.',
        }),
      ),
    ),
  },
  strict,
);
export type AllocationFields = Static<typeof AllocationFields>;
const allocations = Type.Array(AllocationFields, { maxItems: 200 });

/** What people give. */
export const PaymentFields = Type.Object(
  {
    direction: Type.Optional(OneOf(['in'], { description: 'What customers pay.' })),
    party_id: Id({ 'x-ref': 'customers' }),
    branch_id: Type.Optional(branch_id),
    date: Type.Optional(PlainDate({ description: 'Today when left out.' })),
    amount: Type.Optional(
      Money({
        minimum: 0,
        description:
          'Rupees that were received; zero when all is tax kept back or written off, left out where a rate is given.',
      }),
    ),
    currency: Type.Optional(
      Nullable(
        Line(3, {
          pattern: '^[A-Z]{3}$',
          'x-hint': 'Give three capital letters, such as USD.',
          description: 'Where it came in another one.',
        }),
      ),
    ),
    amount_in_currency: Type.Optional(Nullable(Decimal(3, { exclusiveMinimum: 0 }))),
    exchange_rate: Type.Optional(
      Nullable(
        Decimal(6, { exclusiveMinimum: 0, maximum: 1_000_000, description: 'Rupees for one unit, on that day.' }),
      ),
    ),
    mode: OneOf(MODES),
    account_id: Type.Optional(Nullable(account)),
    reference: Type.Optional(Nullable(reference)),
    cheque_date: Type.Optional(Nullable(PlainDate())),
    cheque_bank: Type.Optional(Nullable(Line(100))),
    tds_amount: Type.Optional(
      Money({ minimum: 0, description: 'Income tax that the customer kept back; it settles as money does.' }),
    ),
    write_off: Type.Optional(
      Money({ minimum: 0, description: 'A remainder that is forgone; it is settled with documents at once.' }),
    ),
    allocations: Type.Optional(allocations),
    allocate_oldest: Type.Optional(
      Type.Boolean({ description: 'Settles the customer’s open documents, the oldest due first, with what is left.' }),
    ),
    advance_nature: Type.Optional(
      Nullable(
        OneOf(NATURES, {
          description: 'What the rest is an advance for: tax on services is due now, on goods with the invoice.',
        }),
      ),
    ),
    tax_rate: Type.Optional(
      Nullable(
        Decimal(3, {
          maximum: 100,
          description:
            'Of the service; 18 when it is not known yet (rule 50), under a LUT 0 from abroad or a special zone.',
        }),
      ),
    ),
    place_of_supply: Type.Optional(Nullable(Line(60, { description: 'State; follows from the customer.' }))),
    notes: Type.Optional(Nullable(Text(2000))),
  },
  strict,
);
export type PaymentFields = Static<typeof PaymentFields>;

export const AllocateFields = { allocations, date: Type.Optional(PlainDate({ description: 'Today when left out.' })) };

/** What a payment settled of one document, less what was taken back. */
export const Allocation = Type.Object({
  payment_id: Id(),
  payment_number: Line(16),
  document_id: Id(),
  document_number: Nullable(Line(16)),
  date: PlainDate(),
  amount: Money({ description: 'What of the document is settled, as it stands in the books.' }),
  exchange: Money({
    description: 'What is taken of the payment beyond that: gained or, with a minus, lost by the rate.',
  }),
  currency: Line(3, { description: 'Of the document.' }),
  in_currency: Nullable(Decimal(3, { minimum: -9_999_999_999, description: 'Settled in it; null for rupees.' })),
  mode: OneOf(MODES),
  status: OneOf(PAYMENT_STATUSES),
});
export type Allocation = Static<typeof Allocation>;

/** What settled an invoice: payments, and credit notes that had something left. */
export const Settlement = Type.Object({
  ...Allocation.properties,
  payment_id: Nullable(Id()),
  note_id: Nullable(Id({ description: 'The credit note, where it was none of the payments.' })),
  payment_number: Line(16, { description: 'Of the payment or the note.' }),
  mode: Nullable(OneOf(MODES)),
  status: OneOf([...PAYMENT_STATUSES, 'issued']),
});
export type Settlement = Static<typeof Settlement>;

/** What a customer has left with us. */
export const Credit = Type.Object({
  noun: OneOf(['payments', 'credit-notes']),
  id: Id(),
  number: Line(16),
  date: PlainDate(),
  left: Money(),
  usable: Money({ description: 'What of it this invoice may use; the tax on an advance stays with its GSTIN.' }),
  supplier_gstin: Nullable(Line(15, { description: 'Of an advance that was taxed.' })),
  currency: Line(3, { description: 'What it came in, or what the note is in; `left` is rupees.' }),
  exchange_rate: Nullable(Decimal(6)),
});
export type Credit = Static<typeof Credit>;

/** What the balance of a credit note was used for. */
export const NoteUse = Type.Object({
  noun: OneOf(['invoices', 'payments'], { description: 'Invoices that it settled; payments that gave it back.' }),
  id: Id(),
  number: Line(16),
  date: PlainDate(),
  amount: Money(),
});
export type NoteUse = Static<typeof NoteUse>;

/** Columns of a payment; a list answers these. */
export const PaymentHead = Type.Object({
  id: Id(),
  direction: OneOf(['in', 'out']),
  voucher: OneOf(VOUCHERS, { description: 'Receipt and refund vouchers (rules 50, 51) tell of taxed advances.' }),
  number: Line(16),
  status: OneOf(PAYMENT_STATUSES),
  date: PlainDate(),
  party_id: Id(),
  party_name: Line(200),
  branch_id: Nullable(Id()),
  branch_name: Nullable(Line(120)),
  seller: SideOrNone,
  buyer: SideOrNone,
  mode: OneOf(MODES),
  account_id: Id(),
  account_name: Line(200),
  reference: Nullable(reference),
  cheque_date: Nullable(PlainDate()),
  cheque_bank: Nullable(Line(100)),
  cheque_status: Nullable(OneOf(CHEQUE_STATUSES)),
  deposited_on: Nullable(PlainDate()),
  cleared_on: Nullable(PlainDate()),
  amount,
  currency: Line(3),
  exchange_rate: Nullable(Decimal(6)),
  amount_in_currency: Nullable(Decimal(3)),
  tds_amount: amount,
  write_off: amount,
  settles: Money({ description: 'The amount, the tax kept back and what was written off.' }),
  allocated: amount,
  refunded: amount,
  unallocated: Money({ description: 'Stays as an advance on the customer’s account.' }),
  refunds: Nullable(Id({ description: 'The payment that this one gives back.' })),
  advance_nature: Nullable(OneOf(NATURES)),
  advance: Money({ description: 'The part on which tax was due at receipt.' }),
  tax_rate: Nullable(Decimal(3)),
  place_of_supply: Nullable(Line(2)),
  head: Nullable(OneOf(['intra', 'inter'])),
  supplier_gstin: Nullable(Line(15, { description: 'The registration whose return tells the taxed advance.' })),
  taxable_value: amount,
  cgst: amount,
  sgst: amount,
  igst: amount,
  adjusted: Money({ description: 'Of the taxed advance, what was invoiced or given back.' }),
  notes: Nullable(Text(2000)),
  cancelled_on: Nullable(PlainDate()),
  cancel_reason: Nullable(Line(300)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type PaymentHead = Static<typeof PaymentHead>;

/** A payment as it is answered. */
export const Payment = Type.Object({
  ...PaymentHead.properties,
  allocations: Type.Array(Allocation),
  warnings: Type.Array(Type.String()),
});
export type Payment = Static<typeof Payment>;
