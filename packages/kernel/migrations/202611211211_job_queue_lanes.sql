-- Lanes of the queue: work that waits for programs outside has places of its own, so that a silent one holds up nobody's jobs.
-- Only what waits stands there: the locks are short.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion, constraint-missing-not-valid

alter table job_queue
  add column lane text collate "C" not null default 'inside'
    constraint job_queue_lane_check check (lane in ('inside', 'outside'));
create index job_queue_lane_due_idx on job_queue (lane, tenant_id, due_at, id);
create index job_queue_lane_due_at_idx on job_queue (lane, due_at);
drop index job_queue_due_idx;
drop index job_queue_due_at_idx;
update job_queue q set lane = 'outside' from jobs j where j.tenant_id = q.tenant_id and j.id = q.job_id and j.name = 'webhooks.deliver';
select grant_rows('job_queue', 'tenantry_control', false);

-- A webhook that fails again and again rests: until when, and after how many failures in a row.
alter table webhooks
  add column failures integer not null default 0,
  add column rests_until timestamptz;
select grant_rows('webhooks', 'tenantry_app', false);
