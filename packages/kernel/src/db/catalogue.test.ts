/** The isolation audit finds every planted fault, by rule and by object, and nothing on the real schema. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { auditCatalogue, rules } from './catalogue.ts';

let database: FreshDatabase;

/** Two tables as a module would make them, for faults that need one to go wrong. */
const EXAMPLE = `
  set role tenantry_owner;
  create table tags (tenant_id uuid not null, id uuid not null, name text collate "C" not null, primary key (tenant_id, id));
  select protect_tenant_table('tags');
  create table notes (
    tenant_id uuid not null, id uuid not null, tag_id uuid, title text collate "C" not null, cost paise not null default 0,
    rate numeric(6, 3), primary key (tenant_id, id), foreign key (tenant_id, tag_id) references tags (tenant_id, id)
  );
  create index notes_title_idx on notes (tenant_id, title, id);
  select protect_tenant_table('notes');
  create table entries (tenant_id uuid not null, id uuid not null, primary key (tenant_id, id));
  select protect_tenant_table('entries', append_only => true);
  create table units (code text collate "C" primary key);
  select protect_reference_table('units');
  reset role;`;

beforeAll(async () => {
  database = await freshDatabase();
  await database.admin.query(EXAMPLE);
});
afterAll(() => database?.close());

/** A fault: how it gets in, which rule must find it, and on which object. */
const faults: [rule: string, object: string, sql: string][] = [
  ['table.class', 'loose', 'create table loose (id uuid)'],
  ['table.schema', 'hidden.loose', 'create schema hidden; create table hidden.loose (id uuid)'],
  ['table.owner', 'notes', 'alter table notes owner to tenantry_migrator'],
  [
    'table.unlogged',
    'scratch',
    `create unlogged table scratch (id int); comment on table scratch is 'class: reference'`,
  ],
  [
    'table.foreign',
    'remote',
    'create foreign data wrapper w; create server s foreign data wrapper w; create foreign table remote (id int) server s',
  ],
  ['table.rule', 'notes.swallow', 'create rule swallow as on delete to notes do instead nothing'],
  [
    'table.trigger',
    'notes.spy',
    'create function spy() returns trigger language plpgsql as $$ begin return new; end $$; create trigger spy before insert on notes for each row execute function spy()',
  ],
  [
    'table.child',
    'notes_2026',
    `create table notes_2026 () inherits (notes); comment on table notes_2026 is 'class: tenant'`,
  ],
  ['policy.disabled', 'notes', 'alter table notes disable row level security'],
  ['policy.not_forced', 'notes', 'alter table notes no force row level security'],
  ['policy.count', 'notes', 'drop policy tenant_isolation on notes'],
  ['policy.count', 'notes', 'create policy careless on notes using (true)'],
  ['policy.count', 'users', 'drop policy control_plane on users'],
  ['policy.restrictive', 'notes.strict', `create policy strict on notes as restrictive using (title <> '')`],
  ['policy.command', 'notes.reading', 'create policy reading on notes for select using (true)'],
  ['policy.roles', 'notes.few', `create policy few on notes to tenantry_app using (title <> '')`],
  ['policy.using', 'notes.tenant_isolation', 'alter policy tenant_isolation on notes using (true)'],
  [
    'policy.using',
    'notes.tenant_isolation',
    `alter policy tenant_isolation on notes using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))`,
  ],
  ['policy.using', 'memberships.control_plane', 'alter policy control_plane on memberships using (true)'],
  ['policy.check', 'notes.tenant_isolation', 'alter policy tenant_isolation on notes with check (true)'],
  [
    'tenant.column',
    'notes',
    `alter table notes alter column tenant_id set default '00000000-0000-0000-0000-000000000000'`,
  ],
  ['tenant.column', 'bare', `create table bare (id uuid primary key); comment on table bare is 'class: tenant'`],
  [
    'tenant.primary_key',
    'notes',
    'alter table notes drop constraint notes_pkey; create unique index on notes (tenant_id, id)',
  ],
  ['tenant.unique', 'notes.notes_title_key', 'alter table notes add constraint notes_title_key unique (title)'],
  ['tenant.unique', 'notes.notes_twin', 'create unique index notes_twin on notes (title, tenant_id)'],
  ['tenant.index', 'notes.notes_cost', 'create index notes_cost on notes (cost)'],
  ['tenant.index_method', 'notes.notes_hash', 'create index notes_hash on notes using hash (tenant_id)'],
  ['tenant.index_leaky', 'notes.notes_rate', 'create index notes_rate on notes (tenant_id, rate)'],
  ['tenant.index_expression', 'notes.notes_lower', 'create index notes_lower on notes (tenant_id, lower(title))'],
  [
    'tenant.foreign_key',
    'notes.plain',
    'create unique index tags_id on tags (id); alter table notes add constraint plain foreign key (tag_id) references tags (id)',
  ],
  [
    'tenant.foreign_key',
    'notes.crossed',
    'create unique index tags_turned on tags (id, tenant_id); alter table notes add constraint crossed foreign key (tag_id, tenant_id) references tags (id, tenant_id)',
  ],
  [
    'tenant.foreign_key_class',
    'notes.up',
    'alter table notes add constraint up foreign key (tenant_id) references tenants (id)',
  ],
  [
    'tenant.set_null',
    'notes.nulling',
    'alter table notes add constraint nulling foreign key (tenant_id, tag_id) references tags (tenant_id, id) on delete set null (tag_id)',
  ],
  ['tenant.not_valid', 'notes.later', `alter table notes add constraint later check (title <> '') not valid`],
  ['tenant.sequence', 'note_numbers', 'create sequence note_numbers'],
  [
    'tenant.sequence',
    'notes_serial_seq',
    'alter table notes add column serial bigint generated by default as identity',
  ],
  ['tenant.enum', 'notes.mood', `create type moods as enum ('good', 'bad'); alter table notes add column mood moods`],
  ['tenant.money_type', 'notes.price', 'alter table notes add column price double precision'],
  ['view.invoker', 'all_notes', 'create view all_notes as select * from notes'],
  [
    'view.materialized',
    'note_counts',
    'create materialized view note_counts as select tenant_id, count(*) from notes group by 1',
  ],
  ['grant.dangerous', 'notes', 'grant truncate on notes to tenantry_app'],
  ['grant.dangerous', 'notes', 'grant references on notes to tenantry_app'],
  ['grant.dangerous', 'notes', 'grant trigger on notes to tenantry_app'],
  ['grant.public', 'notes', 'grant select on notes to public'],
  ['grant.stranger', 'notes', 'create role passer_by; grant select on notes to passer_by'],
  ['grant.update_table', 'notes', 'grant update on notes to tenantry_app'],
  ['grant.update_key', 'notes.tenant_id', 'grant update (tenant_id) on notes to tenantry_app'],
  ['grant.append_only', 'entries', 'grant delete on entries to tenantry_app'],
  ['grant.append_only', 'audit_entries', 'grant update (after) on audit_entries to tenantry_app'],
  ['grant.app_on_control', 'users', 'grant select on users to tenantry_app'],
  ['grant.control_on_tenant', 'notes', 'grant select on notes to tenantry_control'],
  ['grant.reference_write', 'units', 'grant insert on units to tenantry_app'],
  ['grant.reader_writes', 'notes', 'grant delete on notes to tenantry_ro'],
  ['grant.schema', 'public', 'grant create on schema public to tenantry_app'],
  [
    'grant.database',
    '',
    "do $$ begin execute format('grant temporary on database %I to public', current_database()); end $$",
  ],
  [
    'grant.default',
    'public',
    'alter default privileges for role tenantry_owner in schema public grant select on tables to tenantry_app',
  ],
  [
    'function.definer',
    'peek()',
    'create function peek() returns bigint language sql security definer set search_path = public as $$ select count(*) from notes $$',
  ],
  [
    'function.leakproof',
    'quiet(text)',
    `create function quiet(text) returns boolean language sql leakproof set search_path = public as $$ select true $$`,
  ],
  ['function.search_path', 'wander()', 'create function wander() returns int language sql as $$ select 1 $$'],
  ['function.public', 'wander()', 'create function wander() returns int language sql as $$ select 1 $$'],
  [
    'operator.own',
    '<<<(text,text)',
    'create function eqq(text, text) returns boolean language sql set search_path = public as $$ select true $$; create operator <<< (leftarg = text, rightarg = text, function = eqq)',
  ],
  ['role.attributes', 'tenantry_app', 'alter role tenantry_app bypassrls'],
  ['role.attributes', 'tenantry_control', 'alter role tenantry_control createrole'],
  ['role.member', 'tenantry_app', 'grant tenantry_owner to tenantry_app'],
  ['role.owns', 'notes', 'alter table notes owner to tenantry_app'],
  [
    'role.setting',
    'tenantry_app',
    `alter role tenantry_app set app.tenant_id = '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10'`,
  ],
  ['role.setting', 'tenantry_control', `alter role tenantry_control set app.plane = 'platform'`],
  ['role.timeouts', 'tenantry_app', 'alter role tenantry_app reset statement_timeout'],
  ['server.files', 'pg_read_file(text)', 'grant execute on function pg_read_file(text) to tenantry_app'],
  ['server.extension', 'dblink', 'create extension dblink'],
  ['server.publication', 'everything', 'create publication everything for all tables'],
  ['server.publication', 'some_notes', 'create publication some_notes for table notes'],
  ['server.large_object', '', 'select lo_create(0)'],
  [
    'server.foreign_server',
    'elsewhere',
    'create foreign data wrapper w; create server elsewhere foreign data wrapper w',
  ],
  [
    'server.event_trigger',
    'watcher',
    'create function watch() returns event_trigger language plpgsql set search_path = public as $$ begin end $$; create event trigger watcher on ddl_command_end execute function watch()',
  ],
  [
    'table.schema',
    'hidden.notes',
    'create schema hidden; create materialized view hidden.notes as select * from notes',
  ],
  ['table.trigger_off', 'notes.notes_tenant_id_tag_id_fkey', 'alter table notes disable trigger all'],
  ['table.reference', 'units.tenant_id', 'alter table units add column tenant_id uuid'],
  ['table.reference', 'notes.tenant_id', `comment on table notes is 'class: reference'`],
  ['table.class', 'notes', 'comment on table notes is null'],
  ['policy.using', 'notes.tenant_isolation', `comment on table notes is 'class: control'`],
  [
    'policy.check',
    'notes.tenant_isolation',
    `alter policy tenant_isolation on notes with check (tenant_id is not null)`,
  ],
  ['policy.check', 'changes.control_plane', 'alter policy control_plane on changes with check (false)'],
  [
    'control.column',
    'memberships',
    'alter table memberships drop constraint memberships_pkey; alter table memberships alter column tenant_id drop not null',
  ],
  [
    'tenant.column',
    'notes',
    'alter table notes drop constraint notes_pkey; alter table notes alter column tenant_id drop not null',
  ],
  [
    'tenant.unique',
    'notes.notes_excluded',
    'alter table notes add constraint notes_excluded exclude using btree (title with =)',
  ],
  [
    'tenant.index_invalid',
    'notes.notes_title_idx',
    `update pg_index set indisvalid = false where indexrelid = 'notes_title_idx'::regclass`,
  ],
  [
    'tenant.index_leaky',
    'notes.notes_tags',
    'alter table notes add column tags text[]; create index notes_tags on notes (tenant_id, tags)',
  ],
  ['view.invoker', 'all_notes', 'create view all_notes with (security_invoker = off) as select * from notes'],
  ['grant.public', 'notes.title', 'grant select (title) on notes to public'],
  ['grant.app_on_control', 'users.email', 'grant select (email) on users to tenantry_app'],
  ['grant.control_on_tenant', 'notes.title', 'grant select (title) on notes to tenantry_control'],
  ['grant.reader_writes', 'notes.title', 'grant update (title) on notes to tenantry_ro'],
  ['grant.reference_write', 'units.code', 'grant update (code) on units to tenantry_control'],
  ['grant.dangerous', 'tags.id', 'grant references (id) on tags to tenantry_app'],
  ['grant.option', 'notes', 'grant select on notes to tenantry_app with grant option'],
  ['grant.missing', 'notes', 'alter table notes add column colour text'],
  ['grant.missing', 'notes', 'revoke delete on notes from tenantry_app'],
  ['grant.missing', 'units', 'revoke select on units from tenantry_ro'],
  [
    'function.setting',
    'wander()',
    `create function wander() returns int language sql set search_path = public set app.plane = 'platform' as $$ select 1 $$`,
  ],
  [
    'function.language',
    'native(integer)',
    `create function native(int) returns int language internal set search_path = public as 'int4um'`,
  ],
  [
    'operator.own',
    'bigint to boolean',
    'create function truth(bigint) returns boolean language sql set search_path = public as $$ select true $$; create cast (bigint as boolean) with function truth(bigint)',
  ],
  ['role.members', 'passer_by', 'create role passer_by login; grant tenantry_migrator to passer_by'],
  ['role.timeouts', 'tenantry_control', 'alter role tenantry_control set lock_timeout = 0'],
  [
    'role.timeouts',
    'tenantry_app',
    "do $$ begin execute format('alter role tenantry_app in database %I set statement_timeout = 0', current_database()); end $$",
  ],
  ['role.search_path', 'tenantry_app', 'alter role tenantry_app set search_path = hidden, public'],
  ['role.search_path', 'tenantry_control', 'alter role tenantry_control reset search_path'],
  ['role.setting', 'tenantry_app', 'alter role tenantry_app set row_security = off'],
  ['role.member', 'tenantry_control', 'grant pg_read_all_data to tenantry_control'],
  ['server.publication', 'whole', 'create publication whole for tables in schema public'],
  [
    'server.subscription',
    'inflow',
    `create subscription inflow connection 'dbname=nowhere' publication p with (connect = false, slot_name = none)`,
  ],
  ['server.schema', 'hidden', 'create schema hidden'],
  ['server.parameter', 'session_replication_role', 'grant set on parameter session_replication_role to tenantry_app'],
];

