/** Runs a route for an admitted request: one transaction, its audit entries and its idempotency record, all or nothing. */
import type { FastifyRequest } from 'fastify';
import { type AuditOrigin, auditStatements } from '../audit/audit.ts';
import { isExport, readOf } from '../audit/reads.ts';
import type { Statement } from '../db/batch.ts';
import { type Handle, reading, type Transaction, transaction } from '../db/handle.ts';
import { STALE_PLAN } from '../db/release.ts';
import { type EventRecord, eventOf, eventStatements } from '../events/store.ts';
import { enqueueJob } from '../jobs/enqueue.ts';
import { languageOf } from '../mail/letters.ts';
import { newId } from '../schema/ids.ts';
import type { AuditChange, Context } from '../tenancy/context.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Admission } from './admit.ts';
import { claimKey, type Replay, storeReply } from './idempotency.ts';
import type { AnyRoute } from './route.ts';

/** What came of it: the record or page that `run` answered (and the body made of it, where that was stored), or the answer of an earlier request with the same key. */
export type Outcome = { result: unknown; body?: unknown } | { replay: Replay };

/** A write that left no audit entry is a fault of our own program; it is undone. */
export class Unaudited extends Error {
  override name = 'Unaudited';
}

interface Work {
  kernel: Kernel;
  route: AnyRoute;
  admission: Admission;
  request: Pick<FastifyRequest, 'id' | 'ip' | 'log'> & { headers: Record<string, unknown> };
}

interface Pending {
  changes: (AuditChange & { id: string })[];
  events: EventRecord[];
  after: (() => void | Promise<void>)[];
}

/** A context over any handle. */
function contextOf(work: Work, handle: Handle, pending: Pending): Context {
  const { kernel, admission, request } = work;
  const agent = request.headers['user-agent'];
  const ctx: Context = {
    binding: handle.binding,
    get db() {
      return handle.db;
    },
    sql: handle.sql,
    execute: handle.execute,
    ...(handle.ahead ? { ahead: handle.ahead } : {}),
    get tenant() {
      if (!admission.tenant) throw new Error(`${work.route.name} has no tenant`);
      return admission.tenant;
    },
    actor: admission.actor,
    session: admission.session,
    kernel,
    request: {
      id: request.id,
      address: request.ip,
      user_agent: typeof agent === 'string' ? agent.slice(0, 200) : null,
      get language() {
        return languageOf(request.headers['accept-language'] as string | undefined);
      },
    },
    log: request.log,
    now: new Date(),
    newId,
    audit: (change) => void pending.changes.push({ ...change, id: newId() }),
    emit: (event) => void pending.events.push({ ...event, id: newId() }),
    enqueue: (wanted) => enqueueJob(ctx, wanted),
    afterCommit: (after) => void pending.after.push(after),
  };
  return ctx;
}

/** Who does this, for the entries. */
function originOf({ admission, request }: Work): AuditOrigin {
  const { actor, binding } = admission;
  return { actor, request_id: request.id, address: request.ip, tenant_id: binding.tenant_id };
}

async function read(work: Work, input: unknown): Promise<Outcome> {
  const outcome = await readOnce(work, input);
  if (isLater(outcome.result)) outcome.result = await outcome.result.later();
  const { kernel, route, admission } = work;
  const isSensitive = route.audit_reads === 'operators' ? admission.actor.kind === 'operator' : route.audit_reads;
  if (isSensitive || isExport(outcome.result)) {
    const change = readOf(route, input, outcome.result);
    const { database, binding } = admission;
    await kernel.reads.record({ database, binding, origin: originOf(work), change });
  }
  return outcome;
}

/** What takes long and needs no records is made when no connection waits for it. */
function isLater(result: unknown): result is { later(): Promise<unknown> } {
  return typeof (result as { later?: unknown } | null)?.later === 'function';
}

