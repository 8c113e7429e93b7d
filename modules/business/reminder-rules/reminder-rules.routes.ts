/** The endpoints of the rules by which reminders go. */
import { route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { ReminderRuleFields, ReminderRules } from './reminder-rules.schema.ts';
import { getRules, setRules } from './reminder-rules.service.ts';

const strict = { additionalProperties: false };

export const reminderRuleRoutes = [
  route({
    scope: 'tenant',
    name: 'reminder-rules.get',
    method: 'GET',
    path: '/reminder-rules',
    permission: 'reminder-rules.read',
    summary: 'On which days customers are reminded of what is open.',
    input: Type.Object({}, strict),
    output: ReminderRules,
    message: 'Rules',
    run: (ctx) => getRules(ctx),
  }),
  route({
    scope: 'tenant',
    name: 'reminder-rules.replace',
    method: 'PUT',
    path: '/reminder-rules',
    permission: 'reminder-rules.write',
    summary: 'Sets all rules; with none of them nothing is sent.',
    input: Type.Object({ rules: Type.Array(ReminderRuleFields, { maxItems: 20 }) }, strict),
    output: ReminderRules,
    message: 'Rules stored',
    run: (ctx, input) => setRules(ctx, input),
  }),
] as const;
