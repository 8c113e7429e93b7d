/** Which operators a sale can go through, and what of it the law leaves to him. Pure. */
import { readGstin } from '@tenantry/india/gstin.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { EcommerceOperator, OperatorFields } from './ecommerce-operators.schema.ts';

const AT = '/ecommerce_operator';

/** What is stored of him, and what is wrong with it. */
export function readOperator(given: OperatorFields | null | undefined): {
  operator: EcommerceOperator | null;
  faults: FieldError[];
} {
  if (!given) return { operator: null, faults: [] };
  const read = readGstin(given.gstin);
  const pays_tax = given.pays_tax ?? false;
  const refused = (detail: string) => ({ operator: null, faults: [{ pointer: `${AT}/gstin`, detail }] });
  if (!read || !['regular', 'tax_collector'].includes(read.kind))
    return refused('This is no GSTIN of an operator: 15 characters such as 29AAFCB7707D1C1.');
  if (!read.check_digit_ok) return refused('The check digit of this GSTIN is wrong; look it up once more.');
  // s.24(x) has a registration of its own for who collects, which ends in C and the check digit.
  if (!pays_tax && read.kind !== 'tax_collector')
    return refused(
      'An operator who collects tax (s.52) has a GSTIN whose 14th character is C; or say that he pays the tax.',
    );
  return { operator: { gstin: read.gstin, name: given.name || read.gstin, pays_tax }, faults: [] };
}

/** What of a sale through an operator stands in the way of issuing it. */
export function judgeOperator(sale: {
  operator: EcommerceOperator | null;
  seller_gstin: string | null;
  is_composition: boolean;
  is_regular: boolean;
  reverse_charge: boolean;
  /** The lines that bear tax. */
  taxed: readonly { nature: 'goods' | 'service' }[];
  /** An unregistered buyer whose state nobody knows. */
  is_stateless: boolean;
}): FieldError[] {
  const { operator, taxed } = sale;
  if (!operator) return [];
  const found: FieldError[] = [];
  const add = (pointer: string, detail: string): void => void found.push({ pointer, detail });
  const services = taxed.filter(({ nature }) => nature === 'service').length;
  if (operator.gstin === sale.seller_gstin) add(`${AT}/gstin`, 'This is your own GSTIN; give the operator’s.');
  if (operator.pays_tax && services < taxed.length)
    add(`${AT}/pays_tax`, 'Of goods you pay the tax yourself; an operator pays it of some services alone (s.9(5)).');
  if (operator.pays_tax && !sale.is_regular)
    add('/supply_type', 'Where the operator pays the tax the sale is a regular one (s.9(5)).');
  if (operator.pays_tax && sale.reverse_charge)
    add('/reverse_charge', 'Either the customer pays the tax or the operator does.');
  if (!operator.pays_tax && sale.is_composition && services > 0)
    add(AT, 'Under composition services are not sold through an operator who collects tax (s.10(2)(d)).');
  if (sale.is_stateless && services > 0)
    add('/customer_id', 'A service through an operator names the customer’s state (rule 46); give it to the customer.');
  return found;
}
