/** Requests by the days of each organisation's calendar: from one count in memory, by all instances, and through a failure of the database. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { writeSeries } from './series.ts';
import { newTally } from './tallies.ts';

let world: World;
let shop: Office;
let other: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
  shop = await openOffice(world, 'calendar-shop');
  other = await openOffice(world, 'calendar-other');
});
afterAll(() => world?.close());

async function days({ id }: Office): Promise<Record<string, unknown>[]> {
  const { rows } = await world.admin.query(
    `select day::text, requests::int, refused::int, errors::int, milliseconds::int from request_counts
     where tenant_id = $1 order by day`,
    [id],
  );
  return rows;
}

const total = async (office: Office): Promise<number> =>
  (await days(office)).reduce((sum, { requests }) => sum + Number(requests), 0);

test('the zone of the organisation says which day it is', async () => {
  await world.admin.query("update tenants set time_zone = 'America/New_York' where id = $1", [other.id]);
  const at = (time: string, id: string) =>
    Object.assign(newTally(id, Date.parse(time)), { requests: 3, refused: 2, errors: 1, milliseconds: 7.6 });
  const times = ['2026-01-01T18:25:00Z', '2026-01-01T18:30:00Z'];
  await writeSeries(world.kernel.aside, [...times.map((time) => at(time, shop.id)), at(times[0] as string, other.id)]);
  const figures = { requests: 3, refused: 2, errors: 1, milliseconds: 8 };
  const early = async (office: Office) => (await days(office)).filter(({ day }) => String(day) < '2026-02');
  expect(await early(shop)).toEqual([
    { day: '2026-01-01', ...figures },
    { day: '2026-01-02', ...figures },
  ]);
  expect(await early(other)).toEqual([{ day: '2026-01-01', ...figures }]);
});

test('instances add to the same day, and what could not be written is written later, once', async () => {
  const second = await startInstance(world.connections, { modules: [] });
  try {
    await Promise.all([world.kernel.metrics.flush(), second.kernel.metrics.flush()]);
    const before = [await total(shop), await total(other)];
    const answer = (instance: Pick<World, 'kernel'>, tenant: Office): void =>
      instance.kernel.metrics.answered({ route: 'stories.told', tenant, status: 200, ms: 1 });
    for (let i = 0; i < 5; i++) answer(world, shop);
    await world.admin.query('alter table request_counts rename to request_counts_away');
    await world.kernel.metrics.flush();
    answer(world, shop);
    await world.admin.query('alter table request_counts_away rename to request_counts');
    for (let i = 0; i < 4; i++) answer(second, shop);
    await Promise.all([world.kernel.metrics.flush(), second.kernel.metrics.flush()]);
    expect([await total(shop), await total(other)]).toEqual([(before[0] as number) + 10, before[1]]);
  } finally {
    await second.close();
  }
});
