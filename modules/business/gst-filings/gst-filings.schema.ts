/** The shape of a return that was filed. */
import { Id, Instant, Line, Nullable, OneOf, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { RETURNS } from '../returns/periods.ts';
import { Box, SectionSum } from '../returns/returns.schema.ts';

const strict = { additionalProperties: false };
const period = Type.String({
  pattern: '^20[0-9]{2}-(0[1-9]|1[0-2])$',
  examples: ['2026-10'],
  'x-hint': 'Give a month such as 2026-10; of a quarter its last.',
});
const gstin = Line(15, {
  pattern: '^[0-9A-Z]{15}$',
  'x-hint': 'Give the 15 letters and digits of the GSTIN, in capitals.',
});
const arn = Line(15, {
  pattern: '^[0-9A-Z]{15}$',
  'x-hint': 'Give the 15 letters and digits that the portal answered, such as AA271026123456X.',
  description: 'Application reference number, as the portal answered.',
  examples: ['AA271026123456X'],
});
const reason = Line(300, { minLength: 1, pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]*$', 'x-hint': 'Say why.' });

export const FilingFields = Type.Object(
  {
    return: OneOf(['gstr1', 'gstr3b'], { description: 'In the first months of a quarter gstr1 is the IFF.' }),
    period,
    gstin: Type.Optional(gstin),
    arn,
    filed_on: Type.Optional(PlainDate({ description: 'The day on which the portal took it; today when left out.' })),
  },
  strict,
);
export type FilingFields = Static<typeof FilingFields>;

export const Figures = Type.Object({ sections: Type.Array(SectionSum), boxes: Type.Array(Box) });
export type Figures = Static<typeof Figures>;

export const FilingHead = Type.Object({
  id: Id(),
  form: OneOf(RETURNS),
  gstin,
  period,
  from_date: PlainDate(),
  to_date: PlainDate(),
  arn,
  filed_on: PlainDate(),
  filed_by: Line(254),
  sha256: Line(64, { description: 'Of the file as it was.' }),
  unfiled_at: Nullable(Instant({ description: 'It was marked by mistake, and its days are open again.' })),
  unfiled_by: Nullable(Line(254)),
  unfile_reason: Nullable(reason),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type FilingHead = Static<typeof FilingHead>;

export const Filing = Type.Object({ ...FilingHead.properties, figures: Figures });
export type Filing = Static<typeof Filing>;

export const Unfiling = { reason };

/** A return that is to be filed, or was. */
export const DueReturn = Type.Object({
  form: OneOf(RETURNS),
  gstin,
  period,
  from_date: PlainDate(),
  to_date: PlainDate(),
  due_on: PlainDate(),
  status: OneOf(['filed', 'late', 'due', 'open'], { description: 'open: its days are not over yet.' }),
  filing_id: Nullable(Id()),
  arn: Nullable(arn),
  filed_on: Nullable(PlainDate()),
});
export type DueReturn = Static<typeof DueReturn>;
