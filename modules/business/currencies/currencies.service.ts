/** Currencies with the rate that each was used with last, which the next document begins with. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Currency } from './currencies.schema.ts';
import { CURRENCIES, currencyName, decimalsOf, RUPEES, USUAL } from './iso4217.ts';

const LAST = `select distinct on (currency) currency, exchange_rate, exchange_date from documents
  where tenant_id = $1 and currency <> '${RUPEES}' order by currency, exchange_date desc, created_at desc`;

/** The latest rate of a currency `$2` up to a day `$3`, as documents had it. */
export const RATE_ON = `select l.exchange_rate, l.exchange_date from documents l
  where l.tenant_id = $1 and l.currency = $2 and l.currency <> '${RUPEES}' and l.exchange_date <= $3
  order by l.exchange_date desc, l.created_at desc limit 1`;

interface Last {
  currency: string;
  exchange_rate: number;
  exchange_date: string;
}

/** All but rupees: those that were used first, then the usual ones, then the others by code. */
export async function listCurrencies(ctx: Context): Promise<Currency[]> {
  const last = new Map((await ctx.sql<Last>(LAST, [])).map((row) => [row.currency, row]));
  const codes = new Set<string>([...last.keys(), ...USUAL, ...CURRENCIES]);
  codes.delete(RUPEES);
  return [...codes].map((code) => ({
    code,
    name: currencyName(code),
    decimals: decimalsOf(code),
    last_rate: last.get(code)?.exchange_rate ?? null,
    last_date: last.get(code)?.exchange_date ?? null,
  }));
}
