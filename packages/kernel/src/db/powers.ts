/** What would let a database login, or a server, past the policies: the questions that the check at start asks. */

/** A login or server that must not serve, or cannot be prepared; `code` names the rule. */
export class UnsafeDatabase extends Error {
  override name = 'UnsafeDatabase';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** The first minor of each major without a known hole in row-level security (CVE-2025-8713: statistics show hidden rows). */
const OLDEST: Readonly<Record<number, number>> = { 15: 14, 16: 10, 17: 6 };

/** Refuses a `server_version_num` whose row-level security has known holes. */
export function assertVersion(version: number): void {
  const major = Math.floor(version / 10_000);
  const minor = version % 10_000;
  if (major < 15) {
    throw new UnsafeDatabase(
      'db.too_old',
      `PostgreSQL ${major} is too old: views cannot run with the rights of their reader before 15. Use 15.14 or later.`,
    );
  }
  const oldest = OLDEST[major] ?? 0;
  if (minor >= oldest) return;
  throw new UnsafeDatabase(
    'db.too_old',
    `PostgreSQL ${major}.${minor} has known holes in row-level security (CVE-2025-8713). Update it to ${major}.${oldest} or later.`,
  );
}

/** Everything that would let the login of the session past the policies; one row with the weightiest reason, or null. */
export const POWERS = `
with recursive mine as (
  select oid, rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication, '' collate "C" as via
    from pg_roles where rolname = session_user
  union
  select r.oid, r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication, (' through ' || r.rolname) collate "C"
    from mine m join pg_auth_members a on a.member = m.oid join pg_roles r on r.oid = a.roleid
), ours as (
  select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
)
select session_user::text as login, (
  select reason from (
    select 1 as weight, 'it is a superuser' || via as reason from mine where rolsuper
    union all select 2, 'it bypasses row-level security' || via from mine where rolbypassrls
    union all select 3, 'it may create roles' || via from mine where rolcreaterole
    union all select 4, 'it may create databases' || via from mine where rolcreatedb
    union all select 5, 'it may replicate' || via from mine where rolreplication
    union all select 6, 'it owns ' || c.oid::regclass || via from pg_class c join mine on mine.oid = c.relowner join ours on ours.oid = c.relnamespace
    union all select 7, 'it owns the function ' || p.oid::regproc || via from pg_proc p join mine on mine.oid = p.proowner join ours on ours.oid = p.pronamespace
    union all select 8, 'it owns the schema ' || n.nspname || via from pg_namespace n join mine on mine.oid = n.nspowner
    union all select 9, 'it owns the database' || via from pg_database d join mine on mine.oid = d.datdba where d.datname = current_database()
    union all select 10, 'it may create objects in schema ' || nspname from ours where has_schema_privilege(session_user, oid, 'create')
    union all select 11, 'it may ' || lower(p.privilege) || ' ' || c.oid::regclass
      from pg_class c join ours on ours.oid = c.relnamespace, (values ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) as p(privilege)
      where c.relkind in ('r', 'p') and has_table_privilege(session_user, c.oid, p.privilege)
    union all select 12, 'it may switch triggers and foreign keys off' where has_parameter_privilege(session_user, 'session_replication_role', 'set')
    union all select 13, 'it may create schemas' where has_database_privilege(session_user, current_database(), 'create')
    union all select 14, 'it may create temporary tables, which hide the real ones' where has_database_privilege(session_user, current_database(), 'temporary')
    union all select 15, 'it is a member of ' || rolname from mine where rolname like 'pg\\_%'
    union all select 16, 'the policies of ' || c.oid::regclass || ' do not hold for it'
      from pg_class c join ours on ours.oid = c.relnamespace where c.relrowsecurity and not row_security_active(c.oid)
  ) reasons order by weight, reason limit 1
) as reason`;
