/** Fills a bench database: tenants with equal rows, and one person who belongs to all of them. */
import { hashPassword } from '@tenantry/kernel/identity/passwords.ts';
import type pg from 'pg';

export const PERSON = { email: 'bench@people.example', password: 'a pass phrase for the bench' };

/** Makes `tenants` organisations with `rows` products each; answers some of their slugs and one product of the first. */
export async function fill(
  client: pg.Client,
  tenants: number,
  rows: number,
): Promise<{ slugs: string[]; product: string }> {
  await client.query(
    `insert into users (id, email, email_key, name, password_hash, email_verified_at)
     values (gen_random_uuid(), $1, $1, 'Bench', $2, now())`,
    [PERSON.email, await hashPassword(PERSON.password)],
  );
  await client.query(
    `insert into tenants (id, slug, name, status, organization_type, plan)
     select gen_random_uuid(), 'bench-' || n, 'Bench ' || n, 'active', 'business', 'custom' from generate_series(1, $1) n`,
    [tenants],
  );
  await client.query(
    `insert into memberships (tenant_id, id, user_id, email, name, role)
     select t.id, gen_random_uuid(), u.id, u.email, u.name, 'owner' from tenants t, users u where u.email = $1`,
    [PERSON.email],
  );
  // The audit trail of rows that somebody loads with SQL is not what is measured.
  await client.query('alter table products disable trigger user');
  await client.query(
    `insert into products (tenant_id, id, name, kind, sku, hsn, unit, sale_price, tax_rate, category)
     select t.id, gen_random_uuid(), 'Part ' || lpad(((n * 7919) % 100000)::text, 5, '0') || ' of steel', 'goods', 'SKU-' || n, '73181500', 'NOS', n, 18, 'Parts ' || n % 7
     from tenants t, generate_series(1, $1) n`,
    [rows],
  );
  await client.query('alter table products enable trigger user');
  await client.query('alter table products enable always trigger sql_change, enable always trigger sql_truncate');
  await client.query('vacuum analyze');
  const { rows: named } = await client.query<{ slug: string }>(`select slug from tenants order by md5(slug) limit 400`);
  const { rows: first } = await client.query<{ id: string }>(
    `select p.id from products p join tenants t on t.id = p.tenant_id where t.slug = 'bench-1' and p.sku = 'SKU-7'`,
  );
  return { slugs: named.map((row) => row.slug), product: first[0]?.id ?? '' };
}

/** Copies all products into a database whose tables have no policies, as a product without tenants would have them. */
export async function fillPlain(from: pg.Client, to: pg.Client): Promise<void> {
  const { rows: columns } = await from.query<{ name: string }>(
    `select attname as name from pg_attribute where attrelid = 'products'::regclass and attnum > 0 and not attisdropped and attgenerated = ''`,
  );
  const names = columns.map((column) => column.name).join(', ');
  const { rows } = await from.query<{ json: string }>(`select jsonb_agg(to_jsonb(p))::text as json from products p`);
  await to.query(
    `alter table products disable trigger user;
     alter table products disable row level security;
     alter table products no force row level security;
     create unique index on products (id);
     create index on products (name_key, id);`,
  );
  await to.query(
    `insert into products (${names}) select ${names} from jsonb_populate_recordset(null::products, $1::jsonb)`,
    [rows[0]?.json],
  );
  await to.query('vacuum analyze products');
}
