/** A job for the stories of others: it waits until far in the future, with one step done. */
import { newId } from '../schema/ids.ts';
import type { World } from './world.ts';

/** Stores it behind the scenes and answers its id. */
export async function waitingJob({ admin }: Pick<World, 'admin'>, tenant_id: string): Promise<string> {
  const [id, turn] = [newId(), newId()];
  const due = '2099-01-01T00:00:00Z';
  await admin.query(
    `insert into jobs (tenant_id, id, name, data, run_at, max_attempts, actor, turn)
     values ($1, $2, 'notes.write', '{"title":"Later"}', $4, 3, 'owner@example.in', $3)`,
    [tenant_id, id, turn, due],
  );
  await admin.query('insert into job_queue (tenant_id, id, job_id, due_at) values ($1, $2, $3, $4)', [
    tenant_id,
    turn,
    id,
    due,
  ]);
  await admin.query(`insert into job_steps (tenant_id, job_id, name, result) values ($1, $2, 'first', '{"done":1}')`, [
    tenant_id,
    id,
  ]);
  await admin.query(
    `insert into schedules (tenant_id, name, job, cron, time_zone, data, next_at, turn)
     values ($1, 'notes.nightly', 'notes.write', '0 2 * * *', 'Asia/Kolkata', '{"title":"Nightly"}', $2, $3) on conflict do nothing`,
    [tenant_id, due, newId()],
  );
  return id;
}

/** A schedule beside the one that comes with such a job, of a job that every installation has; answers its id. */
export async function waitingSchedule({ admin }: Pick<World, 'admin'>, tenant_id: string): Promise<string> {
  const id = newId();
  await admin.query(
    `insert into schedules (tenant_id, id, name, job, cron, time_zone, data, next_at, turn)
     values ($1, $2, 'messages.again', 'webhooks.deliver', '0 2 * * *', 'Asia/Kolkata', $4, '2099-01-01T00:00:00Z', $3)`,
    [tenant_id, id, newId(), { delivery_id: newId(), attempts: 0 }],
  );
  return id;
}
