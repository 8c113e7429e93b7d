/** Every chain of the audit trail is recomputed once a day, and what came of it is kept for the alerts. */
import { type Verdict, verifyTrail } from '@tenantry/kernel/audit/verify.ts';
import { reading, transaction } from '@tenantry/kernel/db/handle.ts';
import type { Round } from '@tenantry/kernel/metrics/rounds.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

/** The platform's own trail. */
const PLATFORM = '00000000-0000-0000-0000-000000000000';
/** A round ends after the trail during which this time is over; the others come in the next round. */
const BUDGET_MS = 30_000;
/** Trails that one round looks for. */
const A_ROUND = 1_000;

/** Broken ones are looked at each time, so that one that was put back is well again; the others once a day. */
const DUE = `select i.id from (select id from tenants union all select '${PLATFORM}'::uuid) i
  left join audit_verdicts v on v.tenant_id = i.id
  where v.verified_at is null or not v.intact or v.verified_at < now() - interval '1 day'
  order by v.intact nulls last, v.verified_at nulls first limit ${A_ROUND}`;
const STORE = `insert into audit_verdicts (tenant_id, verified_at, intact, fault, detail) values ($1, now(), $2, $3, $4)
  on conflict (tenant_id) do update set verified_at = excluded.verified_at, intact = excluded.intact, fault = excluded.fault,
    detail = excluded.detail`;

/** Recomputes one chain and keeps the verdict. */
async function verifyOne({ aside, sealer, log }: Kernel, id: string): Promise<void> {
  const isPlatform = id === PLATFORM;
  const handle = reading(aside, { tenant_id: isPlatform ? null : id, plane: isPlatform ? 'platform' : '' });
  const { intact, broken }: Verdict = await verifyTrail(handle, sealer.anchors);
  if (broken) log.error({ trail: isPlatform ? null : id, broken }, 'an audit trail does not hold');
  const tx = transaction(aside, { tenant_id: null, plane: 'platform' });
  try {
    await tx.execute(STORE, [id, intact, broken?.fault ?? null, broken?.detail ?? null]);
    await tx.commit();
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

/** Recomputes the chains whose turn it is. */
export async function verifyTrails(kernel: Kernel): Promise<void> {
  const startedAt = performance.now();
  const due = await reading(kernel.aside, { tenant_id: null, plane: 'platform' }).sql<{ id: string }>(DUE);
  for (const { id } of due) {
    await verifyOne(kernel, id).catch((error: Error) =>
      kernel.log.warn({ err: error, trail: id }, 'a trail could not be verified'),
    );
    if (performance.now() - startedAt > BUDGET_MS) return;
  }
}

export const verifyRound: Round = { name: 'audit.verify', every_ms: 300_000, run: verifyTrails };
