/** The limits that there are, how often each begins anew, and how a refusal is told. */
import { Temporal } from 'temporal-polyfill';
import { defineProblem, type ProblemKind, problem, type Problem as Refusal } from '../problems/problem.ts';
import type { Tenant } from '../tenancy/directory.ts';

/** `every`: when it begins anew in the tenant's time zone. `table`: where its counter stands; `control` for what the control plane holds. */
interface LimitKind {
  every: 'never' | 'month' | 'day';
  plane: 'tenant' | 'control';
}

export const LIMITS = {
  users: { every: 'never', plane: 'control' },
  products: { every: 'never', plane: 'tenant' },
  transactions_per_month: { every: 'month', plane: 'tenant' },
  storage_bytes: { every: 'never', plane: 'tenant' },
  api_requests_per_day: { every: 'day', plane: 'control' },
} as const satisfies Record<string, LimitKind>;

export type LimitName = keyof typeof LIMITS;
export const LIMIT_NAMES = Object.keys(LIMITS) as LimitName[];

export const limitReached = defineProblem('limits.reached', 403, 'The subscription does not allow more.');
export const requestsReached = defineProblem('limits.reached', 429, 'The requests of this day are used up.');

/** The present period of a limit: its key (empty for what never begins anew) and the instant when the next one begins. */
export function periodOf(
  name: LimitName,
  timeZone: string,
  nowMs: number,
): { period: string; resets_at: string | null } {
  const { every } = LIMITS[name];
  if (every === 'never') return { period: '', resets_at: null };
  const today = Temporal.Instant.fromEpochMilliseconds(nowMs).toZonedDateTimeISO(timeZone).toPlainDate();
  const next = every === 'day' ? today.add({ days: 1 }) : today.with({ day: 1 }).add({ months: 1 });
  const resets_at = next.toZonedDateTime(timeZone).toInstant().toString({ smallestUnit: 'millisecond' });
  return { period: today.toString().slice(0, every === 'day' ? 10 : 7), resets_at };
}

/** A refusal that names limit, usage, maximum and when it begins anew; the one of requests says when to come back. */
export function refusal(
  tenant: Pick<Tenant, 'time_zone'>,
  name: LimitName,
  { used, maximum, nowMs }: { used: number; maximum: number; nowMs: number },
): Refusal {
  const { resets_at } = periodOf(name, tenant.time_zone, nowMs);
  const kind: ProblemKind = name === 'api_requests_per_day' ? requestsReached : limitReached;
  const seconds = resets_at === null ? 0 : Math.max(1, Math.ceil((Date.parse(resets_at) - nowMs) / 1000));
  return problem(kind, {
    detail: `${name}: ${used} of ${maximum} in use${resets_at === null ? '' : `; it begins anew at ${resets_at}`}.`,
    extra: { limit: name, usage: used, maximum, resets_at },
    ...(kind === requestsReached ? { headers: { 'retry-after': String(seconds) } } : {}),
  });
}

/** The share, in percent, that is to be told of. */
export function warningAt(used: number, maximum: number | null): 0 | 80 | 100 {
  if (maximum === null || used === 0) return 0;
  if (used >= maximum) return 100;
  return used >= maximum * 0.8 ? 80 : 0;
}
