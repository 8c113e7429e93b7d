-- Order, filters and look-ups of people and of the audit trail, as the control plane's lists need them.
-- These tables are all but empty when this runs: its locks are short.
-- squawk-ignore-file require-concurrent-index-creation

create index memberships_created_at_idx on memberships (tenant_id, created_at, id);
create index memberships_email_idx on memberships (tenant_id, email, id);
create index memberships_status_idx on memberships (tenant_id, status, name_key, id);
create index audit_entries_actor_label_idx on audit_entries (tenant_id, actor, id);

-- Changes of a domain's claim are seen by version and date like those of every record.
alter table domains
  add column updated_at timestamptz not null default now(),
  add column version integer not null default 1;
create unique index domains_claim_key on domains (tenant_id, domain);
select grant_rows('domains', 'tenantry_control', false);
