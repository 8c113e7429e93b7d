/** The limits at work: what a tenant may use, and the requests that are counted without asking the database. */
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../db/pool.ts';
import type { Module } from '../http/module.ts';
import type { News } from '../tenancy/news.ts';
import { createEntitlements, type EntitlementReader } from './entitlements.ts';
import { createRequestQuota, type RequestQuota } from './requests.ts';

export interface Limits extends EntitlementReader {
  requests: RequestQuota;
}

/** Opens the limits; `requests.close` ends them. */
export function createLimits(aside: Database, modules: readonly Module[], news: News, log: FastifyBaseLogger): Limits {
  const entitlements = createEntitlements(aside, modules, news);
  return { ...entitlements, requests: createRequestQuota(aside, entitlements, log) };
}
