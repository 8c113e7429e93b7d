/** What a tenant may use: asked of the module that knows plans, remembered, and forgotten when the tenant changes. */
import { LRUCache } from 'lru-cache';
import type { Database } from '../db/pool.ts';
import type { Module } from '../http/module.ts';
import type { PasswordPolicy } from '../identity/passwords.ts';
import type { Rate } from '../shares/rates.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { News } from '../tenancy/news.ts';
import { LIMIT_NAMES, type LimitName } from './limit.ts';

/** The rule that decided a limit: an entitlement of limited time, the subscription, a setting, the plan, or none of them. */
export type RuleSource = 'entitlement' | 'subscription' | 'setting' | 'plan' | 'default';

export interface Entitlement {
  /** Null: no limit. */
  maximum: number | null;
  source: RuleSource;
  /** What the rule is called: the plan's name, or the entitlement's id. */
  rule: string | null;
  /** Instants between which the rule holds; null for open ends. */
  valid_from: string | null;
  valid_to: string | null;
}

export interface Entitlements {
  limits: Readonly<Record<LimitName, Entitlement>>;
  /** What passwords of the tenant's people must have; null for nothing beyond what everybody's must. */
  password: PasswordPolicy | null;
  /** Seconds without use after which a session ends; null for the session's own end. */
  session_timeout: number | null;
  /** How fast the tenant may ask; null for what the installation gives to those of whom nothing is said. */
  rate: Rate | null;
  /** A tenant of weight 2 gets twice the part of the work of a moment that one of weight 1 gets. */
  weight: number;
  /** When another rule begins to hold, in milliseconds; null when none is known. */
  until_ms: number | null;
}

const none: Entitlement = { maximum: null, source: 'default', rule: null, valid_from: null, valid_to: null };
const UNLIMITED: Entitlements = {
  limits: Object.fromEntries(LIMIT_NAMES.map((name) => [name, none])) as Entitlements['limits'],
  password: null,
  session_timeout: null,
  rate: null,
  weight: 1,
  until_ms: null,
};

export interface EntitlementReader {
  /** What holds for the tenant now. */
  of(tenant: Tenant): Promise<Entitlements>;
  /** The same when it stands in memory, for hot paths; else undefined. */
  remembered(tenant: Tenant): Entitlements | undefined;
}

const REMEMBER_MS = 60_000;

/** Reads on connections aside, so that it may be asked while a transaction is open. Nothing is remembered while no news arrive. */
export function createEntitlements(aside: Database, modules: readonly Module[], news: News): EntitlementReader {
  const read = modules.find((module) => module.entitlements)?.entitlements;
  const known = new LRUCache<string, { tenant: Tenant; value: Entitlements; until_ms: number }>({ max: 20_000 });
  const loading = new Map<string, Promise<Entitlements>>();
  let epoch = 0;
  news.onChange(({ kind, subject_id }) => {
    if (kind !== 'tenant') return;
    epoch++;
    loading.clear();
    if (subject_id === null) known.clear();
    else known.delete(subject_id);
  });
  const load = async (tenant: Tenant): Promise<Entitlements> => {
    if (!read) return UNLIMITED;
    const startedAt = epoch;
    const value = await read(aside, tenant);
    const until_ms = Math.min(Date.now() + REMEMBER_MS, value.until_ms ?? Number.POSITIVE_INFINITY);
    if (startedAt === epoch && news.isConnected()) known.set(tenant.id, { tenant, value, until_ms });
    return value;
  };
  const remembered = (tenant: Tenant): Entitlements | undefined => {
    if (!read) return UNLIMITED;
    const one = known.get(tenant.id);
    if (!one || one.until_ms <= Date.now() || one.tenant.plan !== tenant.plan || !news.isConnected()) return undefined;
    return one.value;
  };
  return {
    remembered,
    of(tenant) {
      const value = remembered(tenant);
      if (value) return Promise.resolve(value);
      const running = loading.get(tenant.id);
      // One that is under way may have been read before a change of which no news come now.
      if (running && news.isConnected()) return running;
      const started = load(tenant).finally(() => {
        if (loading.get(tenant.id) === started) loading.delete(tenant.id);
      });
      loading.set(tenant.id, started);
      return started;
    },
  };
}
