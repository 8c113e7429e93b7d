/** Requests of a day: instances take some at a time from the one counter, give them out from memory, and bring back the rest. */
import type { FastifyBaseLogger } from 'fastify';
import { auditStatements } from '../audit/audit.ts';
import { reading, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { newId } from '../schema/ids.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { EntitlementReader } from './entitlements.ts';
import { periodOf, refusal, warningAt } from './limit.ts';
import { warningEntry } from './usage.ts';

const NAME = 'api_requests_per_day';

export interface RequestQuota {
  /** Counts one request. Throws `limits.reached` (429, with Retry-After) when the day's are used up. */
  take(tenant: Tenant): void | Promise<void>;
  /** Requests of the present day, those that are taken and not given out by this instance left out. */
  used(tenant: Tenant): Promise<number>;
  /** Brings back what is left over; the counter then says what was used. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Lease {
  tenant: Tenant;
  day: string;
  ends_ms: number;
  /** What may still be given out. */
  left: number;
  maximum: number;
  /** Since the last round; what lies idle is brought back. */
  isBusy: boolean;
  /** Until then the answer is no without asking again. */
  refused_until_ms: number;
  used_when_refused: number;
  renewing: Promise<void> | null;
}

/** At most a fiftieth of what is left is taken at a time, so that other instances find some; and never more than this. */
const SHARE = 50;
const MOST = 1_000;
const ROUND_MS = 5_000;

/** Leases over the control database: all instances together never give out more than the maximum. */
export function createRequestQuota(
  aside: Database,
  entitlements: EntitlementReader,
  log: FastifyBaseLogger,
): RequestQuota {
  const leases = new Map<string, Lease>();

  /** Takes from the counter and answers how many; 0 when nothing is left. */
  const borrow = async (lease: Lease): Promise<void> => {
    const { tenant, day, maximum } = lease;
    const tx = transaction(aside, { tenant_id: tenant.id, plane: '' });
    try {
      await tx.execute('insert into request_leases (tenant_id, day, used) values ($1, $2, 0) on conflict do nothing', [
        day,
      ]);
      const [row] = await tx.sql<{ before: number; warned: number }>(
        'select used as before, warned from request_leases where tenant_id = $1 and day = $2 for update',
        [day],
      );
      const { before, warned } = row as { before: number; warned: number };
      const room = Math.max(0, maximum - before);
      const taken = Math.min(room, MOST, Math.max(1, Math.ceil(room / SHARE)));
      const used = before + taken;
      const warning = Math.max(warned, warningAt(used, maximum));
      await tx.execute('update request_leases set used = $3, warned = $4 where tenant_id = $1 and day = $2', [
        day,
        used,
        warning,
      ]);
      await tx.commit(warning > warned ? toldOf(tenant, { period: day, warning, used, maximum }) : []);
      lease.left += taken;
      lease.used_when_refused = used;
      if (taken === 0) lease.refused_until_ms = Date.now() + ROUND_MS;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  };
  const renew = (lease: Lease): Promise<void> => {
    lease.renewing ??= borrow(lease).finally(() => {
      lease.renewing = null;
    });
    return lease.renewing;
  };
  const bringBack = async (lease: Lease): Promise<void> => {
    const { left, tenant, day } = lease;
    if (left <= 0) return;
    lease.left = 0;
    try {
      await reading(aside, { tenant_id: tenant.id, plane: '' }).execute(
        'update request_leases set used = greatest(used - $3::bigint, 0) where tenant_id = $1 and day = $2',
        [day, left],
      );
    } catch (error) {
      lease.left += left;
      log.warn({ err: error }, 'requests that were not given out could not be brought back');
    }
  };
  const leaseOf = (tenant: Tenant, maximum: number): Lease => {
    const nowMs = Date.now();
    const known = leases.get(tenant.id);
    if (known && known.ends_ms > nowMs && known.tenant.time_zone === tenant.time_zone) {
      // Another limit holds from now on: what was refused is asked again.
      if (known.maximum !== maximum) Object.assign(known, { maximum, refused_until_ms: 0 });
      return known;
    }
    const { period, resets_at } = periodOf(NAME, tenant.time_zone, nowMs);
    const fresh: Lease = {
      tenant,
      day: period,
      ends_ms: Date.parse(resets_at as string),
      left: 0,
      maximum,
      isBusy: true,
      refused_until_ms: 0,
      used_when_refused: 0,
      renewing: null,
    };
    leases.set(tenant.id, fresh);
    return fresh;
  };
  const waitFor = async (tenant: Tenant, lease: Lease): Promise<void> => {
    while (lease.left <= 0) {
      if (lease.refused_until_ms > Date.now())
        throw refusal(tenant, NAME, { used: lease.used_when_refused, maximum: lease.maximum, nowMs: Date.now() });
      await renew(lease);
    }
    lease.left--;
  };
  const take = (tenant: Tenant, maximum: number | null): void | Promise<void> => {
    if (maximum === null) return;
    const lease = leaseOf(tenant, maximum);
    lease.isBusy = true;
    if (lease.left <= 0) return waitFor(tenant, lease);
    lease.left--;
    // The next ones are fetched before these are gone, so that nobody waits for them.
    if (lease.left < 5 && lease.refused_until_ms <= Date.now() && !lease.renewing)
      renew(lease).catch((error) => log.warn({ err: error }, 'requests of the day could not be taken beforehand'));
  };
  const round = async (): Promise<void> => {
    const nowMs = Date.now();
    for (const [id, lease] of leases) {
      if (!lease.isBusy || lease.ends_ms <= nowMs) {
        await bringBack(lease);
        if (lease.left === 0 && lease.renewing === null) leases.delete(id);
      }
      lease.isBusy = false;
    }
  };
  const settle = async (): Promise<void> => {
    for (const lease of leases.values()) {
      await lease.renewing?.catch(() => {});
      await bringBack(lease);
    }
  };
  const timer = setInterval(() => void round(), ROUND_MS);
  timer.unref();
  return {
    take(tenant) {
      const known = entitlements.remembered(tenant);
      if (known) return take(tenant, known.limits[NAME].maximum);
      return entitlements.of(tenant).then(({ limits }) => take(tenant, limits[NAME].maximum));
    },
    async used(tenant) {
      const { period } = periodOf(NAME, tenant.time_zone, Date.now());
      const [row] = await reading(aside, { tenant_id: tenant.id, plane: '' }).sql<{ used: number }>(
        'select used from request_leases where tenant_id = $1 and day = $2',
        [period],
      );
      return Math.max(0, (row?.used ?? 0) - (leases.get(tenant.id)?.left ?? 0));
    },
    settle,
    async close() {
      clearInterval(timer);
      await settle();
    },
  };
}

/** Nobody's request is it that reaches a share: the system tells of it. */
function toldOf(tenant: Tenant, about: { period: string; warning: number; used: number; maximum: number }) {
  const actor = {
    kind: 'system' as const,
    id: null,
    label: 'system',
    session_id: null,
    role: null,
    permissions: new Set<string>(),
  };
  const id = newId();
  return auditStatements({ actor, request_id: id, address: null, tenant_id: tenant.id }, [
    { ...warningEntry(NAME, about), id },
  ]);
}
