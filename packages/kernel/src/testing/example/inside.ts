/** Work inside a tenant without a request, for stories that begin with many records or call the kernel's functions themselves. */
import { asSystem } from '../../http/perform.ts';
import type { Context } from '../../tenancy/context.ts';
import type { Tenant } from '../../tenancy/directory.ts';
import type { World } from '../world.ts';

/** Runs `work` in one transaction bound to the tenant, as the system. */
export async function inside<T>(
  { kernel }: Pick<World, 'kernel'>,
  { id }: { id: string },
  work: (ctx: Context) => Promise<T>,
): Promise<T> {
  const tenant = (await kernel.directory.find(id)) as Tenant;
  return asSystem(kernel, { tenant, database: kernel.cells.of(tenant), binding: { tenant_id: id, plane: '' } }, work);
}
