/** What each tenant stores, looked at once an hour and kept as one line a day: rows and bytes, the modules’ figures and the counters of limits. */
import { reading, transaction } from '@tenantry/kernel/db/handle.ts';
import type { Round } from '@tenantry/kernel/metrics/rounds.ts';
import { inSeat } from '@tenantry/kernel/shares/background.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { readStored } from './stored.ts';
import { countFiguresOf, readCounters } from './use.ts';

/** Tenants that one round looks at; all their rows are read for it. */
const A_ROUND = 100;
const PATIENCE_MS = 10_000;
const KEPT_DAYS = 1_100;

const STORE = `insert into metric_samples as s (tenant_id, day, sampled_at, storage_bytes, row_bytes, rows_by_table, figures, used)
  values ($1, (now() at time zone 'UTC')::date, now(), $2, $3, $4, $5, $6)
  on conflict (tenant_id, day) do update set sampled_at = excluded.sampled_at, storage_bytes = excluded.storage_bytes,
    row_bytes = excluded.row_bytes, rows_by_table = excluded.rows_by_table, figures = excluded.figures, used = excluded.used`;

/** Looks at one tenant now. */
export async function sampleTenant(kernel: Kernel, tenant: Tenant): Promise<void> {
  const { rows_by_table, row_bytes } = await readStored(kernel, tenant);
  const figures = await countFiguresOf(kernel, tenant);
  const used = await readCounters(kernel, tenant);
  const tx = transaction(kernel.aside, { tenant_id: tenant.id, plane: '' });
  try {
    await tx.execute(STORE, [
      used.max_storage,
      row_bytes,
      JSON.stringify(rows_by_table),
      JSON.stringify(figures),
      JSON.stringify(used),
    ]);
    await tx.commit();
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

/** Looks at those that were not looked at for an hour, one after another. */
export async function sampleTenants(kernel: Kernel): Promise<void> {
  const handle = reading(kernel.aside, { tenant_id: null, plane: 'platform' });
  const tenants = await handle.sql<{ id: string }>(
    `select t.id from tenants t
     left join metric_samples s on s.tenant_id = t.id and s.day = (now() at time zone 'UTC')::date
     where t.status in ('active', 'suspended') and (s.sampled_at is null or s.sampled_at < now() - interval '1 hour')
     order by s.sampled_at nulls first limit $1`,
    [A_ROUND],
  );
  for (const { id } of tenants) {
    try {
      const tenant = await kernel.directory.find(id);
      if (!tenant) continue;
      // All its rows are read: in its own seats, and when none is free for long, another time.
      await inSeat(kernel, tenant, () => sampleTenant(kernel, tenant), AbortSignal.timeout(PATIENCE_MS));
    } catch (error) {
      kernel.log.warn({ err: error, tenant_id: id }, 'a tenant’s records could not be counted');
    }
  }
  await handle.execute('delete from metric_samples where day < current_date - $1::int', [KEPT_DAYS]);
}

export const sampleRound: Round = { name: 'usage.sample', every_ms: 300_000, run: sampleTenants };
