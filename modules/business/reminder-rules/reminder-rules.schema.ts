/** On which days reminders go: counted from the day that an invoice is due. */
import Type, { type Static } from 'typebox';

export const ReminderRule = Type.Object(
  {
    days: Type.Integer({
      minimum: -60,
      maximum: 365,
      description: 'From the day that an invoice is due; before it with a minus.',
    }),
    is_active: Type.Boolean(),
  },
  { additionalProperties: false },
);
export type ReminderRule = Static<typeof ReminderRule>;

/** All of an organisation, the earliest first; without any nothing is sent. */
export const ReminderRules = Type.Object({ rules: Type.Array(ReminderRule, { maxItems: 20 }) });
export type ReminderRules = Static<typeof ReminderRules>;
