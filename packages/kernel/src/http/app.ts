/** Puts the routes of all modules on a Fastify server: admission, validation, one transaction, envelope, problems. */
import cookie from '@fastify/cookie';
import multipart from '@fastify/multipart';
import type { Ajv, ValidateFunction } from 'ajv';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { Asker } from '../db/handle.ts';
import { serveLive } from '../live/server.ts';
import { countAnswer, serveMetrics } from '../metrics/serve.ts';
import { endTrace, traceRequest } from '../metrics/traces.ts';
import { problem } from '../problems/problem.ts';
import { newId } from '../schema/ids.ts';
import { enter, inTurns, takeSeat } from '../shares/entry.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { type Admission, admit } from './admit.ts';
import { inputConverter, outputConverter } from './convert.ts';
import { isDownload, sendDownload } from './download.ts';
import { envelope, envelopeSchema } from './envelope.ts';
import { failureOf, sendProblem } from './failure.ts';
import { fieldErrors } from './faults.ts';
import { SECURITY_HEADERS } from './headers.ts';
import { prepareInput, splitInput } from './input.ts';
import { documentRoutes } from './openapi.ts';
import { packed } from './packed.ts';
import { perform } from './perform.ts';
import { invalidInput, methodNotAllowed, notFound } from './problems.ts';
import type { AnyRoute, Method } from './route.ts';
import { isSheet, sendSheet } from './sheets_reply.ts';
import { receiverOf, withUpload } from './uploads.ts';
import { lazily, makeAjv, writerOf } from './validate.ts';

/** Sends a page or a file of the web application; false: there is none at this address. */
export type Pages = (request: FastifyRequest, reply: FastifyReply) => Promise<boolean>;

export interface AppOptions {
  kernel: Kernel;
  routes: readonly AnyRoute[];
  /** Name and version for OpenAPI. */
  title: string;
  version: string;
  /** Tests: an undeclared problem or a reply that does not match its schema is an error 500. */
  strict?: boolean;
  /** How requests are admitted; a product with other ways of naming tenants brings its own. */
  admit?: typeof admit;
  /** Answers what no route answers: the pages of a web application. */
  pages?: Pages;
  /** Called for each answered request, for figures. */
  onAnswer?(request: FastifyRequest, reply: FastifyReply): void;
}

declare module 'fastify' {
  interface FastifyRequest {
    admission?: Admission;
    /** The tenant that the caller was found to belong to, although he may be refused there. */
    met?: Tenant;
    /** What the request's statements and spans are told to belong to. */
    asker?: Asker;
  }
  interface FastifyContextConfig {
    route?: AnyRoute;
  }
}

const BODY_LIMIT = 1_048_576;

/** `/api/v1` is `/api`; load balancers ask `/health` without a prefix. */
function addressOf(url: string): string {
  if (/^\/health(?=[?]|$)/.test(url)) return `/api${url}`;
  return url.replace(/^\/api\/v1(?=[/?]|$)/, '/api');
}

/** All addresses of a route: its own and aliases; those of a tenant's records also below `/tenants/{tenant}`. */
function addressesOf(route: AnyRoute): string[] {
  const own = [route.path, ...(route.aliases ?? [])];
  const below = route.scope === 'tenant' ? own.map((path) => `/tenants/{tenant}${path}`) : [];
  return [...own, ...below];
}

