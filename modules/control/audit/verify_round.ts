/** Every chain of the audit trail is recomputed once a day, and what came of it is kept for the alerts. */
import { type Stretch, verifyStretch } from '@tenantry/kernel/audit/verify.ts';
import { reading, transaction } from '@tenantry/kernel/db/handle.ts';
import type { Round } from '@tenantry/kernel/metrics/rounds.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

/** The platform's own trail. */
const PLATFORM = '00000000-0000-0000-0000-000000000000';
/** A round ends when this time is over; the rest of the trail that it is at, and the others, come in the next round. */
const BUDGET_MS = 30_000;
/** Trails that one round looks for. */
const A_ROUND = 1_000;

/**
 * Broken ones are looked at each time, so that one that was put back is well again; the others once a day. One that was not
 * finished goes on after those, so that the longest trail takes the time of nobody else.
 */
const DUE = `select i.id, v.resume_seq as seq, v.resume_hash as hash
  from (select id from tenants union all select '${PLATFORM}'::uuid) i
  left join audit_verdicts v on v.tenant_id = i.id
  where v.verified_at is null or not v.intact or v.verified_at < now() - interval '1 day'
  order by v.resume_seq is not null, v.intact nulls last, v.verified_at nulls first limit ${A_ROUND}`;
const STORE = `insert into audit_verdicts (tenant_id, verified_at, intact, fault, detail) values ($1, now(), $2, $3, $4)
  on conflict (tenant_id) do update set verified_at = excluded.verified_at, intact = excluded.intact, fault = excluded.fault,
    detail = excluded.detail, resume_seq = null, resume_hash = null`;
/** What holds so far is no verdict: the one of the last time stays, and a trail that had none is due as long as it has none. */
const PAUSE = `insert into audit_verdicts (tenant_id, verified_at, intact, resume_seq, resume_hash)
  values ($1, 'epoch', true, $2, $3)
  on conflict (tenant_id) do update set resume_seq = excluded.resume_seq, resume_hash = excluded.resume_hash`;

interface Due {
  id: string;
  seq: number | null;
  hash: string | null;
}

/** Recomputes one chain, as far as there is time, and keeps the verdict, or where it stood. */
async function verifyOne(kernel: Kernel, { id, seq, hash }: Due, stretch: Stretch): Promise<void> {
  const { aside, sealer, log } = kernel;
  const isPlatform = id === PLATFORM;
  const handle = reading(aside, { tenant_id: isPlatform ? null : id, plane: isPlatform ? 'platform' : '' });
  const from = seq !== null && hash !== null ? { seq, hash } : undefined;
  const { verdict, stopped_at } = await verifyStretch(handle, sealer.anchors, { ...stretch, from });
  const { intact, broken } = verdict;
  if (broken) log.error({ trail: isPlatform ? null : id, broken }, 'an audit trail does not hold');
  const tx = transaction(aside, { tenant_id: null, plane: 'platform' });
  try {
    if (stopped_at) await tx.execute(PAUSE, [id, stopped_at.seq, stopped_at.hash]);
    else await tx.execute(STORE, [id, intact, broken?.fault ?? null, broken?.detail ?? null]);
    await tx.commit();
  } catch (error) {
    await tx.rollback();
    throw error;
  }
}

/** Recomputes the chains whose turn it is, for `budget_ms` and to the end of the page that it is at then. */
export async function verifyTrails(kernel: Kernel, { budget_ms = BUDGET_MS, page = 5_000 } = {}): Promise<void> {
  const startedAt = performance.now();
  const isOver = (): boolean => performance.now() - startedAt >= budget_ms;
  const due = await reading(kernel.aside, { tenant_id: null, plane: 'platform' }).sql<Due>(DUE);
  for (const one of due) {
    await verifyOne(kernel, one, { isOver, page }).catch((error: Error) =>
      kernel.log.warn({ err: error, trail: one.id }, 'a trail could not be verified'),
    );
    if (isOver()) return;
  }
}

export const verifyRound: Round = { name: 'audit.verify', every_ms: 300_000, run: (kernel) => verifyTrails(kernel) };
