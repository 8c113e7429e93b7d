/** What is written of sign-ins: into the trail of the tenant they were for, or into the operators' own. */
import { type AuditOrigin, auditStatements } from '../audit/audit.ts';
import { type Handle, transaction } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import type { Actor, AuditChange, Context } from '../tenancy/context.ts';

/** Whose deed it was: the person that the request turned out to be about, who is not yet the request's actor. */
interface Deed {
  tenant_id: string | null;
  person: { id: string; email: string } | null;
  session_id?: string;
  role?: string | null;
}

function originOf(ctx: Context, { tenant_id, person, session_id, role }: Deed): AuditOrigin {
  const actor: Actor = {
    kind: person ? 'user' : 'anonymous',
    id: person?.id ?? null,
    label: person?.email ?? 'anonymous',
    session_id: session_id ?? null,
    role: role ?? null,
    permissions: new Set(),
  };
  return { actor, request_id: ctx.request.id, address: ctx.request.address, tenant_id };
}

const BIND = "select set_config('app.tenant_id', $1, true)";

/** Writes an entry in the transaction of `ctx`, which is one of the identity plane. */
export async function recordDeed(ctx: Context, deed: Deed, change: AuditChange): Promise<void> {
  const statements = auditStatements(originOf(ctx, deed), [{ ...change, id: newId() }]);
  // A trail is in sight of its tenant alone.
  if (deed.tenant_id) await ctx.sql(BIND, [deed.tenant_id]);
  for (const { text, values } of statements) await (ctx as Handle).sql(text, values);
  if (deed.tenant_id) await ctx.sql(BIND, ['']);
}

/** Writes an entry that stays although the request is refused, on a connection aside. */
export async function recordRefusal(ctx: Context, deed: Deed, change: AuditChange): Promise<void> {
  const tx = transaction(ctx.kernel.aside, { tenant_id: deed.tenant_id, plane: 'identity' });
  await tx.commit(auditStatements(originOf(ctx, deed), [{ ...change, id: newId() }]));
}
