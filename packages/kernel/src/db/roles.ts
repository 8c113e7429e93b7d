/** The database's roles: who owns, who migrates, who serves; and the check at start that serving logins are powerless. */
import type pg from 'pg';

/** A role of the installation. `settings` hold for each of its sessions. */
interface RoleDefinition {
  name: string;
  login: boolean;
  bypass: boolean;
  settings: Record<string, string>;
}

const SERVING = {
  statement_timeout: '30s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '10s',
  search_path: 'public',
  jit: 'off',
};

const LONGER = { ...SERVING, statement_timeout: '10min', idle_in_transaction_session_timeout: '5min' };

/** All roles, in the order in which they are made. */
export const roles: readonly RoleDefinition[] = [
  { name: 'tenantry_owner', login: false, bypass: false, settings: { search_path: 'public' } },
  { name: 'tenantry_migrator', login: true, bypass: true, settings: { lock_timeout: '5s', search_path: 'public' } },
  { name: 'tenantry_app', login: true, bypass: false, settings: SERVING },
  { name: 'tenantry_control', login: true, bypass: false, settings: SERVING },
  { name: 'tenantry_ro', login: true, bypass: false, settings: LONGER },
  { name: 'tenantry_ops', login: true, bypass: true, settings: { ...LONGER, default_transaction_read_only: 'on' } },
];

/** The oldest PostgreSQL whose row-level security has no known hole (security fixes up to 15.14). */
const OLDEST = 150_014;

/** A login or server that must not serve; `code` names the rule. */
export class UnsafeDatabase extends Error {
  override name = 'UnsafeDatabase';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Key of the advisory lock under which roles are made: roles belong to the whole server, and two starts must not race. */
const ROLES_LOCK = 7_301_402_211;

/**
 * Makes the roles that are missing and gives this database to the owner role. `password` gives each login its password where
 * the server is reached over a network; with the embedded server there are none. Idempotent. Needs a login that may create roles.
 */
export async function createRoles(admin: pg.Client, password?: (role: string) => string): Promise<void> {
  const { rows } = await admin.query<{ version: string }>("select current_setting('server_version_num') as version");
  if (Number(rows[0]?.version) < OLDEST) {
    throw new UnsafeDatabase(
      'db.too_old',
      'This PostgreSQL is older than 15.14, in which holes of row-level security are open. Update it.',
    );
  }
  await admin.query('select pg_advisory_lock($1)', [ROLES_LOCK]);
  try {
    for (const role of roles) await createRole(admin, role, password);
    const { rows: databases } = await admin.query<{ name: string }>('select quote_ident(current_database()) as name');
    const database = databases[0]?.name as string;
    await admin.query('grant tenantry_owner to tenantry_migrator');
    await admin.query(`revoke all on database ${database} from public`);
    const logins = roles.filter((role) => role.login).map((role) => role.name);
    await admin.query(`grant connect on database ${database} to ${logins.join(', ')}`);
    await admin.query(`grant create on database ${database} to tenantry_owner`);
    await admin.query('revoke all on schema public from public');
    await admin.query('grant all on schema public to tenantry_owner');
    await admin.query(`grant usage on schema public to ${logins.join(', ')}`);
  } finally {
    await admin.query('select pg_advisory_unlock($1)', [ROLES_LOCK]);
  }
}

async function createRole(admin: pg.Client, role: RoleDefinition, password?: (role: string) => string): Promise<void> {
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [role.name]);
  const rights = `${role.login ? 'login' : 'nologin'} ${role.bypass ? 'bypassrls' : 'nobypassrls'} nosuperuser nocreatedb nocreaterole noreplication inherit`;
  if (!rowCount) await admin.query(`create role ${role.name} ${rights}`);
  if (role.login && password)
    await admin.query(`alter role ${role.name} password ${admin.escapeLiteral(password(role.name))}`);
  for (const [setting, value] of Object.entries(role.settings)) {
    await admin.query(`alter role ${role.name} set ${setting} = ${admin.escapeLiteral(value)}`);
  }
}

interface Power {
  login: string;
  reason: string | null;
}

/** Everything that would let a login see past the policies, as one question to the catalogue. */
const POWERS = `
with recursive mine as (
  select oid, rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication from pg_roles where rolname = session_user
  union
  select r.oid, r.rolname, r.rolsuper, r.rolbypassrls, r.rolcreaterole, r.rolcreatedb, r.rolreplication
  from mine m join pg_auth_members a on a.member = m.oid join pg_roles r on r.oid = a.roleid
)
select session_user::text as login, (
  select reason from (
    select 1 as weight, 'it is a superuser' || via as reason from (select case when rolname = session_user then '' else ' through ' || rolname end as via, * from mine) m where rolsuper
    union all select 2, 'it bypasses row-level security' || case when rolname = session_user then '' else ' through ' || rolname end from mine where rolbypassrls
    union all select 3, 'it may create roles' || case when rolname = session_user then '' else ' through ' || rolname end from mine where rolcreaterole
    union all select 4, 'it may create databases' || case when rolname = session_user then '' else ' through ' || rolname end from mine where rolcreatedb
    union all select 5, 'it may replicate' from mine where rolreplication
    union all select 6, 'it owns ' || c.oid::regclass from pg_class c join mine on mine.oid = c.relowner where c.relnamespace = 'public'::regnamespace
    union all select 7, 'it owns the function ' || p.oid::regproc from pg_proc p join mine on mine.oid = p.proowner where p.pronamespace = 'public'::regnamespace
    union all select 8, 'it owns the schema ' || n.nspname from pg_namespace n join mine on mine.oid = n.nspowner
    union all select 9, 'it owns the database' from pg_database d join mine on mine.oid = d.datdba where d.datname = current_database()
    union all select 10, 'it may create tables in schema public' where has_schema_privilege('public', 'create')
    union all select 11, 'it may ' || lower(p.privilege) || ' ' || c.oid::regclass
      from pg_class c, (values ('TRUNCATE'), ('REFERENCES'), ('TRIGGER')) as p(privilege)
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and has_table_privilege(c.oid, p.privilege)
    union all select 12, 'it is a member of ' || rolname from mine where rolname like 'pg\\_%'
  ) reasons order by weight limit 1
) as reason`;

/** Refuses a connection whose login could see past the policies. The server calls it for each pool before it serves. */
export async function assertPowerless(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<Power>(POWERS);
  const { login, reason } = rows[0] as Power;
  if (reason === null) return;
  throw new UnsafeDatabase(
    'db.login_too_strong',
    `The database login ${login} must not serve: ${reason}. Serve with tenantry_app and tenantry_control, which own and bypass nothing.`,
  );
}
