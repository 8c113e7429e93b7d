/** Rates and limits of GST by date: what the product knows, and what an organisation set before a release could. */
import { defineRecord, insertRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { deleteRecord } from '@tenantry/kernel/db/records_many.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { NAMED_FROM } from '../documents/ship_to.ts';
import { B2CL_LIMITS } from '../gst/sections.ts';
import { todayOf } from '../masters/master.ts';
import { RATE_CHANGES, ratesOn } from '../tax/rates.ts';
import { lastOn } from './dated.ts';
import { type GstValue, KINDS, StoredValue, type ValueFields } from './gst-values.schema.ts';

export const valueRecord = defineRecord({ noun: 'gst-values', table: 'gst_values', schema: StoredValue });

/** Far more than notifications of ten years. */
const MOST = 200;
export const tooMany = defineProblem(
  'gst-values.too_many',
  409,
  `An organisation sets at most ${MOST} values; take back those that the product knows by now.`,
);

type Dated = Omit<GstValue, 'standing' | 'is_special'>;

const NOT_OWN = { id: null, is_own: false };
const SHIPPED: readonly Dated[] = [
  ...RATE_CHANGES.map((one) => ({ ...NOT_OWN, kind: 'rate' as const, ...one, amount: null })),
  ...B2CL_LIMITS.map((one) => ({ ...NOT_OWN, kind: 'b2cl' as const, ...one, tax_rate: null, is_in_force: null })),
  ...NAMED_FROM.map((one) => ({ ...NOT_OWN, kind: 'named_buyer' as const, ...one, tax_rate: null, is_in_force: null })),
] as Dated[];

const isOfOneThing = (one: Dated, other: Dated): boolean => one.kind === other.kind && one.tax_rate === other.tax_rate;

/** Entries with where each stands on a day: by kind and rate, the latest first. */
export function standingOn(entries: readonly Dated[], today: string): GstValue[] {
  const told = entries.map((one): GstValue => {
    const current = lastOn(
      entries.filter((other) => isOfOneThing(one, other)),
      today,
    );
    const standing = one === current ? 'current' : one.valid_from > today ? 'coming' : 'past';
    const isSpecial = !one.is_own && one.is_in_force && !ratesOn(today)?.rates.includes(one.tax_rate as number);
    return { ...one, standing, is_special: standing === 'current' && Boolean(isSpecial) };
  });
  return told.sort(
    (a, b) =>
      KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
      (a.tax_rate ?? 0) - (b.tax_rate ?? 0) ||
      b.valid_from.localeCompare(a.valid_from),
  );
}

const answered = ({ id, kind, valid_from, tax_rate, is_in_force, amount, source }: StoredValue): Dated => ({
  ...{ id, kind, valid_from, tax_rate, is_in_force, amount, source },
  is_own: true,
});

/** All that is known, an own entry in the place of the product's of the same day. */
export async function listValues(ctx: Context): Promise<GstValue[]> {
  const own = (await ctx.sql<StoredValue>(`select ${valueRecord.select} from gst_values where tenant_id = $1`)).map(
    answered,
  );
  const rest = SHIPPED.filter(
    (one) => !own.some((other) => isOfOneThing(one, other) && one.valid_from === other.valid_from),
  );
  return standingOn([...own, ...rest], todayOf(ctx));
}

/** What does not go together, each with its field. */
function faultsOf({ kind, valid_from, tax_rate, is_in_force, amount }: ValueFields): FieldError[] {
  const faults: FieldError[] = [];
  const add = (pointer: string, detail: string): void => void faults.push({ pointer, detail });
  if (valid_from < '2017-07-01') add('/valid_from', 'GST began on 2017-07-01; give that day or a later one.');
  if (kind === 'rate') {
    if (tax_rate == null) add('/tax_rate', 'Give the rate in percent.');
    if (amount != null) add('/amount', 'A rate has no amount.');
    return faults;
  }
  if (amount == null) add('/amount', 'Give the amount in rupees.');
  if (tax_rate != null) add('/tax_rate', 'An amount has no rate.');
  if (is_in_force !== undefined)
    add('/is_in_force', 'A rate alone comes into force and leaves it; give another amount.');
  return faults;
}

/** Sets a value from a day on, in the place of an own one of the same day. Throws 422 for what does not go together, `gst-values.too_many`. */
export async function setValue(ctx: Context, given: ValueFields): Promise<GstValue> {
  const errors = faultsOf(given);
  if (errors.length > 0) throw problem(ruleBroken, { errors });
  const { kind, valid_from, tax_rate = null, amount = null } = given;
  const source = given.source || null;
  const is_in_force = kind === 'rate' ? (given.is_in_force ?? true) : null;
  const own = await ctx.sql<Pick<StoredValue, 'id' | 'kind' | 'tax_rate' | 'valid_from'>>(
    'select id, kind, tax_rate, valid_from from gst_values where tenant_id = $1',
  );
  const known = own.find((one) => one.kind === kind && one.tax_rate === tax_rate && one.valid_from === valid_from);
  if (!known && own.length >= MOST) throw problem(tooMany);
  const stored = known
    ? await updateRecord<StoredValue>(ctx, valueRecord, known.id, { is_in_force, amount, source })
    : await insertRecord<StoredValue>(ctx, valueRecord, { kind, valid_from, tax_rate, is_in_force, amount, source });
  return one(ctx, stored.id);
}

async function one(ctx: Context, id: string): Promise<GstValue> {
  return (await listValues(ctx)).find((value) => value.id === id) as GstValue;
}

/** Takes an own value back; what was issued by it stays. Throws `gst-values.not_found`. */
export async function removeValue(ctx: Context, ref: string): Promise<GstValue> {
  const before = await one(ctx, ref.toLowerCase());
  await deleteRecord(ctx, valueRecord, ref);
  return before;
}
