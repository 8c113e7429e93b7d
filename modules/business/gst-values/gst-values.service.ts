/** Rates and limits of GST by date: what the product knows, and what an organisation set before a release could. */
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type DatedKind, listDated, removeDated, setDated } from '../dated/dated.service.ts';
import type { Standing } from '../dated/dated.ts';
import { NAMED_FROM } from '../documents/ship_to.ts';
import { B2CL_LIMITS } from '../gst/sections.ts';
import { todayOf } from '../masters/master.ts';
import { RATE_CHANGES, ratesOn } from '../tax/rates.ts';
import { type GstValue, KINDS, StoredValue, type ValueFields } from './gst-values.schema.ts';

export const valueRecord = defineRecord({ noun: 'gst-values', table: 'gst_values', schema: StoredValue });

/** Far more than notifications of ten years. */
const MOST = 200;
export const tooMany = defineProblem(
  'gst-values.too_many',
  409,
  `An organisation sets at most ${MOST} values; take back those that the product knows by now.`,
);

/** What is said of a rate or a limit. */
type Value = Omit<StoredValue, 'id' | 'version' | 'created_at' | 'updated_at'>;

const OF_A_RATE = { tax_rate: null, is_in_force: null };
const SHIPPED = [
  ...RATE_CHANGES.map((one) => ({ ...one, kind: 'rate', amount: null })),
  ...B2CL_LIMITS.map((one) => ({ ...one, kind: 'b2cl', ...OF_A_RATE })),
  ...NAMED_FROM.map((one) => ({ ...one, kind: 'named_buyer', ...OF_A_RATE })),
] as Value[];

const values: DatedKind<Value> = {
  record: valueRecord,
  thing: ['kind', 'tax_rate'],
  shipped: SHIPPED,
  most: MOST,
  tooMany,
};

/** Some of the product's rates are in force for certain supplies only. */
function told(ctx: Context, one: Standing<Value>): GstValue {
  const isSpecial =
    one.standing === 'current' &&
    !one.is_own &&
    one.is_in_force === true &&
    !ratesOn(todayOf(ctx))?.rates.includes(one.tax_rate as number);
  return { ...one, is_special: isSpecial };
}

/** All that is known, by kind and rate, the latest first. */
export async function listValues(ctx: Context): Promise<GstValue[]> {
  return (await listDated(ctx, values))
    .map((one) => told(ctx, one))
    .sort(
      (a, b) =>
        KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) ||
        (a.tax_rate ?? 0) - (b.tax_rate ?? 0) ||
        b.valid_from.localeCompare(a.valid_from),
    );
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
  return told(ctx, await setDated(ctx, values, { kind, valid_from, tax_rate, is_in_force, amount, source }));
}

/** Takes an own value back; what was issued by it stays. Throws `gst-values.not_found`. */
export async function removeValue(ctx: Context, ref: string): Promise<GstValue> {
  return told(ctx, await removeDated(ctx, values, ref));
}
