/** What an organisation may store: counted with each file, given back with each removal, and the same as the sum of its files. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Entitlement, Entitlements } from '../limits/entitlements.ts';
import { LIMIT_NAMES } from '../limits/limit.ts';
import { reconcileUsage } from '../limits/reconcile.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { upload } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';

const MAXIMUM = 1_000;
let world: World;
let office: Office;
let neighbour: Office;

const entitlement = (maximum: number | null): Entitlement => ({
  maximum,
  source: 'plan',
  rule: 'premium',
  valid_from: null,
  valid_to: null,
});

beforeAll(async () => {
  const limits = Object.fromEntries(
    LIMIT_NAMES.map((name) => [name, entitlement(name === 'storage_bytes' ? MAXIMUM : null)]),
  ) as Entitlements['limits'];
  const entitlements = async (): Promise<Entitlements> => ({
    limits,
    password: null,
    session_timeout: null,
    rate: null,
    weight: 1,
    until_ms: null,
  });
  world = await createWorld({ modules: [{ ...example, entitlements }] });
  office = await openOffice(world, 'quota-co');
  neighbour = await openOffice(world, 'roomy-co');
});
afterAll(() => world?.close());

const send = (by: Office, bytes: number) => upload(by.owner, 'data.bin', Buffer.alloc(bytes, 7));

async function objects({ id }: Office): Promise<number> {
  let n = 0;
  for await (const _ of world.kernel.files.store.list(`t/${id}/`)) n++;
  return n;
}

test('beyond it a file is refused, leaves nothing, and fits again when another one is gone', async () => {
  const first = await send(office, 600);
  expect(first.status, first.text).toBe(201);
  const refused = await send(office, 401);
  expect([refused.status, refused.body.code]).toEqual([403, 'limits.reached']);
  expect(refused.body).toMatchObject({ limit: 'storage_bytes', usage: 600, maximum: MAXIMUM });
  expect(await objects(office)).toBe(1);
  expect((await send(office, 400)).status).toBe(201);
  expect((await send(neighbour, 900)).status).toBe(201);
  expect((await send(office, 1)).status).toBe(403);
  await office.owner.delete(`/api/files/${first.body.data.id}`);
  expect((await send(office, 600)).status).toBe(201);
});

test('of many at once as many are taken as there is room, and the counter is the sum of the files', async () => {
  const eager = await openOffice(world, 'eager-co');
  const replies = await Promise.all(Array.from({ length: 12 }, () => send(eager, 150)));
  expect(replies.map(({ status }) => status).toSorted()).toEqual([
    ...Array.from({ length: 6 }, () => 201),
    ...Array.from({ length: 6 }, () => 403),
  ]);
  expect(await objects(eager)).toBe(6);
  for (const { id } of [office, eager, neighbour]) {
    const tenant = (await world.kernel.directory.find(id)) as Tenant;
    expect(await reconcileUsage(world.kernel, tenant)).toEqual([]);
    const { rows } = await world.admin.query(
      "select used::int, (select sum(bytes)::int from files f where f.tenant_id = c.tenant_id) as stored from usage_counters c where tenant_id = $1 and name = 'storage_bytes'",
      [id],
    );
    expect(rows).toEqual([{ used: rows[0].stored, stored: rows[0].stored }]);
  }
});
