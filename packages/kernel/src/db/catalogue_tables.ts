/** Rules of the isolation audit about tables: class, keys, policies, indexes, and what does not belong into a tenant's schema. */
import type { Rule } from './catalogue.ts';

const PLANE = "(current_setting(''app.plane''::text, true) = ANY (ARRAY[''platform''::text, ''identity''::text]))";

/** The policies as PostgreSQL prints them; anything else is another policy. */
const BOUND = "(NULLIF(current_setting(''app.tenant_id''::text, true), ''''::text))::uuid";

/** Two tables of the control plane name their tenant otherwise. */
const KEY = `case t.name when 'tenants' then 'id' when 'retired_slugs' then 'former_tenant_id' else 'tenant_id' end`;

const EXPRESSION = `case
  when t.class = 'tenant' then '(tenant_id = ${BOUND})'
  when t.tenant_column is not null or t.name in ('tenants', 'retired_slugs') then '((' || ${KEY} || ' = ${BOUND}) OR ${PLANE})'
  else '${PLANE}' end`;

/** The bodies of the triggers that tell of changes past the application, in tenants' tables and in the control plane's. */
const WATCHERS =
  "('record_sql_change', 'd2df8c9fec2d6a47c1d25c3a9cc894f4'), ('record_control_change', 'f0ee15b47a329d245f02726dc6604ba6')";

/** Tables of the control plane that are watched whatever their comment says; modules mark theirs by watch_control_sql. */
const WATCHED = `(t.watched or t.name in ('tenants', 'retired_slugs', 'domains', 'feature_overrides', 'users', 'memberships', 'roles',
  'tenant_keys', 'cells', 'audit_links', 'control_audit_entries', 'control_audit_links'))`;

/** A trigger that only looks and refuses: it says so, has its caller's rights, and its text changes nothing. */
const GUARD = `(coalesce(obj_description(p.oid, 'pg_proc'), '') like 'guard: %' and not p.prosecdef
  and p.prosrc !~* '\\m(insert\\s+into|update\\s+[a-z_.]+\\s+set|delete\\s+from|merge\\s+into|truncate|execute|perform|copy)\\M')`;

