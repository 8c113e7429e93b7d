/** Plans are data: they change by migration, not by programs that name them. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import type { Plan } from './plans.schema.ts';

export const unknownPlan = defineProblem('plans.unknown', 422, 'There is no such plan.');

const COLUMNS = [
  'plan',
  'title',
  'max_users',
  'max_products',
  'max_transactions_per_month',
  'max_storage',
  'max_requests_per_day',
  'password_min_length',
  'session_timeout',
  'requests_per_second',
  'weight',
] as const;

type PlanRow = Omit<Plan, 'features'>;

declare module '@tenantry/kernel/db/tables.ts' {
  interface Tables {
    plans: PlanRow & { position: number };
  }
}

/** Plans change with a release, so they are read once a minute and not with every call. */
const REMEMBER_MS = 60_000;
const remembered = new WeakMap<Kernel, { at_ms: number; rows: Promise<PlanRow[]> }>();

function readPlans({ kernel }: Context): Promise<PlanRow[]> {
  const known = remembered.get(kernel);
  if (known && Date.now() - known.at_ms < REMEMBER_MS) return known.rows;
  const handle = reading(kernel.aside, { tenant_id: null, plane: '' });
  const rows = handle.db.selectFrom('plans').select(COLUMNS).orderBy('position').execute();
  rows.catch(() => remembered.delete(kernel));
  remembered.set(kernel, { at_ms: Date.now(), rows });
  return rows;
}

/** All plans, the smallest first, with the features that each includes. */
export async function listPlans(ctx: Context): Promise<Plan[]> {
  const rows = await readPlans(ctx);
  return rows.map((row) => ({
    ...row,
    features: ctx.kernel.features.all.filter(({ plans }) => plans.includes(row.plan)).map(({ name }) => name),
  }));
}

/** The plan of that name, however it is capitalised. Throws `plans.unknown`, which lists them; `pointer` is the field at fault. */
export async function getPlan(ctx: Context, name: string, pointer = '/plan'): Promise<PlanRow> {
  const rows = await readPlans(ctx);
  const found = rows.find(({ plan }) => plan === name.trim().toLowerCase());
  if (found) return found;
  throw problem(unknownPlan, {
    errors: [{ pointer, detail: `Use one of: ${rows.map(({ plan }) => plan).join(', ')}.` }],
  });
}
