/** Rules of the isolation audit about rights: grants, functions, roles. */
import type { Rule } from './catalogue.ts';

/** The logins that serve; none of them owns. */
export const SERVING = `('tenantry_app', 'tenantry_control', 'tenantry_ro', 'tenantry_ops')`;

/** Tenant tables into which the control plane writes what it did to a tenant. */
const SHARED_WITH_CONTROL = `('audit_entries', 'idempotency_keys', 'events', 'jobs')`;

/** Control tables into which the application plane puts what it has written, and may do nothing else. */
const FED_BY_APP = `('audit_unsealed', 'event_feed', 'job_queue')`;

/** Every right on every table, also on single columns. */
const GRANTS = `(select t.*, t.name || coalesce('.' || g.on_column, '') as object, g.grantee, g.privilege, g.grantable,
    case when g.grantee = 0 then 'PUBLIC' else pg_get_userbyid(g.grantee)::text end as role
  from tables t cross join lateral (
    select grantee, privilege_type as privilege, is_grantable as grantable, null::text as on_column from aclexplode(coalesce(t.relacl, acldefault('r', t.relowner)))
    union all
    select x.grantee, x.privilege_type, x.is_grantable, a.attname from pg_attribute a cross join lateral aclexplode(a.attacl) x where a.attrelid = t.oid
  ) g where g.grantee <> t.relowner)`;

/** What each class of table needs to be of use: a role, a right, and whether it is given column by column. */
const NEEDED = `(values
  ('tenant', 'tenantry_app', 'SELECT'), ('tenant', 'tenantry_app', 'INSERT'), ('tenant', 'tenantry_app', 'DELETE'), ('tenant', 'tenantry_app', 'UPDATE'),
  ('tenant', 'tenantry_ro', 'SELECT'), ('tenant', 'tenantry_ops', 'SELECT'),
  ('control', 'tenantry_control', 'SELECT'), ('control', 'tenantry_control', 'INSERT'), ('control', 'tenantry_control', 'DELETE'), ('control', 'tenantry_control', 'UPDATE'),
  ('control', 'tenantry_ops', 'SELECT'),
  ('reference', 'tenantry_app', 'SELECT'), ('reference', 'tenantry_control', 'SELECT'), ('reference', 'tenantry_ro', 'SELECT'), ('reference', 'tenantry_ops', 'SELECT')
) as n(class, role, privilege)`;

/** Functions that are not an extension's; extensions are judged as a whole. */
const OURS = `p.pronamespace = 'public'::regnamespace and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')`;

