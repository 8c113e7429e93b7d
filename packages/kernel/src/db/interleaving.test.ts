/** Tenants interleaved over one small pool, with queries that fail, time out, are cancelled or lose their connection: never a foreign row. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../schema/ids.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { tripsOf } from '../testing/trips.ts';
import { reading, type Transaction, transaction } from './handle.ts';
import { type Database, openDatabase } from './pool.ts';
import { UnboundStatement } from './predicate.ts';

const TENANTS = [newId(), newId(), newId()];
const ROWS = 7;

let fresh: FreshDatabase;
let database: Database;

beforeAll(async () => {
  fresh = await freshDatabase();
  await fresh.admin.query(`set role tenantry_owner;
    create table marks (tenant_id uuid not null, id uuid not null, owner text collate "C" not null, primary key (tenant_id, id));
    select protect_tenant_table('marks'); reset role;`);
  for (const tenant of TENANTS) {
    for (let n = 0; n < ROWS; n++)
      await fresh.admin.query('insert into marks values ($1, $2, $3)', [tenant, newId(), tenant]);
  }
  database = await openDatabase(fresh.connections.app, 2, () => {}, false);
});
afterAll(async () => {
  await database?.pool.end();
  await fresh?.close();
});

const bound = (tenant: string) => ({ tenant_id: tenant, plane: '' as const });

/** A transaction that ends whatever is found in it, so that a failure is told and not waited for. */
async function within<T>(tenant: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const tx = transaction(database, bound(tenant));
  try {
    return await work(tx);
  } finally {
    await tx.rollback();
  }
}

/** What a request may do to its connection; each answers the owners of the rows that it saw. */
const deeds: Record<string, (tenant: string) => Promise<string[]>> = {
  async read(tenant) {
    const rows = await reading(database, bound(tenant)).sql<{ owner: string }>(
      'select owner from marks where tenant_id = $1',
    );
    expect(rows).toHaveLength(ROWS);
    return rows.map((row) => row.owner);
  },
  /** The predicate is defeated on purpose: the policy alone must hold. */
  async readAll(tenant) {
    const text = 'select owner from marks where tenant_id = $1 or true';
    return (await reading(database, bound(tenant)).sql<{ owner: string }>(text)).map((row) => row.owner);
  },
  write: (tenant) =>
    within(tenant, async (tx) => {
      const touched = await tx.execute('update marks set owner = owner where tenant_id = $1');
      expect(touched).toBe(ROWS);
      const rows = await tx.sql<{ owner: string }>('select owner from marks where tenant_id = $1 or true');
      await tx.commit();
      return rows.map((row) => row.owner);
    }),
  undo: (tenant) =>
    within(tenant, async (tx) => {
      await tx.execute('delete from marks where tenant_id = $1');
      return [];
    }),
  fail: (tenant) =>
    within(tenant, async (tx) => {
      await tx.sql('select owner from marks where tenant_id = $1');
      await expect(tx.sql('select 1 / 0 from marks where tenant_id = $1')).rejects.toMatchObject({ code: '22012' });
      return [];
    }),
  failAtCommit: (tenant) =>
    within(tenant, async (tx) => {
      await tx.execute('delete from marks where tenant_id = $1');
      await expect(tx.commit([{ text: 'select 1 / 0' }])).rejects.toMatchObject({ code: '22012' });
      return [];
    }),
  async failToRead(tenant) {
    await expect(
      reading(database, bound(tenant)).sql('select owner::int from marks where tenant_id = $1'),
    ).rejects.toMatchObject({ code: '22P02' });
    return [];
  },
  timeOut: (tenant) =>
    within(tenant, async (tx) => {
      await tx.sql("select set_config('statement_timeout', '5', true), $1::text as tenant_id -- tenant_id = $1");
      await expect(tx.sql('select pg_sleep(1) from marks where tenant_id = $1')).rejects.toMatchObject({
        code: '57014',
      });
      return [];
    }),
  loseConnection: (tenant) =>
    within(tenant, async (tx) => {
      const [{ pid }] = (await tx.sql('select pg_backend_pid() as pid, $1::text as tenant_id -- tenant_id = $1')) as [
        { pid: number },
      ];
      await fresh.admin.query('select pg_terminate_backend($1)', [pid]);
      await expect(tx.sql('select owner from marks where tenant_id = $1')).rejects.toThrow();
      return [];
    }),
  plantForeign: (tenant) =>
    within(tenant, async (tx) => {
      const victim = TENANTS.find((one) => one !== tenant) as string;
      const planted = tx.execute(
        "insert into marks (tenant_id, id, owner) select $2::uuid, $3::uuid, 'planted' where $1::uuid is not null -- tenant_id = $1",
        [victim, newId()],
      );
      await expect(planted).rejects.toMatchObject({ code: '42501' });
      return [];
    }),
};

