/** Where requests meet their shares: counted once it is known whose they are, and seated before they work. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Admission } from '../http/admit.ts';
import { tooMany } from '../http/problems.ts';
import type { AnyRoute, Sheet } from '../http/route.ts';
import { networkOf } from '../identity/throttle.ts';
import type { Entitlements } from '../limits/entitlements.ts';
import { Problem, problem } from '../problems/problem.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { partyOfTenant } from './background.ts';
import type { Abandon, Party, Seat } from './gate.ts';
import { type Bucket, keyOf, type Rate, type Verdict } from './rates.ts';
import type { Rates, Shares } from './shares.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose share the request is. */
    party?: Party;
    /** Milliseconds that it waited for a seat, when it had to. */
    waited_ms?: number;
  }
}

/**
 * Admits the request by `admit` and counts it: an admitted one for its tenant and person, whatever its headers name; one that
 * nobody is signed in to, or that is not admitted, for its address. Throws `http.too_many_requests` when one of them asks too
 * fast, else what `admit` throws.
 */
export async function enter(
  { shares, limits }: Pick<Kernel, 'shares' | 'limits'>,
  route: AnyRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  admit: () => Promise<Admission>,
): Promise<Admission> {
  let admission: Admission;
  try {
    admission = await admit();
  } catch (error) {
    if (error instanceof Problem && error.kind.status < 500) {
      const party = addressParty(request);
      await count(shares, party, (rates) => [bucketOf(shares, party, 'address', rates.address)], reply);
    }
    throw error;
  }
  const { tenant, actor } = admission;
  const given = tenant && actor.kind !== 'operator' ? (limits.remembered(tenant) ?? (await limits.of(tenant))) : null;
  const party = partyOf(admission, given, request);
  request.party = party;
  if (route.uncounted === undefined) {
    await count(shares, party, (rates) => bucketsOf(shares, rates, party, admission, given), reply);
  }
  return admission;
}

/** What a tenant was given of rate and weight. */
type Given = Pick<Entitlements, 'rate' | 'weight'> | null;

function partyOf({ tenant, actor }: Admission, given: Given, request: FastifyRequest): Party {
  if (tenant && given) return partyOfTenant(tenant, given.weight);
  if (actor.id !== null) return { key: `u:${actor.id}`, kind: 'user', id: actor.id, name: actor.id, weight: 1 };
  return addressParty(request);
}

function addressParty(request: FastifyRequest): Party {
  const address = networkOf(request.ip);
  return { key: `a:${address}`, kind: 'address', id: address, name: address, weight: 1 };
}

function bucketOf({ config }: Shares, party: Party, kind: 'address' | 'user' | 'tenant', rate: Rate): Bucket {
  return { key: keyOf(config.prefix, kind.charAt(0), party.id), rate, name: kind };
}

/** What the tenant was given, or what holds for those of whom nothing is said; never more than the installation's ceiling. */
function rateOf(rates: Rates, plan: string, given: Given): Rate {
  const rate = given?.rate ?? rates.tenant;
  const most = rates.plans[plan] ?? rates.most;
  if (!most) return rate;
  return { per_second: Math.min(rate.per_second, most.per_second), burst: Math.min(rate.burst, most.burst) };
}

function bucketsOf(shares: Shares, rates: Rates, party: Party, { tenant, actor }: Admission, given: Given): Bucket[] {
  if (party.kind !== 'tenant') return [bucketOf(shares, party, party.kind, rates[party.kind])];
  const all = bucketOf(shares, party, 'tenant', rateOf(rates, tenant?.plan ?? '', given));
  if (actor.id === null) return [all];
  const own = {
    key: keyOf(shares.config.prefix, 't', party.id, 'u', actor.id),
    rate: rates.user,
    name: 'user',
  } as const;
  return [all, own];
}

async function count(
  shares: Shares,
  party: Party,
  buckets: (rates: Rates) => Bucket[],
  reply: FastifyReply,
): Promise<void> {
  const { rates } = shares.config;
  shares.loads.add(party, { requests: 1 });
  if (!rates) return;
  const answer = shares.counter.take(buckets(rates));
  const verdict = answer instanceof Promise ? await answer : answer;
  reply.headers(headersOf(verdict));
  if (verdict.allowed) return;
  await letWait(shares, shares.loads.add(party, { refused: 1 }).refused);
  const wait = Math.max(1, Math.ceil(verdict.retry_ms / 1000));
  throw problem(tooMany, {
    detail: `${WHO[verdict.bucket.name]} asks faster than is allowed; try again in ${wait} s.`,
    extra: { limit: verdict.bucket.name },
    headers: { 'retry-after': String(wait) },
  });
}

/** So many refusals in a second are answered at once; whoever asks on regardless is answered late, and so asks less. */
const PROMPT = 20;
const LATE_MS = 500;
/** Not all equally late: those who were sent away together would come back together, as a wave that others have to wait for. */
const late = (): number => LATE_MS * (0.5 + Math.random());
/** So many answers are late at a time; more would cost more than they spare. */
const MOST_LATE = 1_000;

async function letWait(shares: Shares, refused: number): Promise<void> {
  if (refused <= PROMPT || shares.late >= MOST_LATE) return;
  shares.late++;
  await new Promise((resolve) => setTimeout(resolve, late()));
  shares.late--;
}

const WHO = { tenant: 'This organisation', user: 'This person', address: 'This address' } as const;

/** As in draft-ietf-httpapi-ratelimit-headers-06, of the bucket that has the least left. */
function headersOf({ bucket, remaining, reset_ms }: Verdict): Record<string, string> {
  const { per_second, burst } = bucket.rate;
  return {
    'ratelimit-limit': String(burst),
    'ratelimit-remaining': String(remaining),
    'ratelimit-reset': String(Math.ceil(reset_ms / 1000)),
    'ratelimit-policy': `${burst};w=${Math.ceil(burst / per_second)}`,
  };
}

/** A seat at the database that the request was admitted to; one that waits is given up when its caller goes. */
export async function takeSeat(shares: Shares, request: FastifyRequest, reply: FastifyReply): Promise<Seat> {
  const { admission, party } = request as FastifyRequest & { admission: Admission; party: Party };
  if (request.routeOptions.config.route?.uncounted !== undefined) return FREE;
  const seat = shares.gate(admission.database).enter(party, abandonOf(reply));
  if (!(seat instanceof Promise)) return seat;
  const later = await seat;
  request.waited_ms = Math.round(later.waited_ms * 10) / 10;
  return later;
}

/** For work that takes nobody's place. */
const FREE: Seat = { waited_ms: 0, release() {} };

function abandonOf({ raw }: FastifyReply): Abandon {
  return (leave) => {
    raw.once('close', leave);
    return () => raw.off('close', leave);
  };
}

/** The sheet with each of its pages read in turn with what others want, however slowly it is taken. */
export function inTurns(shares: Shares, request: FastifyRequest, reply: FastifyReply, sheet: Sheet): Sheet {
  async function* pages(): AsyncIterable<Record<string, unknown>[]> {
    const source = sheet.pages[Symbol.asyncIterator]();
    try {
      for (;;) {
        const seat = await takeSeat(shares, request, reply);
        let page: IteratorResult<Record<string, unknown>[]>;
        try {
          page = await source.next();
        } finally {
          seat.release();
        }
        if (page.done) return;
        yield page.value;
      }
    } finally {
      await source.return?.();
    }
  }
  return { ...sheet, pages: pages() };
}
