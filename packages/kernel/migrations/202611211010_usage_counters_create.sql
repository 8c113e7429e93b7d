-- How much of each limit is used: one row a limit and period, changed in the transaction of the change that it counts.

create table usage_counters (
  tenant_id uuid not null,
  name text collate "C" not null,
  -- Empty for what is held for good; the month or the day in the tenant's time zone: 2026-11, 2026-11-21.
  period text collate "C" not null,
  used bigint not null constraint usage_counters_used_check check (used >= 0),
  -- The share in percent that has been told of: 0, 80 or 100.
  warned integer not null default 0,
  primary key (tenant_id, name, period)
);
select protect_tenant_table('usage_counters');

-- The same for what the control plane holds of a tenant, such as its people.
create table control_counters (
  tenant_id uuid not null references tenants (id),
  name text collate "C" not null,
  period text collate "C" not null,
  used bigint not null constraint control_counters_used_check check (used >= 0),
  warned integer not null default 0,
  primary key (tenant_id, name, period)
);
select protect_control_table('control_counters');

-- Requests of a day that instances have taken to give out; what they do not give out they bring back.
create table request_leases (
  tenant_id uuid not null references tenants (id),
  day text collate "C" not null,
  used bigint not null constraint request_leases_used_check check (used >= 0),
  warned integer not null default 0,
  primary key (tenant_id, day)
);
select protect_control_table('request_leases');
