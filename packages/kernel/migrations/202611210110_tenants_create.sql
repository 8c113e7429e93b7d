-- The catalogue of tenants, their domains, retired slugs and feature switches, and the news that instances send each other.

create table tenants (
  id uuid primary key,
  slug text collate "C" not null constraint tenants_slug_key unique,
  name text not null,
  status text not null default 'provisioning'
    constraint tenants_status_check check (status in ('provisioning', 'active', 'suspended', 'archived')),
  organization_type text not null,
  plan text not null,
  placement text not null default 'pool' constraint tenants_placement_check check (placement in ('pool', 'silo')),
  time_zone text not null default 'Asia/Kolkata',
  status_reason text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1
);
select protect_control_table('tenants', tenant_column => 'id');

-- A slug that a tenant gave up stays taken, so that nobody inherits its links (tombstone).
create table retired_slugs (
  slug text collate "C" primary key,
  former_tenant_id uuid not null,
  retired_at timestamptz not null default now()
);
select protect_control_table('retired_slugs', tenant_column => 'former_tenant_id');

create table domains (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  domain text collate "C" not null,
  verification_token text not null,
  verified_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id)
);
-- One tenant a domain in the whole installation; only verified claims count, so that a claim alone blocks nobody.
create unique index domains_domain_key on domains (domain) where verified_at is not null;
select protect_control_table('domains');

create table feature_overrides (
  tenant_id uuid not null references tenants (id),
  feature text collate "C" not null,
  enabled boolean not null,
  updated_at timestamptz not null default now(),
  primary key (tenant_id, feature)
);
select protect_control_table('feature_overrides');

-- What other instances must forget. The notification carries the row's id alone.
create table changes (
  id uuid primary key,
  kind text not null,
  subject_id uuid,
  created_at timestamptz not null default now()
);
create index changes_created_at_idx on changes (created_at);
select protect_control_table('changes');
-- Whoever changes something tells of it in the same transaction; what others told is not for his eyes.
alter policy control_plane on changes with check (true);