/** Creates the application; the caller listens and closes. */
export async function createApp(options: AppOptions): Promise<FastifyInstance> {
  const { kernel } = options;
  const hops = kernel.config.trust_proxy;
  const app = Fastify({
    loggerInstance: kernel.log,
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }),
    genReqId: () => newId(),
    bodyLimit: BODY_LIMIT,
    trustProxy: hops === false ? false : (_address: string, hop: number) => hop < hops,
    routerOptions: { maxParamLength: 4000, caseSensitive: true },
    forceCloseConnections: 'idle',
    requestTimeout: 60_000,
    // What the router itself refuses (an address that cannot be decoded) leaves in the same frame.
    frameworkErrors: (error, request, reply) =>
      failureOf(error, request as FastifyRequest, reply as FastifyReply, false),
    rewriteUrl: (request) => addressOf(request.url ?? '/'),
  });
  app.removeContentTypeParser('text/plain');
  await app.register(cookie);
  await app.register(multipart, { limits: { files: 1, fields: 50, fieldSize: 200_000, parts: 60 } });
  app.addHook('onRequest', (request, reply, done) => {
    reply.headers(SECURITY_HEADERS);
    reply.header('x-request-id', request.id);
    if (request.url.startsWith('/api')) reply.header('cache-control', 'no-store');
    done();
  });
  app.addHook('onSend', packed);
  app.addHook('onResponse', (request, reply, done) => {
    logAnswer(request, reply);
    countAnswer(kernel, request, reply);
    endTrace(request, reply);
    options.onAnswer?.(request, reply);
    done();
  });
  app.setErrorHandler((error, request, reply) => failureOf(error, request, reply, options.strict ?? false));

  await serveLive(app, options);
  serveMetrics(app, kernel);

  const bodyAjv = makeAjv(false);
  const queryAjv = makeAjv(true);
  const strictAjv = options.strict ? makeAjv(false) : null;
  const methods = new Map<string, Set<Method>>();
  for (const route of options.routes) {
    if (route.audit_reads && route.method !== 'GET') throw new Error(`${route.name} writes; audit_reads is for GET`);
    for (const address of addressesOf(route)) {
      const url = `/api${address.replace(/\{(\w+)\}/g, ':$1')}`;
      addRoute(app, options, route, url, { bodyAjv, queryAjv, strictAjv });
      const shape = url.replace(/:\w+/g, ':');
      const known = methods.get(shape) ?? new Set<Method>();
      if (known.has(route.method)) throw new Error(`two routes answer ${route.method} ${url}`);
      methods.set(shape, known.add(route.method));
    }
  }
  await documentRoutes(app, options);
  app.setNotFoundHandler(async (request, reply) => {
    if (await options.pages?.(request, reply)) return reply;
    const other = otherMethods(app, request);
    if (other.length > 0) {
      reply.header('allow', other.join(', '));
      return sendProblem(reply, request, problem(methodNotAllowed, { detail: `Use ${other.join(' or ')}.` }));
    }
    return sendProblem(reply, request, problem(notFound));
  });
  return app;
}

function otherMethods(app: FastifyInstance, request: FastifyRequest): string[] {
  const path = request.url.split('?')[0] as string;
  return (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).filter((method) => {
    try {
      return method !== request.method && app.findRoute({ method, url: path }) !== null;
    } catch {
      return false;
    }
  });
}

interface Validators {
  bodyAjv: Ajv;
  queryAjv: Ajv;
  strictAjv: Ajv | null;
}

/** A request without a body (`curl -X POST …/suspend`) is one with an empty body. */
function emptyBody(request: FastifyRequest, _reply: FastifyReply, done: () => void): void {
  if (request.body === undefined) request.body = {};
  done();
}

