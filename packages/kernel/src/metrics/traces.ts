/** Spans for OpenTelemetry: one for each request, each trip to the database and each job; nothing while no SDK is registered. */
import {
  context,
  defaultTextMapGetter,
  ProxyTracerProvider,
  propagation,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type Tracer,
  trace,
} from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Statement } from '../db/batch.ts';
import type { Asker } from '../db/handle.ts';
import type { AnyRoute } from '../http/route.ts';

const NAME = 'tenantry';

/** The registered SDK's tracer; null when there is none, so that nothing is made only to be thrown away. */
function tracer(): Tracer | null {
  const provider = trace.getTracerProvider();
  if (provider instanceof ProxyTracerProvider) return provider.getDelegateTracer(NAME) ?? null;
  return provider.getTracer(NAME);
}

const TRACEPARENT = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;

/** The caller's trace: by the registered propagator, else by W3C's `traceparent`, which every SDK understands. */
function callersContext({ headers }: FastifyRequest) {
  const extracted = propagation.extract(ROOT_CONTEXT, headers, defaultTextMapGetter);
  if (trace.getSpanContext(extracted)) return extracted;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(String(headers.traceparent ?? '')) ?? [];
  if (!traceId || !spanId || /^0+$/.test(traceId) || /^0+$/.test(spanId)) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags as string, 16) & 1;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}

/** Begins the span of a request, below the caller's own when it names one. */
export function traceRequest(route: AnyRoute, request: FastifyRequest): Asker {
  const active = tracer();
  if (!active) return { name: route.name };
  const attributes = {
    'http.request.method': request.method,
    'http.route': request.routeOptions.url ?? '',
    'tenantry.route': route.name,
    'tenantry.request_id': request.id,
  };
  const span = active.startSpan(route.name, { kind: SpanKind.SERVER, attributes }, callersContext(request));
  return { name: route.name, span };
}

/** Ends it with the answer's status and the tenant it was for. */
export function endTrace(request: FastifyRequest, reply: FastifyReply): void {
  const span = request.asker?.span;
  if (!span) return;
  const tenant = request.admission?.tenant ?? request.met;
  if (tenant) span.setAttribute('tenantry.tenant_id', tenant.id);
  span.setAttribute('http.response.status_code', reply.statusCode);
  if (reply.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}

export interface Trip {
  fail(error: unknown): void;
  end(): void;
}

/** The span of one trip to the database, below that of whoever asks. The text holds no values. */
export function traceTrip(parent: Span, statements: readonly Statement[]): Trip | null {
  const active = tracer();
  if (!active) return null;
  const main = statements.find(({ text }) => !/^(begin|commit|rollback|select set_config)/i.test(text));
  const attributes = {
    'db.system.name': 'postgresql',
    'db.query.text': (main ?? statements.at(-1))?.text.slice(0, 2000) ?? '',
    'db.operation.batch.size': statements.length,
  };
  const span = active.startSpan('database', { kind: SpanKind.CLIENT, attributes }, trace.setSpan(ROOT_CONTEXT, parent));
  return {
    fail(error) {
      span.setAttribute('error.type', String((error as { code?: unknown }).code ?? (error as Error).name));
      span.setStatus({ code: SpanStatusCode.ERROR });
    },
    end: () => span.end(),
  };
}

/**
 * Runs a job within a span of its own; `asker` goes into the job's binding. `tenantId` is null for the platform's own work.
 * Rejects as `work` does.
 */
export async function traceJob<T>(
  job: string,
  tenantId: string | null,
  work: (asker: Asker) => Promise<T>,
): Promise<T> {
  const active = tracer();
  if (!active) return work({ name: job });
  const attributes = tenantId === null ? {} : { 'tenantry.tenant_id': tenantId };
  const span = active.startSpan(job, { kind: SpanKind.CONSUMER, attributes }, ROOT_CONTEXT);
  try {
    return await context.with(trace.setSpan(ROOT_CONTEXT, span), () => work({ name: job, span }));
  } catch (error) {
    span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).name });
    throw error;
  } finally {
    span.end();
  }
}