export const rightsRules: readonly Rule[] = [
  {
    name: 'grant.dangerous',
    fix: 'REVOKE it: these rights do not ask the policies.',
    sql: `select object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where privilege in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')`,
  },
  {
    name: 'grant.public',
    fix: 'REVOKE ALL … FROM PUBLIC.',
    sql: `select object, 'PUBLIC may ' || lower(privilege) as detail from ${GRANTS} g where grantee = 0`,
  },
  {
    name: 'grant.stranger',
    fix: 'REVOKE it; only the roles of the installation have rights here.',
    sql: `select object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where grantee <> 0 and role not in ${SERVING} and role not in ('tenantry_owner', 'tenantry_migrator')`,
  },
  {
    name: 'grant.update_table',
    fix: 'Grant UPDATE by columns, without tenant_id and id.',
    sql: `select object, role || ' may update every column' as detail from ${GRANTS} g where object = name and privilege = 'UPDATE' and role in ${SERVING}`,
  },
  {
    name: 'grant.update_key',
    fix: 'REVOKE UPDATE (tenant_id): a record never changes its tenant.',
    sql: `select t.name || '.' || a.attname as object, r.rolname || ' may update it' as detail
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attname in ('tenant_id', 'id') and not a.attisdropped
      cross join lateral aclexplode(a.attacl) g join pg_roles r on r.oid = g.grantee where g.privilege_type = 'UPDATE'`,
  },
  {
    name: 'grant.append_only',
    fix: 'REVOKE it: entries of this table are never changed or removed.',
    sql: `select t.name as object, r.rolname || ' may change or delete its rows' as detail from tables t cross join pg_roles r
      where t.append_only and r.rolname in ${SERVING} and (has_table_privilege(r.oid, t.oid, 'DELETE') or has_any_column_privilege(r.oid, t.oid, 'UPDATE'))`,
  },
  {
    name: 'grant.app_on_control',
    fix: 'REVOKE ALL … FROM tenantry_app: the application plane does not see the control plane.',
    sql: `select object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where class = 'control' and role in ('tenantry_app', 'tenantry_ro')
      and not (role = 'tenantry_app' and privilege = 'INSERT' and object in ${FED_BY_APP})`,
  },
  {
    name: 'grant.control_on_tenant',
    fix: 'REVOKE ALL … FROM tenantry_control: the control plane does not see tenants’ own records.',
    sql: `select object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where class = 'tenant' and role = 'tenantry_control' and name not in ${SHARED_WITH_CONTROL}`,
  },
  {
    name: 'grant.reference_write',
    fix: 'REVOKE it: reference data changes by migration.',
    sql: `select object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where class = 'reference' and role in ${SERVING} and privilege <> 'SELECT'`,
  },
  {
    name: 'grant.reader_writes',
    fix: 'REVOKE it: this role reads.',
    sql: `select object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where role in ('tenantry_ro', 'tenantry_ops') and privilege <> 'SELECT'`,
  },
  {
    name: 'grant.option',
    fix: 'REVOKE GRANT OPTION FOR …: only the owner gives rights.',
    sql: `select object, role || ' may pass on ' || lower(privilege) as detail from ${GRANTS} g where grantable and role <> 'tenantry_owner'`,
  },
  {
    name: 'grant.missing',
    fix: 'End the migration that added it with grant_rows, or protect the table again as its class says.',
    sql: `select t.name as object, n.role || ' may not ' || lower(n.privilege) || case n.privilege when 'UPDATE' then ' each of its columns' else '' end as detail
      from tables t join ${NEEDED} on n.class = t.class join pg_roles r on r.rolname = n.role
      where t.name <> 'migrations' and not (t.append_only and n.privilege in ('UPDATE', 'DELETE'))
        and case when n.privilege = 'UPDATE' then exists (
          select from pg_attribute a where a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attname not in ('tenant_id', 'id')
            and not has_column_privilege(r.oid, t.oid, a.attnum, 'UPDATE'))
        else not has_table_privilege(r.oid, t.oid, n.privilege) end`,
  },
  {
    name: 'grant.schema',
    fix: 'REVOKE CREATE ON SCHEMA public.',
    sql: `select 'public' as object, r.rolname || ' may create objects in it' as detail from pg_roles r where r.rolname in ${SERVING} and has_schema_privilege(r.oid, 'public', 'CREATE')
      union all select 'public', 'PUBLIC may use it' from pg_namespace n cross join lateral aclexplode(n.nspacl) g where n.nspname = 'public' and g.grantee = 0`,
  },
  {
    name: 'grant.database',
    fix: 'REVOKE it FROM PUBLIC on the database.',
    sql: `select d.datname::text as object, 'PUBLIC may ' || lower(g.privilege_type) as detail from pg_database d cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
      where d.datname = current_database() and g.grantee = 0`,
  },
  {
    name: 'grant.default',
    fix: 'ALTER DEFAULT PRIVILEGES … REVOKE: rights are given table by table.',
    sql: `select coalesce(nullif(d.defaclnamespace, 0)::regnamespace::text, 'all schemas') as object, 'default privileges of ' || pg_get_userbyid(d.defaclrole) as detail from pg_default_acl d`,
  },
  {
    name: 'function.definer',
    fix: 'Make it SECURITY INVOKER.',
    sql: `select p.oid::regprocedure::text as object, 'runs with the rights of ' || pg_get_userbyid(p.proowner) as detail from pg_proc p where ${OURS} and p.prosecdef`,
  },
  {
    name: 'function.leakproof',
    fix: 'Drop LEAKPROOF: it lets the function see rows before the policy.',
    sql: `select p.oid::regprocedure::text as object, 'is marked leakproof' as detail from pg_proc p where ${OURS} and p.proleakproof`,
  },
  {
    name: 'function.search_path',
    fix: 'SET search_path on the function.',
    sql: `select p.oid::regprocedure::text as object, 'takes names from the caller’s search_path' as detail from pg_proc p
      where ${OURS} and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')`,
  },
  {
    name: 'function.setting',
    fix: 'Set nothing but search_path on a function: a tenant or plane that it brings along is not its caller’s.',
    sql: `select p.oid::regprocedure::text as object, c as detail from pg_proc p cross join unnest(p.proconfig) c
      where ${OURS} and c not like 'search_path=%'`,
  },
  {
    name: 'function.public',
    fix: 'REVOKE EXECUTE ON FUNCTION … FROM PUBLIC.',
    sql: `select p.oid::regprocedure::text as object, 'PUBLIC may run it' as detail from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
      where ${OURS} and g.grantee = 0`,
  },
  {
    name: 'role.attributes',
    fix: 'ALTER ROLE … NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOCREATEDB NOREPLICATION.',
    sql: `select rolname::text as object, 'is more than a login' as detail from pg_roles
      where (rolname in ('tenantry_app', 'tenantry_control', 'tenantry_ro') and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication))
         or (rolname in ('tenantry_ops', 'tenantry_migrator', 'tenantry_owner') and (rolsuper or rolcreaterole or rolcreatedb or rolreplication))`,
  },
  {
    name: 'role.member',
    fix: 'REVOKE the membership.',
    sql: `select m.rolname::text as object, 'is a member of ' || r.rolname as detail from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid where m.rolname in ${SERVING}`,
  },
  {
    name: 'role.members',
    fix: 'REVOKE the membership: these roles own or bypass; only tenantry_migrator and the administrator become them.',
    sql: `select m.rolname::text as object, 'is a member of ' || r.rolname as detail from pg_auth_members a join pg_roles m on m.oid = a.member join pg_roles r on r.oid = a.roleid
      where r.rolname in ('tenantry_owner', 'tenantry_migrator', 'tenantry_ops') and not m.rolsuper and not m.rolcreaterole
        and m.rolname not in ${SERVING} and not (m.rolname = 'tenantry_migrator' and r.rolname = 'tenantry_owner')`,
  },
  {
    name: 'role.owns',
    fix: 'Give it to tenantry_owner.',
    sql: `select c.relname::text as object, 'is owned by ' || pg_get_userbyid(c.relowner) as detail from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind not in ('i', 'I') and pg_get_userbyid(c.relowner) in ${SERVING}
      union all select p.oid::regprocedure::text, 'is owned by ' || pg_get_userbyid(p.proowner) from pg_proc p where ${OURS} and pg_get_userbyid(p.proowner) in ${SERVING}`,
  },
  {
    name: 'role.setting',
    fix: 'ALTER ROLE or DATABASE … RESET: a tenant that is set in advance is a tenant for every forgotten one.',
    sql: `select coalesce(r.rolname::text, d.datname::text, 'everything') as object, c as detail
      from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole left join pg_database d on d.oid = s.setdatabase cross join unnest(s.setconfig) c
      where (s.setdatabase = 0 or d.datname = current_database()) and (c like 'app.%' or c ~ '^(row_security|session_replication_role)=')`,
  },
  {
    name: 'role.timeouts',
    fix: 'Set statement_timeout, lock_timeout and idle_in_transaction_session_timeout for it; start the server, which does so.',
    sql: `select r.rolname::text as object, 'has no ' || w.setting as detail from pg_roles r
      cross join (values ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout')) as w(setting)
      cross join lateral (
        select split_part(c, '=', 2) as value from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase cross join unnest(s.setconfig) c
        where s.setrole = r.oid and (s.setdatabase = 0 or d.datname = current_database()) and split_part(c, '=', 1) = w.setting
        union all select '0' where not exists (
          select from pg_db_role_setting s cross join unnest(s.setconfig) c where s.setrole = r.oid and s.setdatabase = 0 and split_part(c, '=', 1) = w.setting)
      ) v
      where r.rolname in ${SERVING} and v.value ~ '^0+[a-z]*$'`,
  },
  {
    name: 'role.search_path',
    fix: 'ALTER ROLE … SET search_path = public: another one finds other tables first.',
    sql: `select r.rolname::text as object, coalesce('looks in ' || v.value, 'has no search_path of its own') as detail from pg_roles r
      left join lateral (
        select split_part(c, '=', 2) as value from pg_db_role_setting s left join pg_database d on d.oid = s.setdatabase cross join unnest(s.setconfig) c
        where s.setrole = r.oid and (s.setdatabase = 0 or d.datname = current_database()) and split_part(c, '=', 1) = 'search_path') v on true
      where r.rolname in ${SERVING} and v.value is distinct from 'public'`,
  },
];
