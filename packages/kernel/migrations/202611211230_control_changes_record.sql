-- What is changed in the control plane past the program stands in the trail: of the tenant whose row it is, or the platform's.
-- Short locks on small tables.

-- The trigger of watched control tables; see record_sql_change. What signs people in or opens what is sealed is not copied.
create function record_control_change() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  owner_column text := case tg_table_name when 'tenants' then 'id' when 'retired_slugs' then 'former_tenant_id' else 'tenant_id' end;
  was jsonb;
  became jsonb;
  hidden text[];
  owners uuid[];
  lost bigint[];
  owned boolean;
  seen boolean;
  entry record;
  content text;
  entry_id uuid;
  old_fields jsonb;
  new_fields jsonb;
  migration text := case when current_user = 'tenantry_migrator' then nullif(current_setting('app.migration', true), '') end;
  request text := coalesce('migration ' || migration, 'transaction ' || pg_current_xact_id());
begin
  -- The entries and the queue that these triggers write themselves.
  if tg_op = 'INSERT' and tg_table_name like 'control\_audit\_%' and pg_trigger_depth() > 1 then return null; end if;
  if current_setting('session_replication_role') = 'replica'
     and exists (select from pg_stat_activity where pid = pg_backend_pid() and backend_type like 'logical replication%') then return null; end if;
  if tg_op = 'TRUNCATE' and row_security_active(tg_relid) then
    raise exception '% may not truncate %: it does not see whose rows these are', current_user, tg_relid::regclass;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then was := to_jsonb(old); end if;
  if tg_op in ('UPDATE', 'INSERT') then became := to_jsonb(new); end if;
  if was = became then return null; end if;
  owned := exists (select from pg_attribute where attrelid = tg_relid and attname = owner_column and not attisdropped);
  if tg_op = 'TRUNCATE' then
    execute format('select array_agg(o), array_agg(n) from (select %s as o, count(*) as n from %s group by 1) g',
      case when owned then quote_ident(owner_column) else 'null::uuid' end, tg_relid::regclass) into owners, lost;
  elsif owned then
    owners := array(select distinct t::uuid from unnest(array[was->>owner_column, became->>owner_column]) t where t is not null);
  else
    owners := array[null::uuid];
  end if;
  -- That a secret changed is told, and not what it was or is.
  hidden := array(select key from jsonb_each(coalesce(became, was)) where value <> 'null'
    and key ~ '(^|_)(hash|token|secret|sealed|wrapped|digest|password)($|_)');
  old_fields := was;
  new_fields := became;
  if tg_op = 'UPDATE' then
    old_fields := (select jsonb_object_agg(key, value) from jsonb_each(was) where became->key is distinct from value);
    new_fields := (select jsonb_object_agg(key, value) from jsonb_each(became) where was->key is distinct from value);
  end if;
  old_fields := (select jsonb_object_agg(key, case when key = any (hidden) and value <> 'null' then '"(hidden)"' else value end) from jsonb_each(old_fields));
  new_fields := (select jsonb_object_agg(key, case when key = any (hidden) and value <> 'null' then '"(hidden)"' else value end) from jsonb_each(new_fields));
  for i in 1 .. coalesce(cardinality(owners), 0) loop
    if migration is not null then
      if owners[i] is null then
        seen := exists (select from control_audit_entries e where e.request_id = request and e.subject = tg_table_name and e.action = 'sql.' || lower(tg_op));
      else
        seen := exists (select from audit_entries e where e.tenant_id = owners[i] and e.request_id = request
          and e.subject = tg_table_name and e.action = 'sql.' || lower(tg_op));
      end if;
      continue when seen;
    end if;
    entry_id := encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
      placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid;
    select entry_id as id, now() as at, 'database' as actor_kind,
      session_user || case when current_user <> session_user then ' as ' || current_user else '' end as actor,
      host(inet_client_addr()) as address, 'sql.' || lower(tg_op) as action, tg_table_name::text as subject,
      case when migration is null then coalesce(became, was)->>'id' end as subject_id,
      case when migration is not null then null when tg_op = 'TRUNCATE' then jsonb_build_object('rows', lost[i]) else old_fields end as before,
      case when migration is not null then jsonb_build_object('migration', migration) else new_fields end as after
    into entry;
    select string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n) into content from unnest(array[
      owners[i]::text, entry.id::text, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.actor_kind,
      null, entry.actor, request, entry.address, entry.action, entry.subject, entry.subject_id,
      entry.before::text, entry.after::text]) with ordinality as x(f, n);
    if owners[i] is null then
      insert into control_audit_entries (id, at, actor_kind, actor, request_id, address, action, subject, subject_id, before, after)
      values (entry.id, entry.at, entry.actor_kind, entry.actor, request, entry.address, entry.action, entry.subject, entry.subject_id, entry.before, entry.after);
      insert into control_audit_unsealed (entry_id, digest) values (entry.id, sha256(convert_to(content, 'UTF8')));
    else
      insert into audit_entries (tenant_id, id, at, actor_kind, actor, request_id, address, action, subject, subject_id, before, after)
      values (owners[i], entry.id, entry.at, entry.actor_kind, entry.actor, request, entry.address, entry.action, entry.subject, entry.subject_id, entry.before, entry.after);
      insert into audit_unsealed (tenant_id, entry_id, digest) values (owners[i], entry.id, sha256(convert_to(content, 'UTF8')));
    end if;
  end loop;
  return null;
end $$;

-- Ends the migration of a control or reference table whose rows say who may do what, or what somebody is owed: after protect_….
create function watch_control_sql(target regclass) returns void
language plpgsql set search_path = pg_catalog, public as $$
declare
  class text := obj_description(target, 'pg_class');
begin
  execute format(
    'create trigger sql_change after insert or update or delete on %s for each row '
    'when (session_user <> ''tenantry_app'' and session_user <> ''tenantry_control'') execute function record_control_change()', target);
  execute format('create trigger sql_truncate before truncate on %s for each statement execute function record_control_change()', target);
  execute format('alter table %s enable always trigger sql_change, enable always trigger sql_truncate', target);
  -- The audit of the catalogue reads here which tables must have the triggers.
  execute format('comment on table %s is %L', target, regexp_replace(class, '^class: (control|reference)', '\&, watched'));
end $$;

-- Rights, people, standing of organisations, their keys, and the trail itself. Not what comes and goes by itself: sessions,
-- tokens, counters, queues, mail.
do $$
declare
  target text;
begin
  foreach target in array array['tenants', 'retired_slugs', 'domains', 'feature_overrides', 'users', 'memberships', 'roles',
    'tenant_keys', 'cells', 'audit_links', 'control_audit_entries', 'control_audit_links']
  loop
    perform watch_control_sql(target::regclass);
  end loop;
end $$;

revoke execute on function record_control_change(), watch_control_sql(regclass) from public;
