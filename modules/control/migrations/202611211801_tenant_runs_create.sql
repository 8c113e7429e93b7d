-- One thing done to many organisations, one after the other: what was asked, and what came of it for each.

create table tenant_runs (
  id uuid primary key,
  action text collate "C" not null constraint tenant_runs_action_check
    check (action in ('suspend', 'resume', 'archive', 'restore', 'plan', 'feature')),
  -- Reason, plan, feature; as the action needs them.
  wanted jsonb not null,
  total integer not null,
  state text collate "C" not null default 'running' constraint tenant_runs_state_check check (state in ('running', 'done')),
  actor_id uuid,
  actor text collate "C" not null,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);
create index tenant_runs_created_at_idx on tenant_runs (created_at, id);
create index tenant_runs_running_idx on tenant_runs (id) where state = 'running';
select protect_control_table('tenant_runs');

create table tenant_run_items (
  tenant_id uuid not null references tenants (id),
  run_id uuid not null references tenant_runs (id) on delete cascade,
  -- Their order: that of the list which they were chosen from.
  position integer not null,
  state text collate "C" not null default 'waiting' constraint tenant_run_items_state_check check (state in ('waiting', 'done', 'failed')),
  attempts integer not null default 0,
  -- Why it was refused.
  code text collate "C",
  detail text,
  finished_at timestamptz,
  primary key (tenant_id, run_id)
);
create index tenant_run_items_run_idx on tenant_run_items (run_id, state, position);
select protect_control_table('tenant_run_items');
