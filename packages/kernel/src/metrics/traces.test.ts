/** Traces: a span for each request and each trip to the database below it, in the caller's own trace; nothing without an SDK. */
import { type Attributes, type SpanContext, type SpanOptions, type Tracer, trace } from '@opentelemetry/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reading } from '../db/handle.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { traceJob } from './traces.ts';

interface Recorded {
  name: string;
  context: SpanContext;
  parent: SpanContext | undefined;
  attributes: Attributes;
  failed: boolean;
  ended: boolean;
}

const spans: Recorded[] = [];
let made = 0;

/** The least that an SDK does: keeps spans, with ids, parents and attributes. */
const tracer = {
  startSpan(name: string, options: SpanOptions = {}, parentContext) {
    const parent = parentContext && trace.getSpanContext(parentContext);
    const spanId = (++made).toString(16).padStart(16, '0');
    const traceId = parent?.traceId ?? (1000 + made).toString(16).padStart(32, '0');
    const context = { traceId, spanId, traceFlags: 1 };
    const span: Recorded = {
      name,
      context,
      parent,
      attributes: { ...options.attributes },
      failed: false,
      ended: false,
    };
    spans.push(span);
    return {
      spanContext: () => context,
      setAttribute: (key: string, value: string) => Object.assign(span.attributes, { [key]: value }),
      setStatus: () => Object.assign(span, { failed: true }),
      end: () => Object.assign(span, { ended: true }),
    } as never;
  },
  startActiveSpan() {
    throw new Error('not used');
  },
} as Tracer;

let world: World;
let shop: Office;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
  shop = await openOffice(world, 'trace-shop');
});
afterAll(async () => {
  trace.disable();
  await world?.close();
});

/** What was recorded while it ran; the hook that ends a request's span runs after its answer arrived. */
async function recorded(work: () => Promise<unknown>): Promise<Recorded[]> {
  spans.length = 0;
  await work();
  for (let i = 0; i < 200 && spans.some((span) => !span.ended); i++) await new Promise((done) => setTimeout(done, 5));
  return [...spans];
}

test('without an SDK nothing is made; with one, request and database hang together below the caller’s span', async () => {
  expect(await recorded(() => shop.owner.get('/api/mail-templates'))).toEqual([]);
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  const caller = { traceparent: `00-${traceId}-b7ad6b7169203331-01` };
  const [request, ...trips] = await recorded(() => shop.owner.get('/api/mail-templates', caller));
  expect(request).toMatchObject({
    name: 'mail-templates.list',
    parent: { traceId, spanId: 'b7ad6b7169203331', isRemote: true },
    context: { traceId },
    attributes: {
      'http.request.method': 'GET',
      'http.response.status_code': 200,
      'tenantry.tenant_id': shop.id,
    },
    ended: true,
    failed: false,
  });
  expect(trips.length).toBeGreaterThan(0);
  for (const trip of trips) {
    expect(trip).toMatchObject({ name: 'database', context: { traceId }, parent: request?.context, ended: true });
    expect(String(trip.attributes['db.query.text'])).not.toContain(shop.id);
  }
});

test('a refused request has its span and status too, and a nonsensical parent is none', async () => {
  const zeros = { traceparent: `00-${'0'.repeat(32)}-${'0'.repeat(16)}-01` };
  const [anonymous] = await recorded(() => world.nobody.get('/api/mail-templates', zeros));
  expect(anonymous).toMatchObject({ parent: undefined, attributes: { 'http.response.status_code': 401 }, ended: true });
  expect(anonymous?.attributes['tenantry.tenant_id']).toBeUndefined();
});

test('a job has a span, its statements below it, and its failure on it', async () => {
  const database = world.kernel.cells.pool().database;
  const [job, trip] = await recorded(() =>
    traceJob('letters.send', shop.id, async (asker) => {
      await reading(database, { tenant_id: shop.id, plane: '', asker }).sql(
        'select 1 where $1::uuid is null -- tenant_id = $1',
      );
    }),
  );
  expect(job).toMatchObject({ name: 'letters.send', attributes: { 'tenantry.tenant_id': shop.id }, ended: true });
  expect(trip).toMatchObject({ name: 'database', parent: job?.context, ended: true });
  const fail = () => traceJob('letters.send', null, () => Promise.reject(new Error('no')));
  const [failed] = await recorded(() => expect(fail()).rejects.toThrow('no'));
  expect(failed).toMatchObject({ failed: true, ended: true });
});
