/** Work that no request waits for: in its tenant's seats, later instead of refused, and called off when it is not wanted any more. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { forgetHistory } from '../events/history.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { upload } from '../testing/uploads.ts';
import { createWorld, type World } from '../testing/world.ts';
import { inSeat } from './background.ts';
import { DEFAULT_SHARES } from './shares.ts';

let world: World;
let greedy: Office;
let quiet: Office;

beforeAll(async () => {
  const shares = { ...DEFAULT_SHARES, rates: null, queue: 2, patience_ms: 30_000 };
  world = await createWorld({ modules: [example], config: { shares } });
  greedy = await openOffice(world, 'greedy-co');
  quiet = await openOffice(world, 'quiet-co');
});
afterAll(() => world?.close());

const tenantOf = async ({ id }: Office) => (await world.kernel.directory.find(id)) as Tenant;
const standing = () => world.kernel.shares.figures().parties.find(({ id }) => id === greedy.id);

test('background work and requests of a tenant have its seats together; the other’s get in at once', async () => {
  const tenant = await tenantOf(greedy);
  let go = (): void => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  // Eight connections, of which two are left for whoever comes.
  const work = Array.from({ length: 6 }, () => inSeat(world.kernel, tenant, () => held));
  await expect.poll(standing).toMatchObject({ running: 6, queued: 0 });
  const waiting = [inSeat(world.kernel, tenant, async () => 'later'), greedy.owner.get('/api/notes')] as const;
  await expect.poll(standing).toMatchObject({ running: 6, queued: 2 });
  // The queue is full: a request is told so, background work asks again.
  expect((await greedy.owner.get('/api/notes')).status).toBe(429);
  const patient = inSeat(world.kernel, tenant, async () => 'much later');
  const abort = new AbortController();
  const unwanted = inSeat(world.kernel, tenant, async () => 'never', abort.signal);
  abort.abort(new Error('not wanted any more'));
  await expect(unwanted).rejects.toThrow('not wanted any more');
  expect((await quiet.owner.get('/api/notes')).status).toBe(200);
  expect(await inSeat(world.kernel, await tenantOf(quiet), async () => 'at once')).toBe('at once');
  go();
  await Promise.all(work);
  expect([await waiting[0], (await waiting[1]).status, await patient]).toEqual(['later', 200, 'much later']);
  await expect.poll(() => world.kernel.shares.figures().running).toBe(0);
});

test('rounds that look through the records of a tenant wait for its seats', async () => {
  const tenant = await tenantOf(greedy);
  expect((await upload(greedy.owner, 'a.txt', 'one')).status).toBe(201);
  await world.admin.query(
    `insert into events (tenant_id, id, type, subject, at)
     select $1, gen_random_uuid(), 'old.gone', 'old', now() - interval '90 days' from generate_series(1, 3)`,
    [greedy.id],
  );
  await world.admin.query('truncate event_feed');
  let go = (): void => {};
  const held = new Promise<void>((resolve) => {
    go = resolve;
  });
  const work = Array.from({ length: 6 }, () => inSeat(world.kernel, tenant, () => held));
  await expect.poll(standing).toMatchObject({ running: 6, queued: 0 });
  const ended: string[] = [];
  const rounds = [
    world.kernel.files.sweep.run(-60_000).then(({ missing }) => ended.push(`swept, ${missing} missing`)),
    forgetHistory(world.kernel, { batch: 1 }).then(({ events }) => ended.push(`forgot ${events}`)),
  ];
  await expect.poll(standing).toMatchObject({ running: 6, queued: 2 });
  expect(ended).toEqual([]);
  go();
  await Promise.all([...work, ...rounds]);
  expect(ended.sort()).toEqual(['forgot 3', 'swept, 0 missing']);
});

test('work that fails gives its seat back', async () => {
  const tenant = await tenantOf(greedy);
  for (let n = 0; n < 10; n++)
    await expect(inSeat(world.kernel, tenant, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed');
  expect(world.kernel.shares.figures().running).toBe(0);
});
