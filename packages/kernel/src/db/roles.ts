/** The database's roles: who owns, who migrates, who serves; and the check at start that serving logins are powerless. */
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { assertVersion, POWERS, UnsafeDatabase } from './powers.ts';
import { scramVerifier } from './scram.ts';

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
  idle_in_transaction_session_timeout: '30s',
  temp_file_limit: '1GB',
  search_path: 'public',
  jit: 'off',
};

/** Reports and exports; planned for the tenant that asks, since what suits a large one does not suit a small one. */
const LONGER = {
  ...SERVING,
  statement_timeout: '10min',
  idle_in_transaction_session_timeout: '5min',
  temp_file_limit: '8GB',
  plan_cache_mode: 'force_custom_plan',
};

/** All roles, in the order in which they are made. */
export const roles: readonly RoleDefinition[] = [
  { name: 'tenantry_owner', login: false, bypass: false, settings: { search_path: 'public' } },
  { name: 'tenantry_migrator', login: true, bypass: true, settings: { lock_timeout: '5s', search_path: 'public' } },
  { name: 'tenantry_app', login: true, bypass: false, settings: SERVING },
  { name: 'tenantry_control', login: true, bypass: false, settings: SERVING },
  { name: 'tenantry_ro', login: true, bypass: false, settings: { ...LONGER, default_transaction_read_only: 'on' } },
  { name: 'tenantry_ops', login: true, bypass: true, settings: { ...LONGER, default_transaction_read_only: 'on' } },
];

/** Settings that not every administrator may give; without the right they are left out. */
const PRIVILEGED = 'temp_file_limit';

/** Two starts made the same role at the same time. Roles belong to the server, so no lock of one database could prevent it. */
const RACES = new Set(['23505', '42710', 'XX000']);
const ATTEMPTS = 8;

/**
 * Makes the roles that are missing, corrects those that differ, and gives the schema to the owner role. `password` gives each
 * login its password where the server is reached over a network; with the embedded server there are none. Idempotent: what is
 * as it should be is not touched, so a login that may not create roles suffices once an administrator has made them.
 * Throws `UnsafeDatabase`: `db.too_old`, or `db.cannot_prepare` with the statement that the login may not run.
 */
export async function createRoles(admin: pg.Client, password?: (role: string) => string): Promise<void> {
  const { rows } = await admin.query<{ version: string }>("select current_setting('server_version_num') as version");
  assertVersion(Number(rows[0]?.version));
  for (let attempt = 1; ; attempt++) {
    try {
      for (const role of roles) await ensureRole(admin, role);
      for (const role of roles) {
        if (role.login && password)
          await run(
            admin,
            `alter role ${role.name} password ${admin.escapeLiteral(scramVerifier(password(role.name)))}`,
          );
      }
      for (const statement of await missingRights(admin)) await run(admin, statement);
      // A grant that the login may not make is but a warning to PostgreSQL.
      const [refused] = await missingRights(admin);
      if (refused) throw cannotPrepare(refused, 'it has no effect');
      return;
    } catch (error) {
      if (!RACES.has((error as { code?: string }).code ?? '') || attempt === ATTEMPTS) throw error;
      await sleep(20 * attempt * (1 + Math.random()));
    }
  }
}

async function missingRights(admin: pg.Client): Promise<string[]> {
  return (await admin.query<{ statement: string }>(MISSING_RIGHTS)).rows.map((row) => row.statement);
}

function cannotPrepare(statement: string, why: string): UnsafeDatabase {
  return new UnsafeDatabase(
    'db.cannot_prepare',
    `The database login may not run "${statement}" (${why}). Start once with a login that may, or let an administrator run it.`,
  );
}

async function run(admin: pg.Client, statement: string): Promise<void> {
  try {
    await admin.query(statement);
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error;
    throw cannotPrepare(statement.replace(/ password '.*'$/, " password '…'"), (error as Error).message);
  }
}

interface Found {
  rights: Record<string, boolean | null>;
  settings: string[];
  may_set: boolean;
}

