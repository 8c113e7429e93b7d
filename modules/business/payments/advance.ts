/** Tax on advances: due at receipt for services (CGST Act s.13), not for goods (notification 66/2017), and not a second time when they are invoiced. */
import { computeTax, type Head } from '../tax/tax.ts';

/** An advance without its tax, and the tax in it. */
export interface AdvanceTax {
  taxable_value: number;
  cgst: number;
  sgst: number;
  igst: number;
}

/** The rate of a service that is not known yet (rule 50, first proviso). */
export const UNKNOWN_RATE = 18;

/** The tax that is in what was received: an advance is always gross. */
export function taxOfAdvance(gross: number, tax_rate: number, head: Head): AdvanceTax {
  const { taxable_value, cgst, sgst, igst } = computeTax({
    lines: [{ quantity: 1, unit_price: gross / 100, treatment: 'taxable', tax_rate }],
    head,
    charge: 'charged',
    prices_include_tax: true,
  });
  return { taxable_value, cgst, sgst, igst };
}

export const taxOf = ({ cgst, sgst, igst }: AdvanceTax): number => cgst + sgst + igst;

/** Half up. */
function portion(tax: number, part: number, whole: number): number {
  const doubled = 2n * BigInt(tax) * BigInt(part) + BigInt(whole);
  return Number(doubled / (2n * BigInt(whole)));
}

/**
 * The tax of the part of an advance between `before` and `after` paise of it. Parts that follow each other add to the whole, however
 * many they are.
 */
export function taxOfPart(whole: AdvanceTax & { advance: number }, before: number, after: number): AdvanceTax {
  const part = (name: 'cgst' | 'sgst' | 'igst'): number =>
    whole.advance === 0 ? 0 : portion(whole[name], after, whole.advance) - portion(whole[name], before, whole.advance);
  const taxes = { cgst: part('cgst'), sgst: part('sgst'), igst: part('igst') };
  return { taxable_value: after - before - taxes.cgst - taxes.sgst - taxes.igst, ...taxes };
}
