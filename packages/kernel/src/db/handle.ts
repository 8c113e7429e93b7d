/** The one handle: queries that exist only bound to a tenant (or to a plane of the control database), inside one transaction. */
import type { Span } from '@opentelemetry/api';
import type { Kysely } from 'kysely';
import type { PoolClient, QueryResultRow } from 'pg';
import { type Statement, type StatementResult, sendBatch } from './batch.ts';
import type { Database } from './pool.ts';
import { UnboundStatement } from './predicate.ts';
import { isServerAnswer, release, releaseIdle, STALE_PLAN } from './release.ts';
import type { Tables } from './tables.ts';
import { makeKysely } from './typed.ts';
import { sendMeasured } from './watch.ts';

/**
 * What a handle is bound to. `tenant_id` is a tenant's id, or null for work of the control plane that no tenant owns; then
 * `plane` says which: operators' work (`platform`) or sign-in (`identity`). Both empty see nothing.
 */
export interface Binding {
  tenant_id: string | null;
  plane: '' | 'platform' | 'identity';
  /** What asks, for figures and traces alone. */
  asker?: Asker;
}

/** A route or a job, and the span that its work belongs to. */
export interface Asker {
  name: string;
  span?: Span;
}

/** A bound handle. */
export interface Handle {
  /** Typed queries; the tenant predicate is added to each. */
  db: Kysely<Tables>;
  /**
   * Plain SQL for hot paths. In a handle bound to a tenant `$1` is the tenant's id, put there by the kernel, `values` begin
   * at `$2`, and the text must compare `tenant_id = $1`: a text that does not is refused. `fresh` is for questions whose best
   * plan depends on their values (a common word, a rare one): they are planned each time, which costs them some 0.3 ms.
   */
  sql<R = QueryResultRow>(text: string, values?: readonly unknown[], plan?: 'fresh'): Promise<R[]>;
  /** Like `sql`, for statements whose number of touched rows matters. */
  execute(text: string, values?: readonly unknown[]): Promise<number>;
  binding: Binding;
  /**
   * In a transaction alone: lets a statement travel with the one that comes next, or with COMMIT, so that it costs no round
   * trip. `check` sees its rows before that next one is answered, in any case before COMMIT; what it throws undoes all.
   */
  ahead?(text: string, values: readonly unknown[], check?: (rows: QueryResultRow[]) => void | Promise<void>): void;
}

/**
 * A statement whose answer nobody waits for: in a transaction it travels with the next one, or with COMMIT, which then throws what
 * it throws. Elsewhere it is sent at once.
 */
export async function executeAhead(handle: Handle, text: string, values: readonly unknown[]): Promise<void> {
  if (handle.ahead) handle.ahead(text, values);
  else await handle.execute(text, values);
}

/** A transaction that can be ended once. `commit` sends its last statements and COMMIT in one trip. */
export interface Transaction extends Handle {
  /** Sends what was to travel ahead and has a check, so that nothing is left that could refuse. */
  settle(): Promise<void>;
  commit(last?: readonly Statement[]): Promise<StatementResult[]>;
  rollback(): Promise<void>;
}

/** A statement that waits for the next trip: one whose answer is asked for, or one that waits for such a one to travel with. */
interface Waiting {
  statement: Statement;
  check?: ((rows: QueryResultRow[]) => void | Promise<void>) | undefined;
  asker?: { answer(result: StatementResult): void; refuse(error: unknown): void };
}

type Send = (statement: Statement) => Promise<StatementResult>;

const SET_TENANT = "select set_config('app.tenant_id', $1, true)";
const SET_BOTH = "select set_config('app.tenant_id', $1, true), set_config('app.plane', $2, true)";

/** In the control database both are set each time; the application plane's policies ask for the tenant alone. */
function contextOf({ hasPlanes }: Database, { tenant_id, plane }: Binding): Statement {
  return hasPlanes
    ? { text: SET_BOTH, values: [tenant_id ?? '', plane] }
    : { text: SET_TENANT, values: [tenant_id ?? ''] };
}

const READ_ONLY = "select set_config('transaction_read_only', 'on', true)";

const boundTexts = new Set<string>();

