/** The generated attack on the tables of the live catalogue, as the serving logins; and fingerprints of what a tenant has. */

import type pg from 'pg';
import { withClient } from '../db/client.ts';
import type { Breach } from './attack.ts';
import type { World } from './world.ts';

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
  await withClient(world.connections.app, async (app) => {
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
  await withClient(world.connections.control, async (control) => {
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

/** Figures of the tenant's own requests. */
const COUNTED = new Set([
  'request_leases',
  'event_feed',
  'request_counts',
  'metric_buckets',
  'metric_samples',
  'slow_statements',
]);

/** A fingerprint of all rows of a tenant, in all tables. */
export async function fingerprint(world: World, tenant: string): Promise<Record<string, string>> {
  const { rows: tables } = await world.admin.query<TenantTable>(TABLES);
  const prints: Record<string, string> = {};
  for (const { name, key } of tables) {
    // What was counted of the victim's own requests is written in batches, at a time of its own.
    if (!key || COUNTED.has(name)) continue;
    const { rows } = await world.admin.query(
      `select md5(coalesce(string_agg(t::text, E'\\n' order by t::text), '')) as print from ${name} t where ${key} = $1`,
      [tenant],
    );
    prints[name] = rows[0].print;
  }
  return prints;
}

/** The ids of everything that the tenant has, its people's among them. An answer to another tenant that holds one of these tells something. */
export async function idsOf(world: World, { id }: { id: string }): Promise<Set<string>> {
  const { rows: tables } = await world.admin.query<TenantTable>(TABLES);
  const found = new Set([id]);
  for (const { name, key } of tables) {
    if (!key) continue;
    const { rows } = await world.admin.query(
      `select j.value from ${name} t, jsonb_each_text(to_jsonb(t)) j where t.${key} = $1 and j.key in ('id', 'user_id')`,
      [id],
    );
    for (const { value } of rows) found.add(value);
  }
  return found;
}
