/** `npm run bench`: what tenancy and its services cost, as ratios of servers that are measured side by side in one run. */

import { type ChildProcess, fork } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { roundTrips } from '@tenantry/kernel/db/batch.ts';
import { reading, transaction } from '@tenantry/kernel/db/handle.ts';
import { openDatabase } from '@tenantry/kernel/db/pool.ts';
import { admit } from '@tenantry/kernel/http/admit.ts';
import { createApp } from '@tenantry/kernel/http/app.ts';
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import { modules } from '@tenantry/server/modules.ts';
import type { FastifyRequest } from 'fastify';
import { auditCost } from './audit.ts';
import { keyFolder } from './config.ts';
import { fill, fillPlain, PERSON } from './data.ts';
import { type BenchServer, startBenchServer } from './database.ts';
import { fairness } from './fairness.ts';
import { invoicing } from './invoices.ts';
import { queueing } from './jobs.ts';
import { benchKernel, connectionsOf } from './kernel.ts';
import { sealing } from './keys.ts';
import { limitCost } from './limits.ts';
import { type Load, measure, type Round } from './load.ts';
import { median, note, summary } from './report.ts';
import { reporting } from './reports.ts';
import { search } from './search.ts';
import type { ServerPlan } from './server.ts';

const ROUNDS = 24;
const SECONDS = 0.5;
const folders = modules.map((module) => module.migrations);
const children: ChildProcess[] = [];

function startServer(plan: ServerPlan): Promise<string> {
  const child = fork(fileURLToPath(new URL('./server.ts', import.meta.url)));
  children.push(child);
  return new Promise((resolve, reject) => {
    child.once('message', (address) => resolve(address as string));
    child.once('exit', (code) => reject(new Error(`a server ended with ${code}`)));
    child.send(plan);
  });
}

type Figure = 'rate' | 'p95';

/** What the rounds measured of several loads. */
interface Figures {
  /** The middle of one load's rounds. */
  middle(name: string, figure: Figure): number;
  /** The middle of what the rounds say of one load against another; the two of a round ran within seconds of each other. */
  ratio(name: string, other: string, figure: Figure): number;
}

/** Measures loads in turn; a call that fails is not a figure. */
async function sideBySide(loads: Record<string, Load>, seconds = SECONDS): Promise<Figures> {
  const rounds = await measure({ loads, rounds: ROUNDS, seconds });
  for (const [name, { failures, failure }] of rounds.flatMap((round) => Object.entries(round))) {
    if (failures > 0) throw new Error(`${name}: ${failures} calls failed, such as ${failure}`);
  }
  const of = (round: Round, name: string, figure: Figure): number => round[name]?.[figure] ?? Number.NaN;
  return {
    middle: (name, figure) => median(rounds.map((round) => of(round, name, figure))),
    ratio: (name, other, figure) => median(rounds.map((round) => of(round, name, figure) / of(round, other, figure))),
  };
}

async function signIn(address: string): Promise<{ authorization: string }> {
  const caller = await callerAt(address).signIn(PERSON.email, PERSON.password);
  return { authorization: `Bearer ${caller.token}` };
}

/** With and without tenancy, and against a bare handler. */
async function cost(server: BenchServer): Promise<void> {
  const client = await server.create('bench_one', folders);
  const { product } = await fill(client, 20, 200);
  await fillPlain(client, await server.create('bench_plain', folders));
  const plan = {
    connections: connectionsOf(server, 'bench_one'),
    // The same login with the same time-outs, so that tenancy alone is the difference.
    plain: server.connection('tenantry_app', 'bench_plain'),
  };
  const [tenancy, plain, bare] = await Promise.all(
    (['tenancy', 'plain', 'bare'] as const).map((kind) => startServer({ kind, ...plan })),
  );
  const headers = { ...(await signIn(tenancy as string)), 'x-tenant-id': 'bench-1' };
  for (const [what, path] of [
    ['single read', `/api/products/${product}`],
    ['list of 50', '/api/products'],
  ] as const) {
    for (const connections of [1, 16, 64]) {
      const load = (url: string): Load => ({ url, paths: [path], headers, connections });
      const names = {
        tenancy: load(tenancy as string),
        plain: load(plain as string),
        ...(connections === 16 ? { bare: load(bare as string) } : {}),
      };
      const figures = await sideBySide(names);
      const rate = Math.round(figures.middle('tenancy', 'rate'));
      note({
        what: `${what}: throughput with tenancy / without, ${connections} at once (${rate}/s)`,
        value: figures.ratio('tenancy', 'plain', 'rate'),
        unit: '×',
        budget: 0.95,
        better: 'more',
        why: 'the statement of the context, the policy and the admission take some 25 µs; see docs/decisions/0028',
      });
      if ('bare' in names) {
        note({
          what: `${what}: throughput of the kernel / a bare handler over the driver`,
          value: figures.ratio('tenancy', 'bare', 'rate'),
          unit: '×',
          budget: 0.6,
          better: 'more',
          why: 'validation, envelope, session and serialisation by schema have their price',
        });
      }
    }
  }
  await admission(server);
  await trips(server);
}

