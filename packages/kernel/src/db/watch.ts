/** Every trip to the database, timed: for the figures of whoever asks and for his trace. */
import type { PoolClient } from 'pg';
import { traceTrip } from '../metrics/traces.ts';
import { type Statement, type StatementResult, sendBatch } from './batch.ts';
import type { Binding } from './handle.ts';
import type { Database } from './pool.ts';

/** What one trip cost. */
export interface TripCost {
  binding: Binding;
  statements: readonly Statement[];
  /** How many of them are the asker's own: BEGIN, the context and COMMIT are the kernel's. */
  own: number;
  /** Milliseconds that a connection was waited for, and that the answer took. */
  waited_ms: number;
  ms: number;
}

export type DatabaseWatch = (cost: TripCost) => void;

/** Sends a batch on a connection that was asked for at `askedAt` (of `performance.now`), and tells the watch and the trace. */
export async function sendMeasured(
  database: Database,
  binding: Binding,
  client: PoolClient,
  statements: readonly Statement[],
  own: number,
  askedAt: number,
): Promise<StatementResult[]> {
  const sentAt = performance.now();
  const span = binding.asker?.span ? traceTrip(binding.asker.span, statements) : null;
  try {
    return await sendBatch(client, statements);
  } catch (error) {
    span?.fail(error);
    throw error;
  } finally {
    span?.end();
    database.watch?.({ binding, statements, own, waited_ms: sentAt - askedAt, ms: performance.now() - sentAt });
  }
}
