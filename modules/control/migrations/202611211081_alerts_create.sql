-- Alerts to operators: the rules with their thresholds, and what fired.

create table alert_rules (
  rule text collate "C" primary key,
  title text not null,
  unit text not null,
  -- An alert fires at the threshold and is resolved below the other one, so that it does not come and go.
  threshold double precision not null,
  clear_below double precision not null,
  constraint alert_rules_order_check check (clear_below > 0 and clear_below <= threshold),
  -- Requests that must have been answered before a share or a time of them says anything.
  minimum integer not null default 0 constraint alert_rules_minimum_check check (minimum >= 0),
  is_enabled boolean not null default true,
  version integer not null default 1,
  updated_at timestamptz not null default now()
);
select protect_control_table('alert_rules');
insert into alert_rules (rule, title, unit, threshold, clear_below, minimum) values
  ('usage_high', 'A limit is nearly used up', '%', 80, 75, 0),
  ('usage_full', 'A limit is used up', '%', 100, 95, 0),
  ('error_rate', 'Many requests fail', '%', 5, 2, 20),
  ('response_time', 'Requests take long (p95)', 'ms', 1500, 1000, 20),
  ('health', 'A part of the installation does not answer', 'parts', 1, 1, 0),
  ('sign_in_failures', 'Many sign-ins fail', 'in 10 minutes', 20, 5, 0),
  ('foreign_requests', 'Many requests reach for another organisation', 'in 10 minutes', 10, 3, 0),
  ('disk', 'A disk is nearly full', '%', 85, 80, 0);

create table alerts (
  id uuid primary key,
  rule text collate "C" not null references alert_rules (rule),
  -- Null: of the installation.
  for_tenant_id uuid,
  -- What of it: a limit, a part, a disk; empty when there is but one.
  about text collate "C" not null,
  state text collate "C" not null constraint alerts_state_check check (state in ('firing', 'resolved')),
  value double precision not null,
  peak double precision not null,
  threshold double precision not null,
  detail text not null,
  fired_at timestamptz not null,
  seen_at timestamptz not null,
  resolved_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  version integer not null default 1
);
-- However many instances look, one thing fires once.
create unique index alerts_firing_key on alerts (rule, coalesce(for_tenant_id, '00000000-0000-0000-0000-000000000000'), about)
  where state = 'firing';
create index alerts_fired_at_idx on alerts (fired_at, id);
create index alerts_tenant_idx on alerts (for_tenant_id, fired_at, id);
select protect_control_table('alerts');