/** What it takes to know the tenant and the rights of a request from memory. */
async function admission(server: BenchServer): Promise<void> {
  const { kernel, routes } = await benchKernel(server, 'bench_one', { pool_sizes: { app: 1, control: 1, aside: 1 } });
  const app = await createApp({ kernel, routes, title: 'bench', version: '0' });
  const caller = await callerAt(await app.listen({ port: 0, host: '127.0.0.1' })).signIn(PERSON.email, PERSON.password);
  const route = routes.find((one) => one.name === 'products.get') as (typeof routes)[number];
  const request = {
    method: 'GET',
    hostname: 'localhost',
    host: 'localhost',
    headers: { authorization: `Bearer ${caller.token}`, 'x-tenant-id': 'bench-1' },
    params: {},
    query: {},
    cookies: {},
  } as unknown as FastifyRequest;
  for (const [what, once] of [
    ['the tenant of a request is looked up', () => kernel.directory.find('bench-1')],
    ['a request is admitted: session, tenant, membership, permission', () => admit(kernel, route, request)],
  ] as const) {
    const times: number[] = [];
    for (let round = 0; round < 60; round++) {
      const startedAt = performance.now();
      for (let n = 0; n < 500; n++) await once();
      if (round >= 10) times.push(((performance.now() - startedAt) / 500) * 1000);
    }
    note({ what: `${what}, from memory`, value: median(times), unit: ' µs', budget: 50, better: 'less' });
  }
  await app.close();
}

/** Round trips to the database, counted. */
async function trips(server: BenchServer): Promise<void> {
  const database = await openDatabase(server.connection('tenantry_app', 'bench_one'), 2, () => {});
  const binding = { tenant_id: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10', plane: '' } as const;
  const before = roundTrips.count;
  await reading(database, binding).sql('select id from products where tenant_id = $1 limit 1');
  note({
    what: 'round trips of a tenant-scoped read',
    value: roundTrips.count - before,
    unit: '',
    budget: 1,
    better: 'less',
  });
  const start = roundTrips.count;
  const tx = transaction(database, binding);
  await tx.sql('select id from products where tenant_id = $1 limit 1');
  await tx.sql('select id from products where tenant_id = $1 limit 1');
  await tx.commit([{ text: 'select 1' }]);
  note({
    what: 'round trips of a write with two statements, its audit entry and COMMIT',
    value: roundTrips.count - start,
    unit: '',
    budget: 3,
    better: 'less',
  });
  await database.pool.end();
}

/** The same calls where 1, 1,000 and 10,000 tenants have equal rows each. */
async function scale(server: BenchServer): Promise<void> {
  const loads: Record<string, Load> = {};
  for (const tenants of [1, 1_000, 10_000]) {
    const name = `bench_${tenants}`;
    const client = await server.create(name, folders);
    const { slugs } = await fill(client, tenants, 60);
    const address = await startServer({
      kind: 'tenancy',
      connections: connectionsOf(server, name),
      plain: server.connection('tenantry_app', name),
    });
    const paths = slugs.map((slug) => `/api/products?tenant=${slug}`);
    loads[name] = {
      url: address,
      paths: tenants === 1 ? ['/api/products?tenant=bench-1'] : paths,
      headers: await signIn(address),
      connections: 8,
    };
  }
  const figures = await sideBySide(loads);
  for (const tenants of [1_000, 10_000]) {
    const p95 = figures.middle(`bench_${tenants}`, 'p95').toFixed(1);
    note({
      what: `list of 50: p95 among ${tenants.toLocaleString('en-IN')} tenants / of the only tenant (${p95} ms)`,
      value: figures.ratio(`bench_${tenants}`, 'bench_1', 'p95'),
      unit: '×',
      budget: 1.1,
      better: 'less',
      why: 'pages of many tenants do not all stay in the cache of one connection and one processor',
    });
  }
}

/** A tenant, from the call to the answer: records, roles, branding, seeds, invitation. */
async function provisioning(server: BenchServer): Promise<void> {
  const client = await server.create('bench_new', folders);
  await fill(client, 1, 10);
  await client.query('update users set is_operator = true');
  const address = await startServer({
    kind: 'tenancy',
    connections: connectionsOf(server, 'bench_new'),
    plain: server.connection('tenantry_app', 'bench_new'),
  });
  const operator = await callerAt(address).signIn(PERSON.email, PERSON.password);
  const times: number[] = [];
  for (let n = 0; n < 40; n++) {
    const startedAt = performance.now();
    const reply = await operator.post('/api/tenants', {
      name: `New ${n}`,
      slug: `new-${n}`,
      organization_type: 'business',
      contact_email: `new-${n}@people.example`,
    });
    if (reply.status !== 201) throw new Error(reply.text);
    if (n >= 5) times.push(performance.now() - startedAt);
  }
  note({ what: 'a tenant is created, median', value: median(times), unit: ' ms', budget: 100, better: 'less' });
}

/** The search of a large organisation. */
async function searching(server: BenchServer): Promise<void> {
  const client = await server.create('bench_search', folders);
  await search(client, () =>
    startServer({
      kind: 'tenancy',
      connections: connectionsOf(server, 'bench_search'),
      plain: server.connection('tenantry_app', 'bench_search'),
    }),
  );
}

/** Each by its name: `npm run bench -- search audit` runs these two alone. */
const parts: Record<string, (server: BenchServer) => Promise<void>> = {
  cost,
  provisioning,
  audit: (server) => auditCost(server, folders),
  limits: limitCost,
  scale,
  fairness: (server) => fairness({ server, folders, start: startServer, signIn }),
  search: searching,
  keys: sealing,
  invoices: (server) => invoicing(server, startServer),
  reports: (server) => reporting(server, startServer),
  jobs: (server) => queueing(server, folders),
};

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !(name in parts));
if (unknown) throw new Error(`${unknown} is no part of the bench: ${Object.keys(parts).join(', ')}`);
const server = await startBenchServer();
try {
  for (const [name, part] of Object.entries(parts))
    if (wanted.length === 0 || wanted.includes(name)) await part(server);
  summary();
} finally {
  for (const child of children) child.kill();
  await server.stop();
  rmSync(keyFolder, { recursive: true, force: true });
}
