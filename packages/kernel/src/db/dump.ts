/** The schema as text: read from the catalogue, in an order that does not depend on history, so that two databases can be compared. */
import type pg from 'pg';

interface Part {
  heading: string;
  /** Answers rows `(text)`, in order; each is one statement or comment. */
  sql: string;
}

const OURS = `c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`;

const parts: readonly Part[] = [
  {
    heading: 'Domains',
    sql: `select format('create domain %I as %s%s;', t.typname, format_type(t.typbasetype, t.typtypmod),
        coalesce(string_agg(format(' constraint %I %s', k.conname, pg_get_constraintdef(k.oid)), '' order by k.conname), '')) as text
      from pg_type t left join pg_constraint k on k.contypid = t.oid
      where t.typtype = 'd' and t.typnamespace = 'public'::regnamespace group by t.oid order by t.typname`,
  },
  {
    heading: 'Functions',
    sql: `select pg_get_functiondef(p.oid) || ';' || case when exists (
          select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g where g.grantee = 0) then ''
        else format(E'\\nrevoke execute on function %s from public;', p.oid::regprocedure) end as text
      from pg_proc p where p.pronamespace = 'public'::regnamespace and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      order by p.oid::regprocedure::text collate "C"`,
  },
  {
    heading: 'Tables',
    sql: `select format(E'create table %I (\\n%s\\n);', c.relname, (
        select string_agg(format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
            case when a.attcollation <> t.typcollation then ' collate ' || quote_ident(l.collname) else '' end,
            case when a.attnotnull then ' not null' else '' end,
            case when a.attgenerated = 's' then ' generated always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                 when d.oid is not null then ' default ' || pg_get_expr(d.adbin, d.adrelid) else '' end), E',\\n' order by a.attnum)
        from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_collation l on l.oid = a.attcollation
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
        || format(E'\\ncomment on table %I is %L;', c.relname, obj_description(c.oid, 'pg_class')) as text
      from pg_class c where ${OURS} order by c.relname collate "C"`,
  },
  {
    heading: 'Keys and checks',
    sql: `select format('alter table %I add constraint %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as text
      from pg_constraint k join pg_class c on c.oid = k.conrelid
      where ${OURS} and k.contype in ('p', 'u', 'x', 'c') order by array_position(array['p', 'u', 'x', 'c'], k.contype::text), c.relname collate "C", k.conname collate "C"`,
  },
  {
    heading: 'Foreign keys',
    sql: `select format('alter table %I add constraint %I %s;', c.relname, k.conname, pg_get_constraintdef(k.oid)) as text
      from pg_constraint k join pg_class c on c.oid = k.conrelid where ${OURS} and k.contype = 'f' order by c.relname collate "C", k.conname collate "C"`,
  },
  {
    heading: 'Indexes',
    sql: `select replace(pg_get_indexdef(i.indexrelid), ' ON public.', ' ON ') || ';' as text
      from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
      where ${OURS} and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))
      order by c.relname collate "C", x.relname collate "C"`,
  },
  {
    heading: 'Row-level security',
    sql: `select format('alter table %I %s row level security;', c.relname, r.word) as text
      from pg_class c cross join lateral (values ('enable', c.relrowsecurity, 1), ('force', c.relforcerowsecurity, 2)) as r(word, is_on, place)
      where ${OURS} and r.is_on order by c.relname collate "C", r.place`,
  },
  {
    heading: 'Policies',
    sql: `select format('create policy %I on %I%s using (%s) with check (%s);', p.polname, c.relname,
        case when p.polpermissive then '' else ' as restrictive' end, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) as text
      from pg_policy p join pg_class c on c.oid = p.polrelid where ${OURS} order by c.relname collate "C", p.polname collate "C"`,
  },
  {
    heading: 'Grants',
    sql: `select format('grant %s on %I to %I;', string_agg(lower(g.privilege), ', ' order by g.privilege), c.relname, g.role) as text
      from pg_class c cross join lateral (
        select privilege_type as privilege, pg_get_userbyid(grantee)::text as role, 0 as place from aclexplode(c.relacl) where grantee not in (0, c.relowner)
        union all
        select x.privilege_type || ' (' || string_agg(quote_ident(a.attname), ', ' order by a.attname collate "C") || ')', pg_get_userbyid(x.grantee), 1
        from pg_attribute a cross join lateral aclexplode(a.attacl) x where a.attrelid = c.oid group by x.privilege_type, x.grantee
      ) g where ${OURS} group by c.relname, g.role order by c.relname collate "C", g.role collate "C"`,
  },
];

/**
 * The schema of the database as executable SQL for an empty one whose roles exist (run it as tenantry_owner). Same schema,
 * same text, whatever the order in which it came to be.
 */
export async function dumpSchema(client: Pick<pg.ClientBase, 'query'>): Promise<string> {
  await client.query('set search_path = public');
  const sections: string[] = [
    '-- The schema after all migrations. Written by `npm run schema`; compared in the tests.',
  ];
  for (const { heading, sql } of parts) {
    const { rows } = await client.query<{ text: string }>(sql);
    sections.push(`-- ${heading}`, ...rows.map((row) => row.text.trimEnd()));
  }
  return `${sections.join('\n\n')}\n`;
}
