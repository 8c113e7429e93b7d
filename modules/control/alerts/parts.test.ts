/** Alerts about what is really broken: the store of files, a trail that somebody was at, jobs and webhooks that fail; told in the operator's language. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { folderStore } from '@tenantry/kernel/files/folder_store.ts';
import { startInstance } from '@tenantry/kernel/testing/instance.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../module.ts';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
import { sampleTenants } from '../usage/sample.ts';
import { evaluate } from './alerts.service.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;
const folder = mkdtempSync(join(tmpdir(), 'alerts-'));

beforeAll(async () => {
  town = await createTown();
  shop = await town.found('parts-shop');
  other = await town.found('parts-other');
});
afterAll(async () => {
  await town?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function firing(rule: string): Promise<Record<string, unknown>[]> {
  const reply = await town.operator.get(`/api/alerts?state=firing&rule=${rule}`);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
}

async function letters(): Promise<{ subject: string; text: string; html: string | null }[]> {
  const { rows } = await town.admin.query(
    "select subject, body as text, html from mail_outbox where recipient = 'operator@platform.example' order by created_at desc, id desc",
  );
  return rows;
}

test('a store that does not work fires and is resolved when it works again', async () => {
  const place = join(folder, 'files');
  const store = await folderStore(place);
  rmSync(place, { recursive: true });
  writeFileSync(place, 'a file in the place of the folder');
  const broken = await startInstance(town.connections, { modules: [control], files: { store } });
  try {
    await evaluate(broken.kernel);
  } finally {
    await broken.close();
  }
  expect(await firing('health')).toMatchObject([
    { for_tenant_id: null, about: 'files', value: 1, detail: 'files: The folder is not there' },
  ]);
  const [letter] = await letters();
  expect(letter?.subject).toBe(
    'Alert: installation (files): A part of the installation does not answer: 1 parts, threshold 1. files: The folder is not there.',
  );
  expect(letter?.html).toContain('href="http://tenantry.test/api/alerts?state=firing"');
  expect(`${letter?.text}${letter?.html}`).not.toContain(folder);
  await evaluate(town.kernel);
  expect(await firing('health')).toEqual([]);
});

test('an entry that somebody changed behind the scenes fires for its organisation', async () => {
  await town.kernel.sealer.seal();
  await town.kernel.rounds.run('audit.verify');
  await evaluate(town.kernel);
  expect(await firing('audit_chain')).toEqual([]);
  await town.admin.query('alter table audit_entries disable trigger user');
  await town.admin.query(
    `update audit_entries set actor = 'somebody else' where id = (select id from audit_entries where tenant_id = $1 limit 1)`,
    [shop.id],
  );
  await town.admin.query('alter table audit_entries enable trigger user');
  await town.admin.query("update audit_verdicts set verified_at = now() - interval '2 days'");
  await town.kernel.rounds.run('audit.verify');
  await evaluate(town.kernel);
  expect(await firing('audit_chain')).toMatchObject([
    { for_tenant_id: shop.id, detail: expect.stringContaining('entry_changed') },
  ]);
});

test('parked jobs, failing webhooks and a queue that nobody works off; the neighbour has none of it', async () => {
  const { metrics } = town.kernel;
  metrics.jobEnded(shop.id, 'reports.make', 5, 'parked');
  for (let i = 0; i < 12; i++) metrics.deliveryEnded(shop.id, 'retried');
  for (let i = 0; i < 3; i++) metrics.deliveryEnded(other.id, 'failed');
  const id = '01900000-0000-7000-8000-000000000001';
  await town.admin.query(
    `insert into job_queue (tenant_id, id, job_id, due_at) values ($1, $2, $2, now() - interval '1 hour')`,
    [shop.id, id],
  );
  await evaluate(town.kernel);
  expect(await firing('parked_jobs')).toMatchObject([{ for_tenant_id: shop.id, value: 1 }]);
  expect(await firing('webhook_failures')).toMatchObject([
    { for_tenant_id: shop.id, value: 100, detail: '12 of 12 attempts to deliver failed' },
  ]);
  expect(await firing('job_backlog')).toMatchObject(
    [{ for_tenant_id: null, detail: /^1 jobs are due/ }].map(anyDetail),
  );
  await town.admin.query('delete from job_queue where id = $1', [id]);
  await evaluate(town.kernel);
  expect(await firing('job_backlog')).toEqual([]);
});

const anyDetail = <T extends { detail: RegExp }>(one: T) => ({ ...one, detail: expect.stringMatching(one.detail) });

test('files count against their limit by the counter that the limit reads', async () => {
  await town.operator.put(`${other.at}/subscription`, { max_storage: 1_000 });
  const tenant = await town.kernel.directory.find(other.id);
  expect(tenant?.id).toBe(other.id);
  await town.admin.query(
    "insert into usage_counters (tenant_id, name, period, used) values ($1, 'storage_bytes', '', 950) on conflict (tenant_id, name, period) do update set used = 950",
    [other.id],
  );
  await evaluate(town.kernel);
  expect(await firing('usage_high')).toMatchObject([
    { for_tenant_id: other.id, about: 'max_storage', value: 95, detail: '950 of 1000 used' },
  ]);
  expect((await other.owner.get('/api/usage')).body.data).toMatchObject({ storage_bytes: 950 });
});

test('an organisation in which nobody is, is told of once: not again each hour, nor by a sample that is older than the truth', async () => {
  const idle = await town.found('parts-idle');
  await town.operator.put(`${idle.at}/subscription`, { max_storage: 1_000 });
  const use = (used: number) =>
    town.admin.query(
      `insert into usage_counters (tenant_id, name, period, used) values ($1, 'storage_bytes', '', $2)
       on conflict (tenant_id, name, period) do update set used = excluded.used`,
      [idle.id, used],
    );
  /** Looks an hour later, at one that asks nothing. */
  const look = async (withSample: boolean) => {
    await town.admin.query("update metric_samples set sampled_at = now() - interval '2 hours'");
    if (withSample) await sampleTenants(town.kernel);
    await town.kernel.metrics.flush();
    await town.admin.query('delete from metric_buckets where tenant_id = $1', [idle.id]);
    await evaluate(town.kernel);
    const { rows } = await town.admin.query(
      "select state from alerts where for_tenant_id = $1 and rule = 'usage_high' order by fired_at",
      [idle.id],
    );
    return rows.map(({ state }) => state);
  };
  const told = async () => (await letters()).filter(({ text }) => text.includes('parts-idle')).length;
  await use(950);
  for (let hour = 0; hour < 3; hour++) expect(await look(true)).toEqual(['firing']);
  expect(await told()).toBe(1);
  // Less is stored now; the sample of the last hour does not know it yet.
  await use(100);
  for (let minute = 0; minute < 4; minute++) expect(await look(false)).toEqual(['resolved']);
  expect(await told()).toBe(1);
});

test('an operator who chose Hindi reads Hindi; what a member chose changes nothing for others', async () => {
  expect((await town.operator.put('/api/auth/language', { language: 'fr' })).status).toBe(400);
  expect((await town.nobody.put('/api/auth/language', { language: 'hi' })).status).toBe(401);
  expect((await shop.owner.put('/api/auth/language', { language: 'en' })).status).toBe(200);
  expect((await town.operator.put('/api/auth/language', { language: 'hi' })).body.data).toEqual({ language: 'hi' });
  town.kernel.metrics.note(other.id, 'sign_in_failures', 40);
  await evaluate(town.kernel);
  const [letter] = await letters();
  expect(letter?.subject).toBe(
    'चेतावनी: parts-other: कई साइन-इन विफल हो रहे हैं: 40 10 मिनट में, सीमा 20। 40 साइन-इन विफल हुए।',
  );
  expect(letter?.html).toContain('lang="hi"');
  expect(letter?.text).toContain('सीमा 20');
});
