/** The shape of what comes again: the invoice that is copied, how often, until when. */
import { Id, Instant, Line, Nullable, OneOf, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { UNITS } from './recurrences.rules.ts';

const unit = OneOf(UNITS);
const every = Type.Integer({ minimum: 1, maximum: 99, description: '2 with month: every other month.' });
const invoice = Ref('invoices', { description: 'Whose lines are copied, by number or id.' });
const shown = {
  name: Line(200, { description: 'The customer’s name when left out.' }),
  unit,
  every,
  starts_on: PlainDate({ description: 'The day of the first one.' }),
  ends_on: Nullable(PlainDate({ description: 'None is made after it.' })),
  issues: Type.Boolean({ description: 'Issued at once; else they wait as drafts.' }),
  is_active: Type.Boolean(),
};

export const RecurrenceFields = Type.Object(
  {
    invoice,
    unit,
    starts_on: shown.starts_on,
    name: Type.Optional(Nullable(shown.name)),
    every: Type.Optional(every),
    ends_on: Type.Optional(shown.ends_on),
    issues: Type.Optional(shown.issues),
    is_active: Type.Optional(shown.is_active),
  },
  { additionalProperties: false },
);

export const Recurrence = Type.Object({
  id: Id(),
  ...shown,
  invoice: Line(40),
  invoice_id: Id(),
  invoice_number: Nullable(Line(16)),
  next_on: PlainDate({ description: 'When the next one is made.' }),
  coming: Type.Array(PlainDate(), { description: 'The next days, at most five; none while it is paused.' }),
  made: Type.Integer({ description: 'How many were made.' }),
  last_problem: Nullable(Line(500, { description: 'Why the last one waits as a draft.' })),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Recurrence = Static<typeof Recurrence>;
