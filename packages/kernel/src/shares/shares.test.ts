/** Shares over HTTP: whoever asks too fast is held back and named, and nobody can spend what is another's. */
import { request as httpRequest } from 'node:http';
import Type from 'typebox';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AnyRoute, route } from '../http/route.ts';
import type { Caller, Reply } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { DEFAULT_SHARES, type Rates } from './shares.ts';

let world: World;
let greedy: Office;
let quiet: Office;
/** Lets what `/held` holds go on; a test gives it another one when it wants the next ones held too. */
let go: () => void;
let held: Promise<void>;
const lines: { level: number; msg: string; [field: string]: unknown }[] = [];

/** Works until the test lets it go. */
const holding: AnyRoute = route({
  name: 'held.get',
  method: 'GET',
  path: '/held',
  scope: 'tenant',
  permission: 'notes.read',
  summary: 'Takes as long as the test wants.',
  input: Type.Object({}, { additionalProperties: false }),
  output: Type.Object({ done: Type.Boolean() }),
  message: 'Done',
  run: async () => {
    await held;
    return { done: true };
  },
});

const SLOW: Rates = {
  // Slow enough that nothing comes back while a test runs.
  address: { per_second: 0.001, burst: 20 },
  user: { per_second: 0.001, burst: 5 },
  tenant: { per_second: 0.001, burst: 8 },
  most: null,
  plans: {},
};

async function open(rates: Rates | null, queue = 3): Promise<void> {
  held = new Promise((resolve) => {
    go = resolve;
  });
  world = await createWorld({
    modules: [{ ...example, routes: [...example.routes, holding] }],
    config: { shares: { ...DEFAULT_SHARES, rates, queue, patience_ms: 30_000 } },
    onLog: (line) => void lines.push(JSON.parse(line)),
  });
  greedy = await openOffice(world, 'greedy-co');
  quiet = await openOffice(world, 'quiet-co');
}

beforeEach(() => void lines.splice(0));
afterEach(async () => {
  go();
  await world?.close();
});

const times = async (count: number, call: () => Promise<Reply>): Promise<Reply[]> => {
  const replies: Reply[] = [];
  for (let n = 0; n < count; n++) replies.push(await call());
  return replies;
};
const statuses = (replies: Reply[]): string => replies.map(({ status }) => status).join(' ');
const operatorSees = async () => (await world.operator.get('/api/system/shares')).body.data;

test('a person, then the organisation is held back, with when to come again; the other organisation asks on', async () => {
  await open(SLOW);
  const second = await greedy.hire('writer');
  expect(statuses(await times(6, () => greedy.owner.get('/api/notes')))).toBe('200 200 200 200 200 429');
  const replies = await times(4, () => second.get('/api/notes'));
  expect(statuses(replies)).toBe('200 200 200 429');
  expect(replies[0]?.headers).toMatchObject({
    'ratelimit-limit': '8',
    'ratelimit-remaining': '2',
    'ratelimit-policy': '8;w=8000',
  });
  expect(replies[3]?.body).toMatchObject({ code: 'http.too_many_requests', limit: 'tenant' });
  expect(replies[3]?.headers['retry-after']).toBe('1000');
  expect(replies[3]?.headers['content-type']).toContain('application/problem+json');
  expect(statuses(await times(3, () => quiet.owner.get('/api/notes')))).toBe('200 200 200');
});

test('who names another organisation spends nothing of it, nor does who is not signed in', async () => {
  await open(SLOW);
  const thief: Caller = greedy.owner;
  const stranger = world.nobody;
  const tries = [
    ...(await times(6, () => thief.get('/api/notes', { 'x-tenant-id': quiet.slug }))),
    ...(await times(6, () => thief.get(`/api/tenants/${quiet.id}/notes`))),
    ...(await times(6, () => stranger.get('/api/notes', { 'x-tenant-id': quiet.id }))),
  ];
  // Three sign-ins of the set-up, and the operator's, were counted for the address as well.
  expect(new Set(tries.map(({ status }) => status))).toEqual(new Set([403, 401, 429]));
  expect(tries.at(-1)?.body).toMatchObject({ limit: 'address' });
  const own = await quiet.owner.get('/api/notes');
  expect(own.status).toBe(200);
  expect(own.headers).toMatchObject({ 'ratelimit-limit': '5', 'ratelimit-remaining': '4' });
  // The address has used itself up; people who are signed in there go on.
  expect((await greedy.owner.get('/api/notes')).status).toBe(200);
});

