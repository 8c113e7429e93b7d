-- What happened in each tenant, stored in the transaction in which it happened; and which of it the instances have been told.

create table events (
  tenant_id uuid not null,
  -- Of an audited change, the id of its audit entry.
  id uuid not null,
  at timestamptz not null default now(),
  type text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  data jsonb,
  primary key (tenant_id, id)
);
create index events_subject_idx on events (tenant_id, subject, subject_id, id);
create index events_at_idx on events (tenant_id, at);
select protect_tenant_table('events');
-- What the control plane changes of a tenant is an event of the tenant.
grant select, insert on events to tenantry_control;

-- One row per event until it is forgotten: whose it is, and when the instances were told. The notification carries ids alone; a
-- control table, so that one query finds what was left untold by an instance that died.
create table event_feed (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  told_at timestamptz,
  primary key (tenant_id, id)
);
create index event_feed_id_idx on event_feed (id);
create index event_feed_untold_idx on event_feed (at) where told_at is null;
create index event_feed_told_at_idx on event_feed (told_at);
select protect_control_table('event_feed');
grant insert on event_feed to tenantry_app;
