/** Round trips to a database, counted for one tenant: what runs in the background has its own. */
import type { Database } from '../db/pool.ts';

/** How many round trips of this tenant (null: of none) reached the database while `work` ran. */
export async function tripsOf(
  database: Database,
  tenant_id: string | null,
  work: () => Promise<unknown>,
): Promise<number> {
  const { watch } = database;
  let count = 0;
  database.watch = (cost) => {
    if (cost.binding.tenant_id === tenant_id) count++;
    watch?.(cost);
  };
  try {
    await work();
  } finally {
    database.watch = watch;
  }
  return count;
}
