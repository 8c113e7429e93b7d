/** Asks each part of the installation whether it answers. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Database } from '@tenantry/kernel/db/pool.ts';
import { unavailable } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { lookAtParts } from './parts.ts';

/** Anybody may ask, so the database is asked at most once a second. */
const CACHE_MS = 1_000;
const lastAnswers = new WeakMap<Kernel, { at_ms: number; answer: Promise<boolean> }>();

const uptimeOf = ({ started_at }: Kernel): number => Math.round((Date.now() - started_at.getTime()) / 1000);

async function ask(database: Database): Promise<number | null> {
  const startedAt = performance.now();
  try {
    await reading(database, { tenant_id: null, plane: '' }).sql('select 1');
    return Math.round((performance.now() - startedAt) * 100) / 100;
  } catch {
    return null;
  }
}

async function doAllAnswer({ cells }: Kernel): Promise<boolean> {
  const answers = await Promise.all(cells.all().map(({ database }) => ask(database)));
  return !answers.includes(null);
}

/** `GET /health`: 503 when the database does not answer. */
export async function getHealth(ctx: Context) {
  const { kernel } = ctx;
  let last = lastAnswers.get(kernel);
  if (!last || Date.now() - last.at_ms > CACHE_MS) {
    last = { at_ms: Date.now(), answer: doAllAnswer(kernel) };
    lastAnswers.set(kernel, last);
  }
  if (!(await last.answer)) throw problem(unavailable, { detail: 'The database does not answer.' });
  return {
    status: 'healthy',
    multi_tenant_enabled: kernel.config.multi_tenant,
    database: true,
    uptime: uptimeOf(kernel),
    checked_at: new Date(last.at_ms).toISOString(),
  };
}

async function poolOf(database: Database) {
  const response_ms = await ask(database);
  const { totalCount, idleCount, waitingCount } = database.pool;
  return { ok: response_ms !== null, response_ms, connections: totalCount, idle: idleCount, waiting: waitingCount };
}

/** `GET /health/detailed`. */
export async function getDetailedHealth(ctx: Context) {
  const { kernel } = ctx;
  const cells = await Promise.all(
    kernel.cells.all().map(async ({ name, kind, database }) => ({ name, kind, ...(await poolOf(database)) })),
  );
  const control_database = await poolOf(kernel.control);
  const news = { ok: kernel.news.isConnected() };
  const redis = kernel.shares.redis();
  const parts = await lookAtParts(kernel);
  const served = kernel.metrics.served();
  const all = [...cells, control_database, news, redis ?? { ok: true }, ...Object.values(parts)];
  return {
    status: all.every(({ ok }) => ok) ? 'healthy' : 'degraded',
    multi_tenant_enabled: kernel.config.multi_tenant,
    checks: { cells, control_database, news, redis, ...parts },
    metrics: {
      requests: served.requests,
      errors: served.errors,
      mean_response_ms: served.mean_ms,
      p95_response_ms: served.p95_ms,
      uptime: uptimeOf(kernel),
    },
    checked_at: ctx.now.toISOString(),
  };
}

/** `GET /system/status`. */
export async function getSystemStatus(ctx: Context) {
  const { kernel } = ctx;
  const byStatus = await ctx.sql<{ status: string; n: number }>(
    'select status, count(*) as n from tenants group by status',
  );
  const [users] = await ctx.sql<{ n: number }>('select count(*) as n from users where disabled_at is null');
  const [version] = await ctx.sql<{ version: string }>("select current_setting('server_version') as version");
  return {
    status: 'running',
    multi_tenant_enabled: kernel.config.multi_tenant,
    tenants: Object.fromEntries(byStatus.map(({ status, n }) => [status, n])),
    max_tenants: kernel.config.max_tenants,
    users: users?.n ?? 0,
    requests: kernel.metrics.served().requests,
    memory_bytes: process.memoryUsage.rss(),
    node_version: process.versions.node,
    database_version: version?.version ?? '',
    modules: kernel.modules.map(({ name }) => name),
    started_at: kernel.started_at.toISOString(),
    uptime: uptimeOf(kernel),
  };
}
