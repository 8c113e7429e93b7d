/** Verifying over HTTP: the organisation's own admin and the operator learn what was done to a trail; nobody else learns anything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let shop: Organisation;
let other: Organisation;
const anchors_dir = mkdtempSync(join(tmpdir(), 'tenantry-anchors-'));

beforeAll(async () => {
  town = await createTown({ config: { anchors_dir } });
  shop = await town.found('chain-shop', { plan: 'premium' });
  other = await town.found('chain-other', { plan: 'premium' });
  for (const name of ['One', 'Two', 'Three']) await shop.owner.put('/api/branding', { company_name: name });
});
afterAll(async () => {
  await town?.close();
  rmSync(anchors_dir, { recursive: true });
});

test('an entry waits for its link a moment, and shows its place, digest and hash then', async () => {
  const fresh = (await shop.owner.get('/api/audit?limit=1')).body.data[0];
  expect(fresh).toMatchObject({ seq: null, digest: null, hash: null });
  expect((await shop.owner.get('/api/audit/verify')).body.data).toMatchObject({ intact: true, links: 0, head: null });
  await town.kernel.sealer.seal();
  await town.kernel.sealer.anchor();
  const { data } = (await shop.owner.get('/api/audit/verify')).body;
  expect(data).toMatchObject({ intact: true, unsealed: 0, broken: null, anchors: 1 });
  const last = (await shop.owner.get(`/api/audit?seq=${data.links}`)).body.data;
  expect(last).toMatchObject([
    { id: fresh.id, seq: data.links, hash: data.head, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
  ]);
  const csv = (await shop.owner.get('/api/audit?format=csv&action=branding.update')).text.trim().split('\r\n');
  expect(csv[0]).toContain('seq,digest,hash');
  expect(csv).toHaveLength(4);
  expect(csv.slice(1).every((line) => /,\d+,[0-9a-f]{64},[0-9a-f]{64}$/.test(line))).toBe(true);
  expect((await shop.owner.get('/api/audit?format=xlsx')).status).toBe(200);
});

test('the trail is searched by request and by address', async () => {
  const change = await shop.owner.put('/api/branding', { company_name: 'Four' });
  const request = change.headers['x-request-id'];
  expect((await shop.owner.get(`/api/audit?request_id=${request}`)).body.data).toMatchObject([
    { action: 'branding.update', after: { company_name: 'Four' } },
  ]);
  expect((await other.owner.get(`/api/audit?request_id=${request}`)).body.data).toEqual([]);
  expect((await shop.owner.get('/api/audit?address=127.0.0.1')).body.data.length).toBeGreaterThan(3);
  expect((await shop.owner.get('/api/audit?address=10.1.2.3')).body.data).toEqual([]);
});

test('the operator verifies every trail and the platform’s own; others are refused', async () => {
  await town.kernel.sealer.seal();
  expect((await town.operator.get(`${shop.at}/audit/verify`)).body.data).toMatchObject({ intact: true });
  const platform = (await town.operator.get('/api/system/audit/verify')).body.data;
  expect(platform).toMatchObject({ intact: true, unsealed: 0 });
  const trail = (await town.operator.get('/api/system/audit?count=true&limit=1')).body;
  expect(trail.meta.total).toBe(platform.links);
  expect(trail.data[0]).toMatchObject({ seq: platform.links, hash: platform.head });
  const seller = await shop.hire('sales');
  const accountant = await shop.hire('accountant');
  expect((await seller.get('/api/audit/verify')).status).toBe(403);
  expect((await accountant.get('/api/audit/verify')).body).toMatchObject({ status: 403, permission: 'audit.verify' });
  expect((await other.owner.get(`${shop.at}/audit/verify`)).body.code).toBe('tenancy.conflict');
  expect((await shop.owner.get('/api/system/audit')).status).toBe(403);
  expect((await shop.owner.get('/api/system/audit/verify')).status).toBe(403);
});

test('what was done behind the program’s back is named to both; the neighbour’s trail holds', async () => {
  await town.kernel.sealer.seal();
  const { rows } = await town.admin
    .query(
      `alter table audit_entries disable trigger user;
     update audit_entries set after = '{"company_name": "Two, always"}' where tenant_id = '${shop.id}' and after->>'company_name' = 'Two' returning id`,
    )
    .then((results) => (results as unknown as { rows: { id: string }[] }[])[1] as { rows: { id: string }[] });
  const entry_id = rows[0]?.id;
  for (const reply of [await shop.owner.get('/api/audit/verify'), await town.operator.get(`${shop.at}/audit/verify`)]) {
    expect(reply.status).toBe(200);
    expect(reply.body.data).toMatchObject({ intact: false, broken: { fault: 'entry_changed', entry_id } });
    expect(reply.body.data.broken.seq).toBe(reply.body.data.links + 1);
  }
  expect((await other.owner.get('/api/audit/verify')).body.data).toMatchObject({ intact: true });
});
