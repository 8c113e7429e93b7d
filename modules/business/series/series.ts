/** Series of numbers per tenant, for names that the product makes when people give none. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

/**
 * Takes `count` numbers of the tenant's series, which begins at 1, and answers the first. The series' row stays locked until
 * the transaction ends, so two callers never get the same number; a rolled back transaction gives its numbers back.
 */
export async function takeNumbers(ctx: Context, name: string, count: number): Promise<number> {
  const [row] = await ctx.sql<{ first: number }>(
    `insert into number_series (tenant_id, name, next) values ($1, $2, 1 + $3::bigint)
     on conflict (tenant_id, name) do update set next = number_series.next + $3::bigint
     returning next - $3::bigint as first`,
    [name, count],
  );
  return (row as { first: number }).first;
}
