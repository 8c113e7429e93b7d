/** What happened while a client was away: read from the tenant's events, from the last one that it heard. */
import { reading } from '../db/handle.ts';
import type { Reader } from './grants.ts';
import type { Hub } from './hub.ts';
import type { Happening } from './protocol.ts';

/**
 * Ids are made before their transaction commits, so an event with a smaller id may come after one with a greater: those of so
 * long before the last are told again. A client knows an event by its id.
 */
const OVERLAP_MS = 10_000;

const COLUMNS = 'select id, type, subject, subject_id, at from events where tenant_id = $1';
const BEFORE = `${COLUMNS} and id >= $2 and id <= $3 order by id desc limit $4`;
const SINCE = `${COLUMNS} and id > $2 order by id limit $3`;

/** The smallest UUIDv7 of an instant. */
function firstIdOf(ms: number): string {
  const hex = Math.max(0, ms).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/** What the reader missed since the event, oldest first; null when that is too much, or the event is forgotten. */
export async function missedSince(
  { kernel, limits }: Hub,
  { tenant }: Reader,
  lastId: string,
): Promise<Happening[] | null> {
  if (!tenant) return null;
  const handle = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
  const from = firstIdOf(Number.parseInt(lastId.replace('-', '').slice(0, 12), 16) - OVERLAP_MS);
  const before = await handle.sql<Happening>(BEFORE, [from, lastId, limits.resumed_happenings]);
  if (before[0]?.id !== lastId) return null;
  const since = await handle.sql<Happening>(SINCE, [lastId, limits.resumed_happenings + 1]);
  if (since.length > limits.resumed_happenings) return null;
  return [...before.slice(1).reverse(), ...since];
}
