/** Records by the thousand: changes of many, and removals, with few statements, audited and searchable one by one. */
import { detachAll } from '../attachments/attachments.service.ts';
import { forgetComments } from '../comments/comments.service.ts';
import { stillReferred, versionMismatch } from '../http/problems.ts';
import { problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { executeAhead } from './handle.ts';
import { addWords, countRecords, lockStored, placesTaken, type RecordType, type Row, shown } from './records.ts';
import { masked, openRows, sealRows } from './records_sealed.ts';
import { same } from './values.ts';
import { wordsOf } from './words.ts';

/** A record as it was read, and the values that some of its fields are to have. */
export interface RecordChange {
  before: Row;
  changes: Row;
}

const CHUNK = 1000;

/**
 * Changes many records of one type; all or none. Those whose fields stay the same keep their version and are left out of the
 * answer. Throws `http.version_mismatch` when somebody changed one of them since it was read.
 */
export async function updateRecords<T = Row>(
  ctx: Context,
  type: RecordType,
  all: readonly RecordChange[],
  action = 'update',
): Promise<T[]> {
  const changed = all
    .map(({ before, changes }) => ({ before, names: changedNames(before, changes), changes }))
    .filter(({ names }) => names.length > 0);
  const stored: Row[] = [];
  const befores = changed.map(({ before }) => before);
  const afters = changed.map(({ before, changes }) => ({ ...before, ...changes }));
  await countRecords(ctx, type, placesTaken(befores, afters));
  for (let from = 0; from < changed.length; from += CHUNK) {
    const chunk = changed.slice(from, from + CHUNK);
    const names = [...new Set(chunk.flatMap((one) => one.names))];
    const plain = chunk.map(
      ({ before, changes }): Row => ({
        id: before.id,
        version: before.version,
        ...Object.fromEntries(names.map((name) => [name, changes[name] === undefined ? before[name] : changes[name]])),
      }),
    );
    const rows = await sealRows(ctx, type, plain);
    const sets = names.map((name) => `${name} = x.${name}`).join(', ');
    const columns = type.columns.map((name) => `t.${name}`).join(', ');
    const after = await openRows(
      ctx,
      type,
      await ctx.sql<Row>(
        `update ${type.table} t set ${sets}, version = t.version + 1, updated_at = now()
         from jsonb_populate_recordset(null::${type.table}, $2::jsonb) x
         where t.tenant_id = $1 and t.id = x.id and t.version = x.version returning ${columns}`,
        [JSON.stringify(rows)],
      ),
    );
    if (after.length !== chunk.length) {
      throw problem(versionMismatch, {
        detail: 'Somebody changed one of these records meanwhile; nothing was changed.',
      });
    }
    const byId = new Map(after.map((row) => [row.id, row]));
    const pairs = chunk.map(({ before, names }) => ({ before, names, after: byId.get(before.id) as Row }));
    for (const { before, names, after } of pairs) {
      const pick = (row: Row): Row =>
        type.toWire(masked(type, Object.fromEntries(names.map((name) => [name, row[name]]))));
      ctx.audit({
        action: `${type.noun}.${action}`,
        subject: type.noun,
        subject_id: before.id as string,
        before: pick(before),
        after: pick(after),
      });
    }
    await replaceManyWords(ctx, type, pairs);
    stored.push(...pairs.map((pair) => pair.after));
  }
  return stored as T[];
}

function changedNames(before: Row, changes: Row): string[] {
  return Object.keys(changes).filter(
    (name) => changes[name] !== undefined && name in before && !same(changes[name], before[name]),
  );
}

async function replaceManyWords(
  ctx: Context,
  type: RecordType,
  pairs: readonly { before: Row; after: Row }[],
): Promise<void> {
  const { words } = type;
  if (!words) return;
  const moved = pairs.filter(
    ({ before, after }) => !same([...wordsOf(words(before))].sort(), [...wordsOf(words(after))].sort()),
  );
  if (moved.length === 0) return;
  const rows = moved.map(({ after }) => after);
  await removeWords(
    ctx,
    rows.map((row) => row.id as string),
  );
  await addWords(ctx, type, rows);
}

async function removeWords(ctx: Context, ids: readonly string[]): Promise<void> {
  await executeAhead(ctx, 'delete from search_words where tenant_id = $1 and record_id = any($2::uuid[])', [ids]);
}

/**
 * Removes records that nothing refers to, all or none; else `http.still_referred`. Ids that are not there are passed over. Sealed
 * values are hidden in the answer, so that records whose key is destroyed can be removed.
 */
export async function deleteRecords(
  ctx: Context,
  type: RecordType,
  ids: readonly string[],
  action = 'delete',
): Promise<Row[]> {
  if (ids.length === 0) return [];
  const condition = type.condition ? ` and ${type.condition}` : '';
  let removed: Row[];
  try {
    removed = await ctx.sql<Row>(
      `delete from ${type.table} where tenant_id = $1 and id = any($2::uuid[])${condition} returning ${type.select}`,
      [ids],
    );
  } catch (error) {
    if ((error as { code?: string }).code === '23503') throw problem(stillReferred, { cause: error });
    throw error;
  }
  await countRecords(ctx, type, placesTaken(removed, []), true);
  if (type.words)
    await removeWords(
      ctx,
      removed.map((row) => row.id as string),
    );
  await dropParts(
    ctx,
    type.noun,
    removed.map((row) => row.id as string),
  );
  for (const row of removed) {
    ctx.audit({
      action: `${type.noun}.${action}`,
      subject: type.noun,
      subject_id: row.id as string,
      before: shown(type, row),
    });
  }
  return removed.map((row) => masked(type, row));
}

/** What hangs on records goes with them. */
async function dropParts(ctx: Context, noun: string, ids: readonly string[]): Promise<void> {
  const parts = ctx.kernel.subjects.get(noun);
  if (ids.length === 0 || !parts) return;
  if (parts.attachments) await detachAll(ctx, noun, ids);
  if (parts.comments) await forgetComments(ctx, noun, ids);
}

/** Removes a record that nothing refers to; else `http.still_referred`. */
export async function deleteRecord(
  ctx: Context,
  type: RecordType,
  ref: string,
  version?: number,
  action = 'delete',
): Promise<Row> {
  const row = await lockStored(ctx, type, ref, version);
  await deleteRecords(ctx, type, [row.id as string], action);
  return masked(type, row);
}
