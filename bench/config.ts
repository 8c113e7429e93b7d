/** The settings under which the compared servers run. */
import type { KernelConfig } from '@tenantry/kernel/tenancy/kernel.ts';

export const benchConfig: KernelConfig = {
  base_domain: 'localhost',
  public_url: 'http://localhost',
  multi_tenant: true,
  default_tenant_slug: null,
  max_tenants: null,
  tenant_database_prefix: 'tenantry_',
  secret: 'only the bench signs with this, 91b7c4d2e8f60a35',
  production: false,
  trust_proxy: false,
  self_signup: true,
  log_level: 'silent',
};
