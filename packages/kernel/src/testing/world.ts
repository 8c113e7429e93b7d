/** A world for tests: a real server on a fresh copy of the migrated database, with people who sign in over HTTP. */
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createApp } from '../http/app.ts';
import type { Module } from '../http/module.ts';
import type { AnyRoute } from '../http/route.ts';
import { createOperator } from '../identity/operator.ts';
import { type Assembled, assembleKernel } from '../tenancy/assemble.ts';
import type { Kernel, KernelConfig } from '../tenancy/kernel.ts';
import { type Caller, callerAt } from './caller.ts';
import { freshDatabase } from './database.ts';

/** What a test may change of the installation. */
export interface WorldOptions {
  modules: readonly Module[];
  config?: Partial<KernelConfig>;
  /** Log lines, for tests that look at them. */
  onLog?(line: string): void;
}

export interface World {
  kernel: Kernel;
  app: FastifyInstance;
  routes: readonly AnyRoute[];
  /** `http://127.0.0.1:port` */
  address: string;
  /** Not signed in. */
  nobody: Caller;
  /** The platform operator, signed in. */
  operator: Caller;
  /** A connection as the database's administrator, for looking behind the scenes. */
  admin: Awaited<ReturnType<typeof freshDatabase>>['admin'];
  connections: Awaited<ReturnType<typeof freshDatabase>>['connections'];
  close(): Promise<void>;
}

export const OPERATOR = { email: 'operator@platform.example', password: 'correct horse battery staple' };

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
};

/** Starts a world. In it every undeclared problem and every reply beside its schema is an error 500. */
export async function createWorld(options: WorldOptions): Promise<World> {
  const database = await freshDatabase(options.modules);
  const log = pino({ level: 'debug' }, { write: (line: string) => options.onLog?.(line) });
  let assembled: Assembled | undefined;
  let app: FastifyInstance | undefined;
  const close = async (): Promise<void> => {
    await app?.close();
    await assembled?.close();
    await database.close();
  };
  try {
    assembled = await assembleKernel({
      config: { ...config, ...options.config },
      connections: database.connections,
      pool_sizes: { app: 8, control: 4, aside: 2 },
      smtp: { url: null, from: 'Tenantry <no-reply@tenantry.test>' },
      modules: options.modules,
      log,
    });
    const { kernel, routes } = assembled;
    await createOperator(kernel, OPERATOR);
    app = await createApp({ kernel, routes, title: 'Tenantry', version: '0.0.0', strict: true });
    await app.listen({ port: 0, host: '127.0.0.1' });
    const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
    const nobody = callerAt(address);
    const operator = await nobody.signIn(OPERATOR.email, OPERATOR.password);
    return {
      kernel,
      app,
      routes,
      address,
      nobody,
      operator,
      admin: database.admin,
      connections: database.connections,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
