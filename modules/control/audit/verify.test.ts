/** Verifying over HTTP: the organisation's own admin and the operator learn what was done to a trail; nobody else learns anything. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
import { verifyTrails } from './verify_round.ts';

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

test('a trail that is longer than the time of a round is verified in stretches, and a break is found wherever it is', async () => {
  const long = await town.found('chain-long', { plan: 'premium' });
  for (let n = 0; n < 12; n++) await long.owner.put('/api/branding', { company_name: `Name ${n}` });
  await town.kernel.sealer.seal();
  const state = async () =>
    (
      await town.admin.query(
        "select intact, fault, resume_seq::int as at, verified_at > now() - interval '1 hour' as done from audit_verdicts where tenant_id = $1",
        [long.id],
      )
    ).rows[0];
  const others = 'delete from audit_verdicts where tenant_id <> $1';
  /** Rounds of no time: each does one page of the one trail that is due. */
  const rounds = async (): Promise<number[]> => {
    const stops: number[] = [];
    for (let n = 0; n < 30; n++) {
      await town.admin.query(others, [long.id]);
      await town.admin.query(
        "insert into audit_verdicts (tenant_id, verified_at, intact) select id, now(), true from tenants where id <> $1 union all select '00000000-0000-0000-0000-000000000000', now(), true",
        [long.id],
      );
      await verifyTrails(town.kernel, { budget_ms: 0, page: 5 });
      const { at } = await state();
      if (at === null) return stops;
      stops.push(at);
    }
    throw new Error('it does not come to an end');
  };
  const stops = await rounds();
  expect(stops.length).toBeGreaterThanOrEqual(2);
  expect(stops).toEqual(stops.map((_, n) => (n + 1) * 5));
  expect(await state()).toEqual({ intact: true, fault: null, at: null, done: true });
  // One that is not finished keeps its last verdict; the next round goes on at its place and finds what lies behind it.
  await town.admin.query("update audit_verdicts set verified_at = now() - interval '2 days'");
  await town.admin.query(
    "alter table audit_entries disable trigger user; update audit_entries set after = '{}' where tenant_id = '" +
      long.id +
      "' and after->>'company_name' = 'Name 11'",
  );
  expect((await rounds()).length).toBeGreaterThanOrEqual(1);
  expect(await state()).toMatchObject({ intact: false, fault: 'entry_changed', at: null, done: true });
  // A tail that was cut off before the place at which it stood.
  await town.admin.query(
    "update audit_verdicts set intact = true, fault = null, verified_at = now() - interval '2 days', resume_seq = 100000, resume_hash = repeat('0', 64) where tenant_id = $1",
    [long.id],
  );
  expect(await rounds()).toEqual([]);
  expect(await state()).toMatchObject({ intact: false, fault: 'tail_cut' });
});
