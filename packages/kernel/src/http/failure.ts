/** How a problem leaves the house: application/problem+json (RFC 9457) inside the common frame, and one log line. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Problem, problem } from '../problems/problem.ts';
import { internal, kernelProblems, toProblem } from './problems.ts';

/** Sends a problem. */
export function sendProblem(reply: FastifyReply, request: FastifyRequest, { kind, details }: Problem): FastifyReply {
  const { detail, errors, extra, headers } = details;
  if (headers) reply.headers(headers);
  if (kind.status === 401) reply.header('www-authenticate', 'Bearer');
  return reply
    .code(kind.status)
    .type('application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send({
      success: false,
      type: `/problems/${kind.code}`,
      code: kind.code,
      title: kind.title,
      status: kind.status,
      message: kind.title,
      ...(detail === undefined ? {} : { detail }),
      ...(extra ?? {}),
      request_id: request.id,
      ...(errors === undefined ? {} : { errors }),
      timestamp: new Date().toISOString(),
    });
}

/** Answers any error. In strict mode a problem that the route does not declare is itself a fault. */
export function failureOf(error: unknown, request: FastifyRequest, reply: FastifyReply, strict: boolean): FastifyReply {
  const route = request.routeOptions?.config?.route;
  let found = toProblem(error, route);
  if (
    route &&
    !kernelProblems.has(found.kind) &&
    !route.problems?.includes(found.kind) &&
    !declaredByConstraint(route, found)
  ) {
    request.log.error({ problem: found.kind.code, route: route.name }, 'a problem that the route does not declare');
    if (strict)
      found = problem(internal, { detail: `${route.name} does not declare ${found.kind.code}`, cause: error });
  }
  if (found.kind.status >= 500) request.log.error({ err: found.details.cause ?? error }, found.kind.code);
  else request.log.info({ problem: found.kind.code }, 'refused');
  if (found.kind === internal && !strict) found = problem(internal);
  return sendProblem(reply, request, found);
}

function declaredByConstraint(
  route: { constraints?: Readonly<Record<string, { kind: unknown }>> },
  found: Problem,
): boolean {
  return Object.values(route.constraints ?? {}).some((one) => one.kind === found.kind);
}
