/** OpenAPI 3.1 from the routes, served at /api/openapi.json, with a readable reference at /docs. */
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { wireInput, wireOutput } from './convert.ts';
import { kernelProblems } from './problems.ts';
import { type AnyRoute, pathNames } from './route.ts';

interface Described {
  routes: readonly AnyRoute[];
  title: string;
  version: string;
}

interface ObjectSchema {
  properties: Record<string, object>;
  required?: string[];
}

const SCOPES: Record<AnyRoute['scope'], string> = {
  tenant: 'A member of the organisation; the organisation is named by token, header, sub-domain, path or query.',
  control: 'The organisation’s own admin or a platform operator.',
  platform: 'A platform operator.',
  account: 'Anyone signed in.',
  public: 'Everyone.',
};

function rightsOf(route: AnyRoute): string {
  const lines = [SCOPES[route.scope]];
  if (route.permission) lines.push(`Needs the permission \`${route.permission}\`.`);
  if (route.feature) lines.push(`Needs the feature \`${route.feature}\`.`);
  return lines.join(' ');
}

function clean(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema, (key, value) => (key === 'x-trim' || key === 'x-hint' ? undefined : value)));
}

function parametersOf(route: AnyRoute, input: ObjectSchema, inQuery: boolean): object[] {
  const inPath = pathNames(route.path);
  const parameters: object[] = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: clean(input.properties[name] ?? { type: 'string' }),
  }));
  if (inQuery) {
    for (const [name, schema] of Object.entries(input.properties)) {
      if (inPath.includes(name)) continue;
      parameters.push({ name, in: 'query', required: input.required?.includes(name) ?? false, schema: clean(schema) });
    }
  }
  if (route.scope === 'tenant') parameters.push({ $ref: '#/components/parameters/TenantId' });
  if (route.method === 'POST' && route.scope !== 'public')
    parameters.push({ $ref: '#/components/parameters/IdempotencyKey' });
  return parameters;
}

function bodyOf(route: AnyRoute, input: ObjectSchema): object | undefined {
  const names = Object.keys(input.properties).filter((name) => !pathNames(route.path).includes(name));
  if (names.length === 0) return undefined;
  const properties = Object.fromEntries(
    names.map((name) => [name, name === 'file' ? { type: 'string', format: 'binary' } : clean(input.properties[name])]),
  );
  const schema = {
    type: 'object',
    properties,
    required: (input.required ?? []).filter((name) => names.includes(name)),
    additionalProperties: false,
  };
  const types = route.stored_upload
    ? ['multipart/form-data']
    : route.upload_mb
      ? ['multipart/form-data', 'application/json']
      : ['application/json'];
  return { required: schema.required.length > 0, content: Object.fromEntries(types.map((type) => [type, { schema }])) };
}

function answersOf(route: AnyRoute): Record<string, object> {
  const data = clean(wireOutput(route.output));
  const frame = {
    type: 'object',
    properties: {
      success: { const: true },
      data: route.list ? { type: 'array', items: data } : data,
      ...(route.list ? { meta: { $ref: '#/components/schemas/ListMeta' } } : {}),
      message: { type: 'string' },
      timestamp: { type: 'string', format: 'date-time' },
    },
    required: ['success', 'data', 'message', 'timestamp'],
  };
  const content = route.download
    ? { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } }
    : { 'application/json': { schema: frame } };
  const answers: Record<string, object> = { [String(route.status ?? 200)]: { description: route.message, content } };
  const own = [...(route.problems ?? []), ...Object.values(route.constraints ?? {}).map((one) => one.kind)];
  for (const kind of own) {
    const status = String(kind.status);
    const text = `\`${kind.code}\`: ${kind.title}`;
    const known = answers[status] as { description: string } | undefined;
    if (known?.description.includes(text)) continue;
    answers[status] = {
      description: known ? `${known.description}\n\n${text}` : text,
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    };
  }
  answers.default = { $ref: '#/components/responses/Problem' };
  return answers;
}

/** The whole document. Paths are complete (`/api/…`), so that any tool can call them as they stand. */
export function openApiOf({ routes, title, version }: Described): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const input = wireInput(route.input) as unknown as ObjectSchema;
    const inQuery = route.method === 'GET' || route.method === 'DELETE';
    const body = inQuery ? undefined : bodyOf(route, input);
    const path = `/api${route.path}`;
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = {
      operationId: route.name,
      tags: [route.name.slice(0, route.name.lastIndexOf('.'))],
      summary: route.summary,
      description: rightsOf(route),
      security: route.scope === 'public' ? [] : [{ bearer: [] }],
      'x-scope': route.scope,
      ...(route.permission ? { 'x-permission': route.permission } : {}),
      parameters: parametersOf(route, input, inQuery),
      ...(body ? { requestBody: body } : {}),
      responses: answersOf(route),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title,
      version,
      description: 'Records are JSON in snake_case; money is rupees; every answer stands in the same frame.',
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      parameters: {
        TenantId: {
          name: 'X-Tenant-ID',
          in: 'header',
          required: false,
          schema: { type: 'string' },
          description: 'Id or slug of the organisation.',
        },
        IdempotencyKey: {
          name: 'Idempotency-Key',
          in: 'header',
          required: false,
          schema: { type: 'string', maxLength: 255 },
        },
      },
      schemas: {
        ListMeta: {
          type: 'object',
          properties: {
            next_cursor: { type: ['string', 'null'] },
            limit: { type: 'integer' },
            total: { type: 'integer' },
            totals: { type: 'object', additionalProperties: { type: ['number', 'null'] } },
          },
        },
        Problem: {
          type: 'object',
          description: 'RFC 9457.',
          properties: {
            success: { const: false },
            type: { type: 'string', format: 'uri-reference' },
            code: { type: 'string' },
            title: { type: 'string' },
            status: { type: 'integer' },
            message: { type: 'string' },
            detail: { type: 'string' },
            request_id: { type: 'string' },
            errors: {
              type: 'array',
              items: {
                type: 'object',
                properties: {
                  pointer: { type: 'string', description: 'JSON pointer to the field, RFC 6901.' },
                  detail: { type: 'string', description: 'What to do about it.' },
                  code: { type: 'string', description: 'Which sentence it is, where the shape alone was broken.' },
                  values: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
                },
              },
            },
            timestamp: { type: 'string', format: 'date-time' },
          },
          required: ['success', 'type', 'code', 'title', 'status', 'message', 'request_id', 'timestamp'],
        },
      },
      responses: {
        Problem: {
          description: [...kernelProblems].map((kind) => `${kind.status} \`${kind.code}\`: ${kind.title}`).join('\n\n'),
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
  };
}

/** The reference is one page with its own script; it may run that script and call this server, nothing else. */
const DOCS_POLICY =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Adds /api/openapi.json and /docs. */
export async function documentRoutes(app: FastifyInstance, described: Described): Promise<void> {
  const text = JSON.stringify(openApiOf(described));
  app.get('/api/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(text));
  app.addHook('onSend', async (request, reply, payload) => {
    if (request.url === '/docs' || request.url.startsWith('/docs/'))
      reply.header('content-security-policy', DOCS_POLICY);
    return payload;
  });
  await app.register(scalar, {
    routePrefix: '/docs',
    configuration: {
      content: text,
      withDefaultFonts: false,
      proxyUrl: '',
      hideClientButton: true,
      telemetry: false,
      agent: { disabled: true },
      mcp: { disabled: true },
      showDeveloperTools: 'never',
    } as never,
  });
}
