/** Throttling of sign-ins: counted in the database, so that restarts and other instances do not forget; nobody can lock another out. */
import { createHash } from 'node:crypto';
import { isIPv6 } from 'node:net';
import { type Handle, reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { tooMany } from '../http/problems.ts';
import { type Problem, problem } from '../problems/problem.ts';

const WINDOW_SECONDS = 900;

/** Failures that one window allows. */
const LIMITS = {
  /** One account from one address. */
  pair: 10,
  /** One address, whatever the account. */
  address: 100,
  /** One account from all addresses that never signed in to it, taken together. A known address does not count here. */
  strangers: 50,
};

/** Requests for mail (register, reset) that one address, and one recipient, may cause in a window. */
export const MAIL_LIMITS = { address: 30, recipient: 4 };

export interface Attempt {
  /** Lower-cased mail address. */
  account: string;
  /** From `networkOf`. */
  address: string;
  /** Whether the account signed in from this address before. */
  known: boolean;
}

/** What counts as one address: of IPv6 the first 64 bits, because whoever has one of them has all. */
export function networkOf(address: string | null): string {
  const plain = (address ?? 'unknown').replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!isIPv6(plain)) return plain;
  const [head = '', tail] = plain.split('::');
  const groups = head.split(':').filter(Boolean);
  if (tail !== undefined) {
    const last = tail.split(':').filter(Boolean);
    while (groups.length + last.length < 8) groups.push('0');
    groups.push(...last);
  }
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

function bucketsOf({ account, address, known }: Attempt): { bucket: string; limit: number }[] {
  const buckets = [
    { bucket: `pair:${hashed(account)}:${address}`, limit: LIMITS.pair },
    { bucket: `address:${address}`, limit: LIMITS.address },
  ];
  if (!known) buckets.push({ bucket: `strangers:${hashed(account)}`, limit: LIMITS.strangers });
  return buckets;
}

const START = `to_timestamp(floor(extract(epoch from now()) / ${WINDOW_SECONDS}) * ${WINDOW_SECONDS})`;

interface Counted {
  bucket: string;
  failures: number;
  /** Seconds until the window ends. */
  wait: number;
}

const WAIT = `ceil(extract(epoch from window_start + interval '${WINDOW_SECONDS} seconds' - now()))::int as wait`;

const IDENTITY = { tenant_id: null, plane: 'identity' } as const;

function counted(aside: Database, buckets: readonly string[]): Promise<Counted[]> {
  return reading(aside, IDENTITY).sql<Counted>(
    `select bucket, failures, ${WAIT} from sign_in_failures where bucket = any($1::text[]) and window_start = ${START}`,
    [buckets],
  );
}

/** In a transaction of its own: what is counted stays counted when the request is refused. */
async function add(aside: Database, buckets: readonly string[]): Promise<Counted[]> {
  const tx = transaction(aside, IDENTITY);
  try {
    // In the order of their names, so that two attempts never wait for each other in a circle.
    const rows = await tx.sql<Counted>(
      `insert into sign_in_failures (bucket, window_start, failures)
       select b, ${START}, 1 from unnest($1::text[]) as b order by b
       on conflict (bucket, window_start) do update set failures = sign_in_failures.failures + 1
       returning bucket, failures, ${WAIT}`,
      [[...buckets].sort()],
    );
    await tx.commit([{ text: "delete from sign_in_failures where window_start < now() - interval '1 day'" }]);
    return rows;
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

function tooManyFor(wait: number): Problem {
  return problem(tooMany, {
    detail: `Too many attempts; try again in ${Math.ceil(wait / 60)} minutes.`,
    headers: { 'retry-after': String(Math.max(1, wait)) },
  });
}

/** The refusal when one of the budgets is used up, else null. */
function overdrawn(
  attempt: Attempt,
  rows: readonly Counted[],
  isOver: (failures: number, limit: number) => boolean,
): Problem | null {
  const limits = new Map(bucketsOf(attempt).map(({ bucket, limit }) => [bucket, limit]));
  const over = rows.find(({ bucket, failures }) => isOver(failures, limits.get(bucket) ?? 0));
  return over ? tooManyFor(over.wait) : null;
}

function namesOf(attempt: Attempt): string[] {
  return bucketsOf(attempt).map(({ bucket }) => bucket);
}

/** Throws 429 with Retry-After when the attempt's budgets are used up. */
export async function assertMayTry(aside: Database, attempt: Attempt): Promise<void> {
  const rows = await counted(aside, namesOf(attempt));
  const refusal = overdrawn(attempt, rows, (failures, limit) => failures >= limit);
  if (refusal) throw refusal;
}

/**
 * Remembers the address as one of the account's own and gives it its budget back: after a sign-in, and after a new password
 * by mail, which is the way in for somebody at a new address while strangers are guessing.
 */
export async function welcome(handle: Handle, user_id: string, attempt: Attempt): Promise<void> {
  await handle.sql(
    `insert into known_addresses (user_id, address) values ($1, $2)
     on conflict (user_id, address) do update set seen_at = now() returning user_id`,
    [user_id, attempt.address],
  );
  await handle.execute('delete from sign_in_failures where bucket = $1', [bucketsOf(attempt)[0]?.bucket]);
}

/**
 * Counts a failed attempt. Answers the refusal to give when others that ran at the same time have used up the budget: a
 * caller must not learn from more attempts than the limit that they were wrong.
 */
export async function countFailure(aside: Database, attempt: Attempt): Promise<Problem | null> {
  const rows = await add(aside, namesOf(attempt));
  return overdrawn(attempt, rows, (failures, limit) => failures > limit);
}

/**
 * Counts a request that causes a mail. Throws 429 when the address asked too often; answers false when the recipient got
 * enough already: the caller then answers as always and sends nothing.
 */
export async function mayMail(aside: Database, from: string | null, recipient: string): Promise<boolean> {
  const address = networkOf(from);
  const rows = await add(aside, [`mail:${address}`, `mail-to:${hashed(recipient)}`]);
  const of = (prefix: string): { failures: number; wait: number } | undefined =>
    rows.find((row) => row.bucket.startsWith(prefix));
  const byAddress = of('mail:');
  if (byAddress && byAddress.failures > MAIL_LIMITS.address) throw tooManyFor(byAddress.wait);
  return (of('mail-to:')?.failures ?? 0) <= MAIL_LIMITS.recipient;
}
