/** Requests of a day over HTTP: as many as the plan gives, across instances, and none for a header that is forged. */
import { callerAt } from '@tenantry/kernel/testing/caller.ts';
import { startInstance } from '@tenantry/kernel/testing/instance.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { control } from '../module.ts';
import { createTown, PASSWORD, type Town } from '../testing/town.ts';

let town: Town;

beforeAll(async () => {
  town = await createTown();
});

afterAll(() => town?.close());

async function tally(asks: Promise<{ status: number }>[]): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { status } of await Promise.all(asks)) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

test('two instances together answer no more than the day has; the refusal says when to come back', async () => {
  const shop = await town.found('busy-shop');
  const other = await town.found('quiet-shop');
  await town.operator.put(`${shop.at}/subscription`, { max_requests_per_day: 60 });
  const second = await startInstance(town.connections, { modules: [control] });
  try {
    const here = shop.owner;
    const there = await callerAt(second.address).signIn('owner@busy-shop.example', PASSWORD, shop.slug);
    const counts = await tally(Array.from({ length: 120 }, (_, n) => (n % 2 ? here : there).get('/api/subscription')));
    expect(Object.keys(counts).sort()).toEqual(['200', '429']);
    expect(counts[200]).toBeLessThanOrEqual(60);
    // What the other instance holds and did not give out is at most a fiftieth and one.
    expect(counts[200]).toBeGreaterThanOrEqual(56);
    const refused = await here.get('/api/subscription');
    expect([refused.status, refused.body]).toMatchObject([
      429,
      { code: 'limits.reached', limit: 'api_requests_per_day', usage: 60, maximum: 60 },
    ]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Date.parse(refused.body.resets_at)).toBeGreaterThan(Date.now());
    // The neighbour, and the operator who looks at it, go on; more room counts at once.
    expect((await other.owner.get('/api/subscription')).status).toBe(200);
    expect((await town.operator.get(`${shop.at}/subscription`)).status).toBe(200);
    await town.operator.put(`${shop.at}/subscription`, { max_requests_per_day: 90 });
    expect((await here.get('/api/subscription')).status).toBe(200);
  } finally {
    await second.close();
  }
  const told = await town.operator.get(`${shop.at}/audit?action=limits.exhausted`);
  expect(told.body.data).toHaveLength(1);
  expect(told.body.data[0]).toMatchObject({ actor: 'system', subject: 'limits' });
}, 60_000);

test('a forged header takes nothing from another organisation', async () => {
  const victim = await town.found('victim-shop');
  const thief = await town.found('thief-shop');
  await victim.owner.get('/api/subscription');
  const tenant = await town.kernel.directory.find(victim.id);
  const used = () => town.kernel.limits.requests.used(tenant as NonNullable<typeof tenant>);
  const before = await used();
  expect(before).toBe(1);
  for (let n = 0; n < 20; n++) {
    const reply = await thief.owner.get('/api/subscription', { 'x-tenant-id': victim.id });
    expect([403, 404]).toContain(reply.status);
  }
  expect(await used()).toBe(before);
});
