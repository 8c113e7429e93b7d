/** The colour and the name under which an organisation's pages appear, for everybody who opens its address. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { heldOf } from './branding.service.ts';
import { defaultTemplate, findTemplate } from './templates.ts';

export interface Look {
  /** `#rrggbb` */
  color: string;
  name: string;
}

interface Row {
  primary_color: string | null;
  company_name: string | null;
  template: string | null;
}

const MINUTE_MS = 60_000;

/** The look that holds now; from memory, which a change of branding empties. */
export function readLook(kernel: Kernel, tenant: Tenant): Promise<Look> {
  return kernel.cache.for(tenant.id).through('branding.look', MINUTE_MS, async () => {
    const handle = reading(kernel.aside, { tenant_id: tenant.id, plane: '' });
    const [stored] = await handle.sql<Row>(
      'select primary_color, company_name, template from branding where tenant_id = $1',
    );
    const row = heldOf(kernel, tenant, stored ?? null);
    const template = (row?.template && findTemplate(row.template)) || defaultTemplate(tenant.organization_type);
    return { color: row?.primary_color ?? template.primary_color, name: row?.company_name ?? tenant.name };
  });
}
