-- Limits that an organisation has for a time, beside its subscription: the one that began last holds while it lasts.

create table entitlements (
  tenant_id uuid not null references tenants (id),
  id uuid not null,
  name text collate "C" not null,
  -- Null is no limit.
  maximum bigint constraint entitlements_maximum_check check (maximum >= 0),
  valid_from timestamptz not null,
  valid_to timestamptz,
  reason text,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint entitlements_time_check check (valid_to is null or valid_to > valid_from)
);
create index entitlements_valid_idx on entitlements (tenant_id, valid_from, id);
select protect_control_table('entitlements');
