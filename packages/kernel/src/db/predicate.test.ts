/** The tenant predicate stands in every statement that Kysely builds, and what cannot be bound is refused. */
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely';
import { expect, test } from 'vitest';
import { tenantPredicate, UnboundStatement } from './predicate.ts';

interface Example {
  notes: { tenant_id: string; id: string; text: string; tag_id: string };
  tags: { tenant_id: string; id: string; name: string };
  units: { code: string };
  tenants: { id: string; name: string };
}

const TENANT = '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10';
const columns = new Map<string, string | null>([
  ['notes', 'tenant_id'],
  ['tags', 'tenant_id'],
  ['units', null],
  ['tenants', 'id'],
]);
const db = new Kysely<Example>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (one) => new PostgresIntrospector(one),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
  plugins: [tenantPredicate(TENANT, columns)],
});

test('a select carries the predicate beside its own conditions, which cannot get around it', () => {
  const query = db
    .selectFrom('notes')
    .select('text')
    .where((eb) => eb.or([eb('text', '=', 'a'), eb('text', '=', 'b')]))
    .compile();
  expect(query.sql).toBe(
    'select "text" from "notes" where "notes"."tenant_id" = $1 and (("text" = $2 or "text" = $3))',
  );
  expect(query.parameters[0]).toBe(TENANT);
});

test('joins, aliases, sub-queries, unions and WITH carry it for each table; reference tables stay as they are', () => {
  const joined = db
    .selectFrom('notes as n')
    .leftJoin('tags as t', 't.id', 'n.tag_id')
    .innerJoin('units as u', 'u.code', 't.name')
    .select('n.text')
    .compile();
  expect(joined.sql).toContain('left join "tags" as "t" on "t"."tenant_id" = $1 and ("t"."id" = "n"."tag_id")');
  expect(joined.sql).toContain('inner join "units" as "u" on "u"."code" = "t"."name"');
  expect(joined.sql).toContain('where "n"."tenant_id" = $2');
  const nested = db
    .with('recent', (qb) => qb.selectFrom('notes').selectAll())
    .selectFrom('recent')
    .select('recent.id')
    .where('recent.tag_id', 'in', (qb) => qb.selectFrom('tags').select('tags.id'))
    .union((eb) => eb.selectFrom('tags').select('tags.id'))
    .compile();
  expect(nested.parameters.filter((value) => value === TENANT)).toHaveLength(3);
});

test('update and delete carry it; insert gets the tenant, in every row', () => {
  expect(db.updateTable('notes').set({ text: 'x' }).where('id', '=', '1').compile().sql).toBe(
    'update "notes" set "text" = $1 where "notes"."tenant_id" = $2 and ("id" = $3)',
  );
  expect(db.deleteFrom('notes').compile().sql).toBe('delete from "notes" where "notes"."tenant_id" = $1');
  const rows = [
    { id: '1', text: 'a', tag_id: 't' },
    { id: '2', text: 'b', tag_id: 't' },
  ];
  const insert = db
    .insertInto('notes')
    .values(rows as never)
    .compile();
  expect(insert.sql).toContain('"tenant_id") values');
  expect(insert.parameters.filter((value) => value === TENANT)).toHaveLength(2);
  expect(db.updateTable('tenants').set({ name: 'x' }).compile().sql).toContain('"tenants"."id" = $2');
});

test('what cannot be bound is refused', () => {
  expect(() => db.updateTable('notes').set({ tenant_id: 'other' }).compile()).toThrow(UnboundStatement);
  expect(() =>
    db
      .selectFrom('strangers' as 'notes')
      .selectAll()
      .compile(),
  ).toThrow(UnboundStatement);
  expect(() =>
    db.mergeInto('notes').using('tags', 'tags.id', 'notes.tag_id').whenMatched().thenDelete().compile(),
  ).toThrow(UnboundStatement);
  expect(() => db.selectFrom(sql<{ id: string }>`(select * from notes)`.as('n')).selectAll().compile()).toThrow(
    UnboundStatement,
  );
  expect(() => sql`select * from notes where tenant_id is not null`.compile(db)).toThrow(UnboundStatement);
});