test('whatever happens to its neighbours, a request sees its own tenant and leaves nothing on the connection', async () => {
  const order = fc.array(fc.tuple(fc.constantFrom(...Object.keys(deeds)), fc.constantFrom(...TENANTS)), {
    minLength: 30,
    maxLength: 60,
  });
  let done = 0;
  await fc.assert(
    fc.asyncProperty(order, async (steps) => {
      const seen = await Promise.all(
        steps.map(async ([deed, tenant]) => ({
          tenant,
          owners: await (deeds[deed] as (tenant: string) => Promise<string[]>)(tenant),
        })),
      );
      for (const { tenant, owners } of seen) expect(owners.filter((owner) => owner !== tenant)).toEqual([]);
      done += steps.length;
      const { rows } = await database.pool.query(
        "select current_setting('app.tenant_id', true) as tenant, current_setting('app.plane', true) as plane, count(*)::int as seen from marks",
      );
      expect([rows[0].tenant || null, rows[0].plane || null, rows[0].seen]).toEqual([null, null, 0]);
    }),
    { numRuns: 60, endOnFailure: true },
  );
  expect(done).toBeGreaterThan(1500);
  const { rows } = await fresh.admin.query(
    'select count(*)::int as n, count(*) filter (where owner <> tenant_id::text)::int as wrong from marks',
  );
  expect(rows[0]).toEqual({ n: ROWS * TENANTS.length, wrong: 0 });
  expect(database.pool.waitingCount).toBe(0);
});

test('tenancy costs no round trip: one for a read, one more than its statements for a write', async () => {
  const [tenant] = TENANTS as [string];
  const counted = (work: () => Promise<unknown>, of: string | null = tenant): Promise<number> =>
    tripsOf(database, of, work);
  const own = reading(database, bound(tenant));
  const none = reading(database, { tenant_id: null, plane: '' });
  expect(await counted(() => own.sql('select owner from marks where tenant_id = $1'))).toBe(1);
  expect(await counted(() => none.sql('select owner from marks'), null)).toBe(1);
  expect(
    await counted(async () => {
      const tx = transaction(database, bound(tenant));
      await tx.sql('select owner from marks where tenant_id = $1');
      await tx.execute('update marks set owner = owner where tenant_id = $1');
      await tx.commit([{ text: 'select 1' }]);
    }),
  ).toBe(3);
  expect(await counted(() => transaction(database, bound(tenant)).commit())).toBe(0);
});

test('a statement after the end, and plain SQL that does not name the tenant, are refused', async () => {
  const [tenant] = TENANTS as [string];
  const tx = transaction(database, bound(tenant));
  await tx.sql('select owner from marks where tenant_id = $1');
  await tx.commit();
  await expect(tx.sql('select owner from marks where tenant_id = $1')).rejects.toThrow(UnboundStatement);
  await expect(reading(database, bound(tenant)).sql('select owner from marks')).rejects.toThrow(UnboundStatement);
  await expect(reading(database, bound(tenant)).sql("select owner from marks where tenant_id <> ''")).rejects.toThrow(
    UnboundStatement,
  );
});
