/** How a tenant's line in the catalogue is read, listed and found. */
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { wordsOf } from '@tenantry/kernel/db/words.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant as DirectoryTenant } from '@tenantry/kernel/tenancy/directory.ts';
import { Tenant, type TenantRow } from './tenants.schema.ts';

export const tenantRecord = defineRecord({
  noun: 'tenants',
  table: 'tenants',
  schema: Tenant,
  number: 'slug',
  computed: ['max_users', 'warnings'],
  words_table: 'control_words',
});

export const tenantColumns = tenantRecord.columns as (keyof TenantRow)[];

/** The line of the context's tenant as it is now. With `lock` it stays so until the transaction ends. */
export async function readTenant(ctx: Context, lock = false): Promise<TenantRow> {
  const query = ctx.db.selectFrom('tenants').select(tenantColumns);
  const row = await (lock ? query.forNoKeyUpdate() : query).executeTakeFirst();
  if (!row) throw problem(tenantRecord.notFound);
  return row as TenantRow;
}

/** A tenant as the rest of the kernel sees it, made of its line before the directory knows it. */
export function asDirectoryTenant(row: TenantRow, cell_id: string): DirectoryTenant {
  const { id, slug, name, status, organization_type, plan, time_zone } = row;
  return Object.freeze({ id, slug, name, status, organization_type, plan, time_zone, feature_overrides: {}, cell_id });
}

/** What an operator types to find the organisation. */
function textsOf(row: TenantRow): (string | null)[] {
  return [row.name, row.slug, row.contact_person, row.contact_email, row.contact_phone, row.gstin, row.city];
}

/** Writes the words of a new line; of a bound context. */
export async function addTenantWords(ctx: Context, row: TenantRow): Promise<void> {
  await ctx.execute(
    `insert into control_words (tenant_id, noun, word, record_id)
     select $1::uuid, 'tenants', w, $2::uuid from unnest($3::text[]) as w on conflict do nothing`,
    [row.id, [...wordsOf(textsOf(row))]],
  );
}

/** Writes them anew. */
export async function replaceTenantWords(ctx: Context, row: TenantRow): Promise<void> {
  await ctx.execute("delete from control_words where tenant_id = $1 and noun = 'tenants' and record_id = $2", [row.id]);
  await addTenantWords(ctx, row);
}
