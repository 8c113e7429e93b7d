/** The parts of the installation beside its databases, each looked at now: files, keys, jobs, the audit trail, mail. */
import { checkKeys } from '@tenantry/kernel/keys/check.ts';
import { type Backlogs, readBacklogs } from '@tenantry/kernel/metrics/backlogs.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

/** From so long a wait on (seconds) nobody seems to do the work. */
const STUCK_SECONDS = { jobs: 900, audit: 300, mail: 900 };

const inTime = (seconds: number | null, limit: number): boolean => seconds === null || seconds < limit;

function judged({ jobs, audit, mail }: Backlogs) {
  return {
    jobs: { ok: inTime(jobs.oldest_seconds, STUCK_SECONDS.jobs), ...jobs },
    audit: { ok: inTime(audit.oldest_seconds, STUCK_SECONDS.audit), ...audit },
    mail: { ok: inTime(mail.oldest_seconds, STUCK_SECONDS.mail), ...mail },
  };
}

/** Asks all of them. Rejects only when the control database does not answer. */
export async function lookAtParts(kernel: Kernel) {
  const [storage, keys, backlogs] = await Promise.all([
    kernel.files.check(),
    checkKeys(kernel.keys, kernel.aside, kernel.log),
    readBacklogs(kernel.aside),
  ]);
  return { storage, keys, ...judged(backlogs) };
}
