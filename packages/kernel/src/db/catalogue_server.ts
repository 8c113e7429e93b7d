/** Rules of the isolation audit about ways around the tables altogether: other languages, schemas, servers, files. */
import type { Rule } from './catalogue.ts';
import { SERVING } from './catalogue_rights.ts';

/** Extensions that read or run nothing outside the database. */
const EXTENSIONS = `('plpgsql', 'pg_trgm', 'btree_gin', 'btree_gist', 'pgcrypto', 'pg_stat_statements', 'amcheck', 'citext', 'unaccent')`;

export const serverRules: readonly Rule[] = [
  {
    name: 'function.language',
    fix: 'Drop it: the language can reach outside the database, past every policy.',
    sql: `select l.lanname::text as object, 'is an untrusted language' as detail from pg_language l where not l.lanpltrusted and l.lanname not in ('internal', 'c')
      union all select p.oid::regprocedure::text, 'is written in ' || l.lanname from pg_proc p join pg_language l on l.oid = p.prolang
      where p.pronamespace = 'public'::regnamespace and not l.lanpltrusted and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  },
  {
    name: 'operator.own',
    fix: 'Drop it: operators of our own can run before the policy or stand in for PostgreSQL’s.',
    sql: `select o.oid::regoperator::text as object, 'is an operator of this schema' as detail from pg_operator o where o.oprnamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = o.oid and d.deptype = 'e')
      union all select c.castsource::regtype || ' to ' || c.casttarget::regtype, 'is a cast of our own' from pg_cast c where c.oid >= 16384 and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
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
      from pg_publication p left join pg_publication_rel r on r.prpubid = p.oid where p.puballtables or (r.oid is not null and r.prqual is null)
      union all select p.pubname::text, 'publishes all tables of schema ' || n.pnnspid::regnamespace from pg_publication p join pg_publication_namespace n on n.pnpubid = p.oid`,
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
  {
    name: 'server.subscription',
    fix: 'DROP SUBSCRIPTION: what it writes has asked no policy.',
    sql: `select subname::text as object, 'writes rows that come from elsewhere' as detail from pg_subscription s join pg_database d on d.oid = s.subdbid where d.datname = current_database()`,
  },
  {
    name: 'server.schema',
    fix: 'DROP SCHEMA, or move what is in it to public, where the audit looks.',
    sql: `select nspname::text as object, 'is a schema beside public' as detail from pg_namespace n where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')
      and not exists (select from pg_depend d where d.objid = n.oid and d.deptype = 'e')`,
  },
  {
    name: 'server.parameter',
    fix: 'REVOKE SET ON PARAMETER: it is an administrator’s.',
    sql: `select a.parname as object, coalesce(r.rolname::text, 'PUBLIC') || ' may ' || lower(g.privilege_type) || ' it' as detail
      from pg_parameter_acl a cross join lateral aclexplode(a.paracl) g left join pg_roles r on r.oid = g.grantee
      where g.grantee = 0 or r.rolname in ${SERVING}`,
  },
];
