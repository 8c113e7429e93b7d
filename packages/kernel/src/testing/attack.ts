/** The generated attack: every table and every route, tried with another tenant's names and ids. New ones are covered by themselves. */
import pg from 'pg';
import { type AnyRoute, pathNames } from '../http/route.ts';
import type { Caller, Reply } from './caller.ts';
import type { Office } from './offices.ts';
import type { World } from './world.ts';

/** Something that the attack got, or could not try. */
export interface Breach {
  target: string;
  how: string;
}

interface TenantTable {
  name: string;
  class: 'tenant' | 'control';
  /** The column that names the tenant; null for tables of the platform. */
  key: string | null;
  changeable: string | null;
}

const TABLES = `
  select c.relname as name, substring(obj_description(c.oid, 'pg_class') from '^class: (tenant|control)') as class,
    case when c.relname = 'tenants' then 'id' else (select attname from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) end as key,
    (select attname from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
       and has_column_privilege('tenantry_app', c.oid, a.attnum, 'UPDATE') order by attnum limit 1) as changeable
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
    and obj_description(c.oid, 'pg_class') ~ '^class: (tenant|control)' order by 1`;

async function connected<T>(connection: pg.ClientConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Runs one statement as the attacker and undoes it; answers the touched or seen rows, or the error's SQLSTATE. */
async function tried(
  client: pg.Client,
  attacker: string | null,
  sql: string,
  values: unknown[] = [],
): Promise<number | string> {
  await client.query('begin');
  try {
    if (attacker) await client.query("select set_config('app.tenant_id', $1, true)", [attacker]);
    const { rowCount, rows } = await client.query(sql, values);
    return rows.length === 1 && 'seen' in rows[0] ? Number(rows[0].seen) : (rowCount ?? 0);
  } catch (error) {
    return String((error as { code?: string }).code);
  } finally {
    await client.query('rollback');
  }
}

/**
 * Attacks every table of the live catalogue as the serving logins: read, change, delete and insert the victim's rows, use his
 * keys. A tenant table in which the victim has no row cannot be attacked, and counts as a breach.
 */
export async function attackTables(world: World, attacker: string, victim: string): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const { rows: tables } = await world.admin.query<TenantTable>(TABLES);
  await connected(world.connections.app, async (app) => {
    for (const table of tables) {
      const add = (how: string): void => void breaches.push({ target: table.name, how });
      if (table.class === 'control') {
        const seen = await tried(app, attacker, `select count(*) as seen from ${table.name}`);
        if (seen !== '42501') add(`the application plane got ${seen} instead of a refusal`);
        continue;
      }
      const { rows } = await world.admin.query(
        `select to_jsonb(t) as row from ${table.name} t where tenant_id = $1 limit 1`,
        [victim],
      );
      if (rows.length === 0) {
        add('the victim has no row here, so nothing was tried');
        continue;
      }
      const row = rows[0].row as Record<string, unknown>;
      for (const who of [attacker, null]) {
        const seen = await tried(app, who, `select count(*) as seen from ${table.name} where tenant_id = $1`, [victim]);
        if (seen !== 0) add(`${who ? 'bound to another tenant' : 'bound to none'} it saw ${seen}`);
      }
      if (table.changeable) {
        const changed = await tried(
          app,
          attacker,
          `update ${table.name} set ${table.changeable} = ${table.changeable} where tenant_id = $1`,
          [victim],
        );
        if (changed !== 0 && changed !== '42501') add(`it changed ${changed} rows`);
      }
      const deleted = await tried(app, attacker, `delete from ${table.name} where tenant_id = $1`, [victim]);
      if (deleted !== 0 && deleted !== '42501') add(`it deleted ${deleted} rows`);
      const columns = await insertable(world, table.name);
      const insert = `insert into ${table.name} (${columns}) select ${columns} from jsonb_populate_record(null::${table.name}, $1::jsonb)`;
      const planted = await tried(app, attacker, insert, [JSON.stringify(row)]);
      if (planted !== '42501') add(`a row for the victim was answered with ${planted}`);
      // The victim's keys in the attacker's own row: nothing may tell that they are taken. A foreign key finds nothing, as for an id that never was.
      const own = await tried(app, attacker, insert, [JSON.stringify({ ...row, tenant_id: attacker })]);
      if (own !== 1 && own !== '23503') add(`the victim's keys in an own row were answered with ${own}`);
    }
  });
  await connected(world.connections.control, async (control) => {
    for (const table of tables) {
      if (table.class !== 'control') continue;
      const where = table.key ? ` where ${table.key} = $1` : '';
      const seen = await tried(
        control,
        attacker,
        `select count(*) as seen from ${table.name}${where}`,
        table.key ? [victim] : [],
      );
      if (seen !== 0 && table.name !== 'migrations')
        breaches.push({ target: table.name, how: `the control plane, bound to another tenant, saw ${seen}` });
    }
  });
  return breaches;
}

async function insertable(world: World, table: string): Promise<string> {
  const { rows } = await world.admin.query<{ names: string }>(
    `select string_agg(quote_ident(attname), ', ' order by attnum) as names from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
    [table],
  );
  return rows[0]?.names ?? '';
}

/** A fingerprint of all rows of a tenant, in all tables. */
export async function fingerprint(world: World, tenant: string): Promise<Record<string, string>> {
  const { rows: tables } = await world.admin.query<TenantTable>(TABLES);
  const prints: Record<string, string> = {};
  for (const { name, key } of tables) {
    // What was counted of the victim's own requests is written in batches, at a time of its own.
    if (!key || name === 'request_counts') continue;
    const { rows } = await world.admin.query(
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as print from ${name} t where ${key} = $1`,
      [tenant],
    );
    prints[name] = rows[0].print;
  }
  return prints;
}

