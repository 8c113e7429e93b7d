/** Where goods go when that is not the customer's own address, and whose address has to stand on an invoice (rule 46(e), (o)). */
import { findState } from '@tenantry/india/states.ts';
import { saidRupees } from '@tenantry/india/words.ts';
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import { Line, Nullable } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { lastOn } from '../dated/dated.ts';
import type { DatedAmount, Shipped } from '../gst-values/own.ts';

const shape = {
  name: Nullable(Line(200, { description: 'Who takes it; the customer when left out.' })),
  address_line1: Nullable(Line(200)),
  address_line2: Nullable(Line(200)),
  city: Nullable(Line(100)),
  state: Nullable(Line(60, { description: 'Name or two-digit code; answered as the code.' })),
  pincode: Nullable(Line(12)),
  phone: Nullable(Line(30)),
};
const description = 'Where it is delivered; the customer’s own address when left out.';

const Given = Type.Partial(Type.Object(shape), { additionalProperties: false });
/** As people give it. */
export const ShipToFields = Type.Unsafe<Static<typeof Given> | null>({
  ...Given,
  description,
  type: ['object', 'null'],
});
export type ShipToFields = Static<typeof Given>;

const Answer = Type.Object({ ...shape, name: Line(200) });
export type ShipTo = Static<typeof Answer>;
/** As it is answered. */
export const ShipToAnswer = Type.Unsafe<ShipTo | null>({ ...Answer, description, type: ['object', 'null'] });

/** What is stored of it, and what is wrong with it. Without any word it is none. */
export function readShipTo(
  given: ShipToFields | null | undefined,
  customer: { name: string },
): { ship_to: ShipTo | null; faults: FieldError[] } {
  const { address_line1, address_line2, city, state, pincode, phone, name } = given ?? {};
  const kept = { address_line1, address_line2, city, state, pincode, phone };
  if (!name && !Object.values(kept).some(Boolean)) return { ship_to: null, faults: [] };
  const found = state ? findState(state) : null;
  const faults =
    state && !found ? [{ pointer: '/ship_to/state', detail: 'There is no such state; give its name or code.' }] : [];
  const texts = Object.fromEntries(Object.entries(kept).map(([key, value]) => [key, value || null])) as typeof kept;
  return { ship_to: { ...(texts as ShipTo), name: name || customer.name, state: found?.code ?? null }, faults };
}

interface Recipient {
  address_line1: string | null;
  city: string | null;
  state: string | null;
}

const isPlaced = ({ address_line1, city, state }: Recipient, is_abroad: boolean): boolean =>
  Boolean((address_line1 || city) && (state || is_abroad));

/** From so much on the invoice of somebody unregistered names his address: paise of taxable value (rule 46(e)). */
export const NAMED_FROM: readonly Shipped<DatedAmount>[] = [
  { valid_from: '2017-07-01', amount: 5_000_000, source: 'Rule 46(e)' },
];

/** That value on a day, in paise: of the product or the organisation's `own`, what began last. */
export function namedFromOn(date: string, own: readonly DatedAmount[] = []): number {
  return (lastOn(date, [own, NAMED_FROM]) ?? NAMED_FROM.at(-1))?.amount ?? Number.POSITIVE_INFINITY;
}

/** What of the addresses an invoice lacks. */
export function judgeAddresses(sale: {
  /** It charges tax, or would. */
  is_tax_invoice: boolean;
  is_registered: boolean;
  /** The customer is: no state of India is asked of him. */
  is_abroad: boolean;
  taxable_value: number;
  /** From so much on he is named, in paise. */
  named_from: number;
  buyer: Recipient;
  ship_to: ShipTo | null;
}): FieldError[] {
  const { is_tax_invoice, is_registered, is_abroad, taxable_value, named_from, buyer, ship_to } = sale;
  const found: FieldError[] = [];
  if (ship_to && !isPlaced(ship_to, is_abroad))
    found.push({
      pointer: '/ship_to',
      detail: 'Say where it is delivered: street or city, and the state (rule 46(o)).',
    });
  const isNamed = is_tax_invoice && !is_registered && !is_abroad && taxable_value >= named_from;
  if (isNamed && !isPlaced(buyer, false))
    found.push({
      pointer: '/customer_id',
      detail: `From ${saidRupees(named_from)} the invoice of an unregistered customer names his address and state (rule 46(e)); give them to the customer.`,
    });
  return found;
}