function addRoute(app: FastifyInstance, options: AppOptions, route: AnyRoute, url: string, ajvs: Validators): void {
  const { kernel } = options;
  const admitRequest = options.admit ?? admit;
  const parts = splitInput(route, url);
  const toService = inputConverter(route.input);
  const toWire = outputConverter(route.output);
  const form = parts.form && ajvs.queryAjv.compile(parts.form);
  const { strictAjv } = ajvs;
  const exact = strictAjv && lazily<ValidateFunction>(() => strictAjv.compile(envelopeSchema(route, 'exact')));
  app.route({
    method: route.method,
    url,
    config: { route },
    ...(route.upload_mb ? { bodyLimit: route.upload_mb * 1_048_576 } : {}),
    schema: { ...parts.schemas, response: { '2xx': envelopeSchema(route, 'loose') } },
    validatorCompiler: ({ schema, httpPart }) => {
      const ajv = httpPart === 'body' ? ajvs.bodyAjv : ajvs.queryAjv;
      const compiled = lazily<ValidateFunction>(() => ajv.compile(schema as object));
      return (value: unknown) => {
        const validate = compiled();
        if (validate(value)) return { value };
        return { error: problem(invalidInput, { errors: fieldErrors(validate.errors ?? []) }) };
      };
    },
    serializerCompiler: ({ schema }) => {
      const compiled = lazily(() => writerOf(schema as object));
      return (body: unknown) => compiled()(body);
    },
    onRequest: async (request, reply) => {
      request.asker = traceRequest(route, request);
      const admission = await enter(kernel, route, request, reply, () => admitRequest(kernel, route, request));
      request.admission = { ...admission, binding: { ...admission.binding, asker: request.asker } };
      await countRequest(kernel, route, admission);
      if (kernel.config.log_level === 'debug' && admission.tenant) {
        reply.header('x-tenant', `${admission.tenant.slug}; via=${admission.via}`);
      }
    },
    ...(parts.schemas.body ? { preValidation: emptyBody } : {}),
    handler: async (request, reply) => {
      const admission = request.admission as Admission;
      const raw = await prepareInput(route, request, parts, await receiverOf(kernel, route, request, form));
      const status = route.status ?? 200;
      const answer = (result: unknown): unknown => envelope(route, result, toWire);
      const outcome = await withUpload(kernel, route, raw, async () => {
        const input = toService(raw, admission.tenant?.time_zone ?? 'Asia/Kolkata');
        const seat = await takeSeat(kernel.shares, request, reply);
        try {
          return await perform({ kernel, route, admission, request }, input, answer);
        } finally {
          seat.release();
        }
      });
      if ('replay' in outcome) {
        const { status: first, body } = outcome.replay;
        tag(reply, body);
        return reply.code(first).header('idempotent-replayed', 'true').send(body);
      }
      if (isSheet(outcome.result))
        return sendSheet(reply, inTurns(kernel.shares, request, reply, outcome.result.sheet), toWire);
      if (isDownload(outcome.result)) return sendDownload(request, reply, outcome.result.download);
      if (route.reply) outcome.result = route.reply(request, reply, outcome.result as never);
      const body = outcome.body ?? answer(outcome.result);
      tag(reply, body);
      const matches = exact?.();
      if (matches && !matches(JSON.parse(JSON.stringify(body)))) {
        throw new Error(
          `${route.name} answered what its schema does not say: ${JSON.stringify(matches.errors?.slice(0, 3))}`,
        );
      }
      return reply.code(status).send(body);
    },
  });
}

/** A day's requests are those of the tenant's own people; what operators do is not its use. */
function countRequest({ limits }: Kernel, route: AnyRoute, { tenant, actor }: Admission): void | Promise<void> {
  if (tenant && actor.kind === 'user' && route.scope !== 'account' && route.uncounted === undefined)
    return limits.requests.take(tenant);
}

/** The version of the record in an answer, as `If-Match` will give it back. */
function tag(reply: FastifyReply, body: unknown): void {
  const version = (body as { data?: { version?: unknown } | null } | null)?.data?.version;
  if (typeof version === 'number') reply.header('etag', `"${version}"`);
}

function logAnswer(request: FastifyRequest, reply: FastifyReply): void {
  const { admission } = request;
  const { route } = request.routeOptions.config;
  request.log.info(
    {
      method: request.method,
      // A token in a path is a credential.
      path: route?.path.includes('{token}') ? route.path : request.url.split('?')[0],
      route: route?.name,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
      tenant: admission?.tenant?.slug,
      actor: admission?.actor.id ?? undefined,
      address: request.ip,
      waited_ms: request.waited_ms,
    },
    'answered',
  );
}
