/** What is remembered of one tenant is nobody else's, is a copy, and is forgotten everywhere at once. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import { example } from '../testing/example/module.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { createWorld, type World } from '../testing/world.ts';
import type { Cache } from './cache.ts';

let world: World;
let second: Instance;
let here: Cache;
let there: Cache;
const [tenant, other] = [newId(), newId()];
const HOUR = 3_600_000;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  second = await startInstance(world.connections, { modules: [example] });
  here = world.kernel.cache;
  there = second.kernel.cache;
});
afterAll(async () => {
  await second?.close();
  await world?.close();
});

/** A value that is another one each time it is computed. */
let computed = 0;
const compute = async () => ({ n: ++computed, list: [1] });
const ask = (cache: Cache, key: string, of = tenant) => cache.for(of).through(key, HOUR, compute);

test('is computed once, also for those who come meanwhile', async () => {
  const [one, two] = await Promise.all([ask(here, 'a'), ask(here, 'a')]);
  expect([two, await ask(here, 'a')]).toEqual([one, one]);
});

test('the same key of another tenant is another value', async () => {
  const mine = await ask(here, 'same');
  const theirs = await ask(here, 'same', other);
  expect(theirs.n).not.toBe(mine.n);
  expect((await ask(here, 'same')).n).toBe(mine.n);
  expect((await ask(here, `${other}:same`)).n).not.toBe(theirs.n);
});

test('whoever changes what he got changes his copy', async () => {
  const got = await ask(here, 'copy');
  got.list.push(2);
  expect((await ask(here, 'copy')).list).toEqual([1]);
});

test('a failure is not remembered', async () => {
  const fail = () => Promise.reject(new Error('not now'));
  await expect(here.for(tenant).through('fails', HOUR, fail)).rejects.toThrow('not now');
  expect((await ask(here, 'fails')).n).toBe(computed);
});

test('is forgotten after its time, and when one value is deleted', async () => {
  const short = () => here.for(tenant).through('short', 20, compute);
  const first = await short();
  await expect.poll(async () => (await short()).n).toBeGreaterThan(first.n);
  const deleted = await ask(here, 'deleted');
  here.for(tenant).delete('deleted');
  expect((await ask(here, 'deleted')).n).toBeGreaterThan(deleted.n);
});

test('a flush is heard by every instance and touches no neighbour', async () => {
  const [mine, yours, theirs] = [await ask(here, 'k'), await ask(there, 'k'), await ask(there, 'k', other)];
  await here.flush(tenant);
  expect((await ask(here, 'k')).n).toBeGreaterThan(mine.n);
  await expect.poll(async () => (await ask(there, 'k')).n).toBeGreaterThan(yours.n);
  expect((await ask(there, 'k', other)).n).toBe(theirs.n);
});

test('what was begun before a flush is not remembered after it', async () => {
  let finish = (_value: string): void => {};
  const slow = here.for(tenant).through('slow', HOUR, () => new Promise<string>((resolve) => (finish = resolve)));
  await here.flush(tenant);
  finish('old');
  expect(await slow).toBe('old');
  expect(await here.for(tenant).through('slow', HOUR, async () => 'new')).toBe('new');
});

test('a tenant with much to remember forgets its own, not its neighbour’s', async () => {
  const theirs = await ask(here, 'kept', other);
  const big = 'x'.repeat(100_000);
  for (let n = 0; n < 30; n++) await here.for(tenant).through(`big ${n}`, HOUR, async () => big);
  let again = 0;
  for (let n = 0; n < 30; n++) {
    await here.for(tenant).through(`big ${n}`, HOUR, async () => {
      again++;
      return big;
    });
  }
  expect(again).toBeGreaterThan(20);
  expect((await ask(here, 'kept', other)).n).toBe(theirs.n);
});

test('while no news arrive nothing is remembered', async () => {
  await ask(there, 'deaf');
  await world.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tenantry news' and datname = current_database()",
  );
  await expect.poll(() => second.kernel.news.isConnected()).toBe(false);
  const [one, two] = [await ask(there, 'deaf'), await ask(there, 'deaf')];
  expect(two.n).toBeGreaterThan(one.n);
  await expect.poll(() => second.kernel.news.isConnected()).toBe(true);
  expect((await ask(there, 'deaf')).n).toBe((await ask(there, 'deaf')).n);
});

test.each(['', 'smile-dental', '*', 'null'])('%j is no tenant', (name) => {
  expect(() => here.for(name)).toThrow('belongs to a tenant');
});
