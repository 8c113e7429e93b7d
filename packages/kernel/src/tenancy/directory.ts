/** The directory of tenants: finds a tenant by id, slug or domain from memory, and forgets at once what another instance changed. */
import { LRUCache } from 'lru-cache';
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { type FeatureGrant, nextChange, switchesAt } from './grants.ts';
import { isSlug } from './slug.ts';

/** Where a tenant stands: being set up, in use, closed for a while, closed for good. */
export type TenantStatus = 'provisioning' | 'active' | 'suspended' | 'archived';

/** A tenant as every request needs it. Frozen: a change arrives as another object. */
export interface Tenant {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** What kind of organisation it is; the modules give the word its meaning. */
  readonly organization_type: string;
  readonly plan: string;
  /** IANA name, e.g. `Asia/Kolkata`. */
  readonly time_zone: string;
  /** Feature → on or off for this tenant alone, by a switch or by an entitlement that holds now. */
  readonly feature_overrides: Readonly<Record<string, boolean>>;
  /** The cell that holds its records. */
  readonly cell_id: string;
}

/** Names by which a tenant can be looked up. */
export interface Directory {
  /** By id or slug. */
  find(name: string): Promise<Tenant | null>;
  /** By a verified custom domain, lower case. */
  findByDomain(domain: string): Promise<Tenant | null>;
  /** Forgets one tenant, or everything. */
  forget(tenantId?: string): void;
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const SELECT = `select t.id, t.slug, t.name, t.status, t.organization_type, t.plan, t.time_zone, t.cell_id,
  coalesce((select jsonb_object_agg(o.feature, o.enabled) from feature_overrides o where o.tenant_id = t.id), '{}') as feature_overrides,
  coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'enabled', e.enabled, 'valid_from', e.valid_from,
    'valid_to', e.valid_to)) from entitlements e where e.tenant_id = t.id and e.enabled is not null
    and (e.valid_to is null or e.valid_to > now())), '[]') as grants
  from tenants t`;

interface Known {
  tenant: Tenant | null;
  /** When an entitlement begins or ends. */
  until_ms: number;
}

function read({ grants, ...row }: Tenant & { grants: FeatureGrant[] }): Known {
  const nowMs = Date.now();
  const feature_overrides = Object.freeze(switchesAt(row.feature_overrides, grants, nowMs));
  const until_ms = nextChange(grants, nowMs) ?? Number.POSITIVE_INFINITY;
  return { tenant: Object.freeze({ ...row, feature_overrides }), until_ms };
}

/**
 * A directory over the control database. Look-ups that found nothing are remembered too; they are forgotten with every
 * change. While `mayRemember` says no (news of changes do not arrive) every look-up asks the database.
 */
export function createDirectory(control: Database, mayRemember: () => boolean = () => true, max = 50_000): Directory {
  const byName = new LRUCache<string, Known>({ max: max * 3, ttl: 300_000, ttlResolution: 1000 });
  const loading = new Map<string, Promise<Tenant | null>>();
  const handle = reading(control, { tenant_id: null, plane: 'platform' });
  let epoch = 0;

  const load = async (key: string, condition: string, value: string): Promise<Tenant | null> => {
    const startedAt = epoch;
    const [row] = await handle.sql<Tenant & { grants: FeatureGrant[] }>(`${SELECT} where ${condition}`, [value]);
    const known = row ? read(row) : { tenant: null, until_ms: Number.POSITIVE_INFINITY };
    // What was read before a change was heard of must not be remembered after it.
    if (startedAt === epoch && mayRemember()) byName.set(key, known);
    return known.tenant;
  };
  const look = (key: string, condition: string, value: string): Promise<Tenant | null> => {
    const known = byName.get(key);
    if (known && known.until_ms > Date.now() && mayRemember()) return Promise.resolve(known.tenant);
    const running = loading.get(key);
    // One that is under way may have been read before a change of which no news come now.
    if (running && mayRemember()) return running;
    const started = load(key, condition, value).finally(() => {
      if (loading.get(key) === started) loading.delete(key);
    });
    loading.set(key, started);
    return started;
  };
  return {
    find(name) {
      if (UUID.test(name)) return look(name.toLowerCase(), 't.id = $1', name.toLowerCase());
      if (isSlug(name)) return look(name, 't.slug = $1', name);
      return Promise.resolve(null);
    },
    findByDomain: (domain) =>
      look(
        `@${domain}`,
        't.id = (select d.tenant_id from domains d where d.domain = $1 and d.verified_at is not null)',
        domain,
      ),
    forget(tenantId) {
      epoch++;
      loading.clear();
      for (const [key, entry] of byName.entries()) {
        if (tenantId === undefined || entry.tenant === null || entry.tenant.id === tenantId) byName.delete(key);
      }
    },
  };
}
