/** Reads of sensitive records: each leaves an entry, a refused one none, and a trail that cannot be written loses nothing. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyRoute } from '../http/route.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { createReads } from './reads.ts';

let world: World;
let office: Office;
let other: Office;
let note: string;

const SENSITIVE = new Set(['notes.get', 'notes.list']);
const routes: AnyRoute[] = example.routes.map((one) => (SENSITIVE.has(one.name) ? { ...one, audit_reads: true } : one));

beforeAll(async () => {
  world = await createWorld({ modules: [{ ...example, routes }] });
  office = await openOffice(world, 'read-office');
  other = await openOffice(world, 'other-office');
  note = (await office.owner.post('/api/notes', { title: 'Diagnosis', due_on: '2026-11-20' })).body.data.id;
});
afterAll(() => world?.close());

interface Entry {
  actor: string;
  address: string;
  request_id: string;
  subject_id: string | null;
  after: Record<string, unknown> | null;
}

async function reads(tenant: string): Promise<Entry[]> {
  const { rows } = await world.admin.query<Entry>(
    `select * from audit_entries where tenant_id = $1 and action = 'notes.read' order by at, id`,
    [tenant],
  );
  return rows;
}

test('a record, a list and a file that somebody reads stand in the trail of its tenant, once each', async () => {
  const got = await office.owner.get(`/api/notes/${note}`);
  expect(got.status).toBe(200);
  expect((await office.owner.get('/api/notes?q=diag&limit=10')).body.data).toHaveLength(1);
  expect((await office.owner.get('/api/notes?format=csv')).text).toContain('Diagnosis');
  expect(await reads(office.id)).toMatchObject([
    {
      actor: 'owner@read-office.example',
      address: '127.0.0.1',
      request_id: got.headers['x-request-id'],
      subject_id: note,
    },
    { subject_id: null, after: { filter: { q: 'diag' }, rows: 1 } },
    { subject_id: null, after: { filter: { format: 'csv' } } },
  ]);
  expect(await reads(other.id)).toEqual([]);
});

test('what was not shown was not read', async () => {
  const before = (await reads(office.id)).length;
  expect((await other.owner.get(`/api/notes/${note}`)).status).toBe(404);
  const nobody = await office.hire('idle', ['topics.read']);
  expect((await nobody.get(`/api/notes/${note}`)).status).toBe(403);
  expect((await reads(office.id)).length).toBe(before);
  expect(await reads(other.id)).toEqual([]);
});

test('while the trail cannot be written records are read, and their entries come as soon as it can', async () => {
  const before = (await reads(office.id)).length;
  await world.admin.query('revoke insert on audit_entries from tenantry_app');
  try {
    for (let i = 0; i < 3; i++) expect((await office.owner.get(`/api/notes/${note}`)).status).toBe(200);
    expect(world.kernel.reads.kept()).toBe(3);
    await world.kernel.reads.flush();
    expect(world.kernel.reads.kept()).toBe(3);
  } finally {
    await world.admin.query('grant insert on audit_entries to tenantry_app');
  }
  await world.kernel.reads.flush();
  expect(world.kernel.reads.kept()).toBe(0);
  const late = (await reads(office.id)).slice(before);
  expect(late).toHaveLength(3);
  expect(late[0]?.after?.read_at).toMatch(/^20/);
});

test('when too many wait, sensitive records are not shown', async () => {
  const few = createReads(pino({ level: 'silent' }), 2);
  const { kernel } = world;
  const { reads: many } = kernel;
  kernel.reads = few;
  await world.admin.query('revoke insert on audit_entries from tenantry_app');
  try {
    const statuses = [];
    for (let i = 0; i < 3; i++) statuses.push((await office.owner.get(`/api/notes/${note}`)).status);
    expect(statuses).toEqual([200, 200, 503]);
    expect((await office.owner.get('/api/notes')).body.code).toBe('audit.unavailable');
  } finally {
    await world.admin.query('grant insert on audit_entries to tenantry_app');
    kernel.reads = many;
  }
  await few.close();
  expect(few.kept()).toBe(0);
});
