/** The way in: who calls, for which tenant, with which rights; settled before the body is read. */
import type { FastifyRequest } from 'fastify';
import { auditStatements } from '../audit/audit.ts';
import { type Binding, transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { deskOf } from '../identity/desks.ts';
import type { Session } from '../identity/identity.ts';
import { Problem, problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import type { Actor } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { allows } from '../tenancy/roles.ts';
import {
  forbidden,
  tenancyConflict,
  tenantArchived,
  tenantConsentNeeded,
  tenantNotFound,
  tenantNotReady,
  tenantSuspended,
  unauthenticated,
} from './problems.ts';
import { type Resolution, resolveTenant } from './resolve.ts';
import type { AnyRoute, Scope } from './route.ts';

/** What is known of an admitted request. */
export interface Admission {
  actor: Actor;
  session: Session | null;
  tenant: Tenant | null;
  via: string | null;
  database: Database;
  binding: Binding;
}

const NOBODY: ReadonlySet<string> = new Set();
const EVERYTHING: ReadonlySet<string> = new Set(['*']);

const anonymous: Actor = {
  kind: 'anonymous',
  id: null,
  label: 'anonymous',
  session_id: null,
  role: null,
  permissions: NOBODY,
};

function actorOf(
  session: Session,
  role: string | null,
  permissions: ReadonlySet<string>,
  kind: Actor['kind'] = 'user',
): Actor {
  return { kind, id: session.user.id, label: session.user.email, session_id: session.id, role, permissions };
}

/** Refuses a tenant that is suspended (403), archived (410) or not ready yet (503). */
export function assertOpen(tenant: Tenant): void {
  if (tenant.status === 'suspended') throw problem(tenantSuspended);
  if (tenant.status === 'archived') throw problem(tenantArchived);
  if (tenant.status === 'provisioning') throw problem(tenantNotReady);
}

/** The session behind the request, or null. `scope` is of what it asks for. */
export function sessionOf(kernel: Kernel, request: FastifyRequest, scope: Scope): Promise<Session | null> {
  const { headers } = request;
  return kernel.identity.authenticate({
    method: request.method,
    authorization: headers.authorization,
    cookies: request.cookies,
    desk: deskOf(headers['x-client'], scope),
    csrf: headers['x-csrf-token'] as string | undefined,
    origin: headers.origin,
    host: request.host,
  });
}

async function asMember(kernel: Kernel, session: Session, resolution: Resolution): Promise<Actor> {
  // Who came as an operator reads no records of an organisation, also not of one that he belongs to.
  const membership =
    session.desk === 'operators' ? null : await kernel.identity.membership(session.user.id, resolution.tenant);
  if (!membership) {
    if (!session.user.is_operator) kernel.metrics.note(resolution.tenant.id, 'strangers');
    throw problem(session.user.is_operator ? tenantConsentNeeded : tenantNotFound);
  }
  assertOpen(resolution.tenant);
  return actorOf(session, membership.role, membership.permissions);
}

/**
 * Admits a request to a route or throws why not: 401 without a session, 404 for a tenant that the caller does not belong to,
 * 403 and 410 for one that is closed, 403 for a feature or permission that is missing.
 */
export async function admit(kernel: Kernel, route: AnyRoute, request: FastifyRequest): Promise<Admission> {
  if (route.scope === 'public') {
    return {
      actor: anonymous,
      session: null,
      tenant: null,
      via: null,
      database: kernel.control,
      binding: { tenant_id: null, plane: 'identity' },
    };
  }
  const session = await sessionOf(kernel, request, route.scope);
  if (!session) throw problem(unauthenticated);
  if (route.scope === 'platform') {
    if (!session.user.is_operator)
      throw problem(forbidden, { detail: 'Only platform operators may do this.', extra: { permission: 'platform' } });
    return {
      actor: actorOf(session, 'operator', EVERYTHING, 'operator'),
      session,
      tenant: null,
      via: null,
      database: kernel.control,
      binding: { tenant_id: null, plane: 'platform' },
    };
  }
  const path_tenant = (request.params as { tenant?: string }).tenant;
  let resolution: Resolution | null;
  try {
    resolution = await resolveTenant(kernel, request, session, { path_tenant, required: route.scope !== 'account' });
  } catch (error) {
    if (error instanceof Problem && error.kind === tenancyConflict) await recordConflict(kernel, session, request);
    throw error;
  }
  if (route.scope === 'account') {
    const member = resolution && (await kernel.identity.membership(session.user.id, resolution.tenant));
    // Whose token names an organisation that he left must still be able to sign out or to switch.
    const isStale = resolution?.via === 'installation' || resolution?.via === 'claim';
    if (resolution && !member && !isStale) throw problem(tenantNotFound);
    const actor = actorOf(
      session,
      member?.role ?? null,
      member?.permissions ?? NOBODY,
      session.user.is_operator ? 'operator' : 'user',
    );
    return {
      actor,
      session,
      tenant: member && resolution ? resolution.tenant : null,
      via: resolution?.via ?? null,
      database: kernel.control,
      binding: { tenant_id: null, plane: 'identity' },
    };
  }
  const { tenant, via } = resolution as Resolution;
  const operates = route.scope === 'control' && session.user.is_operator;
  const actor = operates
    ? actorOf(session, 'operator', EVERYTHING, 'operator')
    : await asMember(kernel, session, resolution as Resolution);
  request.met = tenant;
  if (route.feature) kernel.features.require(tenant, route.feature);
  if (route.permission && !allows(actor.permissions, route.permission)) {
    throw problem(forbidden, {
      detail: `This needs the permission ${route.permission}.`,
      extra: { permission: route.permission },
    });
  }
  const database = route.scope === 'tenant' ? kernel.cells.of(tenant) : kernel.control;
  return { actor, session, tenant, via, database, binding: { tenant_id: tenant.id, plane: '' } };
}

/**
 * A request that names two tenants is a mistake, or an attack. It is written into the trail of the token's tenant while the caller
 * belongs to it, else into the platform's: nobody leaves traces in an organisation that he left.
 */
async function recordConflict(kernel: Kernel, session: Session, request: FastifyRequest): Promise<void> {
  const claimed = session.tenant_id ? await kernel.directory.find(session.tenant_id) : null;
  const tenant_id = claimed && (await kernel.identity.membership(session.user.id, claimed)) ? claimed.id : null;
  if (tenant_id) kernel.metrics.note(tenant_id, 'conflicts');
  const tx = transaction(kernel.aside, { tenant_id, plane: tenant_id ? '' : 'identity' });
  const change = {
    action: 'tenancy.conflict',
    subject: tenant_id ? 'tenants' : 'users',
    subject_id: tenant_id ?? session.user.id,
    after: { method: request.method, path: request.url.split('?')[0] },
  };
  const who = {
    actor: actorOf(session, null, NOBODY),
    request_id: request.id,
    address: request.ip,
    tenant_id,
  };
  try {
    await tx.commit(auditStatements(who, [{ ...change, id: newId() }]));
  } catch (error) {
    request.log.error({ err: error }, 'a conflict of tenants could not be written to the audit trail');
  }
}
