/** Proof that counters say what is there: each is compared with count(*), and put right when asked. */
import { type AuditOrigin, auditStatements } from '../audit/audit.ts';
import { transaction } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { LIMIT_NAMES, LIMITS, type LimitName, periodOf } from './limit.ts';
import { countOf, tableOf } from './usage.ts';

/** A counter that says something else than what is there. */
export interface Deviation {
  tenant: string;
  limit: LimitName;
  counter: number;
  counted: number;
}

/**
 * Compares the tenant's counters with what is there, each under the lock of its row, so that writers of the moment do not show
 * as deviations; with `mend` the counter becomes what was counted, and the
 * tenant's trail says by whom. What was never counted has no counter and deviates nowhere.
 */
export async function reconcileUsage(
  kernel: Kernel,
  tenant: Tenant,
  { mend, nowMs = Date.now() }: { mend?: Omit<AuditOrigin, 'tenant_id'>; nowMs?: number } = {},
): Promise<Deviation[]> {
  const deviations: Deviation[] = [];
  for (const limit of LIMIT_NAMES) {
    const count = countOf(kernel, limit);
    if (!count) continue;
    const { period } = periodOf(limit, tenant.time_zone, nowMs);
    const table = tableOf(limit);
    const database = LIMITS[limit].plane === 'control' ? kernel.aside : kernel.cells.of(tenant);
    const tx = transaction(database, { tenant_id: tenant.id, plane: '' });
    try {
      const [row] = await tx.sql<{ used: number }>(
        `select used from ${table} where tenant_id = $1 and name = $2 and period = $3 for update`,
        [limit, period],
      );
      // Counted by a statement of its own, whose snapshot begins after the lock is held.
      const [now] = row ? await tx.sql<{ n: number }>(`select (${count}) as n`) : [];
      const told = [];
      if (row && now && row.used !== now.n) {
        deviations.push({ tenant: tenant.slug, limit, counter: row.used, counted: now.n });
        if (mend) {
          await tx.execute(`update ${table} set used = $4 where tenant_id = $1 and name = $2 and period = $3`, [
            limit,
            period,
            now.n,
          ]);
          const change = { action: 'limits.mend', subject: 'limits', subject_id: limit, id: newId() };
          const fields = { before: { used: row.used }, after: { used: now.n } };
          told.push(...auditStatements({ ...mend, tenant_id: tenant.id }, [{ ...change, ...fields }]));
        }
      }
      await tx.commit(told);
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  }
  return deviations;
}
