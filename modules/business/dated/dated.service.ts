/** An organisation's own dated entries beside those of the product: listed, set and taken back alike, whatever they are about. */
import { insertRecord, type RecordType, type Row, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { type ProblemKind, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { todayOf } from '../masters/master.ts';
import { type Dated, type Standing, standingsOn } from './dated.ts';

/** Entries about one kind of things. */
export interface DatedKind<T extends Dated> {
  /** Its table has one entry for each thing and day. */
  record: RecordType;
  /** The fields that say what an entry is about. */
  thing: readonly (keyof T & string)[];
  /** What comes with the product. */
  shipped: readonly T[];
  /** So many an organisation sets at most. */
  most: number;
  tooMany: ProblemKind;
}

type Own<T> = T & { id: string };

const KEPT_BY_US = new Set(['version', 'created_at', 'updated_at']);

const thingOf =
  <T extends Dated>({ thing }: DatedKind<T>) =>
  (one: T): string =>
    thing.map((name) => one[name]).join(' ');

function standing<T extends Dated>(ctx: Context, kind: DatedKind<T>, own: readonly Own<T>[]): Standing<T>[] {
  return standingsOn(todayOf(ctx), own, kind.shipped, thingOf(kind));
}

export function ownEntries<T extends Dated>(ctx: Context, { record }: DatedKind<T>): Promise<Own<T>[]> {
  const fields = record.columns.filter((name) => !KEPT_BY_US.has(name));
  return ctx.sql<Own<T>>(`select ${fields.join(', ')} from ${record.table} where tenant_id = $1`);
}

/** The same, and nobody else of the organisation sets one until the transaction ends. */
export async function ownAlone<T extends Dated>(ctx: Context, kind: DatedKind<T>): Promise<Own<T>[]> {
  const [, own] = await Promise.all([
    ctx.sql(
      `select pg_advisory_xact_lock(hashtextextended($2 || ' ' || t.id::text, 0))::text
       from (select $1::uuid as id, $1::uuid as tenant_id) t where t.tenant_id = $1`,
      [kind.record.table],
    ),
    ownEntries(ctx, kind),
  ]);
  return own;
}

/** All that is known, each with what it does today. */
export async function listDated<T extends Dated>(ctx: Context, kind: DatedKind<T>): Promise<Standing<T>[]> {
  return standing(ctx, kind, await ownEntries(ctx, kind));
}

/**
 * Sets what is so from a day on; what the organisation said of that very day is changed. Who sets the same at once waits, and
 * is answered the one entry. Throws what the kind says when there are too many.
 */
export async function setDated<T extends Dated>(ctx: Context, kind: DatedKind<T>, values: T): Promise<Standing<T>> {
  const own = await ownAlone(ctx, kind);
  const about = thingOf(kind);
  const known = own.find((one) => one.valid_from === values.valid_from && about(one) === about(values));
  if (!known && own.length >= kind.most) throw problem(kind.tooMany);
  const given = { ...values } as Row;
  const { id } = known
    ? await updateRecord<Own<T>>(ctx, kind.record, known.id, given)
    : await insertRecord<Own<T>>(ctx, kind.record, given);
  const now = standing(ctx, kind, [...own.filter((one) => one !== known), { ...values, id }]);
  return now.find((one) => one.id === id) as Standing<T>;
}

/** Takes an own entry back, and answers it as it was; what the product knows counts again. Throws `<noun>.not_found`. */
export async function removeDated<T extends Dated>(
  ctx: Context,
  kind: DatedKind<T>,
  ref: string,
): Promise<Standing<T>> {
  const before = (await listDated(ctx, kind)).find(({ id }) => id === ref.toLowerCase());
  await deleteRecord(ctx, kind.record, ref);
  return before as Standing<T>;
}
