-- The audit trail as a chain of hashes; docs/audit.md tells how it is computed.
-- Few entries stand there when this runs: its locks are short.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion

-- Entries wait here, with the digest of their content, until the sealer has linked them. A control table, so that one query
-- finds the waiting entries of all tenants; the application login may put its tenant's entries in, and do nothing else.
create table audit_unsealed (
  tenant_id uuid not null,
  entry_id uuid not null,
  digest bytea not null,
  primary key (tenant_id, entry_id)
);
-- The oldest first: ids begin with their time.
create index audit_unsealed_entry_idx on audit_unsealed (entry_id);
select protect_control_table('audit_unsealed');
grant insert on audit_unsealed to tenantry_app;

create table control_audit_unsealed (
  entry_id uuid primary key,
  digest bytea not null
);
select protect_control_table('control_audit_unsealed');

create table audit_links (
  tenant_id uuid not null,
  seq bigint not null,
  entry_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default now(),
  primary key (tenant_id, seq),
  constraint audit_links_entry_key unique (tenant_id, entry_id)
);
select protect_control_table('audit_links', append_only => true);

create table control_audit_links (
  seq bigint primary key,
  entry_id uuid not null constraint control_audit_links_entry_key unique,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null default now()
);
select protect_control_table('control_audit_links', append_only => true);

-- Entries that were written before there was a chain are its beginning.
insert into audit_unsealed (tenant_id, entry_id, digest)
select e.tenant_id, e.id, sha256(convert_to((
  select string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n) from unnest(array[
    e.tenant_id::text, e.id::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor_kind, e.actor_id::text,
    e.actor, e.request_id, e.address, e.action, e.subject, e.subject_id, e.before::text, e.after::text]) with ordinality as x(f, n)), 'UTF8'))
from audit_entries e;
insert into control_audit_unsealed (entry_id, digest)
select e.id, sha256(convert_to((
  select string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n) from unnest(array[
    null, e.id::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), e.actor_kind, e.actor_id::text,
    e.actor, e.request_id, e.address, e.action, e.subject, e.subject_id, e.before::text, e.after::text]) with ordinality as x(f, n)), 'UTF8'))
from control_audit_entries e;

-- The trail with each entry's place in the chain.
create view audit_trail with (security_invoker = true) as
  select e.*, l.seq, encode(l.digest, 'hex') as digest, encode(l.hash, 'hex') as hash
  from audit_entries e left join audit_links l on l.tenant_id = e.tenant_id and l.entry_id = e.id;
grant select on audit_trail to tenantry_control;
create view control_audit_trail with (security_invoker = true) as
  select e.*, l.seq, encode(l.digest, 'hex') as digest, encode(l.hash, 'hex') as hash
  from control_audit_entries e left join control_audit_links l on l.entry_id = e.id;
grant select on control_audit_trail to tenantry_control;

-- Every filter of the trail is a range of an index in the order in which the trail is read.
drop index audit_entries_subject_idx, audit_entries_actor_idx, audit_entries_action_idx;
drop index if exists audit_entries_actor_label_idx;
create index audit_entries_subject_idx on audit_entries (tenant_id, subject, subject_id, at, id);
create index audit_entries_actor_idx on audit_entries (tenant_id, actor, at, id);
create index audit_entries_actor_id_idx on audit_entries (tenant_id, actor_id, at, id);
create index audit_entries_action_idx on audit_entries (tenant_id, action, at, id);
create index audit_entries_request_idx on audit_entries (tenant_id, request_id, at, id);
create index audit_entries_address_idx on audit_entries (tenant_id, address, at, id);
drop index control_audit_entries_subject_idx, control_audit_entries_action_idx, control_audit_entries_actor_idx;
create index control_audit_entries_at_idx on control_audit_entries (at, id);
create index control_audit_entries_subject_idx on control_audit_entries (subject, subject_id, at, id);
create index control_audit_entries_action_idx on control_audit_entries (action, at, id);
create index control_audit_entries_actor_idx on control_audit_entries (actor, at, id);
create index control_audit_entries_request_idx on control_audit_entries (request_id, at, id);