/** Well-made things that look like faults; the audit must not cry wolf. */
const harmless: string[] = [
  'create view my_notes with (security_invoker = on) as select * from notes',
  'create index notes_cost on notes (tenant_id, cost, id)',
  "alter table notes add column colour text collate \"C\"; select grant_rows('notes', 'tenantry_app', false)",
  'create unique index on notes (tenant_id, title) where tag_id is null',
  'create function plain() returns int language sql set search_path = public as $$ select 1 $$; revoke execute on function plain() from public',
  'create role passer_by login',
  'create extension pg_trgm',
  "alter role tenantry_app set work_mem = '16MB'",
];

test('the real schema and the example have no faults', async () => {
  const { tables, findings } = await auditCatalogue(database.admin);
  expect(findings).toEqual([]);
  expect(tables).toBeGreaterThan(15);
});

test.each(faults)('%s is found on %s: %s', async (rule, object, sql) => {
  await database.admin.query('begin');
  try {
    await database.admin.query(sql);
    const { findings } = await auditCatalogue(database.admin);
    const found = findings.filter((finding) => finding.rule === rule);
    expect(found.length, JSON.stringify(findings)).toBeGreaterThan(0);
    expect(
      found.some((finding) => object === '' || finding.object === object),
      JSON.stringify(found),
    ).toBe(true);
    // Nothing else is accused: each finding is about what the fault itself names. Who becomes the owner has rights everywhere.
    const strangers = findings.filter(
      (finding) =>
        object !== '' &&
        rule !== 'role.member' &&
        finding.object !== object &&
        !finding.object.split(/[.(]/).some((part) => sql.includes(part)),
    );
    expect(strangers).toEqual([]);
    for (const { detail, fix } of findings) expect(detail.length * fix.length).toBeGreaterThan(0);
  } finally {
    await database.admin.query('rollback');
  }
});

test('each rule has a planted fault that it finds', () => {
  expect(faults.length).toBeGreaterThanOrEqual(40);
  const planted = new Set(faults.map(([rule]) => rule));
  expect(rules.map((rule) => rule.name).filter((name) => !planted.has(name))).toEqual([]);
});

test.each(harmless)('nothing is found in %s', async (sql) => {
  await database.admin.query('begin');
  try {
    await database.admin.query(sql);
    expect((await auditCatalogue(database.admin)).findings).toEqual([]);
  } finally {
    await database.admin.query('rollback');
  }
});

test('the audit answers the same to the powerless logins that run it in the server', async () => {
  const { default: pg } = await import('pg');
  const client = new pg.Client(database.connections.control);
  await client.connect();
  try {
    expect((await auditCatalogue(client)).findings).toEqual([]);
  } finally {
    await client.end();
  }
});
