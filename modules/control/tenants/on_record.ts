/** What other modules may know of an organisation: its name, registration and address. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Database } from '@tenantry/kernel/db/pool.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';

/** The state of a registration is that of its number. */
const PROFILE = `select name, gstin, coalesce(left(gstin, 2), state_code) as state, address_line1, address_line2, city, pincode,
    contact_phone as phone, contact_email as email
  from (select id as tenant_id, * from tenants) t where tenant_id = $1`;

export async function readProfile(control: Database, tenant: Tenant): Promise<Profile> {
  const [row] = await reading(control, { tenant_id: tenant.id, plane: '' }).sql<Profile>(PROFILE);
  return row as Profile;
}
