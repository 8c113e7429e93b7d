/** What the lists of a person open with: told to the pages when they learn who is there, so that the first question is the right one. */
import { reading } from '../db/handle.ts';
import { asSystem } from '../http/perform.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Opening } from './views.schema.ts';
import { readableLists } from './views.service.ts';

/** The views that lists of the actor open with, in the tenant that `ctx` names; of lists that he may read. */
export async function openingsOf(ctx: Context): Promise<Opening[]> {
  const { kernel, tenant, actor } = ctx;
  const { sql } = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
  return sql<Opening>(
    `select v.list, v.q, v.filters, v.sort, v.columns, v.density
     from view_defaults d join views v on v.tenant_id = d.tenant_id and v.id = d.view_id
     where d.tenant_id = $1 and d.user_id = $2 and (v.is_shared or v.created_by = $2) and v.list = any($3::text[])
     order by v.list`,
    [actor.id, readableLists(ctx)],
  );
}

/** Removes what a person who has left kept for himself alone; what he shared stays with his colleagues. */
export async function dropViewsOf({ kernel }: Pick<Context, 'kernel'>, tenant: Tenant, user_id: string): Promise<void> {
  const where = {
    tenant,
    database: kernel.cells.of(tenant),
    binding: { tenant_id: tenant.id, plane: '' },
    label: 'members.delete',
  } as const;
  await asSystem(kernel, where, async (ctx) => {
    await ctx.execute(
      `delete from view_defaults d where d.tenant_id = $1 and (d.user_id = $2 or d.view_id in
         (select v.id from views v where v.tenant_id = $1 and v.created_by = $2 and not v.is_shared))`,
      [user_id],
    );
    await ctx.execute('delete from views where tenant_id = $1 and created_by = $2 and not is_shared', [user_id]);
  });
}
