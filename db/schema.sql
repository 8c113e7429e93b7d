-- The schema after all migrations. Written by `npm run schema`; compared in the tests.

create domain paise as bigint constraint paise_exact CHECK (((VALUE >= '-9007199254740991'::bigint) AND (VALUE <= '9007199254740991'::bigint)));

CREATE OR REPLACE FUNCTION public.balance_journal()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  touched jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  tenant uuid := touched ->> 'tenant_id';
  journal uuid := case tg_table_name when 'journals' then touched ->> 'id' else touched ->> 'journal_id' end;
  sides record;
begin
  if tg_op <> 'INSERT' and not exists (select from journals j where j.tenant_id = tenant and j.id = journal) then return null; end if;
  select count(*) as lines, sum(l.debit::bigint) as debit, sum(l.credit::bigint) as credit into sides
  from journal_lines l where l.tenant_id = tenant and l.journal_id = journal;
  if sides.lines < 2 or sides.debit <> sides.credit then
    raise exception 'voucher % does not balance: % debit, % credit', journal, sides.debit, sides.credit using errcode = 'check_violation';
  end if;
  return null;
end $function$
;
comment on function balance_journal() is 'guard: the sides of a voucher are equal';
revoke execute on function balance_journal() from public;

CREATE OR REPLACE FUNCTION public.freeze_document()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  -- What goes on living, and what is generated: that is not there yet before a change.
  living text[] := array['status', 'paid', 'cancelled_at', 'cancel_reason', 'version', 'updated_at', 'balance', 'number_key', 'buyer_key'];
begin
  if old.status = 'draft' then return case when tg_op = 'DELETE' then old else new end; end if;
  if tg_op = 'DELETE' then
    raise exception 'document % is issued; it is cancelled, not deleted', old.number using errcode = 'restrict_violation';
  end if;
  if to_jsonb(new) - living <> to_jsonb(old) - living then
    raise exception 'document % is issued and frozen', old.number using errcode = 'restrict_violation';
  end if;
  if new.status <> old.status and not (old.status = 'issued' and new.status = 'cancelled') then
    raise exception 'document % cannot go from % to %', old.number, old.status, new.status using errcode = 'restrict_violation';
  end if;
  return new;
end $function$
;
comment on function freeze_document() is 'guard: what is issued stays as it is';
revoke execute on function freeze_document() from public;

CREATE OR REPLACE FUNCTION public.freeze_document_line()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  affected document_lines := case when tg_op = 'DELETE' then old else new end;
begin
  if exists (select from documents d where d.tenant_id = affected.tenant_id and d.id = affected.document_id and d.status <> 'draft') then
    raise exception 'the lines of an issued document are frozen' using errcode = 'restrict_violation';
  end if;
  return affected;
end $function$
;
comment on function freeze_document_line() is 'guard: what is issued stays as it is';
revoke execute on function freeze_document_line() from public;

CREATE OR REPLACE FUNCTION public.grant_rows(target regclass, login text, append_only boolean)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  changeable text;
begin
  execute format('grant select, insert on %s to %I', target, login);
  if append_only then return; end if;
  execute format('grant delete on %s to %I', target, login);
  select string_agg(quote_ident(attname), ', ' order by attnum) into changeable
    from pg_attribute
    where attrelid = target and attnum > 0 and not attisdropped and attgenerated = ''
      and attname not in ('tenant_id', 'id');
  if changeable is not null then execute format('grant update (%s) on %s to %I', changeable, target, login); end if;
end $function$
;
revoke execute on function grant_rows(regclass,text,boolean) from public;

