/** db/schema.sql is what all migrations make; `npm run schema` writes it anew. */
import { freshDatabase } from '@tenantry/kernel/testing/database.ts';
import { modules } from '@tenantry/server/modules.ts';
import { expect, test } from 'vitest';
import { dumpSchema } from './schema_dump.ts';

test('the dump of a fresh database is the one in db/schema.sql', async () => {
  const database = await freshDatabase(modules);
  try {
    const schema = await dumpSchema(database.admin);
    expect(schema).toContain('-- table tenants (class: control)');
    await expect(
      schema,
      'a migration changed the schema: run `npm run schema` and commit db/schema.sql',
    ).toMatchFileSnapshot('../db/schema.sql');
  } finally {
    await database.close();
  }
});

test('the dump tells apart what a migration can change', async () => {
  const database = await freshDatabase([]);
  try {
    const { admin } = database;
    let before = await dumpSchema(admin);
    for (const change of [
      'alter table tenants add column planted text',
      "alter table tenants alter column planted set default 'x'",
      'alter table tenants alter column planted set not null',
      'alter table tenants add constraint tenants_planted_check check (length(planted) < 9)',
      'create index tenants_planted_idx on tenants (planted)',
      'grant truncate on tenants to tenantry_app',
      'grant update (planted) on tenants to tenantry_ro',
      'create policy planted on tenants using (true)',
      'alter table tenants no force row level security',
      'alter table tenants owner to tenantry_migrator',
      "comment on table tenants is 'class: tenant'",
      'create view planted_view as select id from tenants',
      'alter view planted_view set (security_invoker = true)',
      'create function planted() returns int language sql as $$ select 1 $$',
      'revoke execute on function planted() from public',
      'alter function planted() security definer',
      'create domain planted_domain as int check (value > 0)',
      'create sequence planted_seq',
    ]) {
      await admin.query(change);
      const after = await dumpSchema(admin);
      expect(after === before, change).toBe(false);
      before = after;
    }
    expect(await dumpSchema(admin)).toBe(before);
  } finally {
    await database.close();
  }
});