/** Refuses plain SQL that does not name the tenant; the answer is remembered per text. */
function assertBound(text: string): void {
  if (boundTexts.has(text)) return;
  if (!/\btenant_id\b[^$]{0,3}\$1\b/.test(text) && !/\(\s*tenant_id\b[\s\S]*?\$1\b/.test(text)) {
    throw new UnboundStatement(`plain SQL must compare or insert tenant_id as $1: ${text.slice(0, 120)}`);
  }
  if (boundTexts.size > 5000) boundTexts.clear();
  boundTexts.add(text);
}

/** Plain SQL as it is sent. */
function statementOf({ tenant_id }: Binding, text: string, values: readonly unknown[]): Statement {
  if (tenant_id === null) return { text, values };
  assertBound(text);
  return { text, values: [tenant_id, ...values] };
}

function bind(database: Database, binding: Binding, send: Send): Handle {
  let kysely: Kysely<Tables> | undefined;
  const run = async (text: string, values: readonly unknown[] = [], fresh = false): Promise<StatementResult> =>
    send({ ...statementOf(binding, text, values), fresh });
  return {
    binding,
    get db() {
      kysely ??= makeKysely(database, binding, send);
      return kysely;
    },
    async sql<R>(text: string, values?: readonly unknown[], plan?: 'fresh') {
      return (await run(text, values, plan === 'fresh')).rows as R[];
    },
    async execute(text, values) {
      return (await run(text, values)).count;
    },
  };
}

/**
 * A handle for reading: each statement is a transaction of its own that travels with its context in one round trip.
 * Nothing is held between statements, so it may live as long as the request. With `read only` the database refuses changes.
 */
export function reading(database: Database, binding: Binding, mode?: 'read only'): Handle {
  // A handle bound to nothing sets nothing: under the policies it sees no tenant's row.
  const context = binding.tenant_id === null && binding.plane === '' ? [] : [contextOf(database, binding)];
  if (mode) context.push({ text: READ_ONLY });
  const once = async (statement: Statement): Promise<StatementResult> => {
    const askedAt = performance.now();
    const client = await database.pool.connect();
    try {
      const results = await sendMeasured(database, binding, client, [...context, statement], 1, askedAt);
      release(client);
      return results.at(-1) as StatementResult;
    } catch (error) {
      release(client, error);
      throw error;
    }
  };
  return bind(database, binding, (statement) =>
    once(statement).catch((error: { code?: string }) => {
      if (error.code !== STALE_PLAN) throw error;
      return once(statement);
    }),
  );
}

/**
 * Opens a transaction lazily: BEGIN and the context travel with the first statement. Statements run one after another, in the
 * order in which they were asked; those that are asked before an answer is waited for (`Promise.all`) share a round trip.
 */
export function transaction(database: Database, binding: Binding, begin = 'BEGIN'): Transaction {
  const context = contextOf(database, binding);
  let client: PoolClient | null = null;
  let failed: unknown;
  let ended = false;
  let last: Promise<unknown> = Promise.resolve();
  const queue: Waiting[] = [];

  const exclusively = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
  const send = async (statements: readonly Statement[], own = statements.length): Promise<StatementResult[]> => {
    if (ended) throw new UnboundStatement('this transaction has ended; a promise was not awaited');
    if (failed !== undefined) throw failed;
    try {
      const askedAt = performance.now();
      if (client) return await sendMeasured(database, binding, client, statements, own, askedAt);
      client = await database.pool.connect();
      const all = [{ text: begin }, context, ...statements];
      return (await sendMeasured(database, binding, client, all, own, askedAt)).slice(2);
    } catch (error) {
      failed = error;
      throw error;
    }
  };
  const end = async (statements: readonly Statement[]): Promise<StatementResult[]> => {
    const mine = client;
    if (!mine) {
      ended = true;
      if (statements.length === 0) return [];
      return alone(database, binding, [{ text: begin }, context, ...statements, { text: 'COMMIT' }]);
    }
    try {
      const results = await send([...statements, { text: 'COMMIT' }], statements.length);
      ended = true;
      client = null;
      releaseIdle(mine);
      return results;
    } catch (error) {
      await undo();
      throw error;
    }
  };
  const undo = async (): Promise<void> => {
    ended = true;
    const mine = client;
    client = null;
    if (!mine) return;
    if (failed !== undefined && !isServerAnswer(failed)) return release(mine, failed);
    try {
      await sendBatch(mine, [{ text: 'ROLLBACK' }]);
      releaseIdle(mine);
    } catch (error) {
      mine.release(error as Error);
    }
  };
  /** Sends what waits, up to where it is told to when its turn comes; each check is done before what follows it is answered. */
  const trip = async (length: () => number): Promise<void> => {
    let sent: Waiting[] = [];
    try {
      const results = await exclusively(async () => {
        sent = queue.splice(0, length());
        return sent.length === 0 ? [] : send(sent.map(({ statement }) => statement));
      });
      for (const [n, { check, asker }] of sent.entries()) {
        const result = results[n] as StatementResult;
        await check?.(result.rows);
        asker?.answer(result);
      }
    } catch (error) {
      // Who was answered before does not hear of it.
      for (const { asker } of sent) asker?.refuse(error);
      throw error;
    }
  };
  const ask = (statement: Statement): Promise<StatementResult> =>
    new Promise((answer, refuse) => {
      queue.push({ statement, asker: { answer, refuse } });
      // Once all that can go on without an answer has done so and asked as well. What travels ahead and comes after the last
      // that was asked waits on, so that somebody hears of its check.
      const go = (): void => void trip(() => queue.findLastIndex(({ asker }) => asker) + 1).catch(() => {});
      queueMicrotask(() => process.nextTick(go));
    });
  const settle = async (): Promise<void> => {
    while (queue.some(({ check, asker }) => check || asker)) await trip(() => queue.length);
  };
  const handle = bind(database, binding, ask);
  return Object.assign(handle, {
    ahead(text: string, values: readonly unknown[], check?: Waiting['check']) {
      queue.push({ statement: statementOf(binding, text, values), check });
    },
    settle,
    async commit(statements: readonly Statement[] = []) {
      await settle();
      const before = queue.splice(0).map((one) => one.statement);
      return (await exclusively(() => end([...before, ...statements]))).slice(before.length);
    },
    rollback: () => exclusively(undo),
  });
}

async function alone(
  database: Database,
  binding: Binding,
  statements: readonly Statement[],
): Promise<StatementResult[]> {
  const askedAt = performance.now();
  const client = await database.pool.connect();
  try {
    const results = await sendMeasured(database, binding, client, statements, statements.length - 3, askedAt);
    releaseIdle(client);
    return results.slice(2, -1);
  } catch (error) {
    if (isServerAnswer(error)) await sendBatch(client, [{ text: 'ROLLBACK' }]).catch(() => {});
    release(client, error);
    throw error;
  }
}
