-- What is due again and again in a tenant: declared by a module, or stored for this tenant alone.

create table schedules (
  tenant_id uuid not null,
  name text collate "C" not null,
  job text collate "C" not null,
  cron text not null,
  time_zone text not null,
  data jsonb not null,
  next_at timestamptz not null,
  last_at timestamptz,
  -- The row of job_queue that stands for the next due time.
  turn uuid not null,
  primary key (tenant_id, name)
);
select protect_tenant_table('schedules');
