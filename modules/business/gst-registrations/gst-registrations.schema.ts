/** The shape of a registration as returns see it: whose it is, how often it files, how large the whole is. */
import { Line, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { FREQUENCIES } from '../returns/periods.ts';

export const TURNOVERS = ['up_to_5_crore', 'above_5_crore'] as const;

const strict = { additionalProperties: false };
const gstin = Line(15, {
  pattern: '^[0-9A-Z]{15}$',
  'x-hint': 'Give the 15 letters and digits of one of your GSTINs, in capitals.',
});
const frequency = OneOf(FREQUENCIES, {
  description:
    'Quarterly is for a turnover of up to 5 crore (rule 61A); registered customers may be told each month (IFF).',
});
const turnover = OneOf(TURNOVERS, {
  description:
    'Of all registrations of the PAN in the year before: above 5 crore an HSN has at least 6 digits, else 4.',
});

export const RegistrationFields = Type.Object(
  {
    gstin,
    frequency,
    turnover,
    valid_from: Type.Optional(
      PlainDate({ description: 'The first day of a quarter; that of this financial year when left out.' }),
    ),
  },
  strict,
);
export type RegistrationFields = Static<typeof RegistrationFields>;

export const Registration = Type.Object({
  gstin,
  name: Line(200, { description: 'The organisation, or the branch that has it.' }),
  state: Nullable(Line(2)),
  is_main: Type.Boolean({ description: 'The organisation’s own.' }),
  frequency,
  turnover,
  valid_from: Nullable(PlainDate({ description: 'Since when it is so; null while nobody said.' })),
});
export type Registration = Static<typeof Registration>;
