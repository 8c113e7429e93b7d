/** The colour, the name and the logo under which an organisation's pages appear, for everybody who opens its address. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { readLogo } from '../logos/logos.service.ts';
import { heldOf } from './branding.service.ts';
import { defaultTemplate, findTemplate } from './templates.ts';

export interface Look {
  /** `#rrggbb` */
  color: string;
  name: string;
  /** Path of the logo. */
  logo: string | null;
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
    const logo = await readLogo(kernel, tenant);
    return {
      color: row?.primary_color ?? template.primary_color,
      name: row?.company_name ?? tenant.name,
      logo: logo?.path ?? null,
    };
  });
}
