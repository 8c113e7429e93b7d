/** Reads of sensitive records in the audit trail: who looked at which record, or through which list. */
import type { FastifyBaseLogger } from 'fastify';
import { type Binding, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Download } from '../http/download.ts';
import { trailUnavailable } from '../http/problems.ts';
import { pathNames } from '../http/route.ts';
import { problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { AuditChange } from '../tenancy/context.ts';
import { type AuditOrigin, auditStatements } from './audit.ts';

/** One read: where its entry belongs, and the entry. */
export interface Read {
  database: Database;
  binding: Binding;
  origin: AuditOrigin;
  change: AuditChange;
}

export interface Reads {
  /**
   * Writes the entry, durably, before what was read is answered. While the database cannot write, the entry is kept here and
   * written as soon as it can; throws `audit.unavailable` when too many are kept already.
   */
  record(read: Read): Promise<void>;
  /** How many entries are kept because they could not be written yet. */
  kept(): number;
  /** Tries to write what is kept. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const RETRY_MS = 1_000;

/** What the value itself is to blame for is a fault of ours, which waiting does not mend. */
function isPassing(error: unknown): boolean {
  return !/^2[23]/.test(String((error as { code?: unknown }).code));
}

async function write({ database, binding, origin, change }: Read): Promise<void> {
  const tx = transaction(database, binding);
  try {
    await tx.commit(auditStatements(origin, [{ ...change, id: newId() }]));
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

/** Makes the writer of reads; `max` entries are kept at most while the database cannot write. */
export function createReads(log: FastifyBaseLogger, max = 10_000): Reads {
  const waiting: Read[] = [];
  let timer: NodeJS.Timeout | undefined;
  let flushing: Promise<void> = Promise.resolve();

  const drain = async (): Promise<void> => {
    for (let read = waiting[0]; read; read = waiting[0]) {
      try {
        await write(read);
      } catch (error) {
        log.error({ err: error, kept: waiting.length }, 'reads are not in the audit trail yet');
        return;
      }
      waiting.shift();
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    flushing = flushing.then(drain).then(later);
    return flushing;
  };
  const later = (): void => {
    if (waiting.length > 0) timer ??= setTimeout(() => void flush(), RETRY_MS).unref();
  };
  return {
    async record(read) {
      if (waiting.length >= max) throw problem(trailUnavailable);
      try {
        await write(read);
      } catch (error) {
        if (!isPassing(error)) throw error;
        log.error({ err: error }, 'a read could not be written to the audit trail; it is kept and tried again');
        const { change } = read;
        waiting.push({ ...read, change: { ...change, after: { ...change.after, read_at: new Date().toISOString() } } });
        later();
      }
    },
    kept: () => waiting.length,
    flush,
    async close() {
      await flush();
      clearTimeout(timer);
      if (waiting.length > 0) log.fatal({ kept: waiting.length }, 'reads could not be written to the audit trail');
    },
  };
}

/** Parts of a list's query that say nothing of what was read. */
const PAGING = new Set(['limit', 'cursor', 'sort', 'count']);

/** Whether the answer is a whole list as a file: what leaves the house is written down, whatever list it is. */
export function isExport(result: unknown): boolean {
  if (typeof result !== 'object' || result === null) return false;
  return 'sheet' in result || ('download' in result && (result.download as Download).is_export === true);
}

/** The entry of what a route answered: the record's id, or the filter of the list and how many rows of it. */
export function readOf(route: { name: string; path: string }, input: unknown, result: unknown): AuditChange {
  const subject = route.name.slice(0, route.name.lastIndexOf('.'));
  const names = pathNames(route.path).filter((name) => name !== 'tenant');
  const given = (input ?? {}) as Record<string, unknown>;
  const { id, rows } = (result ?? {}) as { id?: unknown; rows?: unknown };
  const named = names[0] === undefined ? undefined : given[names[0]];
  const subject_id = typeof id === 'string' ? id : typeof named === 'string' ? named : null;
  const entry = { action: `${subject}.read`, subject, subject_id };
  if (!Array.isArray(rows) && !isExport(result)) return entry;
  const filter = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !PAGING.has(name) && value !== undefined),
  );
  return { ...entry, after: { filter, ...(Array.isArray(rows) ? { rows: rows.length } : {}) } };
}
