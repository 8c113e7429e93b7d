/** Looks once a minute how full and how busy the installation is, and keeps the most of each bucket for as long as series are kept. */
import { statfs } from 'node:fs/promises';
import { reading, transaction } from '@tenantry/kernel/db/handle.ts';
import { readBacklogs } from '@tenantry/kernel/metrics/backlogs.ts';
import type { Round } from '@tenantry/kernel/metrics/rounds.ts';
import { RESOLUTIONS } from '@tenantry/kernel/metrics/series.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

export interface Sample {
  connections: number;
  jobs_waiting: number;
  database_bytes: number;
  file_bytes: number;
  disk_percent: number | null;
}

export const FIGURES = ['connections', 'jobs_waiting', 'database_bytes', 'file_bytes', 'disk_percent'] as const;

const STORE = `insert into system_samples as s (resolution, at, ${FIGURES.join(', ')})
  select r.resolution, r.at, $3::int, $4::int, $5::bigint, $6::bigint, $7::float8 from unnest($1::text[], $2::timestamptz[]) as r(resolution, at)
  on conflict (resolution, at) do update set ${FIGURES.map((name) => `${name} = greatest(s.${name}, excluded.${name})`).join(', ')}`;

/** Connections to the database and its bytes; of every database that holds organisations, and of the control plane's. */
async function lookAtDatabases({ aside, cells }: Kernel): Promise<{ connections: number; bytes: number }> {
  const seen = new Map<string, { connections: number; bytes: number }>();
  for (const database of [aside, ...cells.all().map((cell) => cell.database)]) {
    const [row] = await reading(database, { tenant_id: null, plane: '' }).sql<{
      name: string;
      connections: number;
      bytes: number;
    }>(
      `select current_database() as name, pg_database_size(current_database()) as bytes,
         (select count(*) from pg_stat_activity where datname = current_database()) as connections`,
    );
    if (row) seen.set(row.name, row);
  }
  const all = [...seen.values()];
  return {
    connections: all.reduce((sum, one) => sum + one.connections, 0),
    bytes: all.reduce((sum, one) => sum + one.bytes, 0),
  };
}

/** How full the fullest disk is, in percent. */
async function lookAtDisks({ config }: Kernel): Promise<number | null> {
  const shares = await Promise.all(
    (config.disks ?? []).map(async (folder) => {
      const { blocks, bfree, bavail } = await statfs(folder);
      const used = blocks - bfree;
      return (used / (used + bavail)) * 100;
    }),
  );
  return shares.length === 0 ? null : Math.round(Math.max(...shares) * 10) / 10;
}

async function look(kernel: Kernel): Promise<Sample> {
  const handle = reading(kernel.aside, { tenant_id: null, plane: 'platform', asker: { name: 'system.sample' } });
  const { connections, bytes } = await lookAtDatabases(kernel);
  const { jobs } = await readBacklogs(kernel.aside);
  const [files] = await handle.sql<{ bytes: number }>(
    `select coalesce(sum(storage_bytes), 0)::bigint as bytes from
       (select distinct on (tenant_id) storage_bytes from metric_samples where day > current_date - 7 order by tenant_id, day desc) s`,
  );
  return {
    connections,
    jobs_waiting: jobs.due,
    database_bytes: bytes,
    file_bytes: files?.bytes ?? 0,
    disk_percent: await lookAtDisks(kernel),
  };
}

/** Looks now, keeps it, and forgets what is older than it is kept. */
export async function sampleSystem(kernel: Kernel): Promise<void> {
  // Before the transaction: whoever holds a connection of these few waits for no other.
  const sample = await look(kernel);
  const tx = transaction(kernel.aside, { tenant_id: null, plane: 'platform', asker: { name: 'system.sample' } });
  try {
    const now = Date.now();
    const widths = Object.entries(RESOLUTIONS);
    await tx.execute(STORE, [
      widths.map(([name]) => name),
      widths.map(([, { ms }]) => new Date(Math.floor(now / ms) * ms).toISOString()),
      ...FIGURES.map((name) => sample[name]),
    ]);
    for (const [name, { kept_days }] of widths)
      await tx.execute(`delete from system_samples where resolution = $1 and at < now() - interval '1 day' * $2`, [
        name,
        kept_days,
      ]);
    await tx.commit();
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

export const systemRound: Round = { name: 'system.sample', every_ms: 60_000, run: sampleSystem };
