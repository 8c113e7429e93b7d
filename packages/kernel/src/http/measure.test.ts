/** Figures per tenant: in memory for the moment, as daily counts in the database, kept when it cannot be reached. */
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Database, openDatabase } from '../db/pool.ts';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { createMeasure } from './measure.ts';

let fresh: FreshDatabase;
let database: Database;
const log = pino({ level: 'silent' });

beforeAll(async () => {
  fresh = await freshDatabase();
  database = await openDatabase(fresh.connections.control, 2, () => {});
});

afterAll(async () => {
  await database?.pool.end();
  await fresh?.close();
});

const tenant = (time_zone = 'Asia/Kolkata') => ({ id: newId(), time_zone });

async function stored(id: string): Promise<unknown[]> {
  const { rows } = await fresh.admin.query(
    'select requests::int, refused::int, errors::int, milliseconds::int from request_counts where tenant_id = $1',
    [id],
  );
  return rows;
}

test('one tenant’s figures are its own, and count what was refused and what failed', async () => {
  const measure = createMeasure(database, log);
  const [ours, theirs] = [tenant(), tenant()];
  for (let ms = 1; ms <= 100; ms++) measure.record(ours, ms === 100 ? 500 : ms > 97 ? 404 : 200, ms);
  measure.record(theirs, 200, 5000);
  expect(measure.figures(ours.id)).toMatchObject({ requests: 100, refused: 2, errors: 1, mean_ms: 50.5, p95_ms: 95 });
  expect(measure.figures(theirs.id)).toMatchObject({ requests: 1, p95_ms: 5000 });
  expect(measure.figures(null)?.requests).toBe(101);
  expect(measure.figures(newId())).toBeNull();
  await measure.close();
  expect(await stored(ours.id)).toEqual([{ requests: 100, refused: 2, errors: 1, milliseconds: 5050 }]);
});

test('two processes add to the same day, in whatever order they come', async () => {
  const tenants = Array.from({ length: 50 }, () => tenant());
  const processes = [createMeasure(database, log), createMeasure(database, log)];
  for (const one of tenants) processes[0]?.record(one, 200, 1);
  for (const one of [...tenants].reverse()) processes[1]?.record(one, 200, 1);
  await Promise.all(processes.map((one) => one.close()));
  for (const { id } of tenants) expect(await stored(id)).toMatchObject([{ requests: 2 }]);
});

test('counts survive a database that is away for a while', async () => {
  const away = await openDatabase(fresh.connections.control, 1, () => {});
  const measure = createMeasure(away, log);
  const one = tenant();
  measure.record(one, 200, 3);
  await fresh.admin.query('alter table request_counts rename to request_counts_away');
  await measure.flush();
  measure.record(one, 200, 4);
  await fresh.admin.query('alter table request_counts_away rename to request_counts');
  await measure.close();
  expect(await stored(one.id)).toEqual([{ requests: 2, refused: 0, errors: 0, milliseconds: 7 }]);
  await away.pool.end();
});
