/** The settings under which the compared servers run. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileOptions } from '@tenantry/kernel/files/files.ts';
import { folderStore } from '@tenantry/kernel/files/folder_store.ts';
import type { KeyOptions } from '@tenantry/kernel/keys/keys.ts';
import { fileMasterKeys } from '@tenantry/kernel/keys/master.ts';
import { folderShares } from '@tenantry/kernel/keys/shares.ts';
import { DEFAULT_SHARES } from '@tenantry/kernel/shares/shares.ts';
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
  // All of a load comes from one tenant and one person; what is compared is work, not refusals.
  shares: { ...DEFAULT_SHARES, rates: null },
};

/** Where the keys of this run lie; the servers that the bench starts share it. */
export const keyFolder = join(tmpdir(), `tenantry-bench-keys-${process.send ? process.ppid : process.pid}`);

/** Where the files of a benchmark lie. */
export const benchFiles = async (): Promise<FileOptions> => ({ store: await folderStore(join(keyFolder, 'files')) });

export const benchKeys: KeyOptions = {
  master: fileMasterKeys(join(keyFolder, 'master.key')),
  shares: folderShares(join(keyFolder, 'tenants')),
};
