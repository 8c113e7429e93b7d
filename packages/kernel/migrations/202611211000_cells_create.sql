-- Cells: the databases that hold tenants. A pool cell holds many, a silo cell one; the catalogue says who lives where.
-- The catalogue of tenants is small, and this takes a moment of it.
-- squawk-ignore-file adding-foreign-key-constraint, require-concurrent-index-creation

create table cells (
  id uuid primary key,
  name text collate "C" not null constraint cells_name_key unique,
  kind text not null constraint cells_kind_check check (kind in ('pool', 'silo')),
  -- The database's name on its server; null is the installation's own database.
  database text,
  created_at timestamptz not null default now()
);
select protect_control_table('cells');

-- The pool that every installation begins with: the database that holds this catalogue too.
insert into cells (id, name, kind) values ('019e0000-0000-7000-8000-000000000001', 'pool', 'pool');

alter table tenants
  add column cell_id uuid not null default '019e0000-0000-7000-8000-000000000001'
  constraint tenants_cell_id_fkey references cells (id);
create index tenants_cell_id_idx on tenants (cell_id);
select grant_rows('tenants', 'tenantry_control', false);
