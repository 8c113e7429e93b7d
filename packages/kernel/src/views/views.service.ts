/** Kept views of lists: one's own, and those for all who may read the list; each person chooses the one that a list opens with. */
import { getRecord, insertRecord, type Row, updateRecord } from '../db/records.ts';
import { deleteRecord } from '../db/records_many.ts';
import { defineList } from '../http/list.ts';
import { forbidden, invalidInput } from '../http/problems.ts';
import type { Grant } from '../http/subjects.ts';
import { problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { allows } from '../tenancy/roles.ts';
import { notYours, tooMany, type View, viewRecord } from './views.schema.ts';

/** Who has it shares views with all, and changes and removes those that are shared. */
export const SHARE_VIEWS = 'views.share';

/** So many views one person keeps. */
const MOST = 200;

const mayRead = (ctx: Context, { permission }: Grant): boolean =>
  permission === null || allows(ctx.actor.permissions, permission);

/** The lists that the actor may read. */
export function readableLists(ctx: Context): string[] {
  return [...ctx.kernel.lists].filter(([, grant]) => mayRead(ctx, grant)).map(([noun]) => noun);
}

function assertReadable(ctx: Context, list: string): void {
  const grant = ctx.kernel.lists.get(list);
  if (!grant) throw problem(invalidInput, { errors: [{ pointer: '/list', detail: 'There is no such list.' }] });
  if (mayRead(ctx, grant)) return;
  throw problem(forbidden, {
    detail: `This needs the permission ${grant.permission}.`,
    extra: { permission: grant.permission },
  });
}

function assertSharing(ctx: Context): void {
  if (allows(ctx.actor.permissions, SHARE_VIEWS)) return;
  throw problem(notYours, { detail: `This needs the permission ${SHARE_VIEWS}.`, extra: { permission: SHARE_VIEWS } });
}

const isOwn = (ctx: Context, { created_by }: Row): boolean => created_by === ctx.actor.id;

/** What is somebody else's alone, or of a list that one may not read, looks like what never was. */
function assertVisible(ctx: Context, view: Row): void {
  const grant = ctx.kernel.lists.get(view.list as string);
  if (!(view.is_shared || isOwn(ctx, view)) || !grant || !mayRead(ctx, grant)) throw problem(viewRecord.notFound);
}

/** One's own are one's own; what is shared belongs to who looks after it. */
function assertMine(ctx: Context, view: Row): void {
  assertVisible(ctx, view);
  if (view.is_shared) assertSharing(ctx);
}

async function completed(ctx: Context, rows: Row[]): Promise<Row[]> {
  if (rows.length === 0) return rows;
  const chosen = await ctx.sql<{ view_id: string }>(
    'select view_id from view_defaults where tenant_id = $1 and user_id = $2 and view_id = any($3::uuid[])',
    [ctx.actor.id, rows.map(({ id }) => id)],
  );
  const defaults = new Set(chosen.map(({ view_id }) => view_id));
  return rows.map((row) => ({
    ...row,
    ...('created_by' in row ? { is_own: isOwn(ctx, row) } : {}),
    is_default: defaults.has(row.id as string),
  }));
}

async function one(ctx: Context, row: Row): Promise<View> {
  return (await completed(ctx, [row]))[0] as View;
}

export const viewList = defineList({
  record: viewRecord,
  filters: { list: 'text', is_shared: 'boolean' },
  sorts: { name: 'name_key', created_at: 'created_at' },
  default_sort: 'name',
  narrow: (ctx, place) =>
    `(t.is_shared or t.created_by = ${place(ctx.actor.id)}) and t.list = any(${place(readableLists(ctx))}::text[])`,
  complete: completed,
});

/** Keeps a view. Throws `views.not_yours` without the right to share, `views.too_many`. */
export async function createView(ctx: Context, input: Row): Promise<View> {
  assertReadable(ctx, input.list as string);
  if (input.is_shared) assertSharing(ctx);
  const [kept] = await ctx.sql<{ count: number }>(
    'select count(*) as count from views where tenant_id = $1 and created_by = $2',
    [ctx.actor.id],
  );
  if ((kept?.count ?? 0) >= MOST) throw problem(tooMany);
  const author = ctx.session?.user.name || ctx.actor.label;
  return one(ctx, await insertRecord(ctx, viewRecord, { ...input, created_by: ctx.actor.id, author }));
}

/** Changes a view; what is shared no more is nobody else's list to open with. Throws `views.not_found`, `views.not_yours`. */
export async function updateView(ctx: Context, ref: string, changes: Row, version?: number): Promise<View> {
  const row = await updateRecord<Row>(
    ctx,
    viewRecord,
    ref,
    (before) => {
      assertMine(ctx, before as Row);
      if (changes.is_shared) assertSharing(ctx);
      return changes;
    },
    version,
  );
  if (changes.is_shared === false)
    await ctx.execute('delete from view_defaults where tenant_id = $1 and view_id = $2 and user_id <> $3', [
      row.id,
      row.created_by,
    ]);
  return one(ctx, row);
}

/** Removes a view; lists that opened with it open as declared. Throws `views.not_found`, `views.not_yours`. */
export async function deleteView(ctx: Context, ref: string, version?: number): Promise<View> {
  const view = await getRecord<Row>(ctx, viewRecord, ref);
  assertMine(ctx, view);
  const told = await one(ctx, view);
  await ctx.execute('delete from view_defaults where tenant_id = $1 and view_id = $2', [view.id]);
  await deleteRecord(ctx, viewRecord, view.id as string, version);
  return told;
}

/** Chooses the view that one's list opens with; null is as declared. Throws `views.not_found`. */
export async function chooseView(
  ctx: Context,
  { list, view_id }: { list: string; view_id: string | null },
): Promise<{ list: string; view_id: string | null }> {
  assertReadable(ctx, list);
  if (view_id === null) {
    await ctx.execute('delete from view_defaults where tenant_id = $1 and user_id = $2 and list = $3', [
      ctx.actor.id,
      list,
    ]);
  } else {
    const view = await getRecord<Row>(ctx, viewRecord, view_id);
    assertVisible(ctx, view);
    if (view.list !== list) throw problem(viewRecord.notFound);
    await ctx.execute(
      `insert into view_defaults (tenant_id, id, user_id, list, view_id) values ($1, $2, $3, $4, $5)
       on conflict (tenant_id, user_id, list) do update set view_id = excluded.view_id`,
      [ctx.newId(), ctx.actor.id, list, view.id],
    );
  }
  ctx.audit({ action: 'views.choose', subject: 'views', subject_id: view_id, after: { list, view_id } });
  return { list, view_id };
}
