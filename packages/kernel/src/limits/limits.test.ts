/** Counters of limits: exact under parallel writers, the tenant's own, told of at 80 and 100 percent, proved against count(*). */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Module } from '../http/module.ts';
import { asSystem } from '../http/perform.ts';
import { Problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { type Organisation, organisation } from '../testing/people.ts';
import { tripsOf } from '../testing/trips.ts';
import { createWorld, type World } from '../testing/world.ts';
import type { Entitlement, Entitlements } from './entitlements.ts';
import { LIMIT_NAMES, type LimitName, periodOf } from './limit.ts';
import { reconcileUsage } from './reconcile.ts';
import { changeUsage, readUsage } from './usage.ts';

const maxima: Record<string, Partial<Record<LimitName, number>>> = {};

/** Stands for the module that knows plans and for one whose records are counted. */
const things: Module = {
  name: 'things',
  routes: [],
  features: [],
  roles: [],
  migrations: new URL('./', import.meta.url),
  counts: { products: "select count(*) from search_words where tenant_id = $1 and noun = 'things'" },
  async entitlements(_control, tenant): Promise<Entitlements> {
    const limits = Object.fromEntries(
      LIMIT_NAMES.map((name): [LimitName, Entitlement] => [
        name,
        {
          maximum: maxima[tenant.id]?.[name] ?? null,
          source: 'plan',
          rule: tenant.plan,
          valid_from: null,
          valid_to: null,
        },
      ]),
    ) as Entitlements['limits'];
    return { limits, password: null, session_timeout: null, rate: null, weight: 1, until_ms: null };
  },
};

const MENDER = {
  actor: { kind: 'system', id: null, label: 'doctor', session_id: null, role: null, permissions: new Set<string>() },
  request_id: newId(),
  address: null,
} as const;

let world: World;

beforeAll(async () => {
  world = await createWorld({ modules: [things] });
});

afterAll(() => world?.close());

async function open(limits: Partial<Record<LimitName, number>>): Promise<Organisation & { tenant: Tenant }> {
  const one = await organisation(world);
  maxima[one.id] = limits;
  return { ...one, tenant: (await world.kernel.directory.find(one.id)) as Tenant };
}

function within<T>(tenant: Tenant, run: (ctx: Context) => Promise<T>): Promise<T> {
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  return asSystem(world.kernel, { tenant, database: world.kernel.cells.of(tenant), binding }, run);
}

async function addThing(ctx: Context, word: string): Promise<void> {
  await changeUsage(ctx, 'products', 1);
  await ctx.execute("insert into search_words (tenant_id, noun, word, record_id) values ($1, 'things', $2, $3)", [
    word,
    ctx.newId(),
  ]);
}

function refusalOf(error: unknown): Record<string, unknown> {
  const { kind, details } = error as Problem;
  return { code: kind.code, status: kind.status, ...details.extra, ...details.headers };
}

test('500 parallel writers at a limit of 40 give exactly 40, and the neighbour is not touched', async () => {
  const [full, other] = [await open({ products: 40 }), await open({ products: 40 })];
  await within(other.tenant, (ctx) => addThing(ctx, 'theirs'));
  // Thirty were there before anything was counted.
  await world.admin.query(
    "insert into search_words (tenant_id, noun, word, record_id) select $1, 'things', 'w' || n, gen_random_uuid() from generate_series(1, 30) n",
    [full.id],
  );
  const outcomes = await Promise.allSettled(
    Array.from({ length: 500 }, (_, n) => within(full.tenant, (ctx) => addThing(ctx, `thing${n}`))),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(10);
  const refused = outcomes.find((one) => one.status === 'rejected') as PromiseRejectedResult;
  expect(refused.reason).toBeInstanceOf(Problem);
  expect(refusalOf(refused.reason)).toEqual({
    code: 'limits.reached',
    status: 403,
    limit: 'products',
    usage: 40,
    maximum: 40,
    resets_at: null,
  });
  const { rows } = await world.admin.query('select count(*)::int as n from search_words where tenant_id = $1', [
    full.id,
  ]);
  expect(rows[0].n).toBe(40);
  expect(await readUsage(world.kernel, full.tenant, 'products')).toBe(40);
  expect(await readUsage(world.kernel, other.tenant, 'products')).toBe(1);
  expect(await reconcileUsage(world.kernel, full.tenant)).toEqual([]);
  const told = await world.admin.query(
    "select action, after->>'percent' as percent from audit_entries where tenant_id = $1 and subject = 'limits' order by id",
    [full.id],
  );
  expect(told.rows.map((row) => row.action).sort()).toEqual(['limits.exhausted', 'limits.warned']);
}, 60_000);

test('what is undone is not counted; less makes room; a deviation is found and mended', async () => {
  const { tenant, id } = await open({ products: 2 });
  await within(tenant, (ctx) => addThing(ctx, 'one'));
  const undone = within(tenant, async (ctx) => {
    await addThing(ctx, 'never');
    throw new Error('undone');
  });
  await expect(undone).rejects.toThrow('undone');
  expect(await readUsage(world.kernel, tenant, 'products')).toBe(1);
  await within(tenant, (ctx) => addThing(ctx, 'two'));
  await expect(within(tenant, (ctx) => addThing(ctx, 'three'))).rejects.toThrow('2 of 2');
  await within(tenant, async (ctx) => {
    await ctx.execute("delete from search_words where tenant_id = $1 and noun = 'things' and word = 'one'");
    await changeUsage(ctx, 'products', -1, { made: true });
  });
  await within(tenant, (ctx) => addThing(ctx, 'three'));
  expect(await reconcileUsage(world.kernel, tenant)).toEqual([]);
  await world.admin.query("delete from search_words where tenant_id = $1 and word = 'three'", [id]);
  const found = { tenant: tenant.slug, limit: 'products', counter: 2, counted: 1 };
  expect(await reconcileUsage(world.kernel, tenant, { mend: MENDER })).toEqual([found]);
  expect(await reconcileUsage(world.kernel, tenant)).toEqual([]);
});

test('a month’s transactions begin anew with the month of the tenant’s zone', async () => {
  const { tenant } = await open({ transactions_per_month: 1 });
  const at = (instant: string) => (ctx: Context) =>
    changeUsage(Object.create(ctx, { now: { value: new Date(instant) } }), 'transactions_per_month', 1);
  await within(tenant, at('2026-11-30T18:29:59Z'));
  const refused = await within(tenant, at('2026-11-30T18:29:59Z')).catch(refusalOf);
  expect(refused).toMatchObject({ usage: 1, maximum: 1, resets_at: '2026-11-30T18:30:00.000Z' });
  // In Kolkata it is December.
  await within(tenant, at('2026-11-30T18:30:00Z'));
  expect(periodOf('api_requests_per_day', 'America/New_York', Date.parse('2026-03-08T12:00:00Z'))).toEqual({
    period: '2026-03-08',
    resets_at: '2026-03-09T04:00:00.000Z',
  });
});

test('storage is counted in bytes, of one tenant by itself', async () => {
  const [full, other] = [await open({ storage_bytes: 1000 }), await open({ storage_bytes: 1000 })];
  await within(full.tenant, (ctx) => changeUsage(ctx, 'storage_bytes', 900));
  const refused = await within(full.tenant, (ctx) => changeUsage(ctx, 'storage_bytes', 101)).catch(refusalOf);
  expect(refused).toMatchObject({ limit: 'storage_bytes', usage: 900, maximum: 1000 });
  await within(other.tenant, (ctx) => changeUsage(ctx, 'storage_bytes', 1000));
  expect(await readUsage(world.kernel, other.tenant, 'storage_bytes')).toBe(1000);
  // Bound to one tenant, the counter of the other is neither seen nor changed.
  const seen = await within(full.tenant, (ctx) =>
    ctx.sql('select used from usage_counters where tenant_id = $1 or used = 1000'),
  );
  expect(seen).toEqual([{ used: 900 }]);
});

test('a counter that is known costs no round trip; one that is gone is begun anew', async () => {
  const { tenant, id } = await open({ products: 3 });
  await within(tenant, (ctx) => addThing(ctx, 'one'));
  const again = (): Promise<void> => within(tenant, (ctx) => addThing(ctx, 'two'));
  expect(await tripsOf(world.kernel.cells.of(tenant), id, again)).toBe(2);
  await world.admin.query('delete from usage_counters where tenant_id = $1', [id]);
  // One went as well: what is there is counted.
  await world.admin.query("delete from search_words where tenant_id = $1 and word = 'one'", [id]);
  await within(tenant, (ctx) => addThing(ctx, 'three'));
  expect(await readUsage(world.kernel, tenant, 'products')).toBe(2);
  await within(tenant, (ctx) => addThing(ctx, 'four'));
  await expect(within(tenant, (ctx) => addThing(ctx, 'five'))).rejects.toThrow('3 of 3');
  // A change that nothing follows is refused before COMMIT.
  await expect(within(tenant, (ctx) => changeUsage(ctx, 'products', 1))).rejects.toThrow('3 of 3');
  expect(await reconcileUsage(world.kernel, tenant)).toEqual([]);
});
