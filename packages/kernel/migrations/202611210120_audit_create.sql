-- One row per change, written in the transaction of the change; nobody in the application can alter or remove it.

create table audit_entries (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor text not null,
  request_id text not null,
  address text,
  action text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  before jsonb,
  after jsonb,
  primary key (tenant_id, id)
);
create index audit_entries_subject_idx on audit_entries (tenant_id, subject, subject_id, id);
create index audit_entries_actor_idx on audit_entries (tenant_id, actor_id, id);
create index audit_entries_action_idx on audit_entries (tenant_id, action, id);
create index audit_entries_at_idx on audit_entries (tenant_id, at, id);
select protect_tenant_table('audit_entries', append_only => true);
-- What the control plane changes of a tenant stands in the tenant's own trail.
grant select, insert on audit_entries to tenantry_control;

-- The same for operators' work that belongs to no one tenant.
create table control_audit_entries (
  id uuid primary key,
  at timestamptz not null default now(),
  actor_kind text not null,
  actor_id uuid,
  actor text not null,
  request_id text not null,
  address text,
  action text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  before jsonb,
  after jsonb
);
create index control_audit_entries_subject_idx on control_audit_entries (subject, subject_id, id);
create index control_audit_entries_action_idx on control_audit_entries (action, id);
create index control_audit_entries_actor_idx on control_audit_entries (actor_id, id);
select protect_control_table('control_audit_entries', append_only => true);

create table idempotency_keys (
  tenant_id uuid not null,
  actor_id uuid not null,
  key text collate "C" not null,
  route text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (tenant_id, actor_id, key)
);
create index idempotency_keys_created_at_idx on idempotency_keys (tenant_id, created_at);
select protect_tenant_table('idempotency_keys');
grant select, insert, delete, update (status, body) on idempotency_keys to tenantry_control;

-- Operators' and people's own calls, which no tenant owns.
create table control_idempotency_keys (
  actor_id uuid not null,
  key text collate "C" not null,
  route text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (actor_id, key)
);
select protect_control_table('control_idempotency_keys');

-- The words of searchable records, so that a search is a range of an index and stays one under row-level security.
create table search_words (
  tenant_id uuid not null,
  noun text collate "C" not null,
  word text collate "C" not null,
  record_id uuid not null,
  primary key (tenant_id, noun, word, record_id)
);
create index search_words_record_idx on search_words (tenant_id, record_id);
select protect_tenant_table('search_words');
