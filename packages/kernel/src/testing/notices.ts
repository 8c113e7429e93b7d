/** A notification for the stories of others, stored behind the scenes. */
import { newId } from '../schema/ids.ts';
import type { World } from './world.ts';

/** Two things that happened for the person; answers the id of one. */
export async function waitingNotice(
  { admin }: Pick<World, 'admin'>,
  tenant_id: string,
  user_id: string,
): Promise<string> {
  const id = newId();
  for (const one of [id, newId()])
    await admin.query(
      `insert into notifications (tenant_id, id, user_id, kind, subject, detail, key)
       values ($1, $2, $3, 'job_done', 'jobs', 'notes.write', $4)`,
      [tenant_id, one, user_id, one],
    );
  return id;
}
