/** Figures at the server: every answer is counted, and `GET /metrics` shows them to a scraper with its token and to operators, never through a tenant's host. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sessionOf } from '../http/admit.ts';
import { sendProblem } from '../http/failure.ts';
import { forbidden, notFound, unauthenticated } from '../http/problems.ts';
import { tenantOfHost } from '../http/resolve.ts';
import { type ProblemKind, problem } from '../problems/problem.ts';
import type { Kernel } from '../tenancy/kernel.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

function hasToken({ metrics }: Kernel, request: FastifyRequest): boolean {
  const { token } = metrics.config;
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return token !== null && given !== undefined && timingSafeEqual(digest(given), digest(token));
}

/** Why somebody does not get them; null when he does. */
async function refusal(kernel: Kernel, request: FastifyRequest): Promise<ProblemKind | null> {
  // Through the address of an organisation there is nothing here, for nobody.
  if (await tenantOfHost(kernel, request)) return notFound;
  if (hasToken(kernel, request)) return null;
  const session = await sessionOf(kernel, request, 'platform');
  if (!session) return unauthenticated;
  return session.user.is_operator ? null : forbidden;
}

const isOperators = ({ admission }: FastifyRequest): boolean => admission?.actor.kind === 'operator';

/** Counts one answered request; for the `onResponse` hook. */
export function countAnswer({ metrics }: Kernel, request: FastifyRequest, reply: FastifyReply): void {
  metrics.answered({
    route: request.routeOptions.config.route?.name ?? 'none',
    // What operators ask about an organisation is work of the platform.
    tenant: isOperators(request) ? null : (request.admission?.tenant ?? request.met ?? null),
    status: reply.statusCode,
    ms: reply.elapsedTime,
  });
}

/** Puts the address on the server. */
export function serveMetrics(app: FastifyInstance, kernel: Kernel): void {
  app.get('/metrics', async (request, reply) => {
    const refused = await refusal(kernel, request);
    if (refused) return sendProblem(reply, request, problem(refused));
    const { type, text } = await kernel.metrics.expose();
    return reply.header('cache-control', 'no-store').type(type).send(text);
  });
}
