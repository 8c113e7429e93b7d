/** The way into a live connection: an origin of our own, a credential, and the same admission as every request. */
import type { FastifyRequest } from 'fastify';
import type { admit as admitRequest } from '../http/admit.ts';
import { forbidden, unauthenticated } from '../http/problems.ts';
import type { AnyRoute } from '../http/route.ts';
import { problem } from '../problems/problem.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { spendTicket } from './tickets.service.ts';

function canBeOurs(kernel: Kernel, host: string): Promise<boolean> | boolean {
  const name = host.replace(/:\d+$/, '').replace(/\.$/, '');
  const base = kernel.config.base_domain;
  if (name === base || name.endsWith(`.${base}`) || /^[\d.]+$/.test(name) || name.startsWith('[')) return true;
  return kernel.directory.findByDomain(name).then((tenant) => tenant !== null);
}

/**
 * A page may connect when it was loaded from the installation's own address, or from the very host that it connects to,
 * and that is a host of ours; always over the same protocol. Anything else, `null` included, is a page of somebody else.
 */
export async function isOwnOrigin(kernel: Kernel, origin: string, host: string): Promise<boolean> {
  const own = new URL(kernel.config.public_url);
  if (origin === own.origin) return true;
  return (
    origin.toLowerCase() === `${own.protocol}//${host.toLowerCase()}` && (await canBeOurs(kernel, host.toLowerCase()))
  );
}

/**
 * Refuses a handshake from a foreign page, and one by cookie that does not say where it comes from: the browser sends
 * cookies with the handshakes of any page, and no CSRF token can come along. Programs send no origin.
 */
async function assertOrigin(kernel: Kernel, request: FastifyRequest, byCookie: boolean): Promise<void> {
  const { origin } = request.headers;
  const isOwn = origin === undefined ? !byCookie : await isOwnOrigin(kernel, origin, request.host);
  if (!isOwn) throw problem(forbidden, { detail: 'A live connection must come from a page of this installation.' });
}

/** Takes the ticket out of the query and makes it the credential; it holds once. */
async function useTicket(kernel: Kernel, request: FastifyRequest): Promise<boolean> {
  const query = request.query as Record<string, unknown>;
  const { ticket } = query;
  if (ticket === undefined) return false;
  delete query.ticket;
  if (typeof ticket !== 'string' || request.headers.authorization)
    throw problem(unauthenticated, { detail: 'Give one ticket, or Authorization, not both.' });
  const claims = await spendTicket(kernel, ticket);
  request.headers.authorization = `Bearer ${await kernel.identity.signer.sign(claims)}`;
  return true;
}

/** Admits the reader, or throws as every request does. */
export async function admitReader(
  kernel: Kernel,
  admit: typeof admitRequest,
  route: AnyRoute,
  request: FastifyRequest,
): Promise<void> {
  const { authorization } = request.headers;
  await assertOrigin(kernel, request, authorization === undefined && !Object.hasOwn(request.query as object, 'ticket'));
  await useTicket(kernel, request);
  request.admission = await admit(kernel, route, request);
}
