/** A person's own notifications: what happened, read and unread; nobody else sees them. */
import type { Row } from '../db/records.ts';
import { openRows } from '../db/records_sealed.ts';
import { defineList } from '../http/list.ts';
import type { Page, Sheet } from '../http/route.ts';
import { problem } from '../problems/problem.ts';
import type { SearchSource } from '../search/source.ts';
import type { Context } from '../tenancy/context.ts';
import { allows } from '../tenancy/roles.ts';
import { type Notification, notificationRecord } from './notifications.schema.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** How the records of a noun are called, for who may read them now. */
function sourceOf(ctx: Context, noun: string): SearchSource | undefined {
  return ctx.kernel.modules
    .flatMap((module) => module.searches ?? [])
    .find(
      ({ record, permission, feature }) =>
        record.noun === noun &&
        allows(ctx.actor.permissions, permission) &&
        (!feature || ctx.kernel.features.isOn(ctx.tenant, feature)),
    );
}

/** Says what the records are called: one statement for each noun on the page. */
async function named(ctx: Context, rows: Row[]): Promise<Row[]> {
  const titles = new Map<string, string>();
  for (const [noun, own] of Map.groupBy(rows, ({ subject }) => subject as string)) {
    const source = sourceOf(ctx, noun);
    const ids = own.map(({ subject_id }) => String(subject_id)).filter((id) => UUID.test(id));
    if (!source || ids.length === 0) continue;
    const { record } = source;
    const text = `select ${record.select} from ${record.table} where tenant_id = $1 and id = any($2::uuid[])`;
    const found = await openRows(ctx, record, await ctx.sql<Row>(text, [ids]));
    for (const row of found) titles.set(`${noun} ${row.id}`, source.title(row).slice(0, 300));
  }
  return rows.map((row) => ({ ...row, title: titles.get(`${row.subject} ${row.subject_id}`) ?? null }));
}

export const notificationList = defineList({
  record: notificationRecord,
  filters: { user_id: 'id' },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
  complete: named,
});

/** `GET /notifications` */
export function listNotifications(ctx: Context, query: Row): Promise<Page<Row> | { sheet: Sheet }> {
  return notificationList.run(ctx, { ...query, user_id: ctx.actor.id });
}

/** `GET /notifications/unread`: how many wait. */
export async function countUnread(ctx: Context): Promise<{ unread: number }> {
  const [row] = await ctx.sql<{ unread: number }>(
    'select count(*) as unread from notifications where tenant_id = $1 and user_id = $2 and read_at is null',
    [ctx.actor.id],
  );
  return { unread: Number(row?.unread ?? 0) };
}

/** `POST /notifications/{notification}/read`. Throws `notifications.not_found`, also for another person's. */
export async function readNotification(ctx: Context, id: string): Promise<Notification> {
  const rows = await ctx.sql<Row>(
    `update notifications set read_at = coalesce(read_at, now()) where tenant_id = $1 and id = $2 and user_id = $3
     returning ${notificationRecord.select}`,
    [id, ctx.actor.id],
  );
  if (rows.length === 0) throw problem(notificationRecord.notFound);
  const [row] = await named(ctx, rows);
  ctx.emit({ type: 'notifications.read', subject: 'notifications', subject_id: ctx.actor.id });
  return row as Notification;
}

/** `POST /notifications/read`: all of them. */
export async function readAll(ctx: Context): Promise<{ unread: number }> {
  const read = await ctx.execute(
    'update notifications set read_at = now() where tenant_id = $1 and user_id = $2 and read_at is null',
    [ctx.actor.id],
  );
  if (read > 0) ctx.emit({ type: 'notifications.read', subject: 'notifications', subject_id: ctx.actor.id });
  return { unread: 0 };
}