async function readOnce(work: Work, input: unknown): Promise<{ result: unknown }> {
  const { route, admission } = work;
  const pending: Pending = { changes: [], events: [], after: [] };
  if (route.transaction !== 'snapshot') {
    const ctx = contextOf(work, reading(admission.database, admission.binding), pending);
    return { result: await route.run(ctx, input) };
  }
  const tx = transaction(admission.database, admission.binding, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    const result = await route.run(contextOf(work, tx, pending), input);
    await tx.commit();
    return { result };
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

/** What is run again: lost races (serialization failure, deadlock) and statements that a migration made stale. */
const RETRIED = new Set(['40001', '40P01', STALE_PLAN]);
const ATTEMPTS = 4;

async function write(work: Work, input: unknown, reply: (result: unknown) => unknown): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const tx = transaction(work.admission.database, work.admission.binding);
    try {
      return await writeOnce(work, input, tx, reply);
    } catch (error) {
      await tx.rollback();
      const code = (error as { code?: string }).code;
      if (attempt >= ATTEMPTS || code === undefined || !RETRIED.has(code)) throw error;
      work.request.log.info({ attempt, code }, 'a lost race is run again');
      await new Promise((resolve) => setTimeout(resolve, 5 * 2 ** attempt * Math.random()));
    }
  }
}

async function writeOnce(
  work: Work,
  input: unknown,
  tx: Transaction,
  reply: (result: unknown) => unknown,
): Promise<Outcome> {
  const { route, admission, request } = work;
  const pending: Pending = { changes: [], events: [], after: [] };
  const claim = await claimKey(work, tx, input);
  if (claim?.replay) {
    await tx.rollback();
    return { replay: claim.replay };
  }
  const result = await route.run(contextOf(work, tx, pending), structuredCloneIfRetried(input));
  // What may still refuse does so while all can be undone; it may leave entries of its own.
  await tx.settle();
  if (pending.changes.length === 0 && !route.unaudited)
    throw new Unaudited(`${route.name} changed something without an audit entry`);
  const last: Statement[] = auditStatements(originOf(work), pending.changes);
  const { tenant_id } = admission.binding;
  if (tenant_id === null && pending.events.length > 0)
    throw new Error(`${route.name} tells of something that happened in no tenant`);
  const events = tenant_id === null ? [] : [...pending.changes.map(eventOf), ...pending.events];
  if (tenant_id !== null) last.push(...eventStatements(tenant_id, events));
  const body = claim ? reply(result) : undefined;
  if (claim) last.push(await storeReply(work.kernel, claim, route.status ?? 200, body));
  await tx.commit(last);
  work.kernel.events.committed(events.map(({ id }) => id));
  for (const after of pending.after) {
    try {
      await after();
    } catch (error) {
      request.log.error({ err: error }, 'work after a commit failed');
    }
  }
  return { result, body };
}

/** Services may fill in fields of their input; a second attempt must see it as it came. */
function structuredCloneIfRetried(input: unknown): unknown {
  const file = (input as { file?: unknown } | null)?.file;
  return file === undefined ? structuredClone(input) : input;
}

/** Runs the route. `reply` makes of its result what goes on the wire; it is called once, inside the transaction of a keyed write. */
export async function perform(work: Work, input: unknown, reply: (result: unknown) => unknown): Promise<Outcome> {
  return work.route.method === 'GET' ? read(work, input) : write(work, input, reply);
}

/** A context for work that no request asked for, such as giving a new tenant its first records; audited as `system`. */
export async function asSystem<T>(kernel: Kernel, where: SystemWork, run: (ctx: Context) => Promise<T>): Promise<T> {
  const { work, route } = systemWork(kernel, where);
  const wrapped = { ...route, run: (ctx: Context) => run(ctx) } as AnyRoute;
  const outcome = await write({ ...work, route: wrapped }, {}, (result) => result);
  return (outcome as { result: T }).result;
}

/** Such a context that only reads: a statement that would change something is refused by the database. */
export function contextForReading(kernel: Kernel, where: SystemWork): Context {
  const { work } = systemWork(kernel, where);
  const handle = reading(where.database, where.binding, 'read only');
  return contextOf(work, handle, { changes: [], events: [], after: [] });
}

type SystemWork = Pick<Admission, 'tenant' | 'database' | 'binding'> & {
  label?: string;
  actor?: Admission['actor'];
  request_id?: string;
};

function systemWork(kernel: Kernel, admission: SystemWork): { work: Work; route: AnyRoute } {
  const label = admission.label ?? 'system';
  const actor = admission.actor ?? {
    kind: 'system' as const,
    id: null,
    label,
    session_id: null,
    role: null,
    permissions: new Set(['*']),
  };
  const request = { id: admission.request_id ?? newId(), ip: '', log: kernel.log, headers: {} };
  const route = { name: label, unaudited: 'system work decides itself', method: 'POST' } as unknown as AnyRoute;
  const full: Admission = { ...admission, actor, session: null, via: null };
  return { work: { kernel, route, admission: full, request }, route };
}
