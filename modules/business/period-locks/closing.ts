/** Up to which day the books are closed. The database refuses to post there; this says it with words. */
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

const CLOSED = 'select locked_until from period_locks where tenant_id = $1 order by id desc limit 1';

/** The last closed day, or null. */
export async function closedUntil(ctx: Context): Promise<string | null> {
  const [row] = await ctx.sql<{ locked_until: string | null }>(CLOSED);
  return row?.locked_until ?? null;
}

function judge(closed: string | null, days: readonly string[]): void {
  if (closed === null || days.every((day) => day > closed)) return;
  const detail = `The books are closed up to ${closed}; give a later date, or open them.`;
  throw problem(ruleBroken, { detail, errors: [{ pointer: '/date', detail }] });
}

/** The same, but asked together with the next statement of the transaction, which should change nothing: it throws there. */
export async function expectOpen(ctx: Context, day: string): Promise<void> {
  if (ctx.ahead) ctx.ahead(CLOSED, [], ([row]) => judge((row?.locked_until as string | undefined) ?? null, [day]));
  else await assertOpen(ctx, [day]);
}

/** Throws 422 with a pointer to `/date` when one of the days is closed. */
export async function assertOpen(ctx: Context, days: readonly string[]): Promise<void> {
  judge(await closedUntil(ctx), days);
}
