-- Schedules as people of the tenant see them: switched on or off, and the job that was made last.
-- Each organisation has few of them: the locks are short.
-- squawk-ignore-file require-concurrent-index-creation, disallowed-unique-constraint, changing-column-type, constraint-missing-not-valid, adding-field-with-default

alter table schedules
  add column id uuid not null default gen_random_uuid(),
  -- Off: due times pass, and make no job.
  add column is_active boolean not null default true,
  add column last_job_id uuid,
  add column created_at timestamptz not null default now(),
  add column updated_at timestamptz not null default now(),
  add column version integer not null default 1,
  add constraint schedules_id_key unique (tenant_id, id);
alter table schedules alter column name type text collate "C";
create index schedules_name_idx on schedules (tenant_id, name, id);
select grant_rows('schedules', 'tenantry_app', false);
-- A round forgets the log of webhooks now; what stood in the queue for this is passed over when it comes due.
delete from schedules where name = 'webhooks.forget';
delete from job_queue where kind = 'schedule' and schedule = 'webhooks.forget';
