/** What stands at the moment of a scrape: live connections, seats at the database, parts that answer, work that waits. */
import { Gauge, type Registry as PromRegistry } from 'prom-client';
import { checkKeys } from '../keys/check.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { type Backlogs, readBacklogs } from './backlogs.ts';
import { type Labels, OTHER } from './labels.ts';

/** How many live connections there are: tenant's id, or null for operators, → number. */
export type LiveCounts = () => ReadonlyMap<string | null, number>;

export interface Gauges {
  showLive(counts: LiveCounts): void;
  /** Reads everything anew. */
  update(kernel: Kernel): Promise<void>;
}

/** What connections of operators count as. */
const OPERATORS = 'operators';

/** Puts the families into the register. */
export function createGauges(register: PromRegistry, labels: Labels): Gauges {
  const gauge = <T extends string>(name: string, help: string, labelNames: T[] = []): Gauge<T> =>
    new Gauge({ name, help, labelNames, registers: [register] });
  const sockets = gauge('tenantry_live_sockets', 'Live connections to this instance.', ['tenant_id']);
  const gate = gauge('tenantry_gate', 'Seats at the databases, and requests that sit there or wait for one.', [
    'state',
  ]);
  const offenders = gauge('tenantry_offenders', 'Parties that take more than their share and are held back.', ['kind']);
  const up = gauge('tenantry_up', '1: the part answers, 0: it does not.', ['part']);
  const jobs = gauge('tenantry_job_queue', 'Jobs of the installation that are due, come later or run.', ['state']);
  const unsealed = gauge('tenantry_audit_unsealed', 'Entries of the audit trail that wait to be sealed.');
  const mails = gauge('tenantry_mail_outbox', 'Mails that wait, are kept for operators, or failed.', ['status']);
  const oldest = gauge('tenantry_backlog_oldest_seconds', 'How long the first one waits; 0: none does.', ['of']);
  let live: LiveCounts = () => new Map();

  const showSockets = (): void => {
    sockets.reset();
    const lines = labels.all();
    for (const [id, count] of live()) sockets.inc({ tenant_id: lineOf(id, lines) }, count);
  };
  const showShares = ({ shares }: Kernel): void => {
    const { seats, running, queued, offenders: held } = shares.figures();
    for (const [state, count] of Object.entries({ seats, running, queued })) gate.set({ state }, count);
    for (const kind of ['tenant', 'user', 'address'])
      offenders.set({ kind }, held.filter((one) => one.kind === kind).length);
  };
  const showParts = async ({ shares, news, files, keys, aside, log }: Kernel): Promise<void> => {
    const redis = shares.redis();
    if (redis) up.set({ part: 'redis' }, Number(redis.ok));
    up.set({ part: 'news' }, Number(news.isConnected()));
    up.set({ part: 'files' }, Number((await files.check()).ok));
    up.set({ part: 'keys' }, Number((await checkKeys(keys, aside, log)).ok));
  };
  const showBacklogs = (found: Backlogs): void => {
    const { due, later, running } = found.jobs;
    for (const [state, count] of Object.entries({ due, later, running })) jobs.set({ state }, count);
    unsealed.set(found.audit.waiting);
    const { waiting, kept, failed } = found.mail;
    for (const [status, count] of Object.entries({ waiting, kept, failed })) mails.set({ status }, count);
    for (const part of ['jobs', 'audit', 'mail'] as const) oldest.set({ of: part }, found[part].oldest_seconds ?? 0);
  };
  return {
    showLive(counts) {
      live = counts;
    },
    async update(kernel) {
      showSockets();
      showShares(kernel);
      await Promise.all([showParts(kernel), readBacklogs(kernel.aside).then(showBacklogs)]);
    },
  };
}

function lineOf(id: string | null, lines: ReadonlyMap<string, unknown>): string {
  if (id === null) return OPERATORS;
  return lines.has(id) ? id : OTHER;
}
