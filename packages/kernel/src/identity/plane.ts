/** Work on one tenant that must also touch people, who belong to no tenant: both in one transaction. */
import type { Handle } from '../db/handle.ts';

async function setPlane(handle: Handle, plane: string): Promise<void> {
  await handle.db
    .selectNoFrom((eb) => eb.fn('set_config', [eb.val('app.plane'), eb.val(plane), eb.val(true)]).as('plane'))
    .execute();
}

/** Transactions whose plane is raised right now, so that calls within calls lower it once, at the end. */
const raised = new WeakSet<Handle>();

/**
 * Runs `work` with the rows of people, one-time tokens and mails in sight, inside the transaction of `handle`; the query
 * layer binds every table of tenants as before. Queries in it are Kysely's. A handle for reading cannot do this: there each
 * statement is a transaction of its own, and the rows stay out of sight.
 */
export async function inIdentityPlane<T>(handle: Handle, work: () => Promise<T>): Promise<T> {
  if (handle.binding.plane !== '' || raised.has(handle)) return work();
  await setPlane(handle, 'identity');
  raised.add(handle);
  try {
    const result = await work();
    await setPlane(handle, '');
    return result;
  } finally {
    // After a failure the transaction ends, and its plane with it.
    raised.delete(handle);
  }
}