const FOUND = `
  select jsonb_build_object('login', rolcanlogin, 'bypassrls', rolbypassrls, 'superuser', rolsuper, 'createdb', rolcreatedb,
      'createrole', rolcreaterole, 'replication', rolreplication, 'inherit', rolinherit) as rights,
    coalesce((select s.setconfig from pg_db_role_setting s where s.setrole = r.oid and s.setdatabase = 0), '{}') as settings,
    has_parameter_privilege(current_user, '${PRIVILEGED}', 'set') as may_set
  from (select $1::text as wanted) w left join pg_roles r on r.rolname = w.wanted`;

async function ensureRole(admin: pg.Client, role: RoleDefinition): Promise<void> {
  const { name } = role;
  const { rows } = await admin.query<Found>(FOUND, [name]);
  const { rights, settings, may_set } = rows[0] as Found;
  const wanted = {
    login: role.login,
    bypassrls: role.bypass,
    superuser: false,
    createdb: false,
    createrole: false,
    replication: false,
    inherit: true,
  };
  const exists = rights.login !== null;
  // Only what differs is named: naming a right at all, even to refuse it, may need that right.
  const different = Object.entries(wanted)
    .filter(([right, on]) => (exists ? rights[right] !== on : on))
    .map(([right, on]) => (on ? right : `no${right}`))
    .join(' ');
  if (!exists) await run(admin, `create role ${name} ${different}`);
  else if (different) await run(admin, `alter role ${name} ${different}`);
  for (const [setting, value] of Object.entries(role.settings)) {
    if (settings.includes(`${setting}=${value}`) || (setting === PRIVILEGED && !may_set)) continue;
    await run(admin, `alter role ${name} set ${setting} = ${admin.escapeLiteral(value)}`);
  }
}

const LOGINS = roles
  .filter((role) => role.login)
  .map((role) => `('${role.name}')`)
  .join(', ');

/** The statements that are still needed before the database belongs to the installation; none once it does. */
const MISSING_RIGHTS = `
with logins (name) as (values ${LOGINS}),
  rights as (
    select 'database' as kind, datname as object, g.grantee, g.privilege_type as privilege
      from pg_database cross join lateral aclexplode(coalesce(datacl, acldefault('d', datdba))) g where datname = current_database()
    union all
    select 'schema', nspname, g.grantee, g.privilege_type
      from pg_namespace cross join lateral aclexplode(coalesce(nspacl, acldefault('n', nspowner))) g where nspname = 'public'
  ),
  wanted (kind, object, name, privilege) as (
    select 'database', current_database(), name, 'CONNECT' from logins
    union all select 'schema', 'public', name, 'USAGE' from logins
    union all values ('schema', 'public', 'tenantry_owner', 'USAGE'), ('schema', 'public', 'tenantry_owner', 'CREATE'),
      ('database', current_database(), 'tenantry_owner', 'CREATE')
  )
select 'grant tenantry_owner to tenantry_migrator' as statement where not pg_has_role('tenantry_migrator', 'tenantry_owner', 'usage')
union all
select 'grant tenantry_migrator to current_user' where not pg_has_role(current_user, 'tenantry_migrator', 'usage')
union all
select distinct format('revoke all on %s %I from public', kind, object) from rights where grantee = 0
union all
select format('grant %s on %s %I to %I', lower(privilege), kind, object, name) from wanted w where not exists (
  select from rights r join pg_roles o on o.oid = r.grantee where r.kind = w.kind and r.privilege = w.privilege and o.rolname = w.name)`;

/** Refuses a connection whose login could see past the policies. The server calls it for each pool before it serves. */
export async function assertPowerless(client: pg.ClientBase): Promise<void> {
  const { rows: versions } = await client.query<{ version: string }>(
    "select current_setting('server_version_num') as version",
  );
  assertVersion(Number(versions[0]?.version));
  const { rows } = await client.query<{ login: string; reason: string | null }>(POWERS);
  const { login, reason } = rows[0] as { login: string; reason: string | null };
  if (reason === null) return;
  throw new UnsafeDatabase(
    'db.login_too_strong',
    `The database login ${login} must not serve: ${reason}. Serve with tenantry_app and tenantry_control, which own and bypass nothing.`,
  );
}
