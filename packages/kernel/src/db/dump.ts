/** The schema as text: read from the catalogue, in an order that depends on names alone, so that two databases can be compared. */
import type pg from 'pg';

/** A question whose rows `(owner, text)` belong to the object that `owner` names, in order. */
type Question = string;

/** Tables and views; extensions' own are not ours. */
const RELATIONS = `pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
  and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')`;

const OF_RELATIONS = `(select c.oid, c.relname from ${RELATIONS})`;

const BEFORE: readonly Question[] = [
  `select extname::text as owner, format('create extension %I;', extname) as text from pg_extension where extname <> 'plpgsql' order by 1`,
  `select t.typname::text as owner, format('create domain %I as %s%s%s;', t.typname, format_type(t.typbasetype, t.typtypmod),
      case when t.typnotnull then ' not null' else '' end || coalesce(' default ' || t.typdefault, ''),
      coalesce(string_agg(format(' constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname) filter (where k.contype = 'c'), '')) as text
    from pg_type t left join pg_constraint k on k.contypid = t.oid
    where t.typtype = 'd' and t.typnamespace = 'public'::regnamespace group by t.oid order by t.typname collate "C"`,
  `select p.oid::regprocedure::text as owner, pg_get_functiondef(p.oid) || ';' || coalesce((select format(E'\\ncomment on function %s is %L;', p.oid::regprocedure, d.description)
      from pg_description d where d.objoid = p.oid and d.classoid = 'pg_proc'::regclass), '') || coalesce((
      select string_agg(case when g.right = 0 then format(E'\\nrevoke execute on function %s from public;', p.oid::regprocedure)
          else format(E'\\ngrant execute on function %s to %I;', p.oid::regprocedure, pg_get_userbyid(g.right)) end, '' order by g.right <> 0, pg_get_userbyid(g.right))
      from (
        select 0 as right where not exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)
        union all select a.grantee from aclexplode(p.proacl) a where a.grantee not in (0, p.proowner)) g), '') as text
    from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prokind in ('f', 'p')
      and not exists (select from pg_depend e where e.objid = p.oid and e.deptype = 'e')
    order by p.oid::regprocedure::text collate "C"`,
];

/** What stands in the table itself: columns, keys, checks. Keys of PostgreSQL 18's named NOT NULL stand with their column. */
const TABLES: Question = `
  select c.relname::text as owner, case when c.relkind = 'v'
    then format(E'create view %I%s as\\n%s', c.relname, coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', ''), pg_get_viewdef(c.oid))
    else format(E'create%s table %I (\\n%s\\n)%s;', case c.relpersistence when 'u' then ' unlogged' else '' end, c.relname, (
      select string_agg('  ' || line, E',\\n' order by place, attnum, line collate "C") from (
        select 1 as place, a.attnum, format('%I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
          case when a.attcollation <> t.typcollation then ' collate ' || quote_ident(l.collname) else '' end,
          case when a.attnotnull then ' not null' else '' end,
          case when a.attgenerated <> '' then format(' generated always as (%s)%s', pg_get_expr(d.adbin, d.adrelid), case a.attgenerated when 's' then ' stored' else '' end)
            when a.attidentity <> '' then format(' generated %s as identity', case a.attidentity when 'a' then 'always' else 'by default' end)
            when d.oid is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end) as line
        from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_collation l on l.oid = a.attcollation
          left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        union all
        select array_position(array['p', 'u', 'x', 'c'], k.contype::text) + 1, 0, format('constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
        from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'c')
      ) lines), coalesce(' with (' || array_to_string(c.reloptions, ', ') || ')', '')) end as text
  from ${RELATIONS} order by c.relkind = 'v', c.relname collate "C"`;

/** Triggers that the audit knows: those that tell of changes by SQL, and guards. */
const MADE_TRIGGER = `(g.tgname in ('sql_change', 'sql_truncate') or coalesce(obj_description(g.tgfoid, 'pg_proc'), '') like 'guard: %')`;