/** An answer without what differs from call to call. */
export function plain({ status, body }: Reply): string {
  if (typeof body !== 'object' || body === null) return `${status} ${body}`;
  const { request_id: _request, timestamp: _timestamp, ...rest } = body;
  return `${status} ${JSON.stringify(rest)}`;
}

/** What the attack on the routes needs to know of the victim. */
export interface Victim {
  office: Office;
  /** Name in a path → the victim's id or number for it; null where the name means the same to everybody. */
  ids: Readonly<Record<string, string | null>>;
  /** Route name → a body with which its own members would succeed; for routes that need one. */
  bodies: Readonly<Record<string, unknown>>;
  /** A host of its own that is verified. */
  domain: string | null;
  /** Writes that it made with an idempotency key. */
  keyed: readonly { path: string; body: unknown; key: string }[];
}

/** An id that nothing has. */
export const UNKNOWN = '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10';

/** The route's path with the tenant and the ids in it. */
export function addressOf(route: AnyRoute, tenant: string, id: (name: string) => string): string {
  return `/api${route.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(name === 'tenant' ? tenant : id(name)))}`;
}

/**
 * Attacks every route that works in a tenant: no session, no permission, the victim's name in each place that can name a
 * tenant, the victim's ids in the path. What the victim's ids answer must be what an id answers that never was.
 */
export async function attackRoutes(world: World, attacker: Office, victim: Victim): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const powerless = await attacker.hire('powerless', []);
  const unnamed = world.nobody.with({ authorization: `Bearer ${await tokenWithoutTenant(world, attacker)}` });
  const { slug, id } = victim.office;
  for (const route of world.routes) {
    if (route.scope !== 'tenant' && route.scope !== 'control') continue;
    const add = (how: string, reply: Reply): void =>
      void breaches.push({ target: route.name, how: `${how}: ${reply.status} ${reply.text.slice(0, 200)}` });
    const inPath = pathNames(route.path);
    const own = addressOf(route, attacker.slug, () => UNKNOWN);
    const send = (
      caller: Caller,
      path: string,
      headers: Record<string, string> = {},
      body: unknown = victim.bodies[route.name] ?? {},
    ): Promise<Reply> =>
      caller.call(
        route.method,
        path,
        route.method === 'GET' || route.method === 'DELETE' ? { headers } : { headers, body },
      );

    const anonymous = await send(world.nobody, own);
    if (anonymous.status !== 401) add('without a session', anonymous);
    if (route.permission) {
      const weak = await send(powerless, own);
      if (weak.status !== 403 || (weak.body.permission !== route.permission && weak.body.feature === undefined))
        add('without the permission', weak);
    }
    const namings: [
      how: string,
      naming: (tenant: { id: string; slug: string }) => [path: string, headers: Record<string, string>],
    ][] = [
      ['X-Tenant-ID', (tenant) => [own, { 'x-tenant-id': tenant.id }]],
      ['X-Tenant-ID with the slug', (tenant) => [own, { 'x-tenant-id': tenant.slug }]],
      ['X-Tenant-Slug', (tenant) => [own, { 'x-tenant-slug': tenant.slug }]],
      ['sub-domain', (tenant) => [own, { host: `${tenant.slug}.${world.kernel.config.base_domain}` }]],
      ['?tenant=', (tenant) => [`${own}?tenant=${tenant.slug}`, {}]],
      ['?tenant_id=', (tenant) => [`${own}?tenant_id=${tenant.id}`, {}]],
    ];
    if (inPath.includes('tenant'))
      namings.push(['path', (tenant) => [addressOf(route, tenant.slug, () => UNKNOWN), {}]]);
    else if (route.scope === 'tenant')
      namings.push(['path', (tenant) => [own.replace('/api/', `/api/tenants/${tenant.slug}/`), {}]]);
    for (const [how, naming] of namings) {
      for (const caller of [attacker.owner, unnamed]) {
        const foreign = await send(caller, ...naming({ id, slug }));
        const never = await send(caller, ...naming({ id: UNKNOWN, slug: 'never-was' }));
        if (foreign.status < 400 || foreign.status > 404) add(`the victim named by ${how}`, foreign);
        else if (plain(foreign) !== plain(never))
          add(`the victim named by ${how} looks unlike one that never was (${plain(never).slice(0, 100)})`, foreign);
      }
    }
    const others = inPath.filter((name) => name !== 'tenant' && victim.ids[name] !== null);
    if (others.length === 0) continue;
    for (const name of others) {
      if (victim.ids[name] === undefined)
        breaches.push({ target: route.name, how: `no id of the victim is known for {${name}}` });
    }
    const foreign = await send(
      attacker.owner,
      addressOf(route, attacker.slug, (name) => victim.ids[name] ?? UNKNOWN),
    );
    const never = await send(
      attacker.owner,
      addressOf(route, attacker.slug, (name) => (victim.ids[name]?.includes('@') ? 'never@was.example' : UNKNOWN)),
    );
    if (foreign.status !== 404) add('the victim’s id in the path', foreign);
    if (plain(foreign) !== plain(never))
      add(`the victim’s id looks unlike one that never was (${plain(never).slice(0, 150)})`, foreign);
  }
  return breaches;
}

/** A session of the attacker's owner that names no tenant, so that each call may try to choose one. */
async function tokenWithoutTenant(world: World, attacker: Office): Promise<string> {
  const claims = JSON.parse(Buffer.from(String(attacker.owner.token).split('.')[1] as string, 'base64url').toString());
  return world.kernel.identity.signer.sign({ ...claims, tenant_id: null, tenant_slug: null, role: null });
}