test('one organisation with endless work leaves seats; what does not fit is refused; the other gets in at once', async () => {
  await open(null);
  const mine = Array.from({ length: 12 }, () => greedy.owner.get('/api/held'));
  const ofGreedy = async () => (await operatorSees()).parties.find((one: { name: string }) => one.name === 'greedy-co');
  // Eight connections, of which two are left for whoever comes.
  await expect.poll(ofGreedy).toMatchObject({ kind: 'tenant', id: greedy.id, running: 6, queued: 3, refused: 3 });
  expect((await quiet.owner.get('/api/notes')).status).toBe(200);
  go();
  const replies = await Promise.all(mine);
  expect(statuses(replies).split(' ').sort().join(' ')).toBe('200 200 200 200 200 200 200 200 200 429 429 429');
  const busy = replies.find((one) => one.status === 429);
  expect(busy?.body).toMatchObject({ code: 'tenancy.busy' });
  expect(busy?.headers['retry-after']).toBe('1');
  expect(await operatorSees()).toMatchObject({ queued: 0 });
  expect(lines.filter(({ msg, waited_ms }) => msg === 'answered' && Number(waited_ms) > 0)).toHaveLength(3);
});

test('who hangs up, while working or waiting, gives back what he had', async () => {
  await open(null, 20);
  const agent = Array.from({ length: 12 }, () => {
    const { hostname, port } = new URL(world.address);
    const headers = { authorization: `Bearer ${greedy.owner.token}` };
    const call = httpRequest({ hostname, port, path: '/api/held', headers });
    call.on('error', () => {});
    call.end();
    return call;
  });
  const standing = () => world.kernel.shares.figures();
  await expect.poll(() => standing().queued).toBe(6);
  for (const call of agent) call.destroy();
  await expect.poll(() => standing().queued).toBe(0);
  go();
  await expect.poll(() => standing().running).toBe(0);
  expect(statuses(await Promise.all(Array.from({ length: 8 }, () => greedy.owner.get('/api/notes'))))).toBe(
    '200 200 200 200 200 200 200 200',
  );
});

test('a failing request and a long file give their seats back', async () => {
  await open(null, 20);
  expect(statuses(await times(9, () => greedy.owner.get('/api/notes/0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10')))).toBe(
    Array(9).fill(404).join(' '),
  );
  for (let n = 0; n < 3; n++) await greedy.owner.post('/api/notes', { title: `Note ${n}`, due_on: '2026-11-21' });
  const files = await Promise.all(Array.from({ length: 12 }, () => greedy.owner.get('/api/notes?format=csv')));
  expect(files.every(({ status, text }) => status === 200 && text.includes('Note 2'))).toBe(true);
  expect(world.kernel.shares.figures()).toMatchObject({ running: 0, queued: 0 });
});

test('the one that takes too much is named within ten seconds, to operators and in the log, and nobody else is', async () => {
  await open({ ...SLOW, user: SLOW.tenant, tenant: SLOW.tenant });
  await times(3, () => quiet.owner.get('/api/notes'));
  await times(30, () => greedy.owner.get('/api/notes'));
  const { offenders } = await operatorSees();
  expect(offenders).toMatchObject([{ kind: 'tenant', name: 'greedy-co', id: greedy.id, refused: 22 }]);
  expect(offenders[0].share).toBeGreaterThan(0.5);
  await expect
    .poll(() => lines.filter(({ level, share }) => level === 40 && Number(share) > 0.5))
    .toMatchObject([{ tenant: 'greedy-co', tenant_id: greedy.id, queued: 0 }]);
  expect((await quiet.owner.get('/api/system/shares')).status).toBe(403);
});
