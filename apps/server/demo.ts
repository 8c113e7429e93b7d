/** The demo at the first start: organisations of the four kinds, each with customers, vendors and products of its trade. */
import { loadBusinessDemo } from '@tenantry/business/demo.ts';
import { type DemoLogin, loadDemo as loadOrganisations } from '@tenantry/control/demo.ts';
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

/** Loads what is not there yet and answers how to sign in to what was made now. */
export async function loadDemo(kernel: Kernel): Promise<DemoLogin[]> {
  const logins = await loadOrganisations(kernel);
  for (const slug of new Set(logins.map((login) => login.tenant))) {
    const tenant = await kernel.directory.find(slug);
    if (!tenant) continue;
    const binding = { tenant_id: tenant.id, plane: '' } as const;
    await asSystem(kernel, { tenant, database: kernel.cells.of(tenant), binding, label: 'demo' }, (ctx) =>
      loadBusinessDemo(ctx, tenant.organization_type),
    );
  }
  return logins;
}
