/** What the generated attack shares: the two parties, requests made of a route's declaration, and answers held against each other. */
import { type AnyRoute, pathNames } from '../http/route.ts';
import type { Caller, Reply } from './caller.ts';
import type { Office } from './offices.ts';
import { pngOf } from './pictures.ts';
import { formOf } from './uploads.ts';
import type { World } from './world.ts';

/** Something that the attack got, or could not try. */
export interface Breach {
  target: string;
  how: string;
}

/** An organisation in the attack, with one of everything that a route can name. */
export interface Party {
  office: Office;
  /** Name in a path or of a field → this party's id or number for it; null where it means the same to everybody. */
  ids: Readonly<Record<string, string | null>>;
  /** What stands in a path for a name that means the same to everybody; the name itself where it is left out. */
  words?: Readonly<Record<string, string>>;
  /** A host of its own that is verified. */
  domain: string | null;
}

/** A uuid that nothing has. */
export const UNKNOWN = '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10';

export const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** A value of the same form that never was. */
export function neverLike(id: string): string {
  return new RegExp(`^${UUID.source}$`).test(id) ? UNKNOWN : id.replace(/[a-z]/g, 'x').replace(/\d/g, '0');
}

/** The routes that work in a tenant. */
export function tenantRoutes(world: World): AnyRoute[] {
  return world.routes.filter((route) => route.scope === 'tenant' || route.scope === 'control');
}

/** The routes with which people look after their own accounts; a tenant may be named, and then must be one of theirs. */
export function accountRoutes(world: World): AnyRoute[] {
  return world.routes.filter((route) => route.scope === 'account');
}

/** Whether the route has no body. */
export const isBodiless = (route: AnyRoute): boolean => route.method === 'GET' || route.method === 'DELETE';

/** The names in the route's path beside the tenant's. */
export const namesInPath = (route: AnyRoute): string[] => pathNames(route.path).filter((name) => name !== 'tenant');

/** The route's path with the tenant and the ids in it. */
export function addressOf(route: AnyRoute, tenant: string, id: (name: string) => string): string {
  return `/api${route.path.replace(/\{(\w+)\}/g, (_all, name: string) => encodeURIComponent(name === 'tenant' ? tenant : id(name)))}`;
}

/** A file that every upload takes. */
const ATTACK = pngOf(2, 2, [9, 9, 9]);

/** Sends to the route; the body is left out where it has none, and a form with a file where it takes one. */
export function send(
  caller: Caller,
  route: AnyRoute,
  path: string,
  body: unknown = {},
  headers: Record<string, string | string[]> = {},
): Promise<Reply> {
  if (route.stored_upload) {
    const texts = Object.entries(body as object).map(([name, value]) => [name, String(value)]);
    const { raw, type } = formOf('attack.png', ATTACK, 'file', Object.fromEntries(texts));
    return caller.call(route.method, path, { raw, headers: { ...headers, 'content-type': type } });
  }
  return caller.call(route.method, path, isBodiless(route) ? { headers } : { headers, body });
}

/** An answer without what differs from call to call, and without the value that was sent. */
export function plain({ status, body }: Reply, sent?: string): string {
  if (typeof body !== 'object' || body === null) return `${status} ${body}`;
  const { request_id: _request, timestamp: _timestamp, ...rest } = body;
  const text = `${status} ${JSON.stringify(rest)}`;
  return sent ? text.replaceAll(sent, 'ID') : text;
}

/** What an answer was, for the sentence of a breach. */
export const shown = (reply: Reply): string => `${reply.status} ${reply.text.slice(0, 200)}`;

/** What a token says. */
export function claimsOf(caller: Caller): { sub: string; sid: string; tenant_id: string } & Record<string, unknown> {
  return JSON.parse(Buffer.from(String(caller.token).split('.')[1] as string, 'base64url').toString());
}

/** The same session as a token that names another tenant, or none; rightly signed, as after a role was lost. */
export function tokenFor(world: World, caller: Caller, tenant: { id: string; slug: string } | null): Promise<string> {
  const named = { tenant_id: tenant?.id ?? null, tenant_slug: tenant?.slug ?? null, role: null };
  return world.kernel.identity.signer.sign({ ...claimsOf(caller), ...named });
}

/** The caller whom the route admits in this organisation: its owner, or for what is the platform's alone the operator there. */
export async function admitted(world: World, route: AnyRoute, { office }: Party): Promise<Caller> {
  const operator = world.operator.with({ 'x-tenant-id': office.id });
  if (route.scope === 'tenant') return office.owner;
  const reply = await harmless(office.owner, route, office.slug);
  return reply.status === 403 ? operator : office.owner;
}

/** A request that is admitted like any other, and then refused by its schema: it does nothing. */
export function harmless(
  caller: Caller,
  route: AnyRoute,
  tenant: string,
  headers: Record<string, string | string[]> = {},
  prefix = '',
): Promise<Reply> {
  const path = `${prefix}${addressOf(route, tenant, () => UNKNOWN)}?no_such_parameter=1`;
  return send(caller, route, path, { no_such_field: 1 }, headers);
}
