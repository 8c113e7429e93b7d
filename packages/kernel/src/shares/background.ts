/** Seats for work that no request waits for, such as jobs: in the share of the tenant whose work it is. */
import { Problem } from '../problems/problem.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Abandon, Party, Seat } from './gate.ts';

/** The tenant as a party at the gate; its requests and its background work are one party. */
export function partyOfTenant({ id, slug }: Pick<Tenant, 'id' | 'slug'>, weight: number): Party {
  return { key: `t:${id}`, kind: 'tenant', id, name: slug, weight };
}

function abandonOf(signal: AbortSignal): Abandon {
  return (leave) => {
    signal.addEventListener('abort', leave);
    return () => signal.removeEventListener('abort', leave);
  };
}

/** After a refusal (its queue is full, or it waited for long) background work asks again. */
const AGAIN_MS = 500;

/**
 * Runs `work` in a seat of the tenant's cell, and gives it back. It waits for as long as it takes: nobody is told that there is
 * no room, the work is only later. Must not be called while a seat of the same cell is held. Throws what `signal` says when that
 * is aborted before it began.
 */
export async function inSeat<T>(
  kernel: Kernel,
  tenant: Tenant,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const { weight } = await kernel.limits.of(tenant);
  const party = partyOfTenant(tenant, weight);
  const gate = kernel.shares.gate(kernel.cells.of(tenant));
  let seat: Seat | undefined;
  while (!seat) {
    signal?.throwIfAborted();
    try {
      seat = await gate.enter(party, signal && abandonOf(signal));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      signal?.throwIfAborted();
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  try {
    return await work();
  } finally {
    seat.release();
  }
}
