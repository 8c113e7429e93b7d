-- The data keys of tenants, wrapped; and the answers kept for Idempotency-Key, which may hold what is sealed elsewhere.

-- One row a version. A key that is destroyed leaves its row, so that its life can be read back.
create table tenant_keys (
  tenant_id uuid not null,
  version integer not null constraint tenant_keys_version_check check (version between 1 and 999999999),
  state text collate "C" not null default 'current'
    constraint tenant_keys_state_check check (state in ('current', 'old', 'destroyed')),
  wrapped bytea,
  master_key_id text collate "C" not null,
  created_at timestamptz not null default now(),
  replaced_at timestamptz,
  destroyed_at timestamptz,
  primary key (tenant_id, version),
  constraint tenant_keys_wrapped_check check ((wrapped is null) = (state = 'destroyed'))
);
create unique index tenant_keys_current_key on tenant_keys (tenant_id) where state = 'current';
select protect_control_table('tenant_keys');

alter table idempotency_keys add column sealed_body text collate "C";
select grant_rows('idempotency_keys', 'tenantry_app', false);
grant update (sealed_body) on idempotency_keys to tenantry_control;