const AFTER: readonly Question[] = [
  `select c.relname::text as owner, format('comment on %s %I%s is %L;', case when d.objsubid > 0 then 'column' when c.relkind = 'v' then 'view' else 'table' end,
      c.relname, coalesce('.' || quote_ident(a.attname), ''), d.description) as text
    from pg_class c join pg_description d on d.objoid = c.oid and d.classoid = 'pg_class'::regclass
    left join pg_attribute a on a.attrelid = c.oid and a.attnum = d.objsubid and d.objsubid > 0
    where c.oid in (select oid from ${OF_RELATIONS} r) order by d.objsubid > 0, a.attname collate "C"`,
  `select c.relname::text as owner, format('alter table %I alter column %I set statistics %s;', c.relname, a.attname, a.attstattarget) as text
    from pg_attribute a join pg_class c on c.oid = a.attrelid
    where a.attnum > 0 and a.attstattarget >= 0 and c.oid in (select oid from ${OF_RELATIONS} r) order by a.attname collate "C"`,
  `select c.relname::text as owner, replace(pg_get_indexdef(i.indexrelid), ' ON public.', ' ON ') || ';' || case when i.indisvalid then '' else ' -- invalid' end as text
    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
    where c.oid in (select oid from ${OF_RELATIONS} r) and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
    order by x.relname collate "C"`,
  `select c.relname::text as owner, format('alter table %I %s row level security;', c.relname, w.word) as text
    from pg_class c cross join lateral (values ('enable', c.relrowsecurity, 1), ('force', c.relforcerowsecurity, 2)) as w(word, is_on, place)
    where c.oid in (select oid from ${OF_RELATIONS} r) and w.is_on order by w.place`,
  `select c.relname::text as owner, format('create policy %I on %I%s%s%s%s%s;', p.polname, c.relname, case when p.polpermissive then '' else ' as restrictive' end,
      case p.polcmd when 'r' then ' for select' when 'a' then ' for insert' when 'w' then ' for update' when 'd' then ' for delete' else '' end,
      case when p.polroles = array[0::oid] then '' else ' to ' || (select string_agg(quote_ident(o.rolname), ', ' order by o.rolname) from pg_roles o where o.oid = any (p.polroles)) end,
      ' using (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as text
    from pg_policy p join pg_class c on c.oid = p.polrelid order by p.polname collate "C"`,
  `select c.relname::text as owner, format('grant %s on %I to %s;', string_agg(lower(g.privilege), ', ' order by g.privilege), c.relname, case g.role when 0 then 'public' else quote_ident(pg_get_userbyid(g.role)) end)
      as text
    from pg_class c cross join lateral (
      select privilege_type as privilege, grantee as role from aclexplode(c.relacl) where grantee <> c.relowner
      union all
      select x.privilege_type || ' (' || string_agg(quote_ident(a.attname), ', ' order by a.attname collate "C") || ')', x.grantee
      from pg_attribute a cross join lateral aclexplode(a.attacl) x where a.attrelid = c.oid group by x.privilege_type, x.grantee
    ) g where c.oid in (select oid from ${OF_RELATIONS} r) group by c.relname, g.role order by case g.role when 0 then '' else pg_get_userbyid(g.role)::text end collate "C"`,
  `select c.relname::text as owner, format(E'%s;\nalter table %I %s trigger %I;', replace(pg_get_triggerdef(g.oid), ' ON public.', ' ON '), c.relname,
      case g.tgenabled when 'A' then 'enable always' when 'O' then 'enable' when 'R' then 'enable replica' else 'disable' end, g.tgname) as text
    from pg_trigger g join pg_class c on c.oid = g.tgrelid where ${MADE_TRIGGER} order by g.tgname collate "C"`,
  // What the audit refuses is shown, so that a comparison sees it, but is not made again.
  `select c.relname::text as owner, '-- owner ' || pg_get_userbyid(c.relowner) as text from ${RELATIONS} and pg_get_userbyid(c.relowner) <> 'tenantry_owner'`,
  `select c.relname::text as owner, '-- ' || pg_get_triggerdef(g.oid) as text from pg_trigger g join pg_class c on c.oid = g.tgrelid
    where not g.tgisinternal and not ${MADE_TRIGGER} order by g.tgname collate "C"`,
  `select c.relname::text as owner, '-- inherits ' || i.inhparent::regclass as text from pg_inherits i join pg_class c on c.oid = i.inhrelid where c.relkind in ('r', 'p')`,
];

