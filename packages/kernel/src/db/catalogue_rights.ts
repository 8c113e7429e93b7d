/** Rules of the isolation audit about rights: grants, roles, functions, and ways around the tables altogether. */
import type { Rule } from './catalogue.ts';

const SERVING = `('tenantry_app', 'tenantry_control', 'tenantry_ro', 'tenantry_ops')`;

/** Extensions that read or run nothing outside the database. */
const EXTENSIONS = `('plpgsql', 'pg_trgm', 'btree_gin', 'btree_gist', 'pgcrypto', 'pg_stat_statements', 'amcheck', 'citext', 'unaccent')`;

/** Tenant tables into which the control plane writes what it did to a tenant. */
const SHARED_WITH_CONTROL = `('audit_entries', 'idempotency_keys')`;

const GRANTS = `(select t.*, g.grantee, case when g.grantee = 0 then 'PUBLIC' else pg_get_userbyid(g.grantee)::text end as role, g.privilege_type as privilege
  from tables t cross join lateral aclexplode(coalesce(t.relacl, acldefault('r', t.relowner))) g where g.grantee <> t.relowner)`;

export const rightsRules: readonly Rule[] = [
  {
    name: 'grant.dangerous',
    fix: 'REVOKE it: these rights do not ask the policies.',
    sql: `select name as object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where privilege in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')`,
  },
  {
    name: 'grant.public',
    fix: 'REVOKE ALL … FROM PUBLIC.',
    sql: `select name as object, 'PUBLIC may ' || lower(privilege) as detail from ${GRANTS} g where grantee = 0`,
  },
  {
    name: 'grant.stranger',
    fix: 'REVOKE it; only the roles of the installation have rights here.',
    sql: `select name as object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where grantee <> 0 and role not in ${SERVING} and role not in ('tenantry_owner', 'tenantry_migrator')`,
  },
  {
    name: 'grant.update_table',
    fix: 'Grant UPDATE by columns, without tenant_id and id.',
    sql: `select name as object, role || ' may update every column' as detail from ${GRANTS} g where privilege = 'UPDATE' and role in ${SERVING}`,
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
    sql: `select name as object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where class = 'control' and role in ('tenantry_app', 'tenantry_ro')`,
  },
  {
    name: 'grant.control_on_tenant',
    fix: 'REVOKE ALL … FROM tenantry_control: the control plane does not see tenants’ own records.',
    sql: `select name as object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where class = 'tenant' and role = 'tenantry_control' and name not in ${SHARED_WITH_CONTROL}`,
  },
  {
    name: 'grant.reference_write',
    fix: 'REVOKE it: reference data changes by migration.',
    sql: `select name as object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where class = 'reference' and role in ${SERVING} and privilege <> 'SELECT'`,
  },
  {
    name: 'grant.reader_writes',
    fix: 'REVOKE it: this role reads.',
    sql: `select name as object, role || ' may ' || lower(privilege) as detail from ${GRANTS} g where role in ('tenantry_ro', 'tenantry_ops') and privilege <> 'SELECT'`,
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
    sql: `select p.oid::regprocedure::text as object, 'runs with the rights of ' || pg_get_userbyid(p.proowner) as detail from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
  },
  {
    name: 'function.leakproof',
    fix: 'Drop LEAKPROOF: it lets the function see rows before the policy.',
    sql: `select p.oid::regprocedure::text as object, 'is marked leakproof' as detail from pg_proc p where p.pronamespace = 'public'::regnamespace and p.proleakproof`,
  },
  {
    name: 'function.search_path',
    fix: 'SET search_path on the function.',
    sql: `select p.oid::regprocedure::text as object, 'takes names from the caller’s search_path' as detail from pg_proc p
      where p.pronamespace = 'public'::regnamespace and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')`,
  },
  {
    name: 'function.public',
    fix: 'REVOKE EXECUTE ON FUNCTION … FROM PUBLIC.',
    sql: `select p.oid::regprocedure::text as object, 'PUBLIC may run it' as detail from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
      where p.pronamespace = 'public'::regnamespace and g.grantee = 0`,
  },
  {
    name: 'function.language',
    fix: 'Drop it: the language can reach outside the database.',
    sql: `select l.lanname::text as object, 'is an untrusted language' as detail from pg_language l where not l.lanpltrusted and l.lanname not in ('internal', 'c')`,
  },
  {
    name: 'operator.own',
    fix: 'Drop it: operators of our own can run before the policy or stand in for PostgreSQL’s.',
    sql: `select o.oid::regoperator::text as object, 'is an operator of this schema' as detail from pg_operator o where o.oprnamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')`,
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
    name: 'role.owns',
    fix: 'Give it to tenantry_owner.',
    sql: `select c.relname::text as object, 'is owned by ' || pg_get_userbyid(c.relowner) as detail from pg_class c where c.relnamespace = 'public'::regnamespace and pg_get_userbyid(c.relowner) in ${SERVING}
      union all select p.oid::regprocedure::text, 'is owned by ' || pg_get_userbyid(p.proowner) from pg_proc p where p.pronamespace = 'public'::regnamespace and pg_get_userbyid(p.proowner) in ${SERVING}`,
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
    fix: 'Set statement_timeout, lock_timeout and idle_in_transaction_session_timeout for it.',
    sql: `select r.rolname::text as object, 'has no ' || w.setting as detail from pg_roles r
      cross join (values ('statement_timeout'), ('lock_timeout'), ('idle_in_transaction_session_timeout')) as w(setting)
      where r.rolname in ('tenantry_app', 'tenantry_control') and not exists (
        select from pg_db_role_setting s cross join unnest(s.setconfig) c where s.setrole = r.oid and c like w.setting || '=%' and c not like '%=0')`,
  },
  {
    name: 'server.files',
    fix: 'REVOKE EXECUTE: it reads files of the server.',
    sql: `select f.name as object, r.rolname || ' may run it' as detail from (values ('pg_read_file(text)'), ('pg_read_binary_file(text)'), ('pg_ls_dir(text)'), ('lo_import(text)'), ('lo_export(oid,text)')) as f(name)
      cross join pg_roles r where r.rolname in ${SERVING} and has_function_privilege(r.oid, f.name::regprocedure, 'EXECUTE')`,
  },
  {
    name: 'server.extension',
    fix: 'DROP EXTENSION: it reaches outside the database, past every policy.',
    sql: `select extname::text as object, 'is installed' as detail from pg_extension where extname not in ${EXTENSIONS}`,
  },
  {
    name: 'server.publication',
    fix: 'DROP PUBLICATION, or add row filters by tenant: it carries all tenants’ rows.',
    sql: `select p.pubname::text as object, case when p.puballtables then 'publishes all tables' else 'publishes ' || r.prrelid::regclass || ' without a row filter' end as detail
      from pg_publication p left join pg_publication_rel r on r.prpubid = p.oid where p.puballtables or (r.oid is not null and r.prqual is null)`,
  },
  {
    name: 'server.event_trigger',
    fix: 'Drop it: it runs on every change of the schema with the rights of its owner.',
    sql: `select evtname::text as object, 'is an event trigger' as detail from pg_event_trigger`,
  },
  {
    name: 'server.large_object',
    fix: 'Keep files in the file store: large objects know no tenant.',
    sql: `select m.oid::text as object, 'is a large object' as detail from pg_largeobject_metadata m`,
  },
  {
    name: 'server.foreign_server',
    fix: 'DROP SERVER: it reads another database past the policies here.',
    sql: `select srvname::text as object, 'is a foreign server' as detail from pg_foreign_server`,
  },
];
