/** Schedules: each due time of a tenant's calendar makes one job, whichever instance sees it first. */
import { Cron } from 'croner';
import { reading } from '../db/handle.ts';
import { asSystem } from '../http/perform.ts';
import { newId } from '../schema/ids.ts';
import type { Context } from '../tenancy/context.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { ScheduleDefinition } from './definition.ts';
import { enqueueJob } from './enqueue.ts';
import type { Leased } from './queue.ts';
import type { Fate } from './run.ts';

interface Stored {
  name: string;
  job: string;
  cron: string;
  data: Record<string, unknown>;
  is_active: boolean;
  next_at: string;
}

/**
 * The first due time after an instant. A time that daylight saving skips is due right after the gap; one that comes twice is due
 * once. Throws for a rule that cannot be read or that is never due.
 */
export function nextDue(cron: string, timeZone: string, after: Date): Date {
  const next = new Cron(cron, { timezone: timeZone, paused: true, mode: '5-part' }).nextRun(after);
  if (!next) throw new Error(`the rule ${cron} is never due`);
  return next;
}

const ruleOf = (cron: string, zone: string): string => `${cron} ${zone}`;

const STORE = `with s as (
    insert into schedules (tenant_id, name, job, cron, time_zone, data, next_at, turn, id)
    values ($1, $2, $3, $4, $5, $6::jsonb, $7::timestamptz, $8, $10)
    on conflict (tenant_id, name) do update set job = excluded.job, cron = excluded.cron, time_zone = excluded.time_zone,
      data = excluded.data, next_at = excluded.next_at, turn = excluded.turn
    returning turn, next_at)
  insert into job_queue (tenant_id, id, kind, job_id, due_at, schedule, rule) select $1::uuid, s.turn, 'schedule', s.turn, s.next_at, $2, $9 from s`;

/** Stores a schedule for the tenant of `ctx`, or changes the one of that name. Its first due time is after now. */
export async function setSchedule(ctx: Context, { name, job, cron, data }: ScheduleDefinition): Promise<Date> {
  const checked = ctx.kernel.jobs.catalogue.check(job, data);
  const zone = ctx.tenant.time_zone;
  const next = nextDue(cron, zone, ctx.now);
  const rule = ruleOf(cron, zone);
  await ctx.execute(STORE, [name, job, cron, zone, JSON.stringify(checked.data), next, newId(), rule, newId()]);
  return next;
}

/** Ends a schedule of the tenant; true when there was one. Its place in the queue is passed over when its time comes. */
export async function removeSchedule(ctx: Context, name: string): Promise<boolean> {
  return (await ctx.execute('delete from schedules where tenant_id = $1 and name = $2', [name])) === 1;
}

const DUE = `select name, job, cron, data, is_active, next_at from schedules where tenant_id = $1 and turn = $2 and next_at <= clock_timestamp() for update`;
const WAITING = 'select next_at from schedules where tenant_id = $1 and turn = $2';
const ADVANCE = `with s as (
    update schedules set last_at = case when $7::uuid is null then last_at else next_at end, last_job_id = coalesce($7, last_job_id),
      next_at = $3::timestamptz, turn = $4, time_zone = $5 where tenant_id = $1 and name = $2 returning name)
  insert into job_queue (tenant_id, id, kind, job_id, due_at, schedule, rule)
  select $1::uuid, $4::uuid, 'schedule', $4::uuid, $3::timestamptz, s.name, $6 from s`;

/** A schedule of a newer version, or of an older one, waits so long for a process that knows its job. */
const UNKNOWN_MS = 600_000;

/**
 * The leased row says that a schedule is due: stores its job and the next due time in one transaction. Due times that passed
 * while nobody worked, or while the organisation was closed, are one.
 */
export async function runSchedule(kernel: Kernel, row: Leased): Promise<Fate> {
  const tenant = await kernel.directory.find(row.tenant_id);
  if (!tenant) return { remove: true };
  if (tenant.status !== 'active') return { due_at: null };
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  const database = kernel.cells.of(tenant);
  return asSystem<Fate>(kernel, { tenant, database, binding, label: 'schedule' }, async (ctx) => {
    const [due] = await ctx.sql<Stored>(DUE, [row.id]);
    if (!due) {
      const [waiting] = await ctx.sql<{ next_at: string }>(WAITING, [row.id]);
      return waiting ? { due_at: waiting.next_at } : { remove: true };
    }
    if (!kernel.jobs.catalogue.jobs.has(due.job)) {
      kernel.log.error(
        { schedule: due.name, job: due.job },
        'a schedule names no job that there is; it is looked at later',
      );
      return { due_at: new Date(ctx.now.getTime() + UNKNOWN_MS) };
    }
    // A clock that was put back must not make a time due twice.
    const after = new Date(Math.max(ctx.now.getTime(), Date.parse(due.next_at)));
    const next = nextDue(due.cron, tenant.time_zone, after);
    const job = due.is_active ? await enqueueJob(ctx, { job: due.job, data: due.data }) : null;
    const rule = ruleOf(due.cron, tenant.time_zone);
    await ctx.execute(ADVANCE, [due.name, next, newId(), tenant.time_zone, rule, job]);
    return { remove: true };
  });
}

const LACKING = `select t.id from tenants t where t.status = 'active' and not exists (
    select from job_queue q where q.tenant_id = t.id and q.kind = 'schedule' and q.schedule = $1 and q.rule = $2 || ' ' || t.time_zone)
  order by t.id limit 1000`;

/** Gives every open organisation the schedules that modules declare, reckoned in its own zone; answers how many were missing. */
export async function settleSchedules(kernel: Kernel): Promise<number> {
  const platform = reading(kernel.control, { tenant_id: null, plane: 'platform' });
  let settled = 0;
  for (const schedule of kernel.jobs.catalogue.schedules.values()) {
    for (const { id } of await platform.sql<{ id: string }>(LACKING, [schedule.name, schedule.cron])) {
      const tenant = await kernel.directory.find(id);
      if (tenant?.status !== 'active') continue;
      const where = { tenant, database: kernel.cells.of(tenant), binding: { tenant_id: id, plane: '' } as const };
      await asSystem(kernel, { ...where, label: 'schedule' }, (ctx) => setSchedule(ctx, schedule));
      settled++;
    }
  }
  return settled;
}
