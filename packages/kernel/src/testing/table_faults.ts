/** Faults of tables, policies, keys and views, for the test of the isolation audit; and the tables that they are planted in. */

/** Two tables as a module would make them, for faults that need one to go wrong. */
export const EXAMPLE = `
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

/** A fault: which rule must find it, on which object, and how it gets in. */
export type Fault = [rule: string, object: string, sql: string];

export const tableFaults: Fault[] = [
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
    'table.trigger',
    'notes.spy',
    `create function spy() returns trigger language plpgsql as $$ begin update tags set name = new.title; return new; end $$;
     comment on function spy() is 'guard: or so it says'; create trigger spy before insert on notes for each row execute function spy()`,
  ],
  [
    'table.watcher',
    'record_sql_change',
    `create or replace function record_sql_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin return null; end $$`,
  ],
  ['table.unwatched', 'notes', 'alter table notes disable trigger sql_change'],
  ['table.unwatched', 'notes', 'alter table notes enable trigger sql_truncate'],
  ['table.unwatched', 'notes', 'drop trigger sql_truncate on notes'],
  [
    'table.unwatched',
    'notes',
    `create or replace trigger sql_change after insert or update or delete on notes for each row when (session_user <> 'eve') execute function record_sql_change()`,
  ],
  [
    'table.watcher',
    'record_control_change',
    `create or replace function record_control_change() returns trigger language plpgsql set search_path = pg_catalog, public as $$ begin return null; end $$`,
  ],
  ['table.unwatched', 'memberships', 'alter table memberships disable trigger sql_change'],
  ['table.unwatched', 'tenants', `drop trigger sql_truncate on tenants; comment on table tenants is 'class: control'`],
  ['table.unwatched', 'users', 'alter table users enable replica trigger sql_change'],
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
];
