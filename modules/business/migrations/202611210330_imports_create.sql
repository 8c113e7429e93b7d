-- Files that were taken in, and what each changed, so that it can be taken back.
create table imports (
  tenant_id uuid not null,
  id uuid not null,
  noun text collate "C" not null,
  file_name text,
  on_duplicate text collate "C" not null
    constraint imports_on_duplicate_check check (on_duplicate in ('skip', 'update', 'create')),
  mapping jsonb not null,
  row_count integer not null,
  created_count integer not null,
  updated_count integer not null,
  skipped_count integer not null,
  error_count integer not null,
  imported_by text not null,
  undone_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index imports_created_at_idx on imports (tenant_id, created_at, id);
create index imports_noun_idx on imports (tenant_id, noun, created_at, id);
select protect_tenant_table('imports');

create table import_changes (
  tenant_id uuid not null,
  import_id uuid not null,
  record_id uuid not null,
  -- The record's version after the import: another one later means that somebody has worked on it.
  record_version integer not null,
  -- The fields as they were; null for a record that the import made.
  before jsonb,
  primary key (tenant_id, import_id, record_id),
  constraint import_changes_import_fkey foreign key (tenant_id, import_id) references imports (tenant_id, id)
);
select protect_tenant_table('import_changes', append_only => true);
