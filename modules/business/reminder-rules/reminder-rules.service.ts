/** The rules by which reminders go: read, and set all together. */
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { ReminderRule, ReminderRuleFields, ReminderRules } from './reminder-rules.schema.ts';

export async function getRules(ctx: Pick<Context, 'sql'>): Promise<ReminderRules> {
  return {
    rules: await ctx.sql<ReminderRule>(
      'select days, is_active, attaches from reminder_rules where tenant_id = $1 order by days',
    ),
  };
}

const STORE = `insert into reminder_rules (tenant_id, id, days, is_active, attaches)
  select $1::uuid, x.id, x.days, x.is_active, x.attaches
  from jsonb_to_recordset($2::jsonb) as x(id uuid, days integer, is_active boolean, attaches boolean)
  on conflict (tenant_id, days) do update set is_active = excluded.is_active, attaches = excluded.attaches, updated_at = now()
    where (reminder_rules.is_active, reminder_rules.attaches) is distinct from (excluded.is_active, excluded.attaches)`;

/** Puts these rules in the place of all others. Throws 400 for two of the same day. */
export async function setRules(
  ctx: Context,
  { rules }: { rules: readonly ReminderRuleFields[] },
): Promise<ReminderRules> {
  const twice = rules.findIndex(({ days }, index) => rules.findIndex((one) => one.days === days) !== index);
  if (twice >= 0)
    throw problem(invalidInput, {
      errors: [{ pointer: `/rules/${twice}/days`, detail: 'There is a rule of that day already.' }],
    });
  const before = await getRules(ctx);
  await ctx.execute('delete from reminder_rules where tenant_id = $1 and days <> all($2::int[])', [
    rules.map(({ days }) => days),
  ]);
  await ctx.execute(STORE, [JSON.stringify(rules.map((rule) => ({ id: ctx.newId(), attaches: true, ...rule })))]);
  const after = await getRules(ctx);
  ctx.audit({ action: 'reminder-rules.replace', subject: 'reminder-rules', subject_id: null, before, after });
  return after;
}