export const tableRules: readonly Rule[] = [
  {
    name: 'table.class',
    fix: 'End its migration with protect_tenant_table, protect_control_table or protect_reference_table.',
    sql: `select name as object, 'has no class' as detail from tables where class is null`,
  },
  {
    name: 'table.schema',
    fix: 'Keep tables in the schema public, where the audit looks.',
    sql: `select n.nspname || '.' || c.relname as object, 'stands outside the schema public' as detail
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where c.relkind in ('r', 'p', 'f', 'm') and n.nspname not in ('public', 'pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'`,
  },
  {
    name: 'table.owner',
    fix: 'ALTER TABLE … OWNER TO tenantry_owner.',
    sql: `select name as object, 'is owned by ' || pg_get_userbyid(relowner) as detail from tables where pg_get_userbyid(relowner) <> 'tenantry_owner'`,
  },
  {
    name: 'table.unlogged',
    fix: 'ALTER TABLE … SET LOGGED: a crash empties unlogged tables.',
    sql: `select name as object, 'is unlogged' as detail from tables where relpersistence <> 'p'`,
  },
  {
    name: 'table.foreign',
    fix: 'Drop it: policies do not hold on the other side.',
    sql: `select c.relname::text as object, 'is a foreign table' as detail from pg_class c where c.relkind = 'f' and c.relnamespace = 'public'::regnamespace`,
  },
  {
    name: 'table.rule',
    fix: 'Drop the rule; rewrite rules run with other rights.',
    sql: `select t.name || '.' || r.rulename as object, 'is a rewrite rule' as detail from pg_rewrite r join tables t on t.oid = r.ev_class`,
  },
  {
    name: 'table.trigger',
    fix: 'Write it in the service, since triggers run unseen; a guard that only refuses says so in the comment on its function.',
    sql: `select t.name || '.' || g.tgname as object, 'is a trigger' as detail from pg_trigger g join tables t on t.oid = g.tgrelid
      join pg_proc p on p.oid = g.tgfoid
      where not g.tgisinternal and not ${GUARD} and not ((t.class = 'tenant' or ${WATCHED}) and g.tgname in ('sql_change', 'sql_truncate'))`,
  },
  {
    name: 'table.watcher',
    fix: 'Put the function back as its migration has it: what is changed past the application must be seen.',
    sql: `select w.name as object, 'is not as the migrations have it' as detail from (values ${WATCHERS}) as w(name, body)
      where (select md5(p.prosrc) from pg_proc p where p.proname = w.name and p.pronamespace = 'public'::regnamespace)
        is distinct from w.body`,
  },
  {
    name: 'table.unwatched',
    fix: 'Drop the triggers sql_change and sql_truncate that are left, and SELECT watch_sql(…) or watch_control_sql(…): what is changed past the application must be seen.',
    sql: `select t.name as object, w.name || case when g.oid is null then ' is missing' else ' is switched off or another' end as detail
      from tables t cross join (values
        ('sql_change', 'AFTER INSERT OR DELETE OR UPDATE ON %s FOR EACH ROW WHEN (((SESSION_USER <> ''tenantry_app''::name) AND (SESSION_USER <> ''tenantry_control''::name)))'),
        ('sql_truncate', 'BEFORE TRUNCATE ON %s FOR EACH STATEMENT')) as w(name, shape)
      left join pg_trigger g on g.tgrelid = t.oid and g.tgname = w.name
      where (t.class = 'tenant' or ${WATCHED}) and (g.oid is null or g.tgenabled <> 'A' or pg_get_triggerdef(g.oid) <>
        format('CREATE TRIGGER %s ' || w.shape || ' EXECUTE FUNCTION %s()', w.name, 'public.' || quote_ident(t.name),
          case t.class when 'tenant' then 'record_sql_change' else 'record_control_change' end))`,
  },
  {
    name: 'table.trigger_off',
    fix: 'ALTER TABLE … ENABLE TRIGGER ALL: foreign keys are not checked while their triggers are off.',
    sql: `select t.name || '.' || coalesce(k.conname, g.tgname) as object, 'is switched off' as detail from pg_trigger g join tables t on t.oid = g.tgrelid
      left join pg_constraint k on k.oid = g.tgconstraint where g.tgisinternal and g.tgenabled <> 'O' group by 1`,
  },
  {
    name: 'table.reference',
    fix: 'Protect it as a table of tenants: reference data belong to nobody and are seen by all.',
    sql: `select t.name || '.' || a.attname as object, 'names a tenant in a table that all tenants read' as detail
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      where t.class = 'reference' and a.attname ~ '(^|_)tenant(_id)?$'`,
  },
  {
    name: 'table.child',
    fix: 'Use one plain table; a partition or child that is named directly is under its own policy, not its parent’s.',
    sql: `select t.name as object, 'inherits from ' || i.inhparent::regclass as detail from pg_inherits i join tables t on t.oid = i.inhrelid where not (t.relrowsecurity and t.relforcerowsecurity)`,
  },
  {
    name: 'policy.disabled',
    fix: 'ALTER TABLE … ENABLE ROW LEVEL SECURITY.',
    sql: `select name as object, 'has row-level security switched off' as detail from tables where class in ('tenant', 'control') and not relrowsecurity and name <> 'migrations'`,
  },
  {
    name: 'policy.not_forced',
    fix: 'ALTER TABLE … FORCE ROW LEVEL SECURITY.',
    sql: `select name as object, 'lets its owner past the policy' as detail from tables where class in ('tenant', 'control') and not relforcerowsecurity and name <> 'migrations'`,
  },
  {
    name: 'policy.count',
    fix: 'Keep exactly the one policy that the protect call made; permissive policies add up.',
    sql: `select t.name as object, count(p.oid) || ' policies' as detail from tables t left join pg_policy p on p.polrelid = t.oid
      where t.class in ('tenant', 'control') and t.name <> 'migrations' group by t.name having count(p.oid) <> 1`,
  },
  {
    name: 'policy.restrictive',
    fix: 'Make it permissive with the terms ANDed: RESTRICTIVE is lost when tables are distributed.',
    sql: `select t.name || '.' || p.polname as object, 'is restrictive' as detail from pg_policy p join tables t on t.oid = p.polrelid where not p.polpermissive`,
  },
  {
    name: 'policy.command',
    fix: 'Let the policy hold for all commands.',
    sql: `select t.name || '.' || p.polname as object, 'holds for one command alone' as detail from pg_policy p join tables t on t.oid = p.polrelid where p.polcmd <> '*'`,
  },
  {
    name: 'policy.roles',
    fix: 'Let the policy hold for all roles.',
    sql: `select t.name || '.' || p.polname as object, 'holds for some roles alone' as detail from pg_policy p join tables t on t.oid = p.polrelid where p.polroles <> array[0::oid]`,
  },
  {
    name: 'policy.using',
    fix: 'Use the expression that the protect call writes.',
    sql: `select t.name || '.' || p.polname as object, coalesce(pg_get_expr(p.polqual, p.polrelid), 'nothing') as detail
      from pg_policy p join tables t on t.oid = p.polrelid
      where t.class in ('tenant', 'control') and pg_get_expr(p.polqual, p.polrelid) is distinct from ${EXPRESSION}`,
  },
  {
    name: 'policy.check',
    fix: 'Use the expression that the protect call writes.',
    sql: `select t.name || '.' || p.polname as object, coalesce(pg_get_expr(p.polwithcheck, p.polrelid), 'nothing') as detail
      from pg_policy p join tables t on t.oid = p.polrelid
      where t.class in ('tenant', 'control') and pg_get_expr(p.polwithcheck, p.polrelid) is distinct from case when t.name = 'changes' then 'true' else ${EXPRESSION} end`,
  },
  {
    name: 'tenant.column',
    fix: 'Declare it tenant_id uuid not null, without a default.',
    sql: `select t.name as object, case when t.tenant_column is null then 'has no tenant_id' else 'tenant_id is nullable, not a uuid, or has a default' end as detail
      from tables t left join pg_attribute a on a.attrelid = t.oid and a.attnum = t.tenant_column
      where t.class = 'tenant' and (t.tenant_column is null or not a.attnotnull or a.atttypid <> 'uuid'::regtype or a.atthasdef)`,
  },
  {
    name: 'control.column',
    fix: 'Declare it tenant_id uuid not null, or name it for what it is, such as for_tenant_id.',
    sql: `select t.name as object, 'tenant_id is nullable, not a uuid, or has a default' as detail
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum = t.tenant_column
      where t.class = 'control' and (not a.attnotnull or a.atttypid <> 'uuid'::regtype or a.atthasdef)`,
  },
  {
    name: 'tenant.primary_key',
    fix: 'PRIMARY KEY (tenant_id, …).',
    sql: `select t.name as object, 'has no primary key that begins with tenant_id' as detail from tables t
      where t.class = 'tenant' and not exists (select from pg_constraint k where k.conrelid = t.oid and k.contype = 'p' and k.conkey[1] = t.tenant_column)`,
  },
  {
    name: 'tenant.unique',
    fix: 'Begin every unique key and exclusion with tenant_id: a global one tells what other tenants have.',
    sql: `select t.name || '.' || c.relname as object, 'is unique over all tenants' as detail
      from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
      where t.class = 'tenant' and (i.indisunique or i.indisexclusion) and not i.indisprimary and i.indkey[0] is distinct from t.tenant_column`,
  },
  {
    name: 'tenant.index',
    fix: 'Begin every index with tenant_id; others are not used under the policy.',
    sql: `select t.name || '.' || c.relname as object, 'does not begin with tenant_id' as detail
      from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
      where t.class = 'tenant' and not i.indisunique and not i.indisexclusion and i.indkey[0] is distinct from t.tenant_column`,
  },
  {
    name: 'tenant.index_invalid',
    fix: 'DROP INDEX and make it again: its making was broken off, so it finds and forbids nothing.',
    sql: `select t.name || '.' || c.relname as object, 'is not valid' as detail
      from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid where not (i.indisvalid and i.indisready)`,
  },
  {
    name: 'tenant.index_method',
    fix: 'Use btree over leakproof columns; search goes through search_words.',
    sql: `select t.name || '.' || c.relname as object, 'is a ' || m.amname || ' index, which policies switch off' as detail
      from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
      where t.class = 'tenant' and m.amname <> 'btree' and not i.indisexclusion`,
  },
  {
    name: 'tenant.index_leaky',
    fix: 'Index a stored column of a leakproof type instead (text, bigint, uuid, date, timestamptz, boolean).',
    sql: `select distinct t.name || '.' || c.relname as object, 'compares with ' || o.oprcode || ', which is not leakproof' as detail
      from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid
      cross join lateral unnest(i.indclass::oid[]) as k(opclass)
      join pg_opclass oc on oc.oid = k.opclass
      join pg_amop ao on ao.amopfamily = oc.opcfamily and ao.amoplefttype = oc.opcintype and ao.amoprighttype = oc.opcintype and ao.amopstrategy = 3
      join pg_operator o on o.oid = ao.amopopr join pg_proc p on p.oid = o.oprcode
      join pg_am m on m.oid = c.relam
      where t.class = 'tenant' and m.amname = 'btree' and not p.proleakproof`,
  },
  {
    name: 'tenant.index_expression',
    fix: 'Index a stored generated column; functions such as lower() are not leakproof.',
    sql: `select t.name || '.' || c.relname as object, 'is over an expression' as detail
      from tables t join pg_index i on i.indrelid = t.oid join pg_class c on c.oid = i.indexrelid where t.class = 'tenant' and i.indexprs is not null`,
  },
  {
    name: 'tenant.foreign_key',
    fix: 'FOREIGN KEY (tenant_id, x_id) REFERENCES other (tenant_id, id): plain keys ignore policies.',
    sql: `select t.name || '.' || k.conname as object, 'refers to ' || k.confrelid::regclass || ' without the tenant' as detail
      from pg_constraint k join tables t on t.oid = k.conrelid left join tables f on f.oid = k.confrelid
      where k.contype = 'f' and t.class = 'tenant' and f.class = 'tenant' and (k.conkey[1] <> t.tenant_column or k.confkey[1] <> f.tenant_column)`,
  },
  {
    name: 'tenant.foreign_key_class',
    fix: 'Keep the id without a foreign key: the control plane may live in another database.',
    sql: `select t.name || '.' || k.conname as object, 'ties a ' || t.class || ' table to the ' || coalesce(f.class, 'unknown') || ' table ' || f.name as detail
      from pg_constraint k join tables t on t.oid = k.conrelid join tables f on f.oid = k.confrelid
      where k.contype = 'f' and ((t.class = 'tenant') <> (f.class = 'tenant')) and f.class is distinct from 'reference'`,
  },
  {
    name: 'tenant.set_null',
    fix: 'Use RESTRICT or CASCADE and null the column in the service: SET NULL would null tenant_id too.',
    sql: `select t.name || '.' || k.conname as object, 'sets columns to null or default on delete' as detail
      from pg_constraint k join tables t on t.oid = k.conrelid where k.contype = 'f' and t.class = 'tenant' and (k.confdeltype in ('n', 'd') or k.confupdtype in ('n', 'd', 'c'))`,
  },
  {
    name: 'tenant.not_valid',
    fix: 'ALTER TABLE … VALIDATE CONSTRAINT.',
    sql: `select t.name || '.' || k.conname as object, 'is not validated' as detail from pg_constraint k join tables t on t.oid = k.conrelid where not k.convalidated`,
  },
  {
    name: 'tenant.sequence',
    fix: 'Make ids in the application and numbers from per-tenant counters: a shared sequence tells how busy others are.',
    sql: `select c.relname::text as object, 'is a sequence' as detail from pg_class c where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace`,
  },
  {
    name: 'tenant.enum',
    fix: 'Use text with a check: comparisons of enums are not leakproof.',
    sql: `select t.name || '.' || a.attname as object, 'is of the enum type ' || y.typname as detail
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped join pg_type y on y.oid = a.atttypid where y.typtype = 'e'`,
  },
  {
    name: 'tenant.money_type',
    fix: 'Use the domain paise for money, numeric for quantities and rates.',
    sql: `select t.name || '.' || a.attname as object, 'is of type ' || format_type(a.atttypid, a.atttypmod) as detail
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      where a.atttypid in ('money'::regtype, 'real'::regtype, 'double precision'::regtype) and t.class = 'tenant'`,
  },
  {
    name: 'view.invoker',
    fix: 'CREATE VIEW … WITH (security_invoker = true).',
    sql: `select c.relname::text as object, 'runs with the rights of its owner' as detail from pg_class c
      where c.relkind = 'v' and c.relnamespace = 'public'::regnamespace and not exists (select from pg_depend e where e.objid = c.oid and e.deptype = 'e')
        and not exists (select from unnest(c.reloptions) o where o ~* '^security_invoker=(true|on|yes|1)$')`,
  },
  {
    name: 'view.materialized',
    fix: 'Keep figures in a table with a policy; materialized views know no policies.',
    sql: `select c.relname::text as object, 'is a materialized view' as detail from pg_class c where c.relkind = 'm' and c.relnamespace = 'public'::regnamespace`,
  },
];
