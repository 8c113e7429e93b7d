-- The ground rules of every table: who may do what, which class a table has, and the calls that end each migration.

-- Money: a whole number of paise that a double holds exactly. bigint's operators are leakproof, so indexes work under policies.
create domain paise as bigint constraint paise_exact check (value between -9007199254740991 and 9007199254740991);

-- Grants of one table: rows may be read, added, removed; changed only in columns that do not name the tenant or the record.
create function grant_rows(target regclass, login text, append_only boolean) returns void
language plpgsql set search_path = pg_catalog, public as $$
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
end $$;

-- The structure that isolation rests on; a table that lacks it cannot be protected.
create function require_tenant_keys(target regclass) returns void
language plpgsql set search_path = pg_catalog, public as $$
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
end $$;

-- Ends the migration of a table whose rows belong to tenants.
create function protect_tenant_table(target regclass, append_only boolean default false) returns void
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
  execute format('alter table %s owner to tenantry_owner', target);
end $$;

-- Ends the migration of a table of the control plane. With a tenant_id its rows are seen by work that is bound to that
-- tenant, by operators' work and by sign-in; without one, by the latter two alone. `tenant_column` is for tables that name
-- the tenant otherwise.
create function protect_control_table(target regclass, append_only boolean default false, tenant_column text default 'tenant_id') returns void
language plpgsql set search_path = pg_catalog, public as $$
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
end $$;

-- Ends the migration of a table that all tenants read and only migrations write.
create function protect_reference_table(target regclass) returns void
language plpgsql set search_path = pg_catalog, public as $$
begin
  execute format('grant select on %s to tenantry_app, tenantry_control, tenantry_ro, tenantry_ops', target);
  execute format('comment on table %s is %L', target, 'class: reference');
  execute format('alter table %s owner to tenantry_owner', target);
end $$;

-- Only migrations call these.
revoke execute on all functions in schema public from public;
