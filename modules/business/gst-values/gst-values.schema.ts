/** The shape of a dated value of GST: a rate that comes or goes, or an amount from which a rule counts. */
import { Decimal, Id, Instant, Line, Money, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { standing } from '../dated/dated.schema.ts';

export const strict = { additionalProperties: false };
export const KINDS = ['rate', 'b2cl', 'named_buyer'] as const;

const kind = OneOf(KINDS, {
  description:
    '`rate`: a rate of GST; `b2cl`: inter-state sales to the unregistered above it are told one by one; `named_buyer`: from it on the invoice of an unregistered customer names his address (rule 46(e)).',
});
const valid_from = PlainDate({ description: 'The first day on which it is so.' });
const tax_rate = Nullable(Decimal(3, { maximum: 100, description: 'Of a rate: percent, CGST and SGST together.' }));
const amount = Nullable(Money({ minimum: 0, description: 'Of the others, in rupees.' }));
const source = Nullable(Line(200, { description: 'The notification that says so.' }));

export const ValueFields = Type.Object(
  {
    kind,
    valid_from,
    tax_rate: Type.Optional(tax_rate),
    is_in_force: Type.Optional(
      Type.Boolean({ description: 'Of a rate: whether it is in force from then on; true when left out.' }),
    ),
    amount: Type.Optional(amount),
    source: Type.Optional(source),
  },
  strict,
);
export type ValueFields = Static<typeof ValueFields>;

const is_in_force = Type.Unsafe<boolean | null>({ type: ['boolean', 'null'] });

/** As it is stored. */
export const StoredValue = Type.Object({
  ...{ id: Id(), kind, valid_from, tax_rate, is_in_force, amount, source },
  ...{ version: Type.Integer(), created_at: Instant(), updated_at: Instant() },
});
export type StoredValue = Static<typeof StoredValue>;

export const GstValue = Type.Object({
  ...{ kind, valid_from, tax_rate, is_in_force, amount, source },
  ...standing,
  is_special: Type.Boolean({ description: 'Of a rate: it is in force today for certain supplies only.' }),
});
export type GstValue = Static<typeof GstValue>;
