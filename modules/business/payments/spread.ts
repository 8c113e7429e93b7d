/** How money is spread over open invoices before somebody types other parts, in rupees as people read them. Pure. */
import { decimalsOf, RUPEES } from '../currencies/iso4217.ts';
import { likelyPart, type Open, shareAbroad, shareInRupees } from './exchange.ts';

export interface OpenInvoice {
  id: string;
  number: string;
  branch_id: string | null;
  seller?: { gstin: string | null } | null;
  date: string;
  due_date: string;
  total: number;
  balance: number;
  currency: string;
  balance_in_currency: number | null;
}

/** What one unit of the currency is worth that the money came in. */
export interface Rate {
  currency: string;
  exchange_rate: number;
}

/** Rupees of an invoice, and what they settle in its own currency; null where nobody said. */
export type Parts = Readonly<Record<string, number | null>>;

const paise = (rupees: number): number => Math.round(rupees * 100);

/** Rupees are added as paise, so that nothing is lost. */
export const sumOf = (figures: readonly number[]): number =>
  figures.reduce((sum, figure) => sum + paise(figure), 0) / 100;

const inPaise = ({ balance, currency, balance_in_currency }: OpenInvoice): Open => ({
  ...{ balance: paise(balance), currency, balance_in_currency },
});

const rateFor = ({ currency }: OpenInvoice, rate: Rate | null): number | null =>
  rate && rate.currency === currency ? rate.exchange_rate : null;

/** Paise of `left` that go to an invoice. */
function partOf(invoice: OpenInvoice, left: number, rate: Rate | null): number {
  const worth = rateFor(invoice, rate);
  if (worth) return Math.min(left, Math.round((invoice.balance_in_currency ?? 0) * worth * 100));
  return likelyPart(inPaise(invoice), left).used;
}

/** The branch of all of them, null of the organisation itself; undefined where they have none in common. */
export function sharedBranch(invoices: readonly { branch_id: string | null }[]): string | null | undefined {
  const [first] = invoices;
  return first && invoices.every(({ branch_id }) => branch_id === first.branch_id) ? first.branch_id : undefined;
}

/** Where the server receives what says no branch: at that of all that it settles, else at that of the account. */
export function receivedAt(
  invoices: readonly OpenInvoice[],
  parts: Parts,
  account: { branch_id: string | null } | undefined,
): string | null | undefined {
  const shared = sharedBranch(invoices.filter(({ id }) => parts[id]));
  return shared === undefined ? account?.branch_id : shared;
}

/** What each gets when the money goes to the oldest first; `first` is settled before all others. */
export function spread(
  invoices: readonly OpenInvoice[],
  amount: number,
  first: string | null,
  rate: Rate | null = null,
): Record<string, number> {
  const parts: Record<string, number> = {};
  let left = paise(amount);
  for (const invoice of [...invoices].sort((one, other) => Number(other.id === first) - Number(one.id === first))) {
    const part = partOf(invoice, left, rate);
    if (part > 0) parts[invoice.id] = part / 100;
    left -= Math.max(part, 0);
  }
  return parts;
}

/** What a part settles of an invoice in its own currency: by the rate of the money, else all of it or its share. Null for rupees. */
export function abroadOf(invoice: OpenInvoice, part: number, rate: Rate | null): number | null {
  const { currency, balance_in_currency: left } = invoice;
  if (currency === RUPEES || left === null) return null;
  const worth = rateFor(invoice, rate);
  if (worth) {
    const whole = Math.round(left * worth * 100);
    return Math.abs(paise(part) - whole) <= 1
      ? left
      : Math.min(left, Number((part / worth).toFixed(decimalsOf(currency))));
  }
  const open = inPaise(invoice);
  return likelyPart(open, paise(part)).in_currency ?? shareAbroad(open, Math.min(paise(part), open.balance));
}

/** Rupees that are gained, or with a minus lost, when a part settles so much of the currency. */
export function exchangeOf(invoice: OpenInvoice, part: number, in_currency: number | null): number {
  if (!in_currency || !invoice.balance_in_currency) return 0;
  return (paise(part) - shareInRupees(inPaise(invoice), Math.min(in_currency, invoice.balance_in_currency))) / 100;
}

/** Of what was typed, perhaps some time ago, the parts of invoices that are open. */
export const partsOf = (invoices: readonly OpenInvoice[], typed: Parts): Parts =>
  Object.fromEntries(invoices.map(({ id }) => [id, typed[id] ?? null]));

/** As the server takes them. */
export function allocationsOf(
  invoices: readonly OpenInvoice[],
  parts: Parts,
  abroad: Parts,
  rate: Rate | null,
): { document_id: string; amount: number; in_currency?: number | null }[] {
  return Object.entries(parts).flatMap(([document_id, amount]) => {
    if (!amount) return [];
    const invoice = invoices.find(({ id }) => id === document_id);
    const in_currency = abroad[document_id] ?? (invoice ? abroadOf(invoice, amount, rate) : null);
    return [{ document_id, amount, ...(in_currency === null ? {} : { in_currency }) }];
  });
}
