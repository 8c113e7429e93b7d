/** The shape of a closing of the books. */
import { Id, Instant, Line, Nullable, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const PeriodLock = Type.Object({
  id: Id(),
  locked_until: Nullable(PlainDate({ description: 'Nothing is posted on this day or before; null for open books.' })),
  reason: Line(300),
  changed_by: Line(254),
  created_at: Instant(),
});
export type PeriodLock = Static<typeof PeriodLock>;
