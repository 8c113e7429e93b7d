-- What is changed in a tenant's table past the application, with psql or by a migration, stands in the tenant's trail too.

-- The trigger of every tenant table. Its WHEN lets the serving logins pass, whose changes the program audits; all others come here.
create function record_sql_change() returns trigger
language plpgsql set search_path = pg_catalog, public as $$
declare
  was jsonb;
  became jsonb;
  owners uuid[];
  lost bigint[];
  entry audit_entries;
  migration text := case when current_user = 'tenantry_migrator' then nullif(current_setting('app.migration', true), '') end;
  request text := coalesce('migration ' || migration, 'transaction ' || pg_current_xact_id());
begin
  -- The entry that we write ourselves, as somebody whom this trigger watches.
  if tg_op = 'INSERT' and tg_relid = 'audit_entries'::regclass and pg_trigger_depth() > 1 then return null; end if;
  -- What replication brings was recorded where it was done. No session can pass for its worker.
  if current_setting('session_replication_role') = 'replica'
     and exists (select from pg_stat_activity where pid = pg_backend_pid() and backend_type like 'logical replication%') then return null; end if;
  if tg_op = 'TRUNCATE' and row_security_active(tg_relid) then
    raise exception '% may not truncate %: it does not see whose rows these are', current_user, tg_relid::regclass;
  end if;
  if tg_op in ('UPDATE', 'DELETE') then was := to_jsonb(old); end if;
  if tg_op in ('UPDATE', 'INSERT') then became := to_jsonb(new); end if;
  if was = became then return null; end if;
  if tg_op = 'TRUNCATE' then
    execute format('select array_agg(tenant_id), array_agg(n) from (select tenant_id, count(*) as n from %s group by 1) g', tg_relid::regclass)
      into owners, lost;
  else
    owners := array(select distinct t::uuid from unnest(array[was->>'tenant_id', became->>'tenant_id']) t where t is not null);
  end if;
  for i in 1 .. coalesce(cardinality(owners), 0) loop
    -- A migration touches rows by the hundred thousand: one entry for each table and tenant names it.
    continue when migration is not null and exists (
      select from audit_entries e where e.tenant_id = owners[i] and e.request_id = request
        and e.subject = tg_table_name and e.action = 'sql.' || lower(tg_op));
    insert into audit_entries (tenant_id, id, actor_kind, actor, request_id, address, action, subject, subject_id, before, after)
    values (
      owners[i],
      -- A UUIDv7, as the application makes them.
      encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        placing substring(int8send((extract(epoch from clock_timestamp()) * 1000)::bigint) from 3) from 1 for 6), 52, 1), 53, 1), 'hex')::uuid,
      'database', session_user || case when current_user <> session_user then ' as ' || current_user else '' end,
      request, host(inet_client_addr()), 'sql.' || lower(tg_op), tg_table_name,
      case when migration is null then coalesce(became, was)->>'id' end,
      case when migration is not null then null
        when tg_op = 'TRUNCATE' then jsonb_build_object('rows', lost[i])
        when tg_op = 'UPDATE' then (select jsonb_object_agg(key, value) from jsonb_each(was) where became->key is distinct from value)
        else was - 'tenant_id' end,
      case when migration is not null then jsonb_build_object('migration', migration)
        when tg_op = 'UPDATE' then (select jsonb_object_agg(key, value) from jsonb_each(became) where was->key is distinct from value)
        else became - 'tenant_id' end
    ) returning * into entry;
    insert into audit_unsealed (tenant_id, entry_id, digest)
    select owners[i], entry.id, sha256(convert_to(string_agg(coalesce(octet_length(f) || ':' || f, '~'), '' order by n), 'UTF8'))
    from unnest(array[
      entry.tenant_id::text, entry.id::text, to_char(entry.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), entry.actor_kind,
      entry.actor_id::text, entry.actor, entry.request_id, entry.address, entry.action, entry.subject, entry.subject_id,
      entry.before::text, entry.after::text]) with ordinality as x(f, n);
  end loop;
  return null;
end $$;

-- Puts the triggers on a table of tenants. ALWAYS: session_replication_role does not switch them off.
create function watch_sql(target regclass) returns void
language plpgsql set search_path = pg_catalog, public as $$
begin
  execute format(
    'create trigger sql_change after insert or update or delete on %s for each row '
    'when (session_user <> ''tenantry_app'' and session_user <> ''tenantry_control'') execute function record_sql_change()', target);
  execute format('create trigger sql_truncate before truncate on %s for each statement execute function record_sql_change()', target);
  execute format('alter table %s enable always trigger sql_change, enable always trigger sql_truncate', target);
end $$;

-- Ends the migration of a table whose rows belong to tenants.
create or replace function protect_tenant_table(target regclass, append_only boolean default false) returns void
language plpgsql set search_path = pg_catalog, public as $$
begin
  perform require_tenant_keys(target);
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy tenant_isolation on %s using (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) '
    'with check (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', target);
  perform grant_rows(target, 'tenantry_app', append_only);
  execute format('grant select on %s to tenantry_ro, tenantry_ops', target);
  execute format('comment on table %s is %L', target, case when append_only then 'class: tenant, append only' else 'class: tenant' end);
  perform watch_sql(target);
  execute format('alter table %s owner to tenantry_owner', target);
end $$;

-- The tables that are there already.
do $$
declare
  target regclass;
begin
  for target in
    select c.oid from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      and obj_description(c.oid, 'pg_class') like 'class: tenant%' order by c.relname
  loop
    perform watch_sql(target);
  end loop;
end $$;

revoke execute on function record_sql_change(), watch_sql(regclass) from public;
