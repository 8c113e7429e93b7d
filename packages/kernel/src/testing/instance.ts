/** One instance of the application over a test's database; a story about several instances, or about a restart, starts more. */
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { FileOptions } from '../files/files.ts';
import { folderStore } from '../files/folder_store.ts';
import { createApp, type Pages } from '../http/app.ts';
import type { Module } from '../http/module.ts';
import type { AnyRoute } from '../http/route.ts';
import type { KeyOptions } from '../keys/keys.ts';
import { fileMasterKeys } from '../keys/master.ts';
import { folderShares } from '../keys/shares.ts';
import { DEFAULT_SHARES } from '../shares/shares.ts';
import { assembleKernel } from '../tenancy/assemble.ts';
import type { Kernel, KernelConfig } from '../tenancy/kernel.ts';
import type { FreshDatabase } from './database.ts';
import { keyFolderOf } from './key_folder.ts';

export interface InstanceOptions {
  modules: readonly Module[];
  config?: Partial<KernelConfig>;
  /** Other keys than those that all instances over the same database share. */
  keys?: Partial<KeyOptions>;
  /** Another store, or a scanner, than the folder that all instances over the same database share. */
  files?: Partial<FileOptions>;
  /** The pages of a web application beside the API. */
  pages?(kernel: Kernel): Pages | null;
  /** Log lines, for tests that look at them. */
  onLog?(line: string): void;
}

export interface Instance {
  kernel: Kernel;
  app: FastifyInstance;
  routes: readonly AnyRoute[];
  /** `http://127.0.0.1:port` */
  address: string;
  close(): Promise<void>;
}

const config: KernelConfig = {
  base_domain: 'tenantry.test',
  public_url: 'http://tenantry.test',
  multi_tenant: true,
  default_tenant_slug: null,
  max_tenants: null,
  tenant_database_prefix: 'tenantry_',
  secret: 'a secret that only tests use, 2f8c1b7e90d4',
  production: false,
  trust_proxy: false,
  self_signup: true,
  log_level: 'debug',
  // A story may ask as fast as it likes, unless it is about rates.
  shares: { ...DEFAULT_SHARES, rates: null, queue: 2_000, patience_ms: 30_000 },
};

/** Starts an instance. In it every undeclared problem and every reply beside its schema is an error 500. */
export async function startInstance(
  connections: FreshDatabase['connections'],
  options: InstanceOptions,
): Promise<Instance> {
  const folder = keyFolderOf(connections.control.database ?? '');
  const assembled = await assembleKernel({
    config: { ...config, ...options.config },
    connections,
    pool_sizes: { app: 8, control: 4, aside: 2 },
    smtp: { url: null, from: 'Tenantry <no-reply@tenantry.test>' },
    modules: options.modules,
    keys: {
      master: fileMasterKeys(join(folder, 'master.key')),
      shares: folderShares(join(folder, 'tenants')),
      lease_ms: 300,
      grace_ms: 200,
      ...options.keys,
    },
    files: { store: await folderStore(join(folder, 'files')), ...options.files },
    log: pino({ level: 'debug' }, { write: (line: string) => options.onLog?.(line) }),
  });
  const { kernel, routes } = assembled;
  let app: FastifyInstance | undefined;
  const close = async (): Promise<void> => {
    await app?.close();
    await assembled.close();
  };
  try {
    const pages = options.pages?.(kernel);
    app = await createApp({
      kernel,
      routes,
      title: 'Tenantry',
      version: '0.0.0',
      strict: true,
      ...(pages ? { pages } : {}),
    });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    return { kernel, app, routes, address, close };
  } catch (error) {
    await close();
    throw error;
  }
}
