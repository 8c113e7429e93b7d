/** Processes that are killed while they store events, tell of them, write messages down and send them: each event arrives, always with the same id. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '../events/events.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { type Receiver, startReceiver } from '../testing/receiver.ts';
import { startWorkerProcess, type WorkerProcess } from '../testing/worker_process.ts';
import { createWorld, type World } from '../testing/world.ts';

let world: World;
let receiver: Receiver;
let office: Office;
let neighbour: Office;
const alive = new Set<WorkerProcess>();

beforeAll(async () => {
  receiver = await startReceiver();
  world = await createWorld({ modules: [example], config: { webhooks: { allow_hosts: [receiver.host] } } });
  office = await openOffice(world, 'telling-co');
  neighbour = await openOffice(world, 'quiet-co');
  for (const { owner, slug } of [office, neighbour])
    await owner.post('/api/webhooks', { url: `${receiver.address}/${slug}`, types: ['notes.shine'] });
  // This instance hears nothing any more: those that are killed are the only ones.
  await world.kernel.events.close();
});
afterAll(async () => {
  for (const worker of alive) await worker.end('SIGKILL');
  await world?.close();
  await receiver?.close();
});

const start = async (): Promise<WorkerProcess> => {
  const worker = await startWorkerProcess(world.connections, { webhooks: { allow_hosts: [receiver.host] } });
  alive.add(worker);
  return worker;
};
const SOON = { timeout: 150_000, interval: 20 };
/** Message ids by the record that was told of. */
function arrivals(): Map<string, string[]> {
  const ids = new Map<string, string[]>();
  for (const { path, headers, body } of receiver.arrived) {
    expect(path).toBe('/telling-co');
    const { subject_id } = JSON.parse(body).data;
    ids.set(subject_id, [...(ids.get(subject_id) ?? []), headers['webhook-id'] as string]);
  }
  return ids;
}

test('every event that was committed is heard and arrives, however often everybody was killed in between', async () => {
  const committed: string[] = [];
  for (let kills = 0; kills < 3; kills++) {
    const worker = await start();
    const arrived = receiver.arrived.length;
    worker.emit(office.id, 100);
    const stored = 5 + Math.floor(Math.random() * 20);
    await expect.poll(() => worker.stored.length, SOON).toBeGreaterThan(stored);
    // Every other time it has begun to send.
    if (kills % 2) await expect.poll(() => receiver.arrived.length, SOON).toBeGreaterThan(arrived);
    alive.delete(worker);
    expect(await worker.end('SIGKILL')).toBe('SIGKILL');
    committed.push(...worker.stored);
  }
  const heard = new Set<string | null>();
  const twin = await startInstance(world.connections, { modules: [example] });
  twin.kernel.events.subscribe((event: Event) => void heard.add(event.subject_id));
  const last = await start();
  await expect.poll(() => committed.filter((id) => !arrivals().has(id)).length, SOON).toBe(0);
  for (const ids of arrivals().values()) expect(new Set(ids).size).toBe(1);
  // What the last one that was killed left untold is told to subscribers by those that live.
  const untold = async (): Promise<number> =>
    (await world.admin.query('select count(*)::int as n from event_feed where told_at is null')).rows[0].n;
  await expect.poll(untold, SOON).toBe(0);
  // None is of the neighbour's, and none was made up.
  const arrived = [...arrivals().keys()];
  const known = await world.admin.query(
    'select count(*)::int as n from events where tenant_id = $1 and subject_id = any($2)',
    [office.id, arrived],
  );
  expect(known.rows[0].n).toBe(arrived.length);
  last.emit(office.id, 3);
  await expect.poll(() => last.stored.filter((id) => heard.has(id)).length, SOON).toBe(3);
  alive.delete(last);
  expect(await last.end('SIGTERM')).toBe(0);
  await twin.close();
}, 400_000);
