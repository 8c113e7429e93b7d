/** The typed client calls the real server; its types come from the routes, and OpenAPI tells the same routes. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { authRoutes } from '../identity/auth.routes.ts';
import { createWorld, OPERATOR, type World } from '../testing/world.ts';
import { ApiError, createClient } from './client.ts';
import { pathNames } from './route.ts';

type Auth = (typeof authRoutes)[number];

let world: World;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
});
afterAll(() => world?.close());

test('a call is typed by its route, and a refusal is an ApiError with code and request id', async () => {
  const stranger = createClient<Auth>({ base_url: world.address });
  const { data } = await stranger('POST /auth/login', { email: OPERATOR.email, password: OPERATOR.password });
  const isOperator: boolean = data.user.is_operator;
  expect(isOperator).toBe(true);
  const api = createClient<Auth>({ base_url: world.address, token: String(data.access_token) });
  expect((await api('GET /auth/me')).data.user.email).toBe(OPERATOR.email);
  const [session] = (await api('GET /auth/sessions')).data;
  const ended = await api('DELETE /auth/sessions/{session}', { session: String(session?.id) });
  expect(ended.data.ended).toBe(1);
  const refused = await api('GET /auth/me').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ApiError);
  expect(refused).toMatchObject({ status: 401, code: 'identity.unauthenticated' });
  expect((refused as ApiError).body.request_id).toMatch(/^[0-9a-f-]{36}$/);
});

test('OpenAPI has every route with its input, its problems and its rights, and no other', async () => {
  const { body } = await world.nobody.get('/api/openapi.json');
  expect(body.openapi).toBe('3.1.0');
  const described = Object.entries(body.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
    ([path, operations]) =>
      Object.entries(operations).map(
        ([method, operation]) => `${method.toUpperCase()} ${path} ${operation.operationId}`,
      ),
  );
  expect(described.sort()).toEqual(
    world.routes.map((route) => `${route.method} /api${route.path} ${route.name}`).sort(),
  );
  for (const route of world.routes) {
    const operation = body.paths[`/api${route.path}`][route.method.toLowerCase()];
    const inPath = operation.parameters
      .filter((one: { in?: string }) => one.in === 'path')
      .map((one: { name: string }) => one.name);
    expect(inPath).toEqual(pathNames(route.path));
    for (const kind of route.problems ?? []) expect(operation.responses[kind.status].description).toContain(kind.code);
    expect(operation.security).toEqual(route.scope === 'public' ? [] : [{ bearer: [] }]);
  }
});

test('every reference inside the description leads somewhere', async () => {
  const { text, body } = await world.nobody.get('/api/openapi.json');
  const references = [...text.matchAll(/"\$ref":"#\/([^"]+)"/g)].map((match) => (match[1] as string).split('/'));
  expect(references.length).toBeGreaterThan(5);
  for (const path of references) {
    let at: unknown = body;
    for (const part of path) at = (at as Record<string, unknown>)[part];
    expect(at, path.join('/')).toBeDefined();
  }
});

test('the readable reference is served from here alone', async () => {
  const page = await world.nobody.get('/docs/');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toMatch(/default-src 'none'/);
  const outside = [...page.text.matchAll(/(?:src|href)="(https?:)?\/\/[^"]+"/g)].map((match) => match[0]);
  expect(outside).toEqual([]);
});
