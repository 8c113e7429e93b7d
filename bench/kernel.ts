/** A kernel in the bench's own process, on one of its databases. */
import { type Assembled, assembleKernel, type Parts } from '@tenantry/kernel/tenancy/assemble.ts';
import { modules } from '@tenantry/server/modules.ts';
import { pino } from 'pino';
import { benchConfig, benchFiles, benchKeys } from './config.ts';
import type { BenchServer } from './database.ts';
import type { ServerPlan } from './server.ts';

/** The two logins of a database of the bench. */
export function connectionsOf(server: BenchServer, database: string): ServerPlan['connections'] {
  return { app: server.connection('tenantry_app', database), control: server.connection('tenantry_control', database) };
}

/** Assembles it with small pools; `changes` are what a part wants otherwise. */
export async function benchKernel(
  server: BenchServer,
  database: string,
  changes: Partial<Parts> = {},
): Promise<Assembled> {
  return assembleKernel({
    config: benchConfig,
    connections: connectionsOf(server, database),
    pool_sizes: { app: 2, control: 2, aside: 2 },
    smtp: { url: null, from: 'bench@localhost' },
    modules,
    keys: benchKeys,
    files: await benchFiles(),
    log: pino({ level: 'silent' }),
    ...changes,
  });
}
