/** The rules of a product: units, HSN codes, and which rate goes with which treatment. */
import { isServiceCode, judgeHsn } from '@tenantry/india/hsn.ts';
import { uqcOf } from '@tenantry/india/uqc.ts';
import { saidRupees } from '@tenantry/india/words.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { HsnRate } from '../hsn-rates/hsn-rates.schema.ts';
import { borneBy, rateOfCode } from '../hsn-rates/rate_of_code.ts';
import type { Fault, Judged, Situation, Warning } from '../masters/master.ts';
import { isRateInForce, usualRatesOn } from '../tax/rates.ts';

/** Whether the last digit of a GTIN (8, 12, 13 or 14 digits) is what the others give: weights 3 and 1 from the right. */
export function isGtin(code: string): boolean {
  const digits = [...code].map(Number).reverse();
  const sum = digits.reduce((total, digit, index) => total + digit * (index % 2 === 0 ? 1 : 3), 0);
  return sum % 10 === 0;
}

/** Judges a product. Nothing is guessed where a guess would be wrong for many: there is no default rate. */
export function judgeProduct(given: Row, situation: Situation): Judged {
  const values = { ...given };
  const faults: Fault[] = [];
  const warnings: Warning[] = [];
  if (values.hsn !== null && values.hsn !== undefined) judgeCode(values, situation, faults);
  const unit = values.unit as string | null;
  if (!unit) values.unit = values.kind === 'service' ? 'OTH' : 'NOS';
  else if (uqcOf(unit)) values.unit = uqcOf(unit);
  else faults.push({ pointer: '/unit', detail: 'Use a unit quantity code such as NOS, KGS, LTR, BOX or OTH.' });
  judgeTax(values, situation, faults, warnings);
  const barcode = values.barcode as string | null;
  if (barcode && /^(\d{8}|\d{12,14})$/.test(barcode) && !isGtin(barcode)) {
    warnings.push({
      pointer: '/barcode',
      detail: 'The last digit of this barcode is wrong.',
    });
  }
  return { values, faults, warnings };
}

function judgeCode(values: Row, situation: Situation, faults: Fault[]): void {
  const code = String(values.hsn).replace(/[\s.]/g, '');
  // What is written anew takes its kind from its code unless somebody says it.
  if (situation.whole && !situation.given.has('kind') && isServiceCode(code)) values.kind = 'service';
  const form = judgeHsn(code);
  const found = 'fault' in form ? form : judgeHsn(code, values.kind as 'goods' | 'service');
  if ('hsn' in found) values.hsn = found.hsn;
  else faults.push({ pointer: '/hsn', detail: found.fault, ...('hsn' in form ? { rule: true as const } : {}) });
}

function judgeTax(values: Row, situation: Situation, faults: Fault[], warnings: Warning[]): void {
  const rate = values.tax_rate as number | null;
  if (values.treatment !== 'taxable') {
    // Nil-rated, exempt and non-GST supplies carry no tax ever.
    for (const name of ['tax_rate', 'cess_rate']) {
      if (!values[name]) continue;
      if (situation.given.has(name)) {
        faults.push({
          pointer: `/${name}`,
          detail: `A product that is ${String(values.treatment).replaceAll('_', ' ')} bears no tax; give 0.`,
          rule: true,
        });
      }
    }
    Object.assign(values, { tax_rate: 0, cess_rate: 0 });
    return;
  }
  const warn = (detail: string): void => void warnings.push({ pointer: '/tax_rate', detail });
  const hsn_rates = situation.known.hsn_rates ?? [];
  const code = typeof values.hsn === 'string' ? rateOfCode(values.hsn, situation.today, hsn_rates) : undefined;
  if (rate === null) {
    if (!code) warn('No tax rate is given; each document takes that of the HSN code, or asks for it.');
    return;
  }
  const other = code && otherwise(code, rate, values);
  if (other) warn(other);
  if (rate === 0) warn('Taxable at 0 % is rare; nil-rated or exempt may be meant.');
  else if (!isRateInForce(rate, situation.today, situation.known.gst_values?.rates)) {
    const rates = usualRatesOn(situation.today, situation.known.gst_values?.rates).join(', ');
    warn(`${rate} % is not a GST rate today; there are ${rates}.`);
  }
}

/** Percent in words: `5 %, above ₹2,500 a piece 18 %`. */
function said({ treatment, tax_rate, above_price, above_rate }: HsnRate): string {
  if (treatment !== 'taxable') return treatment.replace('_', '-');
  const dear = above_price === null ? '' : `, above ${saidRupees(above_price)} a piece ${above_rate} %`;
  return `${tax_rate} %${dear}`;
}

/** What is odd about a product's own rate where its code bears another one today, for pieces of its price. */
function otherwise(code: HsnRate, rate: number, { sale_price, unit }: Row): string | null {
  const sold = { value: Number(sale_price ?? 0), unit: String(unit ?? ''), includes_tax: false };
  const borne = sale_price === null || sale_price === undefined ? null : borneBy(code, sold);
  const right = borne === null ? [code.tax_rate, code.above_rate] : [borne];
  if (code.treatment === 'taxable' && right.includes(rate)) return null;
  const since = code.valid_from.split('-').reverse().join('-');
  return `HSN ${code.hsn} bears ${said(code)} since ${since}; this has ${rate} % of its own.`;
}
