/** The schema of a migrated database as text: one line a fact, in an order that depends on names alone, so that it can be compared. */
import type pg from 'pg';

const RELATIONS = `
  select c.oid::int as oid, c.relname as name, c.relkind as kind, obj_description(c.oid, 'pg_class') as comment,
    c.relrowsecurity as secured, c.relforcerowsecurity as forced, c.relowner::regrole::text as owner,
    array_to_string(c.reloptions, ', ') as options,
    case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  order by c.relname collate "C"`;

const COLUMNS = `
  select concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attcollation <> t.typcollation then 'collate ' || quote_ident(n.collname) end,
    case when a.attgenerated = 's' then 'generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
      when a.attidentity <> '' then 'generated as identity'
      when d.adbin is not null then 'default ' || pg_get_expr(d.adbin, d.adrelid) end,
    case when a.attnotnull then 'not null' end) as line
  from pg_attribute a
  join pg_type t on t.oid = a.atttypid
  left join pg_collation n on n.oid = a.attcollation
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where a.attrelid = $1 and a.attnum > 0 and not a.attisdropped
  order by a.attname collate "C"`;

// NOT NULL has rows in pg_constraint from PostgreSQL 18 on; it stands beside its column.
const CONSTRAINTS = `
  select 'constraint ' || conname || ' ' || pg_get_constraintdef(oid) as line
  from pg_constraint where conrelid = $1 and contype <> 'n' order by conname collate "C"`;

const INDEXES = `
  select pg_get_indexdef(i.indexrelid) as line
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where i.indrelid = $1 and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
  order by c.relname collate "C"`;

const POLICIES = `
  select concat_ws(' ', 'policy', polname, case when polpermissive then 'permissive' else 'restrictive' end, 'for', polcmd,
    'using (' || pg_get_expr(polqual, polrelid) || ')', 'with check (' || pg_get_expr(polwithcheck, polrelid) || ')') as line
  from pg_policy where polrelid = $1 order by polname collate "C"`;

const TRIGGERS = `
  select pg_get_triggerdef(oid) as line from pg_trigger where tgrelid = $1 and not tgisinternal order by tgname collate "C"`;

const GRANTS = `
  select 'grant ' || string_agg(privilege, ', ' order by privilege collate "C") || ' to ' || grantee as line
  from (
    select lower(x.privilege_type) as privilege, case x.grantee when 0 then 'public' else x.grantee::regrole::text end as grantee
    from pg_class c, aclexplode(c.relacl) x where c.oid = $1 and x.grantee <> c.relowner
    union all
    select lower(x.privilege_type) || ' (' || string_agg(a.attname, ', ' order by a.attname collate "C") || ')',
      case x.grantee when 0 then 'public' else x.grantee::regrole::text end
    from pg_attribute a, aclexplode(a.attacl) x where a.attrelid = $1 group by x.privilege_type, x.grantee
  ) granted group by grantee order by grantee collate "C"`;

const DOMAINS = `
  select concat_ws(' ', 'domain', t.typname, 'as', format_type(t.typbasetype, t.typtypmod),
    (select string_agg('constraint ' || conname || ' ' || pg_get_constraintdef(oid), ' ' order by conname)
      from pg_constraint where contypid = t.oid and contype <> 'n')) as line
  from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype in ('d', 'e') order by t.typname collate "C"`;

const FUNCTIONS = `
  select pg_get_functiondef(p.oid) as definition, p.proowner::regrole::text as owner,
    coalesce((select string_agg(case x.grantee when 0 then 'public' else x.grantee::regrole::text end, ', ' order by x.grantee::regrole::text)
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) x where x.grantee <> p.proowner), 'nobody') as callers
  from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
  order by p.oid::regprocedure::text collate "C"`;

const REST = `
  select line from (
    select 'extension ' || extname as line from pg_extension where extname <> 'plpgsql'
    union all select 'event trigger ' || evtname || ' on ' || evtevent || ' calls ' || evtfoid::regproc from pg_event_trigger
    union all select 'sequence ' || relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
    union all select 'schema ' || nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'
  ) rest order by line collate "C"`;

interface Relation {
  oid: number;
  name: string;
  kind: string;
  comment: string | null;
  secured: boolean;
  forced: boolean;
  owner: string;
  options: string | null;
  definition: string | null;
}

const KINDS: Record<string, string> = {
  r: 'table',
  p: 'partitioned table',
  v: 'view',
  m: 'materialized view',
  f: 'foreign table',
};

async function dumpRelation(client: pg.Client, relation: Relation): Promise<string> {
  const { oid, name, kind, comment, secured, forced, owner, options, definition } = relation;
  const lines = [`-- ${KINDS[kind]} ${name}${comment ? ` (${comment})` : ''}`, `owner ${owner}`];
  if (options) lines.push(`options ${options}`);
  if (definition) lines.push(definition.trim());
  if (kind === 'r' || kind === 'p') {
    const security = `${secured ? 'on' : 'off'}${forced ? ', forced' : ''}`;
    lines.push(`row-level security ${security}`);
  }
  for (const query of [COLUMNS, CONSTRAINTS, INDEXES, POLICIES, TRIGGERS, GRANTS]) {
    const { rows } = await client.query<{ line: string }>(query, [oid]);
    lines.push(...rows.map(({ line }) => line.replace(/\s*\n\s*/g, ' ')));
  }
  return lines.join('\n');
}

/**
 * Everything of the schema `public` that a migration can make: tables with columns (by name: an upgraded table has them in
 * another order), constraints, indexes, policies, grants; views, domains, functions, extensions, triggers.
 */
export async function dumpSchema(client: pg.Client): Promise<string> {
  const lines = async (query: string): Promise<string[]> =>
    (await client.query<{ line: string }>(query)).rows.map(({ line }) => line);
  const blocks = [[...(await lines(REST)), ...(await lines(DOMAINS))].join('\n')];
  const { rows: functions } = await client.query<{ definition: string; owner: string; callers: string }>(FUNCTIONS);
  for (const { definition, owner, callers } of functions)
    blocks.push(`${definition.trim()}\n-- owner ${owner}; may be called by ${callers}`);
  const { rows: relations } = await client.query<Relation>(RELATIONS);
  for (const relation of relations) blocks.push(await dumpRelation(client, relation));
  return `-- The schema after all migrations. Written by \`npm run schema\`, compared by the tests; not meant to be run.\n\n${blocks.join('\n\n')}\n`;
}
