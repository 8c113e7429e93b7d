/** One of the servers that are compared, in a process of its own: with tenancy, without, or a bare handler over the driver. */
import type { AddressInfo } from 'node:net';
import { productRecord } from '@tenantry/business/products/products.service.ts';
import { openDatabase } from '@tenantry/kernel/db/pool.ts';
import type { Admission } from '@tenantry/kernel/http/admit.ts';
import { createApp } from '@tenantry/kernel/http/app.ts';
import { DEFAULT_SHARES } from '@tenantry/kernel/shares/shares.ts';
import { assembleKernel } from '@tenantry/kernel/tenancy/assemble.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import { modules } from '@tenantry/server/modules.ts';
import Fastify from 'fastify';
import pg from 'pg';
import { pino } from 'pino';
import { benchConfig, benchFiles, benchKeys } from './config.ts';

export interface ServerPlan {
  kind: 'tenancy' | 'plain' | 'bare';
  /** Whether requests meet the rates that are set by default. */
  isCounted?: boolean;
  connections: { app: pg.ClientConfig; control: pg.ClientConfig };
  /** The same tables without policies, holding the same rows. */
  plain: pg.ClientConfig;
}

const POOL = 10;
const log = pino({ level: 'silent' });

const byId = productRecord.by_id.replace('tenant_id = $1 and id = $2', 'id = $1');

/** The same service asks the same question, without the tenant in it. */
function tenantless(ctx: Context): Context {
  const sql: Context['sql'] = (text, values) => ctx.sql(text === productRecord.by_id ? byId : text, values);
  return Object.create(ctx, { sql: { value: sql } });
}

/** The whole kernel; `plain` admits the same session but binds nothing, and its tables have no policies. */
async function kernelServer(plan: ServerPlan): Promise<string> {
  const { kernel, routes } = await assembleKernel({
    config: plan.isCounted ? { ...benchConfig, shares: DEFAULT_SHARES } : benchConfig,
    connections: plan.connections,
    pool_sizes: { app: POOL, control: 4, aside: 4 },
    smtp: { url: null, from: 'bench@localhost' },
    modules,
    keys: benchKeys,
    files: await benchFiles(),
    log,
  });
  const options = { kernel, routes, title: 'bench', version: '0' };
  if (plan.kind === 'tenancy') {
    const app = await createApp(options);
    return app.listen({ port: 0, host: '127.0.0.1' });
  }
  const rights = new Set(routes.map((one) => one.permission ?? ''));
  const plain = await openDatabase(plan.plain, POOL, () => {});
  const withoutTenant = routes.map((one) =>
    one.name === 'products.get'
      ? { ...one, run: (ctx: Context, input: unknown) => one.run(tenantless(ctx), input) }
      : one,
  );
  const app = await createApp({
    ...options,
    routes: withoutTenant,
    async admit(_kernel, route, request): Promise<Admission> {
      const session = await kernel.identity.authenticate({
        method: request.method,
        authorization: request.headers.authorization,
        cookies: {},
        csrf: undefined,
        origin: undefined,
        host: request.host,
      });
      if (!session) throw new Error(`${route.name}: no session`);
      if (route.permission && !allows(rights, route.permission)) throw new Error(`${route.name}: not allowed`);
      const { id, email } = session.user;
      const actor = {
        kind: 'user' as const,
        id,
        label: email,
        session_id: session.id,
        role: null,
        permissions: rights,
      };
      return { actor, session, tenant: null, via: null, database: plain, binding: { tenant_id: null, plane: '' } };
    },
  });
  return app.listen({ port: 0, host: '127.0.0.1' });
}

/** What one would write without any framework of ours: the driver's prepared statements and JSON. */
async function bareServer(plan: ServerPlan): Promise<string> {
  const pool = new pg.Pool({ ...plan.plain, max: POOL });
  const app = Fastify({ logger: false });
  const columns = productRecord.select;
  app.get('/api/products', async () => {
    const { rows } = await pool.query({
      name: 'list',
      text: `select ${columns} from products order by name_key, id limit 51`,
    });
    return { success: true, data: rows.slice(0, 50) };
  });
  app.get<{ Params: { product: string } }>('/api/products/:product', async (request) => {
    const text = `select ${columns} from products where id = $1`;
    const { rows } = await pool.query({ name: 'one', text, values: [request.params.product] });
    return { success: true, data: rows[0] };
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
}

process.on('message', async (plan: ServerPlan) => {
  const address = plan.kind === 'bare' ? await bareServer(plan) : await kernelServer(plan);
  process.send?.(address);
});
