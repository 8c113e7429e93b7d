/** Rates of HSN and SAC codes: the product's, and what an organisation set for itself from a day on. */
import { judgeHsn } from '@tenantry/india/hsn.ts';
import { defineRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type DatedKind, listDated, ownEntries, removeDated, setDated } from '../dated/dated.service.ts';
import { ownValues, type RateChange } from '../gst-values/own.ts';
import { isRateInForce, notInForce } from '../tax/rates.ts';
import { isFoundBy } from './found_by.ts';
import { type HsnRate, type HsnRateFields, type ListedRate, OwnRate } from './hsn-rates.schema.ts';
import { prefixesOf } from './rate_of_code.ts';
import { SHIPPED } from './shipped.ts';

export const hsnRateRecord = defineRecord({ noun: 'hsn-rates', table: 'hsn_rates', schema: OwnRate });

/** More than an organisation deals in; all are read where an item is judged. */
const MOST = 1000;
export const tooMany = defineProblem(
  'hsn-rates.too_many',
  409,
  `An organisation sets at most ${MOST} rates; take back those that count no more.`,
);

const COLUMNS = 'hsn, description, valid_from, treatment, tax_rate, cess_rate, above_price, above_rate';

/** Own rates that may count for these codes, and for the codes of these products that have no rate, or a cess; one statement. */
export function ownRatesFor(
  ctx: Context,
  codes: readonly string[],
  products: readonly string[] = [],
): Promise<HsnRate[]> {
  return ctx.sql<HsnRate>(
    `select ${COLUMNS} from hsn_rates where tenant_id = $1 and (hsn = any($2::text[]) or hsn in (
       select left(p.hsn, n) from products p cross join unnest(array[2, 4, 6, 8]) n
       where p.tenant_id = $1 and p.id = any($3::uuid[]) and (p.tax_rate is null or p.cess_rate > 0)))`,
    [[...new Set(codes.flatMap(prefixesOf))], products],
  );
}

/** All own rates. */
export const ownRates = (ctx: Context): Promise<HsnRate[]> => ownEntries(ctx, ratesByCode);

export const ratesByCode: DatedKind<HsnRate> = {
  record: hsnRateRecord,
  thing: ['hsn'],
  shipped: SHIPPED,
  most: MOST,
  tooMany,
};

/** All that there are, by `q`, or for one code with the longest first. */
export async function listRates(ctx: Context, { q = '', hsn }: { q?: string; hsn?: string }): Promise<ListedRate[]> {
  const prefixes = hsn === undefined ? null : new Set(prefixesOf(hsn));
  return (await listDated(ctx, ratesByCode))
    .filter((rate) => (prefixes ? prefixes.has(rate.hsn) : true))
    .filter((rate) => isFoundBy(rate, q))
    .sort(
      (a, b) =>
        (prefixes ? b.hsn.length - a.hsn.length : 0) ||
        a.hsn.localeCompare(b.hsn) ||
        b.valid_from.localeCompare(a.valid_from),
    );
}

/** What is wrong with a rate that somebody sets. */
export function judgeRate(rate: HsnRate, given: HsnRateFields, slabs: readonly RateChange[]): FieldError[] {
  const faults: FieldError[] = [];
  const add = (name: keyof HsnRate, detail: string): void => void faults.push({ pointer: `/${name}`, detail });
  if (rate.hsn.length > 2) {
    const found = judgeHsn(rate.hsn);
    if ('fault' in found) add('hsn', found.fault);
  } else if (rate.hsn === '00') add('hsn', 'There is no HSN chapter 00.');
  if (rate.treatment !== 'taxable') {
    for (const name of ['tax_rate', 'cess_rate', 'above_price', 'above_rate'] as const)
      if (given[name]) add(name, `What is ${rate.treatment.replaceAll('_', ' ')} bears no tax; give 0.`);
    return faults;
  }
  for (const name of ['tax_rate', 'above_rate'] as const) {
    const value = rate[name];
    if (value !== null && value !== 0 && !isRateInForce(value, rate.valid_from, slabs))
      add(name, notInForce(value, rate.valid_from, slabs));
  }
  if (!given.tax_rate) add('tax_rate', 'Give the rate; what bears none is nil-rated or exempt.');
  if (rate.above_price !== null && !rate.above_rate) add('above_rate', 'Give the rate of what is dearer.');
  if (rate.above_price === null && rate.above_rate !== null) add('above_price', 'Say above which price it is.');
  return faults;
}

/** A rate with what nobody said. */
export function completeRate(given: HsnRateFields): HsnRate {
  const { hsn, valid_from, description, treatment = 'taxable', cess_rate = 0 } = given;
  const { tax_rate, above_price = null, above_rate = null } = given;
  return {
    ...{ hsn, valid_from, description: description || null, treatment, tax_rate: tax_rate ?? 0, cess_rate },
    ...{ above_price, above_rate },
  };
}

/**
 * Sets the rate of a code from a day on; the one of that very day is changed. Throws 422 for what cannot be, and
 * `hsn-rates.too_many`.
 */
export async function setRate(ctx: Context, given: HsnRateFields): Promise<ListedRate> {
  const rate = completeRate(given);
  const errors = judgeRate(rate, given, (await ownValues(ctx)).rates);
  if (errors.length > 0) throw problem(ruleBroken, { errors });
  return setDated(ctx, ratesByCode, rate);
}

/** Takes an own rate back; the product's counts again where it has one. Throws `hsn-rates.not_found`. */
export async function removeRate(ctx: Context, ref: string): Promise<ListedRate> {
  return removeDated(ctx, ratesByCode, ref);
}
