/** How connections go back to their pool: clean and idle, or not at all. */
import type { PoolClient } from 'pg';

/** A connection goes back clean or not at all: after an error that was not the server's own answer it is destroyed. */
export function release(client: PoolClient, error?: unknown): void {
  const broken = error !== undefined && !isServerAnswer(error);
  client.release(broken);
}

/** A prepared statement whose table a migration changed answers so; its connection is given up and the work is run again. */
export const STALE_PLAN = '0A000';

/** Errors with a five-character SQLSTATE came from a server that is still in step with us; 57P0x and 08xxx mean it is gone. */
export function isServerAnswer(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  if (code === STALE_PLAN) return false;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57P') && !code.startsWith('08');
}

/** A connection that is not idle after its transaction is poisoned, and destroyed. */
export function releaseIdle(client: PoolClient): void {
  const status = (client as PoolClient & { getTransactionStatus(): string | null }).getTransactionStatus();
  client.release(status !== 'I');
}
