/** Telling people what happened for them: stored in the transaction in which it happened, heard over live connections after it. */
import { newId } from '../schema/ids.ts';
import type { Context } from '../tenancy/context.ts';
import type { NotificationKind } from './notifications.schema.ts';

/** Something for one or several people of the tenant. */
export interface Notice {
  kind: NotificationKind;
  user_ids: readonly string[];
  subject: string;
  subject_id: string | null;
  /** Which job, limit or rule; nothing that only readers of the record may know. */
  detail?: string | null;
  /** What whoever caused it is called. */
  by_name?: string | null;
  /** The same key tells one person once. */
  key: string;
}

/** So many are kept of one person, and none longer than this. */
export const KEPT = 200;
const KEPT_DAYS = 90;

const STORE = `insert into notifications (tenant_id, id, user_id, kind, subject, subject_id, detail, by_name, key)
  select $1::uuid, x.id, x.user_id, x.kind, x.subject, x.subject_id, x.detail, x.by_name, x.key
  from jsonb_to_recordset($2::jsonb) as x(id uuid, user_id uuid, kind text, subject text, subject_id text, detail text, by_name text, key text)
  on conflict (tenant_id, user_id, key) do nothing returning user_id`;

const TRIM = `delete from notifications n using unnest($2::uuid[]) as u(user_id), lateral (
    (select id from notifications where tenant_id = $1 and user_id = u.user_id order by created_at desc, id desc offset ${KEPT})
    union select id from notifications
      where tenant_id = $1 and user_id = u.user_id and created_at < now() - interval '${KEPT_DAYS} days') o
  where n.tenant_id = $1 and n.id = o.id`;

/**
 * Stores the notice for each of the people, once by its key, and tells their live connections after the commit. `ctx` is bound
 * to the tenant's own records. Whether they may read what it is about is asked when they read it.
 */
export async function notify(ctx: Context, { user_ids, ...notice }: Notice): Promise<void> {
  if (user_ids.length === 0) return;
  const rows = user_ids.map((user_id) => ({ ...notice, id: newId(), user_id }));
  const told = await ctx.sql<{ user_id: string }>(STORE, [JSON.stringify(rows)]);
  if (told.length === 0) return;
  const people = told.map(({ user_id }) => user_id);
  await ctx.execute(TRIM, [people]);
  for (const subject_id of people) ctx.emit({ type: 'notifications.new', subject: 'notifications', subject_id });
}
