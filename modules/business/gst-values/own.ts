/** What an organisation set for itself, as documents, notes and products read it: once each, with what else they ask. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type DatedAmount, NO_OWN, type OwnValues, type RateChange } from './dated.ts';

type Stored = { kind: 'rate' | 'b2cl' | 'named_buyer' } & RateChange & DatedAmount;

export async function ownValues(ctx: Pick<Context, 'sql'>): Promise<OwnValues> {
  const rows = await ctx.sql<Stored>(
    'select kind, valid_from, tax_rate, is_in_force, amount from gst_values where tenant_id = $1',
  );
  if (rows.length === 0) return NO_OWN;
  const of = (kind: Stored['kind']): Stored[] => rows.filter((row) => row.kind === kind);
  return { rates: of('rate'), b2cl: of('b2cl'), named_buyer: of('named_buyer') };
}
