/** Own dated entries over HTTP, alike of all kinds: the same set twelve times at once is one entry, taken back once; the neighbour next door. */
import type { Reply } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'quick-co');
  neighbour = await openOffice(world, 'next-co');
});
afterAll(() => world?.close());

type Set = (body: object) => Promise<Reply>;
const KINDS: [string, number, () => Set, object, object][] = [
  [
    'gst-values',
    200,
    () => (body) => office.owner.put('/api/gst-values', body),
    { kind: 'b2cl', valid_from: '2099-01-01', amount: 5 },
    { amount: 6 },
  ],
  [
    'hsn-rates',
    201,
    () => (body) => office.owner.post('/api/hsn-rates', body),
    { hsn: '7318', valid_from: '2099-01-01', tax_rate: 18 },
    { tax_rate: 5 },
  ],
  [
    'eway-limits',
    201,
    () => (body) => office.owner.post('/api/eway-limits', body),
    { state: '27', valid_from: '2099-01-01', limit: 7 },
    { limit: null },
  ],
];

const ownOf = async (noun: string, of = office) =>
  (await of.owner.get(`/api/${noun}`)).body.data.filter(({ is_own }: { is_own: boolean }) => is_own);

test.each(KINDS)('%s: twelve set the same at once, and there is one', async (noun, status, by, body, other) => {
  const set = by();
  const replies = await Promise.all(Array.from({ length: 12 }, () => set(body)));
  expect(replies.map((reply) => reply.status)).toEqual(Array(12).fill(status));
  expect(new Set(replies.map((reply) => JSON.stringify(reply.body.data))).size).toBe(1);
  expect(await ownOf(noun)).toEqual([replies[0]?.body.data]);
  expect(await ownOf(noun, neighbour)).toEqual([]);
  // Others at once: each is answered, the last one stays.
  const mixed = await Promise.all(Array.from({ length: 12 }, (_, n) => set({ ...body, ...(n % 2 ? other : {}) })));
  expect(mixed.map((reply) => reply.status)).toEqual(Array(12).fill(status));
  const [left, ...more] = await ownOf(noun);
  expect(more).toEqual([]);
  expect(mixed.map((reply) => reply.body.data)).toContainEqual(left);
  const { id } = left;
  const removals = await Promise.all(Array.from({ length: 3 }, () => office.owner.delete(`/api/${noun}/${id}`)));
  expect(removals.map((reply) => reply.status).sort()).toEqual([200, 404, 404]);
  expect(removals.find((reply) => reply.status === 200)?.body.data).toEqual(left);
  expect((await neighbour.owner.delete(`/api/${noun}/${id}`)).body.code).toBe(`${noun}.not_found`);
  expect(await ownOf(noun)).toEqual([]);
});

test('at the most of them twelve more find room for one', async () => {
  const day = (n: number): string => new Date(Date.UTC(2050, 0, 1 + n)).toISOString().slice(0, 10);
  const set = (n: number) => office.owner.post('/api/eway-limits', { state: '29', valid_from: day(n), limit: 1 });
  for (let n = 0; n < 199; n++) expect((await set(n)).status).toBe(201);
  const replies = await Promise.all(Array.from({ length: 12 }, (_, n) => set(500 + n)));
  expect(replies.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(replies.filter(({ status }) => status !== 201).map(({ body }) => body.code))).toEqual(
    new Set(['eway-limits.too_many']),
  );
  expect(await ownOf('eway-limits')).toHaveLength(200);
});
