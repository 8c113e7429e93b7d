/** What a product costs a customer: his own price, else that of his list, else the product's. Pure. */
import { divide, PRICE_SCALE, RATE_SCALE, scaled } from '../tax/exact.ts';

export const PRICE_SOURCES = ['given', 'product', 'price_list', 'customer'] as const;
export type PriceSource = (typeof PRICE_SOURCES)[number];

/** A price of some list that the customer may have. */
export interface Offer {
  price_list_id: string;
  /** Whether the list is this customer's alone. */
  is_own: boolean;
  currency: string;
  prices_include_tax: boolean;
  product_id: string;
  unit_price: number;
  min_quantity: number;
  valid_from: string | null;
  valid_to: string | null;
}

/** What is sold, when and in which currency. */
export interface Wanted {
  /** `sale_price` is in rupees before tax. */
  product: { id: string; sale_price: number | null };
  quantity: number;
  date: string;
  currency: string;
}

export interface Price {
  unit_price: number;
  source: PriceSource;
  price_list_id: string | null;
}

/** A price as somebody said it. */
interface Found extends Price {
  /** Whether the tax is in it. */
  includes: boolean;
}

/** The price with its tax in it, or without, to the fourth decimal. */
function turned(price: number, includes: boolean, shall: boolean, tax: number): number {
  if (includes === shall || tax === 0) return price;
  const whole = 100_000n;
  const with_tax = whole + scaled(tax, RATE_SCALE);
  const exact = scaled(price, PRICE_SCALE);
  const found = shall ? divide(exact * with_tax, whole) : divide(exact * whole, with_tax);
  return Number(found) / 10 ** PRICE_SCALE;
}

/** Of prices for the same product the one of the largest quantity that is reached; of those the one that began last. */
function isNearer(one: Offer, other: Offer | undefined): boolean {
  if (!other || one.min_quantity !== other.min_quantity) return !other || one.min_quantity > other.min_quantity;
  return (one.valid_from ?? '') > (other.valid_from ?? '');
}

/** The price that counts, as it was said; null where nobody has said one in this currency. */
export function findPrice(wanted: Wanted, offers: readonly Offer[]): Found | null {
  const { product, quantity, date, currency } = wanted;
  const holds = (offer: Offer): boolean =>
    offer.product_id === product.id &&
    offer.currency === currency &&
    offer.min_quantity <= quantity &&
    (offer.valid_from === null || offer.valid_from <= date) &&
    (offer.valid_to === null || date <= offer.valid_to);
  let best: Offer | undefined;
  for (const offer of offers) {
    if (!holds(offer) || (best?.is_own && !offer.is_own)) continue;
    if ((offer.is_own && !best?.is_own) || isNearer(offer, best)) best = offer;
  }
  if (best) {
    const { unit_price, price_list_id, prices_include_tax: includes } = best;
    return { unit_price, source: best.is_own ? 'customer' : 'price_list', price_list_id, includes };
  }
  if (product.sale_price === null || currency !== 'INR') return null;
  return { unit_price: product.sale_price, source: 'product', price_list_id: null, includes: false };
}

/**
 * The price as a document says it, with its tax in it or without; `tax` is all of it in percent, which the price gains or
 * loses where list and document do not agree.
 */
export function atTax({ includes, ...price }: Found, prices_include_tax: boolean, tax: number): Price {
  return { ...price, unit_price: turned(price.unit_price, includes, prices_include_tax, tax) };
}
