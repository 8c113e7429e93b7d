/** What alerts look at in the installation itself: parts that do not answer, work that waits, broken trails, full disks. */
import { statfs } from 'node:fs/promises';
import { reading } from '@tenantry/kernel/db/handle.ts';
import { readBacklogs } from '@tenantry/kernel/metrics/backlogs.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { lookAtParts } from '../health/parts.ts';
import { type Finding, factsOf, round } from './finding.ts';

const SILENT = 'no answer';

/** Parts that do not answer, or that nobody does the work of. */
export async function findSilentParts(kernel: Kernel): Promise<Finding[]> {
  const { storage, keys, audit, mail } = await lookAtParts(kernel);
  const waits = (seconds: number | null): string => `the first one waits for ${seconds} s`;
  const parts: [part: string, ok: boolean, words: string | null][] = [
    ['news', kernel.news.isConnected(), null],
    ['redis', kernel.shares.redis()?.ok ?? true, null],
    ['files', storage.ok, storage.detail],
    ['keys', keys.ok, keys.detail],
    ['audit', audit.ok, waits(audit.oldest_seconds)],
    ['mail', mail.ok, waits(mail.oldest_seconds)],
  ];
  for (const { name, database } of kernel.cells.all()) {
    const asked = reading(database, { tenant_id: null, plane: '' }).sql('select 1');
    const ok = await asked.then(
      () => true,
      () => false,
    );
    parts.push([`cell ${name}`, ok, null]);
  }
  return parts
    .filter(([, ok]) => !ok)
    .map(([part, , words]) => ({
      rule: 'health',
      tenant_id: null,
      about: part,
      value: 1,
      facts: { part, words: words ?? SILENT },
    }));
}

/** How long the first due job waits. */
export async function findBacklogs({ aside }: Kernel): Promise<Finding[]> {
  const { due, oldest_seconds } = (await readBacklogs(aside)).jobs;
  if (oldest_seconds === null) return [];
  const facts = factsOf({ due, seconds: oldest_seconds });
  return [{ rule: 'job_backlog', tenant_id: null, about: '', value: oldest_seconds, facts }];
}

/** Trails whose chain did not hold when it was recomputed last; the nil id is the platform's. */
export async function findBrokenTrails(ctx: Context): Promise<Finding[]> {
  const rows = await ctx.sql<{ tenant_id: string; fault: string | null; detail: string | null }>(
    'select tenant_id, fault, detail from audit_verdicts where not intact',
  );
  return rows.map(({ tenant_id, fault, detail }) => ({
    rule: 'audit_chain',
    tenant_id: /^[0-]+$/.test(tenant_id) ? null : tenant_id,
    about: '',
    value: 1,
    facts: { fault: fault ?? '', words: detail ?? '' },
  }));
}

/** How full the disks are that the installation writes on. */
export async function findFullDisks({ config, log }: Kernel): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const folder of config.disks ?? []) {
    try {
      const { blocks, bfree, bavail, bsize } = await statfs(folder);
      const used = blocks - bfree;
      findings.push({
        rule: 'disk',
        tenant_id: null,
        about: folder,
        value: round((used / (used + bavail)) * 100),
        facts: factsOf({ free_mb: Math.floor((bavail * bsize) / 1_048_576), folder }),
      });
    } catch (error) {
      log.warn({ err: error, folder }, 'a disk could not be looked at');
    }
  }
  return findings;
}