const LAST: readonly Question[] = [
  `select c.relname::text as owner, format('alter table %I add constraint %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as text
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    where k.contype = 'f' and c.oid in (select oid from ${OF_RELATIONS} r) order by c.relname collate "C", k.conname collate "C"`,
  `select 'other' as owner, line as text from (
      select format('-- %s %s', case relkind when 'S' then 'sequence' when 'm' then 'materialized view' else 'foreign table' end, relname) as line
        from pg_class where relnamespace = 'public'::regnamespace and relkind in ('S', 'm', 'f')
      union all select '-- type ' || t.typname from pg_type t where t.typnamespace = 'public'::regnamespace and t.typtype in ('e', 'r')
      union all select '-- event trigger ' || evtname || ' on ' || evtevent from pg_event_trigger
      union all select '-- rule ' || rulename || ' on ' || ev_class::regclass from pg_rewrite w join pg_class v on v.oid = w.ev_class where v.relnamespace = 'public'::regnamespace and rulename <> '_RETURN'
      union all select '-- schema ' || nspname from pg_namespace where nspname !~ '^pg_' and nspname not in ('public', 'information_schema')
    ) o order by line collate "C"`,
];

type Client = Pick<pg.ClientBase, 'query'>;

async function ask(client: Client, question: Question): Promise<{ owner: string; text: string }[]> {
  return (await client.query<{ owner: string; text: string }>(question)).rows;
}

/**
 * The schema of the database as executable SQL for an empty one whose roles exist (run it as tenantry_owner, with
 * `check_function_bodies` off). The same schema gives the same text, but for the order of columns: they stand as they were
 * made, which reads best; compare upgraded schemas by `sortedColumns`.
 */
export async function dumpSchema(client: Client): Promise<string> {
  const { rows } = await client.query<{ path: string }>("select current_setting('search_path') as path");
  await client.query("select set_config('search_path', 'public', false)");
  try {
    const blocks = ['-- The schema after all migrations. Written by `npm run schema`; compared in the tests.'];
    for (const question of BEFORE) for (const { text } of await ask(client, question)) blocks.push(text.trimEnd());
    const tables = new Map<string, string[]>();
    for (const { owner, text } of await ask(client, TABLES)) tables.set(owner, [text]);
    for (const question of AFTER)
      for (const { owner, text } of await ask(client, question)) tables.get(owner)?.push(text);
    for (const lines of tables.values()) blocks.push(lines.join('\n'));
    for (const question of LAST) blocks.push((await ask(client, question)).map(({ text }) => text).join('\n'));
    return `${blocks.filter(Boolean).join('\n\n')}\n`;
  } finally {
    await client.query("select set_config('search_path', $1, false)", [rows[0]?.path]);
  }
}

/** A dump whose columns are in order of name: those that an upgrade added stand at the end of their table otherwise. */
export function sortedColumns(schema: string): string {
  return schema.replace(
    /^(create table \S+ \(\n)([\s\S]*?)(\n\).*;)$/gm,
    (_all, head: string, body: string, tail: string) => {
      const lines = body.split('\n').map((line) => line.replace(/,$/, ''));
      return `${head}${lines.sort().join('\n')}${tail}`;
    },
  );
}
