/** Taking an import back: what it made goes, what it changed is as it was, while nobody has worked on either. */
import { getRecord, type RecordType, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecords, updateRecords } from '@tenantry/kernel/db/records_many.ts';
import { forbidden } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import type { Master } from '../masters/master.ts';
import type { Import } from './imports.schema.ts';
import { type Change, importRecord } from './imports.service.ts';

export const alreadyUndone = defineProblem('imports.already_undone', 409, 'This import has been taken back already.');
export const changedSince = defineProblem(
  'imports.changed_since',
  409,
  'Records of this import have been changed since.',
);

/** A kind of imports that can be taken back. */
export interface Undoing {
  noun: string;
  /** Who may do it. */
  permission: string;
  /** Throws `imports.changed_since`. */
  takeBack(ctx: Context, import_id: string): Promise<void>;
}

/** What stands in an import's way, by name. */
export function changed(detail: string, records: readonly { id: string; name: string | null }[]) {
  return problem(changedSince, { detail, extra: { records: records.slice(0, 50) } });
}

/** The import, and how its kind is taken back, for one who may. Throws `http.forbidden`, `imports.already_undone`. */
export async function undoable(
  ctx: Context,
  kinds: readonly Undoing[],
  ref: string,
): Promise<{ batch: Import; kind: Undoing }> {
  const batch = await getRecord<Import>(ctx, importRecord, ref);
  const kind = kinds.find(({ noun }) => noun === batch.noun) as Undoing;
  const { permission } = kind;
  if (!allows(ctx.actor.permissions, permission)) {
    throw problem(forbidden, { detail: `This needs the permission ${permission}.`, extra: { permission } });
  }
  if (batch.undone_at) throw problem(alreadyUndone);
  return { batch, kind };
}

/** Takes an import back as a whole. Refused once somebody has worked on what it changed. */
export async function undoImport(ctx: Context, kinds: readonly Undoing[], ref: string): Promise<Import> {
  const { kind } = await undoable(ctx, kinds, ref);
  const batch = await updateRecord<Import>(
    ctx,
    importRecord,
    ref,
    (before) => {
      if (before.undone_at) throw problem(alreadyUndone);
      return { undone_at: ctx.now.toISOString() };
    },
    undefined,
    'undo',
  );
  await kind.takeBack(ctx, batch.id);
  return batch;
}

/** Records: new ones are deleted, changes reversed; `called` is the column by which people know one. */
export const undoingOf = ({ noun, record }: Pick<Master, 'noun' | 'record'>, called = 'name'): Undoing => ({
  noun,
  permission: `${noun}.import`,
  async takeBack(ctx, import_id) {
    const changes = await ctx.sql<Change & { version: number | null; name: string | null }>(
      `select c.record_id, c.record_version, c.before, r.version, r.${called} as name
       from import_changes c left join ${record.table} r on r.tenant_id = c.tenant_id and r.id = c.record_id
       where c.tenant_id = $1 and c.import_id = $2`,
      [import_id],
    );
    const touched = changes.filter(({ version, record_version }) => version !== null && version !== record_version);
    if (touched.length > 0) {
      const names = touched.slice(0, 5).map(({ name }) => name);
      throw changed(
        `${touched.length} of them have been changed, among them ${names.join(', ')}.`,
        touched.map(({ record_id: id, name }) => ({ id, name })),
      );
    }
    const there = changes.filter(({ version }) => version !== null);
    const made = there.filter(({ before }) => before === null).map(({ record_id }) => record_id);
    await putBack(ctx, record, there);
    await deleteRecords(ctx, record, made, 'import_undo');
  },
});

async function putBack(ctx: Context, record: RecordType, changes: readonly Change[]): Promise<void> {
  const former = new Map(
    changes.filter(({ before }) => before !== null).map((one) => [one.record_id, one.before as Row]),
  );
  if (former.size === 0) return;
  const now = await ctx.sql<Row>(
    `select ${record.select} from ${record.table} where tenant_id = $1 and id = any($2::uuid[])`,
    [[...former.keys()]],
  );
  const undo = now.map((before) => ({ before, changes: former.get(before.id as string) as Row }));
  await updateRecords(ctx, record, undo, 'import_undo');
}
