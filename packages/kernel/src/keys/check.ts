/** Whether the keys are within reach: the master keys that the database needs, and the folder of the tenants' shares. */
import type { FastifyBaseLogger } from 'fastify';
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Keys } from './keys.ts';

export interface KeyCheck {
  ok: boolean;
  /** What is wrong, in words that name no path; null when nothing is. */
  detail: string | null;
}

const bad = (detail: string): KeyCheck => ({ ok: false, detail });

/** Looks at the master keys, and at the share of one tenant that has a living key. Never rejects. */
export async function checkKeys(
  { master, shares }: Pick<Keys, 'master' | 'shares'>,
  aside: Database,
  log: FastifyBaseLogger,
): Promise<KeyCheck> {
  try {
    const handle = reading(aside, { tenant_id: null, plane: 'platform' });
    const used = await handle.sql<{ id: string }>(
      'select distinct master_key_id as id from tenant_keys where wrapped is not null',
    );
    const held = await master.ids();
    const missing = used.filter(({ id }) => !held.includes(id)).map(({ id }) => id);
    if (missing.length > 0) return bad(`The master key ${missing.join(', ')} is not held.`);
    const [one] = await handle.sql<{ tenant_id: string }>(
      'select tenant_id from tenant_keys where wrapped is not null limit 1',
    );
    if (one && (await shares.find(one.tenant_id)) === null)
      return bad('The key share of an organisation is not there.');
    return { ok: true, detail: null };
  } catch (error) {
    log.error({ err: error }, 'the keys are out of reach');
    return bad('The keys cannot be read.');
  }
}
