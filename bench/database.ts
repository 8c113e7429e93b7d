/** A throw-away PostgreSQL for a bench, with the example module's schema and as many tenants and rows as wanted. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '@tenantry/kernel/db/embedded.ts';
import { migrate } from '@tenantry/kernel/db/migrate.ts';
import { createRoles } from '@tenantry/kernel/db/roles.ts';
import pg from 'pg';

const KERNEL = new URL('../packages/kernel/migrations/', import.meta.url);

export interface BenchServer {
  connection(role: string, database: string): pg.ClientConfig;
  /** A migrated database of that name. */
  create(name: string, folders: readonly URL[]): Promise<pg.Client>;
  stop(): Promise<void>;
}

/** Starts PostgreSQL with the durability that production has. */
export async function startBenchServer(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-bench-'));
  const server = await startPostgres({ data_dir: folder, settings: { shared_buffers: '512MB', max_connections: 200 } });
  const clients: pg.Client[] = [];
  const connect = async (database: string): Promise<pg.Client> => {
    const client = new pg.Client(server.connection('tenantry_admin', database));
    await client.connect();
    clients.push(client);
    return client;
  };
  const root = await connect('postgres');
  return {
    connection: (role, database) => server.connection(role, database),
    async create(name, folders) {
      await root.query(`create database ${name}`);
      const client = await connect(name);
      await createRoles(client);
      await migrate({ connection: server.connection('tenantry_admin', name), folders: [KERNEL, ...folders] });
      return client;
    },
    async stop() {
      for (const client of clients) await client.end();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
