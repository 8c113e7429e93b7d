-- Safes: records with sealed fields, on which keys are tested.
create table safes (
  tenant_id uuid not null,
  id uuid not null,
  title text collate "C" not null,
  combination text,
  hint text,
  version integer not null default 1,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
create index safes_title_idx on safes (tenant_id, title, id);
select protect_tenant_table('safes');