CREATE OR REPLACE FUNCTION public.protect_control_table(target regclass, append_only boolean DEFAULT false, tenant_column text DEFAULT 'tenant_id'::text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  plane text := 'current_setting(''app.plane'', true) = any (array[''platform'', ''identity''])';
  visible text := plane;
begin
  if exists (select from pg_attribute where attrelid = target and attname = tenant_column and not attisdropped) then
    visible := format('(%I = nullif(current_setting(''app.tenant_id'', true), '''')::uuid) or ', tenant_column) || plane;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy control_plane on %s using (%s) with check (%s)', target, visible, visible);
  perform grant_rows(target, 'tenantry_control', append_only);
  execute format('grant select on %s to tenantry_ops', target);
  execute format('comment on table %s is %L', target, case when append_only then 'class: control, append only' else 'class: control' end);
  execute format('alter table %s owner to tenantry_owner', target);
end $function$
;
revoke execute on function protect_control_table(regclass,boolean,text) from public;

CREATE OR REPLACE FUNCTION public.protect_reference_table(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  execute format('grant select on %s to tenantry_app, tenantry_control, tenantry_ro, tenantry_ops', target);
  execute format('comment on table %s is %L', target, 'class: reference');
  execute format('alter table %s owner to tenantry_owner', target);
end $function$
;
revoke execute on function protect_reference_table(regclass) from public;

CREATE OR REPLACE FUNCTION public.protect_tenant_table(target regclass, append_only boolean DEFAULT false)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
revoke execute on function protect_tenant_table(regclass,boolean) from public;

CREATE OR REPLACE FUNCTION public.record_control_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
revoke execute on function record_control_change() from public;

CREATE OR REPLACE FUNCTION public.record_sql_change()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
revoke execute on function record_sql_change() from public;

CREATE OR REPLACE FUNCTION public.require_tenant_keys(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
declare
  tenant_column smallint;
  fault text;
begin
  select attnum into tenant_column from pg_attribute
    where attrelid = target and attname = 'tenant_id' and attnotnull and not atthasdef and atttypid = 'uuid'::regtype
      and not attisdropped;
  if tenant_column is null then
    raise exception 'table % needs a column "tenant_id uuid not null" without a default', target;
  end if;
  if not exists (select from pg_constraint where conrelid = target and contype = 'p') then
    raise exception 'table % needs a primary key that begins with tenant_id', target;
  end if;
  select conname into fault from pg_constraint
    where conrelid = target and contype in ('p', 'u', 'x', 'f') and conkey[1] <> tenant_column limit 1;
  if fault is not null then
    raise exception 'constraint % of table % must begin with tenant_id', fault, target;
  end if;
  -- Foreign keys ask no policy: only the tenant in both halves keeps a reference at home.
  select k.conname into fault from pg_constraint k
    join pg_attribute a on a.attrelid = k.confrelid and a.attnum = k.confkey[1]
    where k.conrelid = target and k.contype = 'f' and a.attname <> 'tenant_id' limit 1;
  if fault is not null then
    raise exception 'foreign key % of table % must refer to (tenant_id, …) of a table of tenants', fault, target;
  end if;
  select c.relname into fault from pg_index i join pg_class c on c.oid = i.indexrelid
    where i.indrelid = target and i.indkey[0] <> tenant_column limit 1;
  if fault is not null then
    raise exception 'index % of table % must begin with tenant_id', fault, target;
  end if;
end $function$
;
revoke execute on function require_tenant_keys(regclass) from public;

CREATE OR REPLACE FUNCTION public.watch_control_sql(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
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
end $function$
;
revoke execute on function watch_control_sql(regclass) from public;

CREATE OR REPLACE FUNCTION public.watch_sql(target regclass)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog', 'public'
AS $function$
begin
  execute format(
    'create trigger sql_change after insert or update or delete on %s for each row '
    'when (session_user <> ''tenantry_app'' and session_user <> ''tenantry_control'') execute function record_sql_change()', target);
  execute format('create trigger sql_truncate before truncate on %s for each statement execute function record_sql_change()', target);
  execute format('alter table %s enable always trigger sql_change, enable always trigger sql_truncate', target);
end $function$
;
revoke execute on function watch_sql(regclass) from public;

create table accounts (
  tenant_id uuid not null,
  id uuid not null,
  code text collate "C" not null,
  name text not null,
  type text collate "C" not null,
  role text collate "C",
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  code_key text collate "C" not null generated always as (lower(code)) stored,
  constraint accounts_pkey PRIMARY KEY (tenant_id, id),
  constraint accounts_code_key UNIQUE (tenant_id, code_key),
  constraint accounts_role_key UNIQUE (tenant_id, role),
  constraint accounts_type_check CHECK ((type = ANY (ARRAY['asset'::text, 'liability'::text, 'equity'::text, 'income'::text, 'expense'::text])))
);
comment on table accounts is 'class: tenant';
CREATE INDEX accounts_created_at_idx ON accounts USING btree (tenant_id, created_at, id);
CREATE INDEX accounts_is_active_idx ON accounts USING btree (tenant_id, is_active, code_key, id);
CREATE INDEX accounts_name_idx ON accounts USING btree (tenant_id, name_key, id);
CREATE INDEX accounts_type_idx ON accounts USING btree (tenant_id, type, code_key, id);
alter table accounts enable row level security;
alter table accounts force row level security;
create policy tenant_isolation on accounts using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (code, created_at, is_active, name, role, type, updated_at, version) on accounts to tenantry_app;
grant select on accounts to tenantry_ops;
grant select on accounts to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON accounts FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table accounts enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON accounts FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table accounts enable always trigger sql_truncate;

create table alert_rules (
  rule text collate "C" not null,
  title text not null,
  unit text not null,
  threshold double precision not null,
  clear_below double precision not null,
  minimum integer not null default 0,
  is_enabled boolean not null default true,
  version integer not null default 1,
  updated_at timestamp with time zone not null default now(),
  constraint alert_rules_pkey PRIMARY KEY (rule),
  constraint alert_rules_minimum_check CHECK ((minimum >= 0)),
  constraint alert_rules_order_check CHECK (((clear_below > (0)::double precision) AND (clear_below <= threshold)))
);
comment on table alert_rules is 'class: control, watched';
alter table alert_rules enable row level security;
alter table alert_rules force row level security;
create policy control_plane on alert_rules using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (clear_below, is_enabled, minimum, rule, threshold, title, unit, updated_at, version) on alert_rules to tenantry_control;
grant select on alert_rules to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON alert_rules FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table alert_rules enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON alert_rules FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table alert_rules enable always trigger sql_truncate;

create table alerts (
  id uuid not null,
  rule text collate "C" not null,
  for_tenant_id uuid,
  about text collate "C" not null,
  state text collate "C" not null,
  value double precision not null,
  peak double precision not null,
  threshold double precision not null,
  detail text not null,
  fired_at timestamp with time zone not null,
  seen_at timestamp with time zone not null,
  resolved_at timestamp with time zone,
  acknowledged_at timestamp with time zone,
  acknowledged_by text,
  version integer not null default 1,
  constraint alerts_pkey PRIMARY KEY (id),
  constraint alerts_state_check CHECK ((state = ANY (ARRAY['firing'::text, 'resolved'::text])))
);
comment on table alerts is 'class: control';
CREATE INDEX alerts_fired_at_idx ON alerts USING btree (fired_at, id);
CREATE UNIQUE INDEX alerts_firing_key ON alerts USING btree (rule, COALESCE(for_tenant_id, '00000000-0000-0000-0000-000000000000'::uuid), about) WHERE (state = 'firing'::text);
CREATE INDEX alerts_firing_tenant_idx ON alerts USING btree (for_tenant_id) WHERE (state = 'firing'::text);
CREATE INDEX alerts_tenant_idx ON alerts USING btree (for_tenant_id, fired_at, id);
alter table alerts enable row level security;
alter table alerts force row level security;
create policy control_plane on alerts using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (about, acknowledged_at, acknowledged_by, detail, fired_at, for_tenant_id, peak, resolved_at, rule, seen_at, state, threshold, value, version) on alerts to tenantry_control;
grant select on alerts to tenantry_ops;

create table attachments (
  tenant_id uuid not null,
  id uuid not null,
  subject text collate "C" not null,
  subject_id uuid not null,
  file_id uuid not null,
  kind text collate "C",
  caption text,
  uploaded boolean not null default false,
  created_by uuid,
  created_at timestamp with time zone not null default now(),
  constraint attachments_pkey PRIMARY KEY (tenant_id, id),
  constraint attachments_once_key UNIQUE (tenant_id, subject, subject_id, file_id)
);
comment on table attachments is 'class: tenant';
CREATE INDEX attachments_file_idx ON attachments USING btree (tenant_id, file_id, subject);
CREATE INDEX attachments_subject_idx ON attachments USING btree (tenant_id, subject, subject_id, created_at, id);
alter table attachments enable row level security;
alter table attachments force row level security;
create policy tenant_isolation on attachments using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (caption, created_at, created_by, file_id, kind, subject, subject_id, uploaded) on attachments to tenantry_app;
grant select on attachments to tenantry_ops;
grant select on attachments to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON attachments FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table attachments enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON attachments FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table attachments enable always trigger sql_truncate;

create table audit_entries (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
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
  constraint audit_entries_pkey PRIMARY KEY (tenant_id, id)
);
comment on table audit_entries is 'class: tenant, append only';
CREATE INDEX audit_entries_action_idx ON audit_entries USING btree (tenant_id, action, at, id);
CREATE INDEX audit_entries_actor_id_idx ON audit_entries USING btree (tenant_id, actor_id, at, id);
CREATE INDEX audit_entries_actor_idx ON audit_entries USING btree (tenant_id, actor, at, id);
CREATE INDEX audit_entries_address_idx ON audit_entries USING btree (tenant_id, address, at, id);
CREATE INDEX audit_entries_at_idx ON audit_entries USING btree (tenant_id, at, id);
CREATE INDEX audit_entries_request_idx ON audit_entries USING btree (tenant_id, request_id, at, id);
CREATE INDEX audit_entries_subject_idx ON audit_entries USING btree (tenant_id, subject, subject_id, at, id);
alter table audit_entries enable row level security;
alter table audit_entries force row level security;
create policy tenant_isolation on audit_entries using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on audit_entries to tenantry_app;
grant insert, select on audit_entries to tenantry_control;
grant select on audit_entries to tenantry_ops;
grant select on audit_entries to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON audit_entries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table audit_entries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON audit_entries FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table audit_entries enable always trigger sql_truncate;

create table audit_links (
  tenant_id uuid not null,
  seq bigint not null,
  entry_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default now(),
  constraint audit_links_pkey PRIMARY KEY (tenant_id, seq),
  constraint audit_links_entry_key UNIQUE (tenant_id, entry_id)
);
comment on table audit_links is 'class: control, watched, append only';
alter table audit_links enable row level security;
alter table audit_links force row level security;
create policy control_plane on audit_links using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert, select on audit_links to tenantry_control;
grant select on audit_links to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON audit_links FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table audit_links enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON audit_links FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table audit_links enable always trigger sql_truncate;

create table audit_unsealed (
  tenant_id uuid not null,
  entry_id uuid not null,
  digest bytea not null,
  constraint audit_unsealed_pkey PRIMARY KEY (tenant_id, entry_id)
);
comment on table audit_unsealed is 'class: control';
CREATE INDEX audit_unsealed_entry_idx ON audit_unsealed USING btree (entry_id);
alter table audit_unsealed enable row level security;
alter table audit_unsealed force row level security;
create policy control_plane on audit_unsealed using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert on audit_unsealed to tenantry_app;
grant delete, insert, select, update (digest, entry_id) on audit_unsealed to tenantry_control;
grant select on audit_unsealed to tenantry_ops;

create table audit_verdicts (
  tenant_id uuid not null,
  verified_at timestamp with time zone not null,
  intact boolean not null,
  fault text collate "C",
  detail text,
  resume_seq bigint,
  resume_hash text collate "C",
  constraint audit_verdicts_pkey PRIMARY KEY (tenant_id)
);
comment on table audit_verdicts is 'class: control';
CREATE INDEX audit_verdicts_broken_idx ON audit_verdicts USING btree (tenant_id) WHERE (NOT intact);
alter table audit_verdicts enable row level security;
alter table audit_verdicts force row level security;
create policy control_plane on audit_verdicts using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (detail, fault, intact, resume_hash, resume_seq, verified_at) on audit_verdicts to tenantry_control;
grant select on audit_verdicts to tenantry_ops;

create table branding (
  tenant_id uuid not null,
  template text collate "C",
  primary_color text collate "C",
  secondary_color text collate "C",
  accent_color text collate "C",
  logo_url text,
  company_name text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint branding_pkey PRIMARY KEY (tenant_id)
);
comment on table branding is 'class: control, watched';
alter table branding enable row level security;
alter table branding force row level security;
create policy control_plane on branding using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (accent_color, company_name, created_at, logo_url, primary_color, secondary_color, template, updated_at, version) on branding to tenantry_control;
grant select on branding to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON branding FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table branding enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON branding FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table branding enable always trigger sql_truncate;

create table cells (
  id uuid not null,
  name text collate "C" not null,
  kind text not null,
  database text,
  created_at timestamp with time zone not null default now(),
  constraint cells_pkey PRIMARY KEY (id),
  constraint cells_name_key UNIQUE (name),
  constraint cells_kind_check CHECK ((kind = ANY (ARRAY['pool'::text, 'silo'::text])))
);
comment on table cells is 'class: control, watched';
alter table cells enable row level security;
alter table cells force row level security;
create policy control_plane on cells using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (created_at, database, kind, name) on cells to tenantry_control;
grant select on cells to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON cells FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table cells enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON cells FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table cells enable always trigger sql_truncate;

create table changes (
  id uuid not null,
  kind text not null,
  subject_id uuid,
  created_at timestamp with time zone not null default now(),
  constraint changes_pkey PRIMARY KEY (id)
);
comment on table changes is 'class: control';
CREATE INDEX changes_created_at_idx ON changes USING btree (created_at);
alter table changes enable row level security;
alter table changes force row level security;
create policy control_plane on changes using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check (true);
grant delete, insert, select, update (created_at, kind, subject_id) on changes to tenantry_control;
grant select on changes to tenantry_ops;

create table comments (
  tenant_id uuid not null,
  id uuid not null,
  subject text collate "C" not null,
  subject_id uuid not null,
  text text not null,
  mentions jsonb not null default '[]'::jsonb,
  created_by uuid,
  author text not null,
  edited_at timestamp with time zone,
  edited_by text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint comments_pkey PRIMARY KEY (tenant_id, id)
);
comment on table comments is 'class: tenant';
CREATE INDEX comments_author_idx ON comments USING btree (tenant_id, subject, subject_id, created_by, created_at, id);
CREATE INDEX comments_subject_idx ON comments USING btree (tenant_id, subject, subject_id, created_at, id);
alter table comments enable row level security;
alter table comments force row level security;
create policy tenant_isolation on comments using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (author, created_at, created_by, edited_at, edited_by, mentions, subject, subject_id, text, updated_at, version) on comments to tenantry_app;
grant select on comments to tenantry_ops;
grant select on comments to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON comments FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table comments enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON comments FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table comments enable always trigger sql_truncate;

create table control_audit_entries (
  id uuid not null,
  at timestamp with time zone not null default now(),
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
  constraint control_audit_entries_pkey PRIMARY KEY (id)
);
comment on table control_audit_entries is 'class: control, watched, append only';
CREATE INDEX control_audit_entries_action_idx ON control_audit_entries USING btree (action, at, id);
CREATE INDEX control_audit_entries_actor_idx ON control_audit_entries USING btree (actor, at, id);
CREATE INDEX control_audit_entries_at_idx ON control_audit_entries USING btree (at, id);
CREATE INDEX control_audit_entries_request_idx ON control_audit_entries USING btree (request_id, at, id);
CREATE INDEX control_audit_entries_subject_idx ON control_audit_entries USING btree (subject, subject_id, at, id);
alter table control_audit_entries enable row level security;
alter table control_audit_entries force row level security;
create policy control_plane on control_audit_entries using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant insert, select on control_audit_entries to tenantry_control;
grant select on control_audit_entries to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON control_audit_entries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table control_audit_entries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON control_audit_entries FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table control_audit_entries enable always trigger sql_truncate;

create table control_audit_links (
  seq bigint not null,
  entry_id uuid not null,
  digest bytea not null,
  hash bytea not null,
  sealed_at timestamp with time zone not null default now(),
  constraint control_audit_links_pkey PRIMARY KEY (seq),
  constraint control_audit_links_entry_key UNIQUE (entry_id)
);
comment on table control_audit_links is 'class: control, watched, append only';
alter table control_audit_links enable row level security;
alter table control_audit_links force row level security;
create policy control_plane on control_audit_links using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant insert, select on control_audit_links to tenantry_control;
grant select on control_audit_links to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON control_audit_links FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table control_audit_links enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON control_audit_links FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table control_audit_links enable always trigger sql_truncate;

create table control_audit_unsealed (
  entry_id uuid not null,
  digest bytea not null,
  constraint control_audit_unsealed_pkey PRIMARY KEY (entry_id)
);
comment on table control_audit_unsealed is 'class: control';
alter table control_audit_unsealed enable row level security;
alter table control_audit_unsealed force row level security;
create policy control_plane on control_audit_unsealed using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (digest, entry_id) on control_audit_unsealed to tenantry_control;
grant select on control_audit_unsealed to tenantry_ops;

create table control_counters (
  tenant_id uuid not null,
  name text collate "C" not null,
  period text collate "C" not null,
  used bigint not null,
  warned integer not null default 0,
  constraint control_counters_pkey PRIMARY KEY (tenant_id, name, period),
  constraint control_counters_used_check CHECK ((used >= 0))
);
comment on table control_counters is 'class: control';
alter table control_counters enable row level security;
alter table control_counters force row level security;
create policy control_plane on control_counters using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (name, period, used, warned) on control_counters to tenantry_control;
grant select on control_counters to tenantry_ops;

create table control_idempotency_keys (
  actor_id uuid not null,
  key text collate "C" not null,
  route text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamp with time zone not null default now(),
  constraint control_idempotency_keys_pkey PRIMARY KEY (actor_id, key)
);
comment on table control_idempotency_keys is 'class: control';
alter table control_idempotency_keys enable row level security;
alter table control_idempotency_keys force row level security;
create policy control_plane on control_idempotency_keys using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (actor_id, body, created_at, key, request_hash, route, status) on control_idempotency_keys to tenantry_control;
grant select on control_idempotency_keys to tenantry_ops;

create table control_words (
  tenant_id uuid not null,
  noun text collate "C" not null,
  word text collate "C" not null,
  record_id uuid not null,
  constraint control_words_pkey PRIMARY KEY (tenant_id, noun, word, record_id)
);
comment on table control_words is 'class: control';
CREATE INDEX control_words_word_idx ON control_words USING btree (noun, word, record_id);
alter table control_words enable row level security;
alter table control_words force row level security;
create policy control_plane on control_words using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (noun, record_id, word) on control_words to tenantry_control;
grant select on control_words to tenantry_ops;

create table document_lines (
  tenant_id uuid not null,
  document_id uuid not null,
  line integer not null,
  product_id uuid,
  description text not null,
  hsn text collate "C",
  nature text collate "C" not null,
  quantity numeric(14,3) not null,
  unit text collate "C" not null,
  unit_price numeric(14,4) not null,
  discount_percent numeric(6,3) not null default 0,
  discount_amount paise not null default 0,
  tax_rate numeric(6,3) not null,
  cess_rate numeric(6,3) not null default 0,
  treatment text collate "C" not null,
  amount paise not null,
  discount paise not null,
  charges paise not null,
  taxable_value paise not null,
  cgst paise not null,
  sgst paise not null,
  igst paise not null,
  cess paise not null,
  total paise not null,
  return_section text collate "C",
  return_type text collate "C",
  return_rate numeric(6,3),
  hsn_of text collate "C",
  constraint document_lines_pkey PRIMARY KEY (tenant_id, document_id, line),
  constraint document_lines_nature_check CHECK ((nature = ANY (ARRAY['goods'::text, 'service'::text]))),
  constraint document_lines_quantity_check CHECK ((quantity > (0)::numeric))
);
comment on table document_lines is 'class: tenant';
CREATE INDEX document_lines_product_idx ON document_lines USING btree (tenant_id, product_id, document_id);
alter table document_lines enable row level security;
alter table document_lines force row level security;
create policy tenant_isolation on document_lines using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (amount, cess, cess_rate, cgst, charges, description, discount, discount_amount, discount_percent, document_id, hsn, hsn_of, igst, line, nature, product_id, quantity, return_rate, return_section, return_type, sgst, tax_rate, taxable_value, total, treatment, unit, unit_price) on document_lines to tenantry_app;
grant select on document_lines to tenantry_ops;
grant select on document_lines to tenantry_ro;
CREATE TRIGGER frozen BEFORE INSERT OR DELETE OR UPDATE ON document_lines FOR EACH ROW EXECUTE FUNCTION freeze_document_line();
alter table document_lines enable trigger frozen;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON document_lines FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table document_lines enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON document_lines FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table document_lines enable always trigger sql_truncate;

create table documents (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  document_type text collate "C" not null,
  status text collate "C" not null default 'draft'::text,
  number text collate "C",
  date date not null,
  due_date date not null,
  customer_id uuid not null,
  buyer jsonb not null,
  seller jsonb,
  place_of_supply text collate "C" not null,
  place_is_chosen boolean not null default false,
  head text collate "C" not null,
  charge text collate "C" not null,
  supply_type text collate "C" not null,
  reverse_charge boolean not null default false,
  prices_include_tax boolean not null default false,
  rounds boolean not null default true,
  discount_amount paise not null default 0,
  charges paise not null default 0,
  other_charges paise not null default 0,
  taxable_value paise not null,
  cgst paise not null,
  sgst paise not null,
  igst paise not null,
  cess paise not null,
  round_off paise not null,
  total paise not null,
  paid paise not null default 0,
  reference text,
  notes text,
  terms text,
  issued_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  cancel_reason text,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  balance paise not null generated always as (
CASE
    WHEN (status = 'issued'::text) THEN ((total)::bigint - (paid)::bigint)
    ELSE (0)::bigint
END) stored,
  number_key text collate "C" not null generated always as (lower((COALESCE(number, ''::text) COLLATE "C"))) stored,
  buyer_key text collate "C" not null generated always as (lower(((buyer ->> 'name'::text) COLLATE "C"))) stored,
  constraint documents_pkey PRIMARY KEY (tenant_id, id),
  constraint documents_charge_check CHECK ((charge = ANY (ARRAY['charged'::text, 'reverse'::text, 'none'::text]))),
  constraint documents_document_type_check CHECK ((document_type = ANY (ARRAY['tax_invoice'::text, 'bill_of_supply'::text, 'invoice_cum_bill'::text]))),
  constraint documents_due_date_check CHECK ((due_date >= date)),
  constraint documents_head_check CHECK ((head = ANY (ARRAY['intra'::text, 'inter'::text]))),
  constraint documents_kind_check CHECK ((kind = 'invoice'::text)),
  constraint documents_number_check CHECK ((((status = 'draft'::text) = (number IS NULL)) AND ((number IS NULL) OR (length(number) <= 16)))),
  constraint documents_paid_check CHECK ((((paid)::bigint >= 0) AND ((status <> 'cancelled'::text) OR ((paid)::bigint = 0)))),
  constraint documents_seller_check CHECK (((status = 'draft'::text) OR (seller IS NOT NULL))),
  constraint documents_status_check CHECK ((status = ANY (ARRAY['draft'::text, 'issued'::text, 'cancelled'::text])))
);
comment on table documents is 'class: tenant';
CREATE INDEX documents_balance_idx ON documents USING btree (tenant_id, kind, balance, id);
CREATE INDEX documents_buyer_idx ON documents USING btree (tenant_id, kind, buyer_key, id);
CREATE INDEX documents_created_at_idx ON documents USING btree (tenant_id, kind, created_at, id);
CREATE INDEX documents_customer_idx ON documents USING btree (tenant_id, customer_id, date, id);
CREATE INDEX documents_date_idx ON documents USING btree (tenant_id, kind, date, id);
CREATE INDEX documents_due_date_idx ON documents USING btree (tenant_id, kind, due_date, id);
CREATE INDEX documents_number_idx ON documents USING btree (tenant_id, kind, number_key, id);
CREATE UNIQUE INDEX documents_number_key ON documents USING btree (tenant_id, kind, number_key) WHERE (number IS NOT NULL);
CREATE INDEX documents_place_idx ON documents USING btree (tenant_id, kind, place_of_supply, date, id);
CREATE INDEX documents_status_idx ON documents USING btree (tenant_id, kind, status, date, id);
CREATE INDEX documents_total_idx ON documents USING btree (tenant_id, kind, total, id);
CREATE INDEX documents_type_idx ON documents USING btree (tenant_id, kind, document_type, date, id);
CREATE INDEX documents_updated_at_idx ON documents USING btree (tenant_id, kind, updated_at, id);
alter table documents enable row level security;
alter table documents force row level security;
create policy tenant_isolation on documents using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (buyer, cancel_reason, cancelled_at, cess, cgst, charge, charges, created_at, customer_id, date, discount_amount, document_type, due_date, head, igst, issued_at, kind, notes, number, other_charges, paid, place_is_chosen, place_of_supply, prices_include_tax, reference, reverse_charge, round_off, rounds, seller, sgst, status, supply_type, taxable_value, terms, total, updated_at, version) on documents to tenantry_app;
grant select on documents to tenantry_ops;
grant select on documents to tenantry_ro;
CREATE TRIGGER frozen BEFORE DELETE OR UPDATE ON documents FOR EACH ROW EXECUTE FUNCTION freeze_document();
alter table documents enable trigger frozen;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON documents FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table documents enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON documents FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table documents enable always trigger sql_truncate;

create table domains (
  tenant_id uuid not null,
  id uuid not null,
  domain text collate "C" not null,
  verification_token text not null,
  verified_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint domains_pkey PRIMARY KEY (tenant_id, id)
);
comment on table domains is 'class: control, watched';
CREATE UNIQUE INDEX domains_claim_key ON domains USING btree (tenant_id, domain);
CREATE UNIQUE INDEX domains_domain_key ON domains USING btree (domain) WHERE (verified_at IS NOT NULL);
alter table domains enable row level security;
alter table domains force row level security;
create policy control_plane on domains using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, domain, updated_at, verification_token, verified_at, version) on domains to tenantry_control;
grant select on domains to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON domains FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table domains enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON domains FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table domains enable always trigger sql_truncate;

create table entitlements (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  maximum bigint,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  reason text,
  created_at timestamp with time zone not null default now(),
  enabled boolean,
  granted_by text,
  constraint entitlements_pkey PRIMARY KEY (tenant_id, id),
  constraint entitlements_maximum_check CHECK ((maximum >= 0)),
  constraint entitlements_time_check CHECK (((valid_to IS NULL) OR (valid_to >= valid_from))),
  constraint entitlements_value_check CHECK (((enabled IS NULL) OR (maximum IS NULL)))
);
comment on table entitlements is 'class: control, watched';
CREATE INDEX entitlements_valid_idx ON entitlements USING btree (tenant_id, valid_from, id);
alter table entitlements enable row level security;
alter table entitlements force row level security;
create policy control_plane on entitlements using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, enabled, granted_by, maximum, name, reason, valid_from, valid_to) on entitlements to tenantry_control;
grant select on entitlements to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON entitlements FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table entitlements enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON entitlements FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table entitlements enable always trigger sql_truncate;

create table event_feed (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  told_at timestamp with time zone,
  constraint event_feed_pkey PRIMARY KEY (tenant_id, id)
);
comment on table event_feed is 'class: control';
CREATE INDEX event_feed_id_idx ON event_feed USING btree (id);
CREATE INDEX event_feed_told_at_idx ON event_feed USING btree (told_at);
CREATE INDEX event_feed_untold_idx ON event_feed USING btree (at) WHERE (told_at IS NULL);
alter table event_feed enable row level security;
alter table event_feed force row level security;
create policy control_plane on event_feed using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert on event_feed to tenantry_app;
grant delete, insert, select, update (at, told_at) on event_feed to tenantry_control;
grant select on event_feed to tenantry_ops;

create table events (
  tenant_id uuid not null,
  id uuid not null,
  at timestamp with time zone not null default now(),
  type text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  data jsonb,
  constraint events_pkey PRIMARY KEY (tenant_id, id)
);
comment on table events is 'class: tenant';
CREATE INDEX events_at_idx ON events USING btree (tenant_id, at);
CREATE INDEX events_subject_idx ON events USING btree (tenant_id, subject, subject_id, id);
alter table events enable row level security;
alter table events force row level security;
create policy tenant_isolation on events using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (at, data, subject, subject_id, type) on events to tenantry_app;
grant insert, select on events to tenantry_control;
grant select on events to tenantry_ops;
grant select on events to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON events FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table events enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table events enable always trigger sql_truncate;

create table feature_overrides (
  tenant_id uuid not null,
  feature text collate "C" not null,
  enabled boolean not null,
  updated_at timestamp with time zone not null default now(),
  set_by text not null default 'platform'::text,
  constraint feature_overrides_pkey PRIMARY KEY (tenant_id, feature),
  constraint feature_overrides_set_by_check CHECK ((set_by = ANY (ARRAY['platform'::text, 'tenant'::text])))
);
comment on table feature_overrides is 'class: control, watched';
alter table feature_overrides enable row level security;
alter table feature_overrides force row level security;
create policy control_plane on feature_overrides using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (enabled, feature, set_by, updated_at) on feature_overrides to tenantry_control;
grant select on feature_overrides to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON feature_overrides FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table feature_overrides enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON feature_overrides FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table feature_overrides enable always trigger sql_truncate;

create table files (
  tenant_id uuid not null,
  id uuid not null,
  object_id uuid not null,
  name text not null,
  media_type text collate "C" not null,
  bytes bigint not null,
  sha256 text collate "C" not null,
  state text collate "C" not null default 'uploading'::text,
  key_version bigint not null default 0,
  created_by uuid,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint files_pkey PRIMARY KEY (tenant_id, id),
  constraint files_object_key UNIQUE (tenant_id, object_id),
  constraint files_bytes_check CHECK ((bytes >= 0)),
  constraint files_state_check CHECK ((state = ANY (ARRAY['uploading'::text, 'ready'::text, 'missing'::text])))
);
comment on table files is 'class: tenant';
CREATE INDEX files_bytes_idx ON files USING btree (tenant_id, bytes, id);
CREATE INDEX files_created_at_idx ON files USING btree (tenant_id, created_at, id);
CREATE INDEX files_key_version_idx ON files USING btree (tenant_id, key_version, id);
CREATE INDEX files_name_idx ON files USING btree (tenant_id, name_key, id);
alter table files enable row level security;
alter table files force row level security;
create policy tenant_isolation on files using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (bytes, created_at, created_by, key_version, media_type, name, object_id, sha256, state, updated_at, version) on files to tenantry_app;
grant select on files to tenantry_ops;
grant select on files to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON files FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table files enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON files FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table files enable always trigger sql_truncate;

create table idempotency_keys (
  tenant_id uuid not null,
  actor_id uuid not null,
  key text collate "C" not null,
  route text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamp with time zone not null default now(),
  sealed_body text collate "C",
  constraint idempotency_keys_pkey PRIMARY KEY (tenant_id, actor_id, key)
);
comment on table idempotency_keys is 'class: tenant';
CREATE INDEX idempotency_keys_created_at_idx ON idempotency_keys USING btree (tenant_id, created_at);
alter table idempotency_keys enable row level security;
alter table idempotency_keys force row level security;
create policy tenant_isolation on idempotency_keys using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (actor_id, body, created_at, key, request_hash, route, sealed_body, status) on idempotency_keys to tenantry_app;
grant delete, insert, select, update (body, sealed_body, status) on idempotency_keys to tenantry_control;
grant select on idempotency_keys to tenantry_ops;
grant select on idempotency_keys to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON idempotency_keys FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table idempotency_keys enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON idempotency_keys FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table idempotency_keys enable always trigger sql_truncate;

create table import_changes (
  tenant_id uuid not null,
  import_id uuid not null,
  record_id uuid not null,
  record_version integer not null,
  before jsonb,
  constraint import_changes_pkey PRIMARY KEY (tenant_id, import_id, record_id)
);
comment on table import_changes is 'class: tenant, append only';
alter table import_changes enable row level security;
alter table import_changes force row level security;
create policy tenant_isolation on import_changes using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on import_changes to tenantry_app;
grant select on import_changes to tenantry_ops;
grant select on import_changes to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON import_changes FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table import_changes enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON import_changes FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table import_changes enable always trigger sql_truncate;

create table imports (
  tenant_id uuid not null,
  id uuid not null,
  noun text collate "C" not null,
  file_name text,
  on_duplicate text collate "C" not null,
  mapping jsonb not null,
  row_count integer not null,
  created_count integer not null,
  updated_count integer not null,
  skipped_count integer not null,
  error_count integer not null,
  imported_by text not null,
  undone_at timestamp with time zone,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint imports_pkey PRIMARY KEY (tenant_id, id),
  constraint imports_on_duplicate_check CHECK ((on_duplicate = ANY (ARRAY['skip'::text, 'update'::text, 'create'::text])))
);
comment on table imports is 'class: tenant';
CREATE INDEX imports_created_at_idx ON imports USING btree (tenant_id, created_at, id);
CREATE INDEX imports_noun_idx ON imports USING btree (tenant_id, noun, created_at, id);
alter table imports enable row level security;
alter table imports force row level security;
create policy tenant_isolation on imports using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_count, error_count, file_name, imported_by, mapping, noun, on_duplicate, row_count, skipped_count, undone_at, updated_at, updated_count, version) on imports to tenantry_app;
grant select on imports to tenantry_ops;
grant select on imports to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON imports FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table imports enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON imports FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table imports enable always trigger sql_truncate;

create table job_queue (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null default 'job'::text,
  job_id uuid not null,
  due_at timestamp with time zone not null,
  leased_by uuid,
  schedule text collate "C",
  rule text collate "C",
  lane text collate "C" not null default 'inside'::text,
  constraint job_queue_pkey PRIMARY KEY (tenant_id, id),
  constraint job_queue_kind_check CHECK ((kind = ANY (ARRAY['job'::text, 'schedule'::text]))),
  constraint job_queue_lane_check CHECK ((lane = ANY (ARRAY['inside'::text, 'outside'::text])))
);
comment on table job_queue is 'class: control';
CREATE INDEX job_queue_lane_due_at_idx ON job_queue USING btree (lane, due_at);
CREATE INDEX job_queue_lane_due_idx ON job_queue USING btree (lane, tenant_id, due_at, id);
CREATE INDEX job_queue_leased_by_idx ON job_queue USING btree (leased_by, tenant_id) WHERE (leased_by IS NOT NULL);
CREATE INDEX job_queue_schedule_idx ON job_queue USING btree (tenant_id, schedule, rule) WHERE (kind = 'schedule'::text);
alter table job_queue enable row level security;
alter table job_queue force row level security;
create policy control_plane on job_queue using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant insert on job_queue to tenantry_app;
grant delete, insert, select, update (due_at, job_id, kind, lane, leased_by, rule, schedule) on job_queue to tenantry_control;
grant select on job_queue to tenantry_ops;

create table job_steps (
  tenant_id uuid not null,
  job_id uuid not null,
  name text collate "C" not null,
  result jsonb,
  done_at timestamp with time zone not null default now(),
  constraint job_steps_pkey PRIMARY KEY (tenant_id, job_id, name)
);
comment on table job_steps is 'class: tenant';
alter table job_steps enable row level security;
alter table job_steps force row level security;
create policy tenant_isolation on job_steps using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (done_at, job_id, name, result) on job_steps to tenantry_app;
grant select on job_steps to tenantry_ops;
grant select on job_steps to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON job_steps FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table job_steps enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON job_steps FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table job_steps enable always trigger sql_truncate;

create table jobs (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  state text collate "C" not null default 'queued'::text,
  data jsonb not null,
  key text collate "C",
  run_at timestamp with time zone not null default now(),
  attempts integer not null default 0,
  max_attempts integer not null,
  progress_done bigint not null default 0,
  progress_total bigint,
  message text,
  result jsonb,
  error text,
  fault text,
  actor_id uuid,
  actor text collate "C" not null,
  turn uuid not null,
  claim uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  started_at timestamp with time zone,
  finished_at timestamp with time zone,
  constraint jobs_pkey PRIMARY KEY (tenant_id, id),
  constraint jobs_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'running'::text, 'done'::text, 'failed'::text, 'parked'::text, 'cancelled'::text])))
);
comment on table jobs is 'class: tenant';
CREATE INDEX jobs_created_at_idx ON jobs USING btree (tenant_id, created_at, id);
CREATE INDEX jobs_finished_at_idx ON jobs USING btree (tenant_id, finished_at);
CREATE UNIQUE INDEX jobs_key_key ON jobs USING btree (tenant_id, name, key) WHERE (state = ANY (ARRAY['queued'::text, 'running'::text]));
CREATE INDEX jobs_name_idx ON jobs USING btree (tenant_id, name, created_at, id);
CREATE INDEX jobs_state_idx ON jobs USING btree (tenant_id, state, created_at, id);
alter table jobs enable row level security;
alter table jobs force row level security;
create policy tenant_isolation on jobs using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (actor, actor_id, attempts, claim, created_at, data, error, fault, finished_at, key, max_attempts, message, name, progress_done, progress_total, result, run_at, started_at, state, turn, updated_at) on jobs to tenantry_app;
grant insert, select on jobs to tenantry_control;
grant select on jobs to tenantry_ops;
grant select on jobs to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON jobs FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table jobs enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON jobs FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table jobs enable always trigger sql_truncate;

create table journal_lines (
  tenant_id uuid not null,
  journal_id uuid not null,
  line integer not null,
  account_id uuid not null,
  party_id uuid,
  date date not null,
  debit paise not null default 0,
  credit paise not null default 0,
  constraint journal_lines_pkey PRIMARY KEY (tenant_id, journal_id, line),
  constraint journal_lines_sides_check CHECK ((((debit)::bigint >= 0) AND ((credit)::bigint >= 0) AND (((debit)::bigint = 0) <> ((credit)::bigint = 0))))
);
comment on table journal_lines is 'class: tenant, append only';
CREATE INDEX journal_lines_account_idx ON journal_lines USING btree (tenant_id, account_id, date, journal_id);
CREATE INDEX journal_lines_party_idx ON journal_lines USING btree (tenant_id, party_id, date, journal_id);
alter table journal_lines enable row level security;
alter table journal_lines force row level security;
create policy tenant_isolation on journal_lines using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on journal_lines to tenantry_app;
grant select on journal_lines to tenantry_ops;
grant select on journal_lines to tenantry_ro;
CREATE CONSTRAINT TRIGGER balance AFTER INSERT OR DELETE OR UPDATE ON journal_lines DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balance_journal();
alter table journal_lines enable trigger balance;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON journal_lines FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table journal_lines enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON journal_lines FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table journal_lines enable always trigger sql_truncate;

create table journals (
  tenant_id uuid not null,
  id uuid not null,
  date date not null,
  kind text collate "C" not null,
  source text collate "C" not null,
  source_id uuid not null,
  narration text not null,
  reverses uuid,
  created_at timestamp with time zone not null default now(),
  constraint journals_pkey PRIMARY KEY (tenant_id, id),
  constraint journals_reverses_key UNIQUE (tenant_id, reverses),
  constraint journals_kind_check CHECK ((kind = ANY (ARRAY['sale'::text, 'reversal'::text])))
);
comment on table journals is 'class: tenant, append only';
CREATE INDEX journals_date_idx ON journals USING btree (tenant_id, date, id);
CREATE INDEX journals_source_idx ON journals USING btree (tenant_id, source, source_id);
alter table journals enable row level security;
alter table journals force row level security;
create policy tenant_isolation on journals using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant insert, select on journals to tenantry_app;
grant select on journals to tenantry_ops;
grant select on journals to tenantry_ro;
CREATE CONSTRAINT TRIGGER balance AFTER INSERT ON journals DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION balance_journal();
alter table journals enable trigger balance;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON journals FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table journals enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON journals FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table journals enable always trigger sql_truncate;

create table known_addresses (
  user_id uuid not null,
  address text collate "C" not null,
  seen_at timestamp with time zone not null default now(),
  constraint known_addresses_pkey PRIMARY KEY (user_id, address)
);
comment on table known_addresses is 'class: control';
CREATE INDEX known_addresses_seen_at_idx ON known_addresses USING btree (seen_at);
alter table known_addresses enable row level security;
alter table known_addresses force row level security;
create policy control_plane on known_addresses using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (address, seen_at, user_id) on known_addresses to tenantry_control;
grant select on known_addresses to tenantry_ops;

create table live_tickets (
  hash bytea not null,
  session_id uuid not null,
  for_tenant_id uuid,
  expires_at timestamp with time zone not null,
  constraint live_tickets_pkey PRIMARY KEY (hash)
);
comment on table live_tickets is 'class: control';
CREATE INDEX live_tickets_expires_at_idx ON live_tickets USING btree (expires_at);
CREATE INDEX live_tickets_session_idx ON live_tickets USING btree (session_id);
alter table live_tickets enable row level security;
alter table live_tickets force row level security;
create policy control_plane on live_tickets using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (expires_at, for_tenant_id, hash, session_id) on live_tickets to tenantry_control;
grant select on live_tickets to tenantry_ops;

create table mail_outbox (
  id uuid not null,
  for_tenant_id uuid,
  recipient text collate "C" not null,
  subject text not null,
  body text not null,
  status text collate "C" not null default 'waiting'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone not null default now(),
  failure text,
  created_at timestamp with time zone not null default now(),
  sent_at timestamp with time zone,
  html text,
  sender_name text,
  constraint mail_outbox_pkey PRIMARY KEY (id),
  constraint mail_outbox_status_check CHECK ((status = ANY (ARRAY['waiting'::text, 'kept'::text, 'sent'::text, 'failed'::text])))
);
comment on table mail_outbox is 'class: control';
CREATE INDEX mail_outbox_created_idx ON mail_outbox USING btree (created_at, id);
CREATE INDEX mail_outbox_due_idx ON mail_outbox USING btree (next_attempt_at) WHERE (status = 'waiting'::text);
CREATE INDEX mail_outbox_recipient_idx ON mail_outbox USING btree (recipient, created_at, id);
CREATE INDEX mail_outbox_status_idx ON mail_outbox USING btree (status, created_at, id);
alter table mail_outbox enable row level security;
alter table mail_outbox force row level security;
create policy control_plane on mail_outbox using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (attempts, body, created_at, failure, for_tenant_id, html, next_attempt_at, recipient, sender_name, sent_at, status, subject) on mail_outbox to tenantry_control;
grant select on mail_outbox to tenantry_ops;

create table mail_templates (
  tenant_id uuid not null,
  id uuid not null,
  letter text collate "C" not null,
  language text collate "C" not null,
  subject text not null,
  body text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint mail_templates_pkey PRIMARY KEY (tenant_id, id),
  constraint mail_templates_letter_key UNIQUE (tenant_id, letter, language)
);
comment on table mail_templates is 'class: control';
alter table mail_templates enable row level security;
alter table mail_templates force row level security;
create policy control_plane on mail_templates using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (body, created_at, language, letter, subject, updated_at, version) on mail_templates to tenantry_control;
grant select on mail_templates to tenantry_ops;

create table memberships (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  email text collate "C" not null,
  name text not null,
  name_key text collate "C" not null generated always as (lower(name)) stored,
  role text collate "C" not null,
  status text not null default 'active'::text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint memberships_pkey PRIMARY KEY (tenant_id, id),
  constraint memberships_user_key UNIQUE (tenant_id, user_id),
  constraint memberships_status_check CHECK ((status = ANY (ARRAY['active'::text, 'invited'::text, 'disabled'::text])))
);
comment on table memberships is 'class: control, watched';
CREATE INDEX memberships_created_at_idx ON memberships USING btree (tenant_id, created_at, id);
CREATE INDEX memberships_email_idx ON memberships USING btree (tenant_id, email, id);
CREATE INDEX memberships_name_idx ON memberships USING btree (tenant_id, name_key, id);
CREATE INDEX memberships_role_idx ON memberships USING btree (tenant_id, role, id);
CREATE INDEX memberships_status_idx ON memberships USING btree (tenant_id, status, name_key, id);
CREATE INDEX memberships_user_idx ON memberships USING btree (user_id, created_at);
alter table memberships enable row level security;
alter table memberships force row level security;
create policy control_plane on memberships using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, email, name, role, status, updated_at, user_id, version) on memberships to tenantry_control;
grant select on memberships to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON memberships FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table memberships enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON memberships FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table memberships enable always trigger sql_truncate;

create table metric_buckets (
  tenant_id uuid not null,
  resolution text collate "C" not null,
  at timestamp with time zone not null,
  requests bigint not null,
  refused bigint not null,
  errors bigint not null,
  milliseconds double precision not null,
  statements bigint not null,
  database_milliseconds double precision not null,
  waiting_milliseconds double precision not null,
  rate_limited bigint not null,
  forbidden bigint not null,
  conflicts bigint not null,
  strangers bigint not null,
  sign_in_failures bigint not null,
  password_resets bigint not null,
  jobs bigint not null,
  failed_jobs bigint not null,
  histogram bigint[] not null,
  parked_jobs bigint not null default 0,
  deliveries bigint not null default 0,
  failed_deliveries bigint not null default 0,
  constraint metric_buckets_pkey PRIMARY KEY (tenant_id, resolution, at),
  constraint metric_buckets_resolution_check CHECK ((resolution = ANY (ARRAY['5m'::text, '1h'::text, '1d'::text])))
);
comment on table metric_buckets is 'class: control';
CREATE INDEX metric_buckets_age_idx ON metric_buckets USING btree (resolution, at);
alter table metric_buckets enable row level security;
alter table metric_buckets force row level security;
create policy control_plane on metric_buckets using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (at, conflicts, database_milliseconds, deliveries, errors, failed_deliveries, failed_jobs, forbidden, histogram, jobs, milliseconds, parked_jobs, password_resets, rate_limited, refused, requests, resolution, sign_in_failures, statements, strangers, waiting_milliseconds) on metric_buckets to tenantry_control;
grant select on metric_buckets to tenantry_ops;

create table metric_samples (
  tenant_id uuid not null,
  day date not null,
  sampled_at timestamp with time zone not null,
  storage_bytes bigint,
  rows_by_table jsonb not null,
  figures jsonb not null,
  row_bytes bigint,
  used jsonb,
  constraint metric_samples_pkey PRIMARY KEY (tenant_id, day)
);
comment on table metric_samples is 'class: control';
CREATE INDEX metric_samples_age_idx ON metric_samples USING btree (day);
alter table metric_samples enable row level security;
alter table metric_samples force row level security;
create policy control_plane on metric_samples using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (day, figures, row_bytes, rows_by_table, sampled_at, storage_bytes, used) on metric_samples to tenantry_control;
grant select on metric_samples to tenantry_ops;

create table migrations (
  name text collate "C" not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint migrations_pkey PRIMARY KEY (name)
);
comment on table migrations is 'class: control, append only';
grant select on migrations to tenantry_control;
grant select on migrations to tenantry_ops;

create table notifications (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  kind text collate "C" not null,
  subject text collate "C" not null,
  subject_id text collate "C",
  detail text collate "C",
  by_name text,
  key text collate "C" not null,
  read_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint notifications_pkey PRIMARY KEY (tenant_id, id),
  constraint notifications_once_key UNIQUE (tenant_id, user_id, key),
  constraint notifications_kind_check CHECK ((kind = ANY (ARRAY['mention'::text, 'job_done'::text, 'job_failed'::text, 'limit_near'::text, 'limit_full'::text, 'alert'::text])))
);
comment on table notifications is 'class: tenant';
CREATE INDEX notifications_unread_idx ON notifications USING btree (tenant_id, user_id) WHERE (read_at IS NULL);
CREATE INDEX notifications_user_idx ON notifications USING btree (tenant_id, user_id, created_at, id);
alter table notifications enable row level security;
alter table notifications force row level security;
create policy tenant_isolation on notifications using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (by_name, created_at, detail, key, kind, read_at, subject, subject_id, user_id) on notifications to tenantry_app;
grant select on notifications to tenantry_ops;
grant select on notifications to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON notifications FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table notifications enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON notifications FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table notifications enable always trigger sql_truncate;

create table number_series (
  tenant_id uuid not null,
  name text collate "C" not null,
  next bigint not null,
  constraint number_series_pkey PRIMARY KEY (tenant_id, name)
);
comment on table number_series is 'class: tenant';
alter table number_series enable row level security;
alter table number_series force row level security;
create policy tenant_isolation on number_series using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (name, next) on number_series to tenantry_app;
grant select on number_series to tenantry_ops;
grant select on number_series to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON number_series FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table number_series enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON number_series FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table number_series enable always trigger sql_truncate;

create table one_time_tokens (
  hash bytea not null,
  user_id uuid not null,
  purpose text not null,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  constraint one_time_tokens_pkey PRIMARY KEY (hash),
  constraint one_time_tokens_purpose_check CHECK ((purpose = ANY (ARRAY['verify_email'::text, 'reset_password'::text, 'invitation'::text])))
);
comment on table one_time_tokens is 'class: control';
CREATE INDEX one_time_tokens_expires_at_idx ON one_time_tokens USING btree (expires_at);
CREATE INDEX one_time_tokens_user_idx ON one_time_tokens USING btree (user_id, purpose);
alter table one_time_tokens enable row level security;
alter table one_time_tokens force row level security;
create policy control_plane on one_time_tokens using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (created_at, expires_at, hash, purpose, used_at, user_id) on one_time_tokens to tenantry_control;
grant select on one_time_tokens to tenantry_ops;

create table parties (
  tenant_id uuid not null,
  id uuid not null,
  kind text collate "C" not null,
  name text not null,
  gstin text collate "C",
  gstin_valid boolean,
  pan text collate "C",
  category text collate "C" not null,
  contact_person text,
  phone text collate "C",
  email text collate "C",
  address_line1 text,
  address_line2 text,
  city text collate "C",
  state text collate "C",
  pincode text collate "C",
  country text collate "C" not null default 'India'::text,
  addresses jsonb not null default '[]'::jsonb,
  terms_days integer not null default 0,
  credit_limit paise,
  opening_balance paise not null default 0,
  notes text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  match_key text collate "C" not null generated always as (replace(replace(translate(lower((name COLLATE "C")), ' 	.,;:-_&/()''"'::text, ''::text), 'private'::text, 'pvt'::text), 'limited'::text, 'ltd'::text)) stored,
  phone_key text collate "C" generated always as ("right"(translate(phone, '+ -()'::text, ''::text), 10)) stored,
  city_key text collate "C" not null generated always as (lower(COALESCE(city, ''::text))) stored,
  constraint parties_pkey PRIMARY KEY (tenant_id, id),
  constraint parties_category_check CHECK ((category = ANY (ARRAY['registered_regular'::text, 'composition'::text, 'sez'::text, 'deemed_export'::text, 'input_service_distributor'::text, 'tax_deductor'::text, 'tax_collector'::text, 'uin_holder'::text, 'unregistered'::text, 'overseas'::text]))),
  constraint parties_credit_limit_check CHECK (((credit_limit)::bigint >= 0)),
  constraint parties_kind_check CHECK ((kind = ANY (ARRAY['customer'::text, 'vendor'::text]))),
  constraint parties_state_check CHECK ((state ~ '^\d\d$'::text)),
  constraint parties_terms_days_check CHECK (((terms_days >= 0) AND (terms_days <= 3650)))
);
comment on table parties is 'class: tenant';
CREATE INDEX parties_category_idx ON parties USING btree (tenant_id, kind, category, name_key, id);
CREATE INDEX parties_city_idx ON parties USING btree (tenant_id, kind, city, name_key, id);
CREATE INDEX parties_city_key_idx ON parties USING btree (tenant_id, kind, city_key, id);
CREATE INDEX parties_created_at_idx ON parties USING btree (tenant_id, kind, created_at, id);
CREATE INDEX parties_email_idx ON parties USING btree (tenant_id, kind, email);
CREATE INDEX parties_gstin_idx ON parties USING btree (tenant_id, kind, gstin);
CREATE INDEX parties_gstin_valid_idx ON parties USING btree (tenant_id, kind, gstin_valid, name_key, id);
CREATE INDEX parties_is_active_idx ON parties USING btree (tenant_id, kind, is_active, name_key, id);
CREATE INDEX parties_match_idx ON parties USING btree (tenant_id, kind, match_key);
CREATE INDEX parties_name_idx ON parties USING btree (tenant_id, kind, name_key, id);
CREATE INDEX parties_pan_idx ON parties USING btree (tenant_id, kind, pan);
CREATE INDEX parties_phone_idx ON parties USING btree (tenant_id, kind, phone);
CREATE INDEX parties_phone_key_idx ON parties USING btree (tenant_id, kind, phone_key);
CREATE INDEX parties_state_idx ON parties USING btree (tenant_id, kind, state, name_key, id);
CREATE INDEX parties_totals_idx ON parties USING btree (tenant_id, kind, is_active) INCLUDE (opening_balance, credit_limit);
CREATE INDEX parties_updated_at_idx ON parties USING btree (tenant_id, kind, updated_at, id);
alter table parties enable row level security;
alter table parties force row level security;
create policy tenant_isolation on parties using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (address_line1, address_line2, addresses, category, city, contact_person, country, created_at, credit_limit, email, gstin, gstin_valid, is_active, kind, name, notes, opening_balance, pan, phone, pincode, state, terms_days, updated_at, version) on parties to tenantry_app;
grant select on parties to tenantry_ops;
grant select on parties to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON parties FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table parties enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON parties FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table parties enable always trigger sql_truncate;

create table plans (
  plan text collate "C" not null,
  title text not null,
  "position" integer not null,
  max_users integer,
  max_products integer,
  max_transactions_per_month integer,
  max_storage bigint,
  max_requests_per_day integer,
  password_min_length integer not null,
  session_timeout integer not null,
  requests_per_second integer,
  weight integer not null default 1,
  constraint plans_pkey PRIMARY KEY (plan),
  constraint plans_rate_check CHECK ((requests_per_second >= 1)),
  constraint plans_weight_check CHECK ((weight >= 1))
);
comment on table plans is 'class: reference, watched';
grant select on plans to tenantry_app;
grant select on plans to tenantry_control;
grant select on plans to tenantry_ops;
grant select on plans to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON plans FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table plans enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON plans FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table plans enable always trigger sql_truncate;

create table products (
  tenant_id uuid not null,
  id uuid not null,
  name text not null,
  kind text collate "C" not null,
  sku text collate "C" not null,
  barcode text collate "C",
  hsn text collate "C",
  unit text collate "C" not null,
  sale_price numeric(14,4),
  purchase_price numeric(14,4),
  tax_rate numeric(6,3),
  cess_rate numeric(6,3) not null default 0,
  treatment text collate "C" not null default 'taxable'::text,
  category text collate "C",
  reorder_level numeric(14,3),
  description text,
  is_active boolean not null default true,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  sku_key text collate "C" not null generated always as (lower(sku)) stored,
  match_key text collate "C" not null generated always as (translate(lower((name COLLATE "C")), ' 	.,;:-_&/()''"'::text, ''::text)) stored,
  category_key text collate "C" not null generated always as (lower(COALESCE(category, ''::text))) stored,
  price_key bigint not null generated always as (((COALESCE(sale_price, (0)::numeric) * (10000)::numeric))::bigint) stored,
  constraint products_pkey PRIMARY KEY (tenant_id, id),
  constraint products_barcode_key UNIQUE (tenant_id, barcode),
  constraint products_sku_key UNIQUE (tenant_id, sku_key),
  constraint products_cess_rate_check CHECK (((cess_rate >= (0)::numeric) AND (cess_rate <= (999)::numeric))),
  constraint products_hsn_check CHECK ((hsn ~ '^(\d{4}|\d{6}|\d{8})$'::text)),
  constraint products_kind_check CHECK ((kind = ANY (ARRAY['goods'::text, 'service'::text]))),
  constraint products_purchase_price_check CHECK ((purchase_price >= (0)::numeric)),
  constraint products_reorder_level_check CHECK ((reorder_level >= (0)::numeric)),
  constraint products_sale_price_check CHECK ((sale_price >= (0)::numeric)),
  constraint products_tax_rate_check CHECK (((tax_rate >= (0)::numeric) AND (tax_rate <= (100)::numeric))),
  constraint products_treatment_check CHECK ((treatment = ANY (ARRAY['taxable'::text, 'nil_rated'::text, 'exempt'::text, 'non_gst'::text])))
);
comment on table products is 'class: tenant';
CREATE INDEX products_category_idx ON products USING btree (tenant_id, category, name_key, id);
CREATE INDEX products_category_key_idx ON products USING btree (tenant_id, category_key, id);
CREATE INDEX products_created_at_idx ON products USING btree (tenant_id, created_at, id);
CREATE INDEX products_hsn_idx ON products USING btree (tenant_id, hsn, name_key, id);
CREATE INDEX products_is_active_idx ON products USING btree (tenant_id, is_active, name_key, id);
CREATE INDEX products_kind_idx ON products USING btree (tenant_id, kind, name_key, id);
CREATE INDEX products_match_idx ON products USING btree (tenant_id, match_key);
CREATE INDEX products_name_idx ON products USING btree (tenant_id, name_key, id);
CREATE INDEX products_price_idx ON products USING btree (tenant_id, price_key, id);
CREATE INDEX products_treatment_idx ON products USING btree (tenant_id, treatment, name_key, id);
CREATE INDEX products_updated_at_idx ON products USING btree (tenant_id, updated_at, id);
alter table products enable row level security;
alter table products force row level security;
create policy tenant_isolation on products using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (barcode, category, cess_rate, created_at, description, hsn, is_active, kind, name, purchase_price, reorder_level, sale_price, sku, tax_rate, treatment, unit, updated_at, version) on products to tenantry_app;
grant select on products to tenantry_ops;
grant select on products to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON products FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table products enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON products FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table products enable always trigger sql_truncate;

create table provisioning_steps (
  tenant_id uuid not null,
  step text collate "C" not null,
  attempts integer not null default 1,
  done_at timestamp with time zone,
  failure text,
  constraint provisioning_steps_pkey PRIMARY KEY (tenant_id, step)
);
comment on table provisioning_steps is 'class: control';
alter table provisioning_steps enable row level security;
alter table provisioning_steps force row level security;
create policy control_plane on provisioning_steps using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (attempts, done_at, failure, step) on provisioning_steps to tenantry_control;
grant select on provisioning_steps to tenantry_ops;

create table refresh_tokens (
  hash bytea not null,
  session_id uuid not null,
  for_tenant_id uuid,
  expires_at timestamp with time zone not null,
  used_at timestamp with time zone,
  constraint refresh_tokens_pkey PRIMARY KEY (hash)
);
comment on table refresh_tokens is 'class: control';
CREATE INDEX refresh_tokens_session_idx ON refresh_tokens USING btree (session_id);
alter table refresh_tokens enable row level security;
alter table refresh_tokens force row level security;
create policy control_plane on refresh_tokens using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (expires_at, for_tenant_id, hash, session_id, used_at) on refresh_tokens to tenantry_control;
grant select on refresh_tokens to tenantry_ops;

create table request_counts (
  tenant_id uuid not null,
  day date not null,
  requests bigint not null,
  refused bigint not null,
  errors bigint not null,
  milliseconds bigint not null,
  constraint request_counts_pkey PRIMARY KEY (tenant_id, day)
);
comment on table request_counts is 'class: control';
alter table request_counts enable row level security;
alter table request_counts force row level security;
create policy control_plane on request_counts using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (day, errors, milliseconds, refused, requests) on request_counts to tenantry_control;
grant select on request_counts to tenantry_ops;

create table request_leases (
  tenant_id uuid not null,
  day text collate "C" not null,
  used bigint not null,
  warned integer not null default 0,
  constraint request_leases_pkey PRIMARY KEY (tenant_id, day),
  constraint request_leases_used_check CHECK ((used >= 0))
);
comment on table request_leases is 'class: control';
alter table request_leases enable row level security;
alter table request_leases force row level security;
create policy control_plane on request_leases using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (day, used, warned) on request_leases to tenantry_control;
grant select on request_leases to tenantry_ops;

create table retired_slugs (
  slug text collate "C" not null,
  former_tenant_id uuid not null,
  retired_at timestamp with time zone not null default now(),
  constraint retired_slugs_pkey PRIMARY KEY (slug)
);
comment on table retired_slugs is 'class: control, watched';
alter table retired_slugs enable row level security;
alter table retired_slugs force row level security;
create policy control_plane on retired_slugs using (((former_tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((former_tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (former_tenant_id, retired_at, slug) on retired_slugs to tenantry_control;
grant select on retired_slugs to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON retired_slugs FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table retired_slugs enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON retired_slugs FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table retired_slugs enable always trigger sql_truncate;

create table roles (
  tenant_id uuid not null,
  id uuid not null,
  name text collate "C" not null,
  title text not null,
  permissions text[] not null default '{}'::text[],
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint roles_pkey PRIMARY KEY (tenant_id, id),
  constraint roles_name_key UNIQUE (tenant_id, name)
);
comment on table roles is 'class: control, watched';
alter table roles enable row level security;
alter table roles force row level security;
create policy control_plane on roles using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, name, permissions, title, updated_at, version) on roles to tenantry_control;
grant select on roles to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON roles FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table roles enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON roles FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table roles enable always trigger sql_truncate;

create table schedules (
  tenant_id uuid not null,
  name text collate "C" not null,
  job text collate "C" not null,
  cron text not null,
  time_zone text not null,
  data jsonb not null,
  next_at timestamp with time zone not null,
  last_at timestamp with time zone,
  turn uuid not null,
  id uuid not null default gen_random_uuid(),
  is_active boolean not null default true,
  last_job_id uuid,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint schedules_pkey PRIMARY KEY (tenant_id, name),
  constraint schedules_id_key UNIQUE (tenant_id, id)
);
comment on table schedules is 'class: tenant';
CREATE INDEX schedules_name_idx ON schedules USING btree (tenant_id, name, id);
alter table schedules enable row level security;
alter table schedules force row level security;
create policy tenant_isolation on schedules using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, cron, data, is_active, job, last_at, last_job_id, name, next_at, time_zone, turn, updated_at, version) on schedules to tenantry_app;
grant select on schedules to tenantry_ops;
grant select on schedules to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON schedules FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table schedules enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON schedules FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table schedules enable always trigger sql_truncate;

create table search_words (
  tenant_id uuid not null,
  noun text collate "C" not null,
  word text collate "C" not null,
  record_id uuid not null,
  constraint search_words_pkey PRIMARY KEY (tenant_id, noun, word, record_id)
);
comment on table search_words is 'class: tenant';
CREATE INDEX search_words_record_idx ON search_words USING btree (tenant_id, record_id);
alter table search_words enable row level security;
alter table search_words force row level security;
create policy tenant_isolation on search_words using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (noun, record_id, word) on search_words to tenantry_app;
grant select on search_words to tenantry_ops;
grant select on search_words to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON search_words FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table search_words enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON search_words FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table search_words enable always trigger sql_truncate;

create table sessions (
  id uuid not null,
  user_id uuid not null,
  address text,
  user_agent text,
  created_at timestamp with time zone not null default now(),
  last_used_at timestamp with time zone not null default now(),
  expires_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  constraint sessions_pkey PRIMARY KEY (id)
);
comment on table sessions is 'class: control';
CREATE INDEX sessions_expires_at_idx ON sessions USING btree (expires_at);
CREATE INDEX sessions_user_idx ON sessions USING btree (user_id, created_at);
alter table sessions enable row level security;
alter table sessions force row level security;
create policy control_plane on sessions using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (address, created_at, ended_at, expires_at, last_used_at, user_agent, user_id) on sessions to tenantry_control;
grant select on sessions to tenantry_ops;

create table settings (
  tenant_id uuid not null,
  key text collate "C" not null,
  value jsonb,
  sealed bytea,
  updated_at timestamp with time zone not null default now(),
  constraint settings_pkey PRIMARY KEY (tenant_id, key),
  constraint settings_one_form_check CHECK (((value IS NULL) <> (sealed IS NULL)))
);
comment on table settings is 'class: control, watched';
alter table settings enable row level security;
alter table settings force row level security;
create policy control_plane on settings using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (key, sealed, updated_at, value) on settings to tenantry_control;
grant select on settings to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON settings FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table settings enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON settings FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table settings enable always trigger sql_truncate;

create table sign_in_failures (
  bucket text collate "C" not null,
  window_start timestamp with time zone not null,
  failures integer not null,
  constraint sign_in_failures_pkey PRIMARY KEY (bucket, window_start)
);
comment on table sign_in_failures is 'class: control';
CREATE INDEX sign_in_failures_start_idx ON sign_in_failures USING btree (window_start);
alter table sign_in_failures enable row level security;
alter table sign_in_failures force row level security;
create policy control_plane on sign_in_failures using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (bucket, failures, window_start) on sign_in_failures to tenantry_control;
grant select on sign_in_failures to tenantry_ops;

create table slow_statements (
  tenant_id uuid not null,
  id uuid not null,
  asker text collate "C" not null,
  statement text collate "C" not null,
  count bigint not null,
  total_milliseconds double precision not null,
  max_milliseconds double precision not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  constraint slow_statements_pkey PRIMARY KEY (tenant_id, id)
);
comment on table slow_statements is 'class: control';
CREATE INDEX slow_statements_age_idx ON slow_statements USING btree (last_at);
alter table slow_statements enable row level security;
alter table slow_statements force row level security;
create policy control_plane on slow_statements using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (asker, count, first_at, last_at, max_milliseconds, statement, total_milliseconds) on slow_statements to tenantry_control;
grant select on slow_statements to tenantry_ops;

create table subscriptions (
  tenant_id uuid not null,
  status text not null default 'active'::text,
  trial_ends_at timestamp with time zone,
  max_users integer,
  max_products integer,
  max_transactions_per_month integer,
  max_storage bigint,
  max_requests_per_day integer,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  constraint subscriptions_pkey PRIMARY KEY (tenant_id),
  constraint subscriptions_max_products_check CHECK ((max_products >= 0)),
  constraint subscriptions_max_requests_check CHECK ((max_requests_per_day >= 0)),
  constraint subscriptions_max_storage_check CHECK ((max_storage >= 0)),
  constraint subscriptions_max_transactions_check CHECK ((max_transactions_per_month >= 0)),
  constraint subscriptions_max_users_check CHECK ((max_users >= 1)),
  constraint subscriptions_status_check CHECK ((status = ANY (ARRAY['trial'::text, 'active'::text, 'past_due'::text, 'cancelled'::text])))
);
comment on table subscriptions is 'class: control, watched';
alter table subscriptions enable row level security;
alter table subscriptions force row level security;
create policy control_plane on subscriptions using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, max_products, max_requests_per_day, max_storage, max_transactions_per_month, max_users, status, trial_ends_at, updated_at, version) on subscriptions to tenantry_control;
grant select on subscriptions to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON subscriptions FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table subscriptions enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON subscriptions FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table subscriptions enable always trigger sql_truncate;

create table system_samples (
  resolution text collate "C" not null,
  at timestamp with time zone not null,
  connections integer not null,
  jobs_waiting integer not null,
  database_bytes bigint not null,
  file_bytes bigint not null,
  disk_percent double precision,
  constraint system_samples_pkey PRIMARY KEY (resolution, at),
  constraint system_samples_resolution_check CHECK ((resolution = ANY (ARRAY['5m'::text, '1h'::text, '1d'::text])))
);
comment on table system_samples is 'class: control';
alter table system_samples enable row level security;
alter table system_samples force row level security;
create policy control_plane on system_samples using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (at, connections, database_bytes, disk_percent, file_bytes, jobs_waiting, resolution) on system_samples to tenantry_control;
grant select on system_samples to tenantry_ops;

create table tenant_keys (
  tenant_id uuid not null,
  version integer not null,
  state text collate "C" not null default 'current'::text,
  wrapped bytea,
  master_key_id text collate "C" not null,
  created_at timestamp with time zone not null default now(),
  replaced_at timestamp with time zone,
  destroyed_at timestamp with time zone,
  constraint tenant_keys_pkey PRIMARY KEY (tenant_id, version),
  constraint tenant_keys_state_check CHECK ((state = ANY (ARRAY['current'::text, 'old'::text, 'destroyed'::text]))),
  constraint tenant_keys_version_check CHECK (((version >= 1) AND (version <= 999999999))),
  constraint tenant_keys_wrapped_check CHECK (((wrapped IS NULL) = (state = 'destroyed'::text)))
);
comment on table tenant_keys is 'class: control, watched';
CREATE UNIQUE INDEX tenant_keys_current_key ON tenant_keys USING btree (tenant_id) WHERE (state = 'current'::text);
alter table tenant_keys enable row level security;
alter table tenant_keys force row level security;
create policy control_plane on tenant_keys using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (created_at, destroyed_at, master_key_id, replaced_at, state, version, wrapped) on tenant_keys to tenantry_control;
grant select on tenant_keys to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON tenant_keys FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table tenant_keys enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON tenant_keys FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table tenant_keys enable always trigger sql_truncate;

create table tenant_run_items (
  tenant_id uuid not null,
  run_id uuid not null,
  "position" integer not null,
  state text collate "C" not null default 'waiting'::text,
  attempts integer not null default 0,
  code text collate "C",
  detail text,
  finished_at timestamp with time zone,
  constraint tenant_run_items_pkey PRIMARY KEY (tenant_id, run_id),
  constraint tenant_run_items_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'done'::text, 'failed'::text])))
);
comment on table tenant_run_items is 'class: control';
CREATE INDEX tenant_run_items_run_idx ON tenant_run_items USING btree (run_id, state, "position");
alter table tenant_run_items enable row level security;
alter table tenant_run_items force row level security;
create policy control_plane on tenant_run_items using (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (attempts, code, detail, finished_at, "position", run_id, state) on tenant_run_items to tenantry_control;
grant select on tenant_run_items to tenantry_ops;

create table tenant_runs (
  id uuid not null,
  action text collate "C" not null,
  wanted jsonb not null,
  total integer not null,
  state text collate "C" not null default 'running'::text,
  actor_id uuid,
  actor text collate "C" not null,
  created_at timestamp with time zone not null default now(),
  finished_at timestamp with time zone,
  constraint tenant_runs_pkey PRIMARY KEY (id),
  constraint tenant_runs_action_check CHECK ((action = ANY (ARRAY['suspend'::text, 'resume'::text, 'archive'::text, 'restore'::text, 'plan'::text, 'feature'::text]))),
  constraint tenant_runs_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text])))
);
comment on table tenant_runs is 'class: control';
CREATE INDEX tenant_runs_created_at_idx ON tenant_runs USING btree (created_at, id);
CREATE INDEX tenant_runs_running_idx ON tenant_runs USING btree (id) WHERE (state = 'running'::text);
alter table tenant_runs enable row level security;
alter table tenant_runs force row level security;
create policy control_plane on tenant_runs using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (action, actor, actor_id, created_at, finished_at, state, total, wanted) on tenant_runs to tenantry_control;
grant select on tenant_runs to tenantry_ops;

create table tenants (
  id uuid not null,
  slug text collate "C" not null,
  name text not null,
  status text not null default 'provisioning'::text,
  organization_type text not null,
  plan text not null,
  placement text not null default 'pool'::text,
  time_zone text not null default 'Asia/Kolkata'::text,
  status_reason text,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  contact_person text,
  contact_email text collate "C",
  contact_phone text,
  gstin text collate "C",
  industry text,
  size text,
  address_line1 text,
  address_line2 text,
  city text,
  state text,
  state_code text collate "C",
  pincode text collate "C",
  country text collate "C" not null default 'IN'::text,
  created_by uuid,
  archived_at timestamp with time zone,
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  slug_shape text collate "C" not null generated always as (translate(replace(replace(slug, 'rn'::text, 'm'::text), 'vv'::text, 'w'::text), '10'::text, 'lo'::text)) stored,
  cell_id uuid not null default '019e0000-0000-7000-8000-000000000001'::uuid,
  constraint tenants_pkey PRIMARY KEY (id),
  constraint tenants_slug_key UNIQUE (slug),
  constraint tenants_slug_shape_key UNIQUE (slug_shape),
  constraint tenants_placement_check CHECK ((placement = ANY (ARRAY['pool'::text, 'silo'::text]))),
  constraint tenants_status_check CHECK ((status = ANY (ARRAY['provisioning'::text, 'active'::text, 'suspended'::text, 'archived'::text])))
);
comment on table tenants is 'class: control, watched';
CREATE INDEX tenants_cell_id_idx ON tenants USING btree (cell_id);
CREATE INDEX tenants_created_at_idx ON tenants USING btree (created_at, id);
CREATE INDEX tenants_created_by_idx ON tenants USING btree (created_by, created_at);
CREATE INDEX tenants_name_idx ON tenants USING btree (name_key, id);
CREATE INDEX tenants_organization_type_idx ON tenants USING btree (organization_type, name_key, id);
CREATE INDEX tenants_plan_idx ON tenants USING btree (plan, name_key, id);
CREATE INDEX tenants_status_idx ON tenants USING btree (status, name_key, id);
alter table tenants enable row level security;
alter table tenants force row level security;
create policy control_plane on tenants using (((id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])))) with check (((id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid) OR (current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))));
grant delete, insert, select, update (address_line1, address_line2, archived_at, cell_id, city, contact_email, contact_person, contact_phone, country, created_at, created_by, gstin, industry, name, organization_type, pincode, placement, plan, size, slug, state, state_code, status, status_reason, time_zone, updated_at, version) on tenants to tenantry_control;
grant select on tenants to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON tenants FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table tenants enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON tenants FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table tenants enable always trigger sql_truncate;

create table usage_counters (
  tenant_id uuid not null,
  name text collate "C" not null,
  period text collate "C" not null,
  used bigint not null,
  warned integer not null default 0,
  constraint usage_counters_pkey PRIMARY KEY (tenant_id, name, period),
  constraint usage_counters_used_check CHECK ((used >= 0))
);
comment on table usage_counters is 'class: tenant';
alter table usage_counters enable row level security;
alter table usage_counters force row level security;
create policy tenant_isolation on usage_counters using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (name, period, used, warned) on usage_counters to tenantry_app;
grant select on usage_counters to tenantry_ops;
grant select on usage_counters to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON usage_counters FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table usage_counters enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON usage_counters FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table usage_counters enable always trigger sql_truncate;

create table users (
  id uuid not null,
  email text not null,
  email_key text collate "C" not null,
  name text not null,
  password_hash text,
  is_operator boolean not null default false,
  email_verified_at timestamp with time zone,
  disabled_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  language text collate "C",
  constraint users_pkey PRIMARY KEY (id),
  constraint users_email_key UNIQUE (email_key),
  constraint users_language_check CHECK ((language = ANY (ARRAY['en'::text, 'hi'::text])))
);
comment on table users is 'class: control, watched';
CREATE INDEX users_created_at_idx ON users USING btree (created_at, id);
alter table users enable row level security;
alter table users force row level security;
create policy control_plane on users using ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text]))) with check ((current_setting('app.plane'::text, true) = ANY (ARRAY['platform'::text, 'identity'::text])));
grant delete, insert, select, update (created_at, disabled_at, email, email_key, email_verified_at, is_operator, language, name, password_hash, updated_at, version) on users to tenantry_control;
grant select on users to tenantry_ops;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON users FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_control_change();
alter table users enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON users FOR EACH STATEMENT EXECUTE FUNCTION record_control_change();
alter table users enable always trigger sql_truncate;

create table view_defaults (
  tenant_id uuid not null,
  id uuid not null,
  user_id uuid not null,
  list text collate "C" not null,
  view_id uuid not null,
  created_at timestamp with time zone not null default now(),
  constraint view_defaults_pkey PRIMARY KEY (tenant_id, id),
  constraint view_defaults_user_key UNIQUE (tenant_id, user_id, list)
);
comment on table view_defaults is 'class: tenant';
CREATE INDEX view_defaults_view_idx ON view_defaults USING btree (tenant_id, view_id);
alter table view_defaults enable row level security;
alter table view_defaults force row level security;
create policy tenant_isolation on view_defaults using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, list, user_id, view_id) on view_defaults to tenantry_app;
grant select on view_defaults to tenantry_ops;
grant select on view_defaults to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON view_defaults FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table view_defaults enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON view_defaults FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table view_defaults enable always trigger sql_truncate;

create table views (
  tenant_id uuid not null,
  id uuid not null,
  list text collate "C" not null,
  name text not null,
  q text not null default ''::text,
  filters jsonb not null default '{}'::jsonb,
  sort text not null default ''::text,
  columns jsonb,
  density text collate "C",
  is_shared boolean not null default false,
  created_by uuid not null,
  author text not null,
  version integer not null default 1,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  name_key text collate "C" not null generated always as (lower((name COLLATE "C"))) stored,
  constraint views_pkey PRIMARY KEY (tenant_id, id),
  constraint views_density_check CHECK ((density = ANY (ARRAY['compact'::text, 'regular'::text, 'touch'::text])))
);
comment on table views is 'class: tenant';
CREATE INDEX views_all_idx ON views USING btree (tenant_id, name_key, id);
CREATE INDEX views_created_at_idx ON views USING btree (tenant_id, created_at, id);
CREATE INDEX views_name_idx ON views USING btree (tenant_id, list, name_key, id);
CREATE UNIQUE INDEX views_own_name_key ON views USING btree (tenant_id, created_by, list, name_key) WHERE (NOT is_shared);
CREATE UNIQUE INDEX views_shared_name_key ON views USING btree (tenant_id, list, name_key) WHERE is_shared;
alter table views enable row level security;
alter table views force row level security;
create policy tenant_isolation on views using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (author, columns, created_at, created_by, density, filters, is_shared, list, name, q, sort, updated_at, version) on views to tenantry_app;
grant select on views to tenantry_ops;
grant select on views to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON views FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table views enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON views FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table views enable always trigger sql_truncate;

create table webhook_deliveries (
  tenant_id uuid not null,
  id uuid not null,
  webhook_id uuid not null,
  event_id uuid,
  type text collate "C" not null,
  body text not null,
  status text collate "C" not null default 'pending'::text,
  attempts integer not null default 0,
  next_attempt_at timestamp with time zone,
  status_code integer,
  duration_ms integer,
  answer text,
  error text,
  delivered_at timestamp with time zone,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  constraint webhook_deliveries_pkey PRIMARY KEY (tenant_id, id),
  constraint webhook_deliveries_event_key UNIQUE (tenant_id, webhook_id, event_id),
  constraint webhook_deliveries_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'delivered'::text, 'failed'::text])))
);
comment on table webhook_deliveries is 'class: tenant';
CREATE INDEX webhook_deliveries_created_at_idx ON webhook_deliveries USING btree (tenant_id, created_at, id);
CREATE INDEX webhook_deliveries_status_idx ON webhook_deliveries USING btree (tenant_id, status, created_at, id);
CREATE INDEX webhook_deliveries_webhook_idx ON webhook_deliveries USING btree (tenant_id, webhook_id, created_at, id);
alter table webhook_deliveries enable row level security;
alter table webhook_deliveries force row level security;
create policy tenant_isolation on webhook_deliveries using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (answer, attempts, body, created_at, delivered_at, duration_ms, error, event_id, next_attempt_at, status, status_code, type, updated_at, version, webhook_id) on webhook_deliveries to tenantry_app;
grant select on webhook_deliveries to tenantry_ops;
grant select on webhook_deliveries to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON webhook_deliveries FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table webhook_deliveries enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON webhook_deliveries FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table webhook_deliveries enable always trigger sql_truncate;

create table webhooks (
  tenant_id uuid not null,
  id uuid not null,
  url text not null,
  types text[] not null,
  description text,
  is_active boolean not null default true,
  disabled_reason text,
  failing_since timestamp with time zone,
  secret text not null,
  previous_secret text,
  previous_until timestamp with time zone,
  created_by text not null,
  created_at timestamp with time zone not null default now(),
  updated_at timestamp with time zone not null default now(),
  version integer not null default 1,
  failures integer not null default 0,
  rests_until timestamp with time zone,
  constraint webhooks_pkey PRIMARY KEY (tenant_id, id)
);
comment on table webhooks is 'class: tenant';
CREATE INDEX webhooks_created_at_idx ON webhooks USING btree (tenant_id, created_at, id);
alter table webhooks enable row level security;
alter table webhooks force row level security;
create policy tenant_isolation on webhooks using ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)) with check ((tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid));
grant delete, insert, select, update (created_at, created_by, description, disabled_reason, failing_since, failures, is_active, previous_secret, previous_until, rests_until, secret, types, updated_at, url, version) on webhooks to tenantry_app;
grant select on webhooks to tenantry_ops;
grant select on webhooks to tenantry_ro;
CREATE TRIGGER sql_change AFTER INSERT OR DELETE OR UPDATE ON webhooks FOR EACH ROW WHEN (((SESSION_USER <> 'tenantry_app'::name) AND (SESSION_USER <> 'tenantry_control'::name))) EXECUTE FUNCTION record_sql_change();
alter table webhooks enable always trigger sql_change;
CREATE TRIGGER sql_truncate BEFORE TRUNCATE ON webhooks FOR EACH STATEMENT EXECUTE FUNCTION record_sql_change();
alter table webhooks enable always trigger sql_truncate;

create view audit_trail with (security_invoker=true) as
 SELECT e.tenant_id,
    e.id,
    e.at,
    e.actor_kind,
    e.actor_id,
    e.actor,
    e.request_id,
    e.address,
    e.action,
    e.subject,
    e.subject_id,
    e.before,
    e.after,
    l.seq,
    encode(l.digest, 'hex'::text) AS digest,
    encode(l.hash, 'hex'::text) AS hash
   FROM (audit_entries e
     LEFT JOIN audit_links l ON (((l.tenant_id = e.tenant_id) AND (l.entry_id = e.id))));
grant select on audit_trail to tenantry_control;

create view control_audit_trail with (security_invoker=true) as
 SELECT e.id,
    e.at,
    e.actor_kind,
    e.actor_id,
    e.actor,
    e.request_id,
    e.address,
    e.action,
    e.subject,
    e.subject_id,
    e.before,
    e.after,
    l.seq,
    encode(l.digest, 'hex'::text) AS digest,
    encode(l.hash, 'hex'::text) AS hash
   FROM (control_audit_entries e
     LEFT JOIN control_audit_links l ON ((l.entry_id = e.id)));
grant select on control_audit_trail to tenantry_control;

alter table alerts add constraint alerts_rule_fkey FOREIGN KEY (rule) REFERENCES alert_rules(rule);
alter table attachments add constraint attachments_file_fkey FOREIGN KEY (tenant_id, file_id) REFERENCES files(tenant_id, id);
alter table branding add constraint branding_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table control_counters add constraint control_counters_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table control_words add constraint control_words_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table document_lines add constraint document_lines_document_fkey FOREIGN KEY (tenant_id, document_id) REFERENCES documents(tenant_id, id) ON DELETE CASCADE;
alter table document_lines add constraint document_lines_product_fkey FOREIGN KEY (tenant_id, product_id) REFERENCES products(tenant_id, id);
alter table documents add constraint documents_customer_fkey FOREIGN KEY (tenant_id, customer_id) REFERENCES parties(tenant_id, id);
alter table domains add constraint domains_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table entitlements add constraint entitlements_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table feature_overrides add constraint feature_overrides_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table import_changes add constraint import_changes_import_fkey FOREIGN KEY (tenant_id, import_id) REFERENCES imports(tenant_id, id);
alter table job_steps add constraint job_steps_job_fkey FOREIGN KEY (tenant_id, job_id) REFERENCES jobs(tenant_id, id) ON DELETE CASCADE;
alter table journal_lines add constraint journal_lines_account_fkey FOREIGN KEY (tenant_id, account_id) REFERENCES accounts(tenant_id, id);
alter table journal_lines add constraint journal_lines_journal_fkey FOREIGN KEY (tenant_id, journal_id) REFERENCES journals(tenant_id, id);
alter table journal_lines add constraint journal_lines_party_fkey FOREIGN KEY (tenant_id, party_id) REFERENCES parties(tenant_id, id);
alter table journals add constraint journals_reverses_fkey FOREIGN KEY (tenant_id, reverses) REFERENCES journals(tenant_id, id);
alter table known_addresses add constraint known_addresses_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE;
alter table live_tickets add constraint live_tickets_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
alter table mail_templates add constraint mail_templates_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table memberships add constraint memberships_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table memberships add constraint memberships_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table one_time_tokens add constraint one_time_tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table provisioning_steps add constraint provisioning_steps_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table refresh_tokens add constraint refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES sessions(id) ON DELETE CASCADE;
alter table request_leases add constraint request_leases_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table roles add constraint roles_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table sessions add constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id);
alter table settings add constraint settings_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table subscriptions add constraint subscriptions_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenant_run_items add constraint tenant_run_items_run_id_fkey FOREIGN KEY (run_id) REFERENCES tenant_runs(id) ON DELETE CASCADE;
alter table tenant_run_items add constraint tenant_run_items_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants(id);
alter table tenants add constraint tenants_cell_id_fkey FOREIGN KEY (cell_id) REFERENCES cells(id);
alter table view_defaults add constraint view_defaults_view_fkey FOREIGN KEY (tenant_id, view_id) REFERENCES views(tenant_id, id);
alter table webhook_deliveries add constraint webhook_deliveries_webhook_fkey FOREIGN KEY (tenant_id, webhook_id) REFERENCES webhooks(tenant_id, id) ON DELETE CASCADE;
