/** Tickets: how a page that cannot send headers opens a live connection without a token in an address that logs keep. */
import { reading } from '../db/handle.ts';
import { unauthenticated } from '../http/problems.ts';
import { type Claims, hashToken, randomToken } from '../identity/tokens.ts';
import { problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Kernel } from '../tenancy/kernel.ts';

/** Seconds that a ticket lives. */
const TICKET_SECONDS = 30;

export interface Ticket {
  ticket: string;
  expires_in: number;
}

/** A ticket for the caller's own session, and for the tenant that its token was made for, if any. */
export async function createTicket(ctx: Context): Promise<Ticket> {
  const { token, hash } = randomToken();
  await ctx.sql('delete from live_tickets where expires_at < now()');
  await ctx.sql(
    `insert into live_tickets (hash, session_id, for_tenant_id, expires_at) values ($1, $2, $3, now() + interval '${TICKET_SECONDS} seconds')`,
    [hash, ctx.session?.id, ctx.session?.tenant_id ?? null],
  );
  return { ticket: token, expires_in: TICKET_SECONDS };
}

/** Spends a ticket: of two that come at once exactly one wins. Throws `identity.unauthenticated`. */
export async function spendTicket(kernel: Kernel, ticket: string): Promise<Claims> {
  const handle = reading(kernel.aside, { tenant_id: null, plane: 'identity' });
  const [spent] = await handle.sql<{ sub: string; sid: string; tenant_id: string | null }>(
    `delete from live_tickets t using sessions s where t.hash = $1 and t.expires_at > now() and s.id = t.session_id
     returning s.user_id as sub, s.id as sid, t.for_tenant_id as tenant_id`,
    [hashToken(ticket)],
  );
  if (!spent) throw problem(unauthenticated, { detail: 'This ticket does not hold any more; take a new one.' });
  return { ...spent, tenant_slug: null, role: null };
}
