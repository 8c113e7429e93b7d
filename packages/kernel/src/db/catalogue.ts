/** The isolation audit: asks the live catalogue whether every table, grant, policy and role is as the kernel means it. */
import type pg from 'pg';
import { rightsRules } from './catalogue_rights.ts';
import { serverRules } from './catalogue_server.ts';
import { tableRules } from './catalogue_tables.ts';

/** One rule: a question whose rows are faults. */
export interface Rule {
  /** `area.rule`, stable; shown to operators. */
  name: string;
  /** What to do about a fault. */
  fix: string;
  /** Answers rows `(object text, detail text)`; none when all is well. */
  sql: string;
}

export interface Finding {
  rule: string;
  /** The table, index, policy, function or role at fault. */
  object: string;
  detail: string;
  fix: string;
}

export const rules: readonly Rule[] = [...tableRules, ...rightsRules, ...serverRules];

/** What every rule may refer to: our tables with their class, and the columns that indexes begin with. */
const COMMON = `
with tables as (
  select c.oid, c.relname as name, c.relkind, c.relowner, c.relrowsecurity, c.relforcerowsecurity, c.relpersistence, c.relacl,
    substring(coalesce(obj_description(c.oid, 'pg_class'), '') from '^class: (tenant|control|reference)') as class,
    coalesce(obj_description(c.oid, 'pg_class'), '') like '%append only' as append_only,
    coalesce(obj_description(c.oid, 'pg_class'), '') ~ '^class: [a-z]+, watched' as watched,
    (select a.attnum from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped) as tenant_column
  from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
)`;

/**
 * Runs all rules; answers the faults and how many tables were looked at. Any login may ask: the catalogue is readable.
 * A finding is a hole or the beginning of one, never a matter of taste.
 */
export async function auditCatalogue(
  client: Pick<pg.ClientBase, 'query'>,
): Promise<{ tables: number; findings: Finding[] }> {
  const findings: Finding[] = [];
  for (const { name, fix, sql } of rules) {
    const { rows } = await client.query<{ object: string; detail: string }>(`${COMMON} ${sql}`);
    for (const { object, detail } of rows) findings.push({ rule: name, object, detail, fix });
  }
  const { rows } = await client.query<{ tables: number }>(`${COMMON} select count(*)::int as tables from tables`);
  return { tables: rows[0]?.tables ?? 0, findings };
}
