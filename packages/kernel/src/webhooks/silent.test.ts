/** Receivers that take a connection and say nothing, and receivers that always fail: they hold up nobody but themselves. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { createWorld, type World } from '../testing/world.ts';
import { createBreaker, restAfter } from './breaker.ts';

let world: World;
let receiver: Receiver;
let silent: Server;
let silentHost: string;
const held = new Set<Socket>();

const OUTSIDE = 6;
const SHARE = 2;

beforeAll(async () => {
  receiver = await startReceiver();
  silent = createServer((socket) => {
    held.add(socket);
    socket.on('close', () => held.delete(socket));
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  silentHost = `127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const webhooks = {
    allow_hosts: [receiver.host, silentHost],
    retry_seconds: Array.from({ length: 50 }, () => 0),
    breaker: { failures: 3, rest_ms: 600_000, longest_ms: 600_000 },
    // So long that none of them is given up while the others are looked at.
    timeout_ms: 120_000,
  };
  world = await createWorld({ modules: [example], config: { webhooks } });
  world.kernel.jobs.start({ concurrency: 2, outside: OUTSIDE, outside_share: SHARE, poll_ms: 50, grace_ms: 500 });
});
afterAll(async () => {
  for (const socket of held) socket.destroy();
  silent?.close();
  await world?.close();
  await receiver?.close();
});

const SOON = { timeout: 30_000, interval: 50 };
const hook = async (office: Office, url: string): Promise<string> =>
  (await office.owner.post('/api/webhooks', { url, types: ['notes.shine'] })).body.data.id;
const shine = (office: Office, times: number): Promise<void> =>
  inside(world, office, async (ctx) => {
    for (let n = 0; n < times; n++) ctx.emit({ type: 'notes.shine', subject: 'notes', subject_id: `${n}` });
  });
const count = async (text: string, values: unknown[]): Promise<number> =>
  Number((await world.admin.query(`select count(*) as n from ${text}`, values)).rows[0].n);

test('while silent receivers of two organisations are waited for, others’ jobs are done and their messages arrive', async () => {
  const mute = [await openOffice(world, 'mute-one'), await openOffice(world, 'mute-two')];
  const lively = await openOffice(world, 'lively');
  for (const office of mute) {
    await hook(office, `http://${silentHost}/`);
    await shine(office, 20);
  }
  await expect.poll(() => held.size, SOON).toBe(SHARE * mute.length);
  await hook(lively, `${receiver.address}/lively`);
  const jobs = await inside(world, lively, async (ctx) => {
    const ids: string[] = [];
    for (let n = 0; n < 20; n++) ids.push(await ctx.enqueue({ job: 'notes.write', data: { title: `Lively ${n}` } }));
    return ids;
  });
  await shine(lively, 5);
  await expect.poll(() => count("jobs where state = 'done' and id = any($1)", [jobs]), SOON).toBe(jobs.length);
  await expect.poll(() => receiver.arrived.filter(({ path }) => path === '/lively').length, SOON).toBe(5);
  // The mute ones are waited for still, each with its share of places and no more; their own other jobs go on too.
  expect(held.size).toBe(SHARE * mute.length);
  const own = await inside(world, mute[0] as Office, (ctx) =>
    ctx.enqueue({ job: 'notes.write', data: { title: 'Not held up' } }),
  );
  await expect.poll(() => count("jobs where state = 'done' and id = $1", [own]), SOON).toBe(1);
  expect(held.size).toBe(SHARE * mute.length);
});

test('a receiver that fails again and again rests; what was not tried loses no attempt, and arrives when it is well', async () => {
  const office = await openOffice(world, 'ailing');
  const id = await hook(office, `${receiver.address}/ailing`);
  const arrivals = (): number => receiver.arrived.filter(({ path }) => path === '/ailing').length;
  const rest = async (): Promise<string | null> =>
    (await office.owner.get(`/api/webhooks/${id}`)).body.data.rests_until;
  receiver.answers.set('/ailing', { status: 503 });
  await shine(office, 30);
  await expect.poll(rest, SOON).not.toBeNull();
  const resting =
    "webhook_deliveries where webhook_id = $1 and status = 'pending' and next_attempt_at > now() + interval '5 minutes'";
  await expect.poll(() => count(resting, [id]), SOON).toBe(30);
  // The first ones went side by side, before it was known; then one at a time, until there were three failures.
  expect(arrivals()).toBeLessThanOrEqual(SHARE + 3);
  expect(await count('webhook_deliveries where webhook_id = $1 and attempts = 0', [id])).toBeGreaterThanOrEqual(25);
  receiver.answers.delete('/ailing');
  await world.admin.query('update webhooks set rests_until = null where id = $1', [id]);
  await world.admin.query("update jobs set run_at = now() where tenant_id = $1 and state = 'queued'", [office.id]);
  await world.admin.query('update job_queue set due_at = now() where tenant_id = $1 and leased_by is null', [
    office.id,
  ]);
  await expect
    .poll(() => count("webhook_deliveries where webhook_id = $1 and status = 'delivered'", [id]), SOON)
    .toBe(30);
  expect(await rest()).toBeNull();
}, 60_000);

test('the breaker lets one message find out how a failing receiver is, and rests grow to their end', () => {
  const breaker = createBreaker(() => 0.5);
  const well = { webhook_id: 'well', failures: 0, rest_ms: 0 };
  expect([breaker.enter(well), breaker.enter(well)]).toEqual([0, 0]);
  const ill = { webhook_id: 'ill', failures: 1, rest_ms: 0 };
  expect([breaker.enter(ill), breaker.enter(ill)]).toEqual([0, 3_000]);
  breaker.leave('ill');
  expect(breaker.enter(ill)).toBe(0);
  expect(breaker.enter({ webhook_id: 'resting', failures: 5, rest_ms: 1_000 })).toBe(1_500);
  const rules = { failures: 5, rest_ms: 5_000, longest_ms: 300_000 };
  expect([4, 5, 6, 10, 40].map((failures) => restAfter(failures, rules))).toEqual([0, 5_000, 10_000, 160_000, 300_000]);
});
