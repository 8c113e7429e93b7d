-- Files: what is known of each; the content lies in the store.
create table files (
  tenant_id uuid not null,
  id uuid not null,
  -- Where the content lies in the store: t/<tenant_id>/<object_id>.
  object_id uuid not null,
  name text not null,
  media_type text collate "C" not null,
  bytes bigint not null constraint files_bytes_check check (bytes >= 0),
  sha256 text collate "C" not null,
  -- uploading: not yet whole, seen by nobody; missing: the store has lost the content.
  state text collate "C" not null default 'uploading'
    constraint files_state_check check (state in ('uploading', 'ready', 'missing')),
  -- The oldest version of the tenant's key that a part of the content is sealed with.
  key_version bigint not null default 0,
  created_by uuid,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Leakproof, so that it works as an index under row-level security.
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  primary key (tenant_id, id),
  constraint files_object_key unique (tenant_id, object_id)
);
create index files_name_idx on files (tenant_id, name_key, id);
create index files_bytes_idx on files (tenant_id, bytes, id);
create index files_created_at_idx on files (tenant_id, created_at, id);
create index files_key_version_idx on files (tenant_id, key_version, id);
select protect_tenant_table('files');
