/** The shape of a currency: its amounts, and the rate that was used last. */
import { Decimal, Line, Nullable, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const Currency = Type.Object({
  code: Line(3, { description: 'ISO 4217.', examples: ['USD'] }),
  name: Line(80),
  decimals: Type.Integer({ description: 'Of its amounts: 0, 2 or 3.' }),
  last_rate: Nullable(Decimal(6, { description: 'Rupees for one unit, as the last document had it.' })),
  last_date: Nullable(PlainDate({ description: 'The day of that rate.' })),
});
export type Currency = Static<typeof Currency>;
