/** On which days reminders go: counted from the day that an invoice is due. */
import Type, { type Static } from 'typebox';

const strict = { additionalProperties: false };
const attaches = Type.Boolean({
  description: 'Whether the PDF of what it reminds of goes with the mail, as it does when left out.',
});
const fields = {
  days: Type.Integer({
    minimum: -60,
    maximum: 365,
    description: 'From the day that an invoice is due; before it with a minus.',
  }),
  is_active: Type.Boolean(),
};

export const ReminderRule = Type.Object({ ...fields, attaches }, strict);
export type ReminderRule = Static<typeof ReminderRule>;

/** As people give one. */
export const ReminderRuleFields = Type.Object({ ...fields, attaches: Type.Optional(attaches) }, strict);
export type ReminderRuleFields = Static<typeof ReminderRuleFields>;

/** All of an organisation, the earliest first; without any nothing is sent. */
export const ReminderRules = Type.Object({ rules: Type.Array(ReminderRule, { maxItems: 20 }) });
export type ReminderRules = Static<typeof ReminderRules>;
