/** Which tenant a request means: every source that names one is heard, all must agree, and the caller must belong to it. */
import type { FastifyRequest } from 'fastify';
import type { Session } from '../identity/identity.ts';
import { problem } from '../problems/problem.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { forbidden, tenancyConflict, tenantNotFound, tenantRequired } from './problems.ts';

/** How a tenant was named. */
export type Via =
  | 'claim'
  | 'path'
  | 'header'
  | 'slug-header'
  | 'subdomain'
  | 'domain'
  | 'query'
  | 'membership'
  | 'installation';

export interface Resolution {
  tenant: Tenant;
  via: Via;
}

interface Name {
  via: Via;
  find(): Promise<Tenant | null>;
}

function single(value: string | string[] | undefined): string | undefined {
  if (Array.isArray(value))
    throw problem(forbidden, { detail: 'A header that names the organisation may be given once.' });
  return value === '' ? undefined : value;
}

/** The host without port, lower case; `hostname` of Fastify respects the trusted proxy. */
function hostOf(request: FastifyRequest): string {
  return (request.hostname ?? '').toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '');
}

const NO_TENANT_HOSTS = new Set(['www', 'app', 'api', 'admin', 'console']);

function nameOfHost(kernel: Kernel, host: string): Name | null {
  const base = kernel.config.base_domain;
  if (host === base || host === '' || /^[\d.]+$/.test(host) || host.startsWith('[')) return null;
  if (host.endsWith(`.${base}`)) {
    const label = host.slice(0, -base.length - 1);
    if (NO_TENANT_HOSTS.has(label)) return null;
    return {
      via: 'subdomain',
      find: () => (label.includes('.') ? Promise.resolve(null) : kernel.directory.find(label)),
    };
  }
  return { via: 'domain', find: () => kernel.directory.findByDomain(host) };
}

/** All names in the request beside the token's. Names in the query are taken out of it, so that no route needs to know them. */
async function namesIn(kernel: Kernel, request: FastifyRequest, pathTenant: string | undefined): Promise<Name[]> {
  const names: Name[] = [];
  const add = (via: Via, value: string | undefined): void => {
    if (value !== undefined) names.push({ via, find: () => kernel.directory.find(value) });
  };
  add('path', pathTenant);
  add('header', single(request.headers['x-tenant-id']));
  add('slug-header', single(request.headers['x-tenant-slug']));
  const query = request.query as Record<string, string | string[] | undefined>;
  for (const key of ['tenant', 'tenant_id']) {
    if (!Object.hasOwn(query, key)) continue;
    add('query', single(query[key]));
    delete query[key];
  }
  const host = nameOfHost(kernel, hostOf(request));
  if (host?.via === 'domain') {
    // A host that is nobody's domain (an address of the machine, a name inside a cluster) names no tenant.
    const found = await host.find();
    if (found) names.push({ via: 'domain', find: () => Promise.resolve(found) });
  } else if (host) names.push(host);
  return names;
}

/** The tenant whose own address the request came through: a sub-domain or a verified domain; null for the platform's. */
export async function tenantOfHost(kernel: Kernel, request: FastifyRequest): Promise<Tenant | null> {
  return (await nameOfHost(kernel, hostOf(request))?.find()) ?? null;
}

/** The one tenant of a single-tenant installation; anything else that is named does not exist. */
async function resolveOnly(kernel: Kernel, names: Name[], session: Session | null): Promise<Resolution> {
  const tenant = await kernel.directory.find(kernel.config.default_tenant_slug ?? '');
  if (!tenant) throw problem(tenantNotFound);
  for (const name of names) {
    if ((await name.find())?.id !== tenant.id) throw problem(tenantNotFound);
  }
  if (session?.tenant_id && session.tenant_id !== tenant.id) throw problem(tenantNotFound);
  return { tenant, via: 'installation' };
}

/** Names that disagree are a conflict where one of them is the caller's own; of strangers' names none shows whether it is one. */
async function disagreement(kernel: Kernel, session: Session | null, names: readonly Name[]): Promise<Error> {
  if (!session || session.tenant_id || session.user.is_operator) return problem(tenancyConflict);
  const own = await kernel.identity.tenantsOf(session.user.id);
  for (const name of names) {
    const tenant = await name.find();
    if (tenant && own.includes(tenant.id)) return problem(tenancyConflict);
  }
  return problem(tenantNotFound);
}

/**
 * Finds the tenant that the request means, or null when it names none and `required` is false. Throws `tenancy.conflict`
 * when two sources disagree, `tenancy.not_found` when the named one is unknown, `tenancy.required` when none is named.
 * Whether the caller belongs to the tenant is checked by the caller of this function.
 */
export async function resolveTenant(
  kernel: Kernel,
  request: FastifyRequest,
  session: Session | null,
  options: { path_tenant: string | undefined; required: boolean },
): Promise<Resolution | null> {
  const names = await namesIn(kernel, request, options.path_tenant);
  if (!kernel.config.multi_tenant) return resolveOnly(kernel, names, session);
  const claim = session?.tenant_id ?? null;
  let found: Resolution | null = null;
  if (claim) {
    const tenant = await kernel.directory.find(claim);
    if (!tenant) throw problem(tenantNotFound);
    found = { tenant, via: 'claim' };
  }
  for (const [index, name] of names.entries()) {
    const tenant = await name.find();
    const same = tenant?.id === found?.tenant.id;
    if ((claim || index > 0) && !same) throw await disagreement(kernel, session, names);
    if (!claim && tenant && !found) found = { tenant, via: name.via };
  }
  if (found) return found;
  if (names.length > 0) throw problem(tenantNotFound);
  if (session && !session.user.is_operator) {
    const own = await kernel.identity.tenantsOf(session.user.id);
    const tenant = own.length === 1 ? await kernel.directory.find(own[0] as string) : null;
    if (tenant) return { tenant, via: 'membership' };
  }
  if (!options.required) return null;
  throw problem(tenantRequired, {
    detail: 'Name it by token, X-Tenant-ID, X-Tenant-Slug, sub-domain, path or ?tenant=.',
  });
}
