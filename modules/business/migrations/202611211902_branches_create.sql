-- Branches with a registration of their own, and the series that numbers are written by.
-- Documents are new: there are few, and nobody waits for them.
-- squawk-ignore-file constraint-missing-not-valid, adding-foreign-key-constraint, require-concurrent-index-creation
create table branches (
  tenant_id uuid not null,
  id uuid not null,
  -- Stands in numbers as {BR}.
  code text collate "C" not null constraint branches_code_check check (code ~ '^[A-Z0-9]{1,3}$'),
  name text not null,
  gstin text collate "C",
  address_line1 text,
  address_line2 text,
  city text collate "C",
  state text collate "C" constraint branches_state_check check (state ~ '^\d\d$'),
  pincode text collate "C",
  phone text collate "C",
  email text collate "C",
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  name_key text collate "C" not null generated always as (lower(name collate "C")) stored,
  primary key (tenant_id, id),
  constraint branches_code_key unique (tenant_id, code)
);
create index branches_name_idx on branches (tenant_id, name_key, id);
create index branches_is_active_idx on branches (tenant_id, is_active, name_key, id);
create index branches_gstin_idx on branches (tenant_id, gstin);
create index branches_created_at_idx on branches (tenant_id, created_at, id);
create index branches_updated_at_idx on branches (tenant_id, updated_at, id);
select protect_tenant_table('branches');

create table series (
  tenant_id uuid not null,
  id uuid not null,
  document_type text collate "C" not null,
  -- Null for documents of no branch.
  branch_id uuid,
  -- Such as `INV/{FY}/{0000}`.
  template text collate "C" not null constraint series_template_check check (length(template) <= 60),
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  template_key text collate "C" not null generated always as (lower(template)) stored,
  primary key (tenant_id, id),
  constraint series_branch_fkey foreign key (tenant_id, branch_id) references branches (tenant_id, id)
);
-- One is in use for each type and branch.
create unique index series_type_key on series (tenant_id, document_type, branch_id) nulls not distinct where is_active;
create index series_template_idx on series (tenant_id, template_key, id);
create index series_is_active_idx on series (tenant_id, is_active, template_key, id);
create index series_document_type_idx on series (tenant_id, document_type, template_key, id);
create index series_branch_idx on series (tenant_id, branch_id);
create index series_created_at_idx on series (tenant_id, created_at, id);
create index series_updated_at_idx on series (tenant_id, updated_at, id);
select protect_tenant_table('series');

alter table documents
  add column branch_id uuid,
  add constraint documents_branch_fkey foreign key (tenant_id, branch_id) references branches (tenant_id, id);
create index documents_branch_idx on documents (tenant_id, kind, branch_id, date, id);
select grant_rows('documents', 'tenantry_app', false);
