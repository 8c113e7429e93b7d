/** Health is tried, not assumed: what is really broken shows, in detail to operators and without details to members. */
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '@tenantry/kernel/files/folder_store.ts';
import { s3Store } from '@tenantry/kernel/files/s3_store.ts';
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import { keyFolderOf } from '@tenantry/kernel/testing/database.ts';
import { type Instance, startInstance } from '@tenantry/kernel/testing/instance.ts';
import { OPERATOR } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../module.ts';
import { createTown, type Organisation, PASSWORD, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
const folder = mkdtempSync(join(tmpdir(), 'health-'));

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('health-shop');
});
afterAll(async () => {
  await town?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What operators and members are told by an instance that was just started: nothing is remembered there. */
async function told(instance: Instance) {
  const operator = await callerAt(instance.address).signIn(OPERATOR.email, OPERATOR.password);
  const owner = await callerAt(instance.address).signIn('owner@health-shop.example', PASSWORD, shop.slug);
  const detailed = await operator.get('/api/health/detailed');
  const own = await owner.get(`${shop.at}/health`);
  expect([detailed.status, own.status], `${detailed.text} ${own.text}`).toEqual([200, 200]);
  return { detailed: detailed.body.data, own: own.body.data, text: own.text };
}

async function toldWith(files: Parameters<typeof startInstance>[1]['files']) {
  const instance = await startInstance(town.connections, { modules: [control], ...(files ? { files } : {}) });
  try {
    return await told(instance);
  } finally {
    await instance.close();
  }
}

test('all is well, and says how long it took and what waits', async () => {
  const { detailed, own } = await told(town);
  expect(detailed.checks).toMatchObject({
    storage: { kind: 'folder', ok: true, response_ms: expect.any(Number), detail: null },
    keys: { ok: true, detail: null },
    jobs: { ok: true, due: 0, running: 0, oldest_seconds: null },
    audit: { ok: true, waiting: expect.any(Number) },
    mail: { ok: true, waiting: 0, failed: 0, oldest_seconds: null },
  });
  expect(detailed.status).toBe('healthy');
  expect(detailed.metrics.requests).toBeGreaterThan(0);
  expect(detailed.metrics.p95_response_ms).toBeGreaterThan(0);
  expect(own).toMatchObject({ status: 'healthy', checks: { storage: true }, problems: [] });
});

test('a folder that is no folder any more: operators hear why, members that files do not work, nobody where it lies', async () => {
  const place = join(folder, 'files');
  const store = await folderStore(place);
  renameSync(place, join(folder, 'elsewhere'));
  writeFileSync(place, 'a file in the place of the folder');
  const { detailed, own, text } = await toldWith({ store });
  expect(detailed).toMatchObject({
    status: 'degraded',
    checks: { storage: { kind: 'folder', ok: false, response_ms: null, detail: 'The folder is not there.' } },
  });
  expect(own).toMatchObject({
    status: 'degraded',
    checks: { database: true, storage: false },
    problems: ['Files cannot be read or stored at this moment.'],
  });
  for (const secret of [folder, 'ENOTDIR', 'folder']) expect(text).not.toContain(secret);
  expect(JSON.stringify(detailed)).not.toContain(folder);
  rmSync(place);
  renameSync(join(folder, 'elsewhere'), place);
  expect((await toldWith({ store })).detailed).toMatchObject({ status: 'healthy', checks: { storage: { ok: true } } });
});

test('a server of files that is away', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  const store = s3Store({
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'files',
    region: 'us-east-1',
    access_key_id: 'nobody',
    secret_access_key: 'nothing',
  });
  const { detailed, own, text } = await toldWith({ store });
  expect(detailed.checks.storage).toMatchObject({ kind: 's3', ok: false, detail: 'The server does not answer.' });
  expect(own.checks.storage).toBe(false);
  expect(text).not.toContain('127.0.0.1');
});

test('shares of keys that are gone', async () => {
  const shares = join(keyFolderOf(town.connections.control.database ?? ''), 'tenants');
  const sign = () => town.operator.get('/api/health/detailed');
  renameSync(shares, `${shares}.away`);
  try {
    const { status, checks } = (await sign()).body.data;
    expect(status).toBe('degraded');
    expect(checks.keys).toEqual({ ok: false, detail: 'The key share of an organisation is not there.' });
  } finally {
    renameSync(`${shares}.away`, shares);
  }
  expect((await sign()).body.data.checks.keys).toEqual({ ok: true, detail: null });
});

test('work that nobody does shows: jobs, entries that are not sealed, mails', async () => {
  const hour = "now() - interval '1 hour'";
  const id = '01900000-0000-7000-8000-000000000001';
  await town.admin.query(
    `insert into job_queue (tenant_id, id, job_id, due_at) values ('${shop.id}', '${id}', '${id}', ${hour})`,
  );
  await town.admin.query(`insert into audit_unsealed (tenant_id, entry_id, digest) values ('${shop.id}', '${id}', '')`);
  await town.admin.query(
    `insert into mail_outbox (id, recipient, subject, body, status, created_at) values ('${id}', 'a@b.example', 'x', 'x', 'waiting', ${hour})`,
  );
  const { status, checks } = (await town.operator.get('/api/health/detailed')).body.data;
  expect(status).toBe('degraded');
  expect(checks.jobs).toMatchObject({ ok: false, due: 1 });
  expect(checks.jobs.oldest_seconds).toBeGreaterThanOrEqual(3600);
  expect(checks.audit.ok).toBe(false);
  expect(checks.mail).toMatchObject({ ok: false, waiting: 1 });
  for (const [table, column] of [
    ['job_queue', 'id'],
    ['audit_unsealed', 'entry_id'],
    ['mail_outbox', 'id'],
  ])
    await town.admin.query(`delete from ${table} where ${column} = '${id}'`);
  expect((await town.operator.get('/api/health/detailed')).body.data.status).toBe('healthy');
});
