/** What a signed-in person sees of himself: memberships, rights, sessions. */
import { contextForReading } from '../http/perform.ts';
import type { Language } from '../mail/letters.ts';
import { houseOf } from '../mail/post.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import { openingsOf } from '../views/openings.ts';
import { getAccount } from './accounts.ts';
import { endSessions } from './sessions.ts';

export const sessionNotFound = defineProblem('sessions.not_found', 404, 'There is no such session.');

interface Summary {
  id: string;
  slug: string;
  name: string;
  organization_type: string;
}

function summaryOf({ id, slug, name, organization_type }: Summary): Summary {
  return { id, slug, name, organization_type };
}

/** The tenant that the call is for, when it names one. */
function tenantOf(ctx: Context): Tenant | null {
  try {
    return ctx.tenant;
  } catch {
    return null;
  }
}

/** In which language the organisation writes, and how its weeks and years begin. */
async function customsOf(
  { kernel }: Context,
  tenant: Tenant,
): Promise<{ language: Language; week_start: number; year_start_month: number }> {
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  const bound = contextForReading(kernel, { tenant, database: kernel.control, binding });
  const { language, week_start = 1, year_start_month = 4 } = await houseOf(bound, tenant.name);
  return { language, week_start, year_start_month };
}

/** `GET /auth/me` */
export async function getMe(ctx: Context) {
  const { id, email, name, is_operator, email_verified_at } = await getAccount(ctx, ctx.actor.id as string);
  const [chosen] = await ctx.sql<{ language: Language | null }>('select language from users where id = $1', [id]);
  const rows = await ctx.sql<Summary & { role: string; member_status: string }>(
    `select t.id, t.slug, t.name, t.organization_type, m.role, m.status as member_status
     from memberships m join tenants t on t.id = m.tenant_id
     where m.user_id = $1 and m.status = 'active' order by m.created_at limit 500`,
    [id],
  );
  const tenant = tenantOf(ctx);
  return {
    user: {
      id,
      email,
      name,
      // Only where he came as one.
      is_operator: is_operator && ctx.session?.user.is_operator === true,
      email_verified: email_verified_at !== null,
      language: chosen?.language ?? null,
    },
    memberships: rows.map((row) => ({ tenant: summaryOf(row), role: row.role, status: row.member_status })),
    tenant: tenant && { ...summaryOf(tenant), time_zone: tenant.time_zone, ...(await customsOf(ctx, tenant)) },
    role: ctx.actor.role,
    permissions: [...ctx.actor.permissions].sort(),
    features: tenant ? ctx.kernel.features.map(tenant) : {},
    openings: tenant ? await openingsOf(ctx) : [],
    csrf_token: ctx.kernel.identity.signer.csrfOf(ctx.actor.session_id as string, ctx.session?.tenant_id ?? null),
  };
}

/** `PUT /auth/language`: in which language the platform writes to me. */
export async function setLanguage(ctx: Context, { language }: { language: Language }): Promise<{ language: Language }> {
  const id = ctx.actor.id as string;
  const [before] = await ctx.sql<{ language: Language | null }>('select language from users where id = $1 for update', [
    id,
  ]);
  await ctx.sql(
    'update users set language = $2, version = version + 1, updated_at = now() where id = $1 returning id',
    [id, language],
  );
  ctx.audit({
    action: 'users.update',
    subject: 'users',
    subject_id: id,
    before: { language: before?.language ?? null },
    after: { language },
  });
  return { language };
}

/** `GET /auth/sessions` */
export async function listSessions(ctx: Context) {
  const rows = await ctx.sql<{
    id: string;
    address: string | null;
    user_agent: string | null;
    created_at: string;
    last_used_at: string;
  }>(
    `select id, address, user_agent, created_at, last_used_at from sessions
     where user_id = $1 and ended_at is null and expires_at > now() order by created_at desc limit 100`,
    [ctx.actor.id],
  );
  return rows.map((row) => ({ ...row, is_current: row.id === ctx.actor.session_id }));
}

/** `DELETE /auth/sessions/{session}` */
export async function revokeSession(ctx: Context, input: { session: string }): Promise<{ ended: number }> {
  const ended = await endSessions(ctx, ctx.actor.id as string, { only: input.session });
  if (ended === 0) throw problem(sessionNotFound);
  ctx.audit({
    action: 'sessions.end',
    subject: 'users',
    subject_id: ctx.actor.id,
    after: { session_id: input.session },
  });
  return { ended };
}
