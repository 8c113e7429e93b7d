-- Views of lists that people keep: what is searched, filtered, sorted and shown, for oneself or for all colleagues.
create table views (
  tenant_id uuid not null,
  id uuid not null,
  -- The noun of the list, e.g. `customers`.
  list text collate "C" not null,
  name text not null,
  q text not null default '',
  filters jsonb not null default '{}',
  sort text not null default '',
  -- The shown columns in their order; null is as declared.
  columns jsonb,
  -- Null is the person's own setting.
  density text collate "C" constraint views_density_check check (density in ('compact', 'regular', 'touch')),
  is_shared boolean not null default false,
  created_by uuid not null,
  -- What whoever made it was called then.
  author text not null,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  primary key (tenant_id, id)
);
create index views_name_idx on views (tenant_id, list, name_key, id);
create index views_all_idx on views (tenant_id, name_key, id);
create index views_created_at_idx on views (tenant_id, created_at, id);
create unique index views_own_name_key on views (tenant_id, created_by, list, name_key) where not is_shared;
create unique index views_shared_name_key on views (tenant_id, list, name_key) where is_shared;
select protect_tenant_table('views');

-- The view that a person's list opens with.
create table view_defaults (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  list text collate "C" not null,
  view_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint view_defaults_user_key unique (tenant_id, user_id, list),
  constraint view_defaults_view_fkey foreign key (tenant_id, view_id) references views (tenant_id, id)
);
create index view_defaults_view_idx on view_defaults (tenant_id, view_id);
select protect_tenant_table('view_defaults');
