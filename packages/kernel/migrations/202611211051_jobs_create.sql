-- Jobs: work that a tenant asked for and that is done apart from the request; and the queue that says which is due.

create table jobs (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  state text collate "C" not null default 'queued'
    constraint jobs_state_check check (state in ('queued', 'running', 'done', 'failed', 'parked', 'cancelled')),
  data jsonb not null,
  -- While a job with this key is not finished, no second one is stored.
  key text collate "C",
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  max_attempts integer not null,
  progress_done bigint not null default 0,
  progress_total bigint,
  message text,
  result jsonb,
  -- For the people of the tenant; what only operators should see stands in `fault`.
  error text,
  fault text,
  actor_id uuid,
  actor text collate "C" not null,
  -- The row of job_queue that may run it, and the run that may finish it: whoever holds others has lost it.
  turn uuid not null,
  claim uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  primary key (tenant_id, id)
);
create unique index jobs_key_key on jobs (tenant_id, name, key) where state in ('queued', 'running');
create index jobs_created_at_idx on jobs (tenant_id, created_at, id);
create index jobs_name_idx on jobs (tenant_id, name, created_at, id);
create index jobs_state_idx on jobs (tenant_id, state, created_at, id);
create index jobs_finished_at_idx on jobs (tenant_id, finished_at);
select protect_tenant_table('jobs');
-- The control plane's long work on a tenant is a job of the tenant.
grant select, insert on jobs to tenantry_control;

-- What a long job has done already, so that a second run passes over it.
create table job_steps (
  tenant_id uuid not null,
  job_id uuid not null,
  name text collate "C" not null,
  result jsonb,
  done_at timestamptz not null default now(),
  primary key (tenant_id, job_id, name),
  constraint job_steps_job_fkey foreign key (tenant_id, job_id) references jobs (tenant_id, id) on delete cascade
);
select protect_tenant_table('job_steps');

-- Which job is due when. A control table, so that one query finds the due jobs of all tenants; the application login may put its
-- tenant's in, and do nothing else. A row that is leased is due again when its lease ends.
create table job_queue (
  tenant_id uuid not null,
  id uuid not null,
  -- What is due: a job, or a schedule that makes one.
  kind text collate "C" not null default 'job' constraint job_queue_kind_check check (kind in ('job', 'schedule')),
  job_id uuid not null,
  due_at timestamptz not null,
  leased_by uuid,
  -- Of a schedule: its name, and the rule and zone that it was reckoned with.
  schedule text collate "C",
  rule text collate "C",
  primary key (tenant_id, id)
);
create index job_queue_due_idx on job_queue (tenant_id, due_at, id);
create index job_queue_due_at_idx on job_queue (due_at);
create index job_queue_leased_by_idx on job_queue (leased_by, tenant_id) where leased_by is not null;
create index job_queue_schedule_idx on job_queue (tenant_id, schedule, rule) where kind = 'schedule';
select protect_control_table('job_queue');
grant insert on job_queue to tenantry_app;
