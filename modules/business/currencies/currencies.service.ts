/** Currencies with the rate that each was used with last, which the next document begins with. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Currency } from './currencies.schema.ts';
import { CURRENCIES, currencyName, decimalsOf, RUPEES, USUAL } from './iso4217.ts';

const LAST = `select distinct on (currency) currency, exchange_rate, exchange_date from documents
  where tenant_id = $1 and currency <> '${RUPEES}' order by currency, exchange_date desc, created_at desc`;

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
