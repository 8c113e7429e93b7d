/** What an organisation set for itself, as documents, notes and products read it: once each, with what else they ask. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Dated } from '../dated/dated.ts';

/** A value that a rule counts from or above, in paise. */
export interface DatedAmount extends Dated {
  amount: number;
}

/** A rate in percent that comes into force with a day, or leaves it. */
export interface RateChange extends Dated {
  tax_rate: number;
  is_in_force: boolean;
}

export interface OwnValues {
  rates: readonly RateChange[];
  /** Inter-state sales to the unregistered above it are told one by one. */
  b2cl: readonly DatedAmount[];
  /** From it on an invoice names the address of an unregistered customer. */
  named_buyer: readonly DatedAmount[];
}

/** What comes with the product, and where it is said. */
export type Shipped<T> = T & { source: string };

export const NO_OWN: OwnValues = { rates: [], b2cl: [], named_buyer: [] };

type Stored = { kind: 'rate' | 'b2cl' | 'named_buyer' } & RateChange & DatedAmount;

export async function ownValues(ctx: Pick<Context, 'sql'>): Promise<OwnValues> {
  const rows = await ctx.sql<Stored>(
    'select kind, valid_from, tax_rate, is_in_force, amount from gst_values where tenant_id = $1',
  );
  if (rows.length === 0) return NO_OWN;
  const of = (kind: Stored['kind']): Stored[] => rows.filter((row) => row.kind === kind);
  return { rates: of('rate'), b2cl: of('b2cl'), named_buyer: of('named_buyer') };
}
