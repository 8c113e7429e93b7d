/** Closing the books up to a day, and opening them again; each leaves a row that stays. */
import { defineRecord, insertRecord } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { todayOf } from '../masters/master.ts';
import { closedUntil } from './closing.ts';
import { PeriodLock } from './period-locks.schema.ts';

const record = defineRecord({ noun: 'period-locks', table: 'period_locks', schema: PeriodLock });

export const periodLockList = defineList({
  record,
  filters: { created_at: 'instant' },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
});

const refuse = (detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer: '/locked_until', detail }] });
};

interface Closing {
  locked_until: string | null;
  reason: string;
}

async function store(ctx: Context, given: Closing, action: 'create' | 'open'): Promise<PeriodLock> {
  return insertRecord<PeriodLock>(ctx, record, { ...given, changed_by: ctx.actor.label }, action);
}

/** Those who post hold a shared lock until they commit; who closes waits for them, and they for him. */
async function alone(ctx: Context): Promise<void> {
  await ctx.sql(`select pg_advisory_xact_lock(hashtextextended('period_locks ' || t.id::text, 0))::text
    from (select $1::uuid as id, $1::uuid as tenant_id) t where t.tenant_id = $1`);
}

/** Closes the books up to a day that is later than the last closed one. */
export async function closeBooks(ctx: Context, given: { locked_until: string; reason: string }): Promise<PeriodLock> {
  await alone(ctx);
  const closed = await closedUntil(ctx);
  if (given.locked_until >= todayOf(ctx)) refuse('Close up to a day before today.');
  if (closed !== null && given.locked_until <= closed)
    refuse(`They are closed up to ${closed} already; opening is an act of its own.`);
  return store(ctx, given, 'create');
}

/** Opens the books again, from the day after `locked_until`, or all of them. */
export async function openBooks(ctx: Context, given: Closing): Promise<PeriodLock> {
  await alone(ctx);
  const closed = await closedUntil(ctx);
  if (closed === null) return refuse('The books are open.');
  if (given.locked_until !== null && given.locked_until >= closed)
    refuse(`They are closed up to ${closed}; give an earlier day, or none.`);
  return store(ctx, given, 'open');
}
