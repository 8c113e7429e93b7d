-- What came of recomputing the chains of the audit trail, and more rules of alerts.

create table audit_verdicts (
  -- The nil id: the platform's own trail.
  tenant_id uuid primary key,
  verified_at timestamptz not null,
  intact boolean not null,
  -- The first thing that does not hold: what it is, and words about it.
  fault text collate "C",
  detail text
);
create index audit_verdicts_broken_idx on audit_verdicts (tenant_id) where not intact;
select protect_control_table('audit_verdicts');

insert into alert_rules (rule, title, unit, threshold, clear_below, minimum) values
  ('job_backlog', 'Jobs wait for a worker', 's', 600, 60, 0),
  ('parked_jobs', 'Jobs failed at every try', 'in 10 minutes', 1, 1, 0),
  ('webhook_failures', 'Messages to webhooks do not arrive', '%', 90, 50, 10),
  ('audit_chain', 'The audit trail was tampered with', 'trails', 1, 1, 0)
on conflict (rule) do nothing;
