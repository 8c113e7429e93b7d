/** The generated attack by what a request carries beside its address: ids in bodies and filters, cursors, cookies on foreign hosts, idempotency keys. */
import type { TSchema } from 'typebox';
import { wireInput } from '../http/convert.ts';
import { type AnyRoute, pathNames } from '../http/route.ts';
import { addressOf, type Breach, plain, UNKNOWN, type Victim } from './attack.ts';
import type { Caller, Reply } from './caller.ts';
import type { Office } from './offices.ts';
import type { World } from './world.ts';

type Schema = TSchema & {
  type?: string | string[];
  format?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
};

/** Where in an input a reference to another record stands, as the keys that lead there; `*` goes into a list. */
export function referencesIn(schema: TSchema, name = '', at: string[] = []): string[][] {
  const { properties, items, format } = schema as Schema;
  if (properties) return Object.entries(properties).flatMap(([key, part]) => referencesIn(part, key, [...at, key]));
  if (items) return referencesIn(items, name.replace(/s$/, ''), [...at, '*']);
  return format === 'uuid' || /(^|_)id$/.test(name) ? [at] : [];
}

/** The body with the value put there. */
function planted(body: unknown, path: readonly string[], value: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (key === '*') return [planted((body as unknown[] | undefined)?.[0], rest, value)];
  return { ...(body as object), [key]: planted((body as Record<string, unknown> | undefined)?.[key], rest, value) };
}

const isUuid = (text: string | null): text is string => text !== null && /^[0-9a-f]{8}-/.test(text);
const isRead = (route: AnyRoute): boolean => route.method === 'GET' || route.method === 'DELETE';

/** An answer in which an id that was sent is the same as any other. */
const faceless = (reply: Reply, id: string): string => plain(reply).replaceAll(id, 'ID');

/** The attacker's browser: his session in a cookie, on any host. */
function browserOf(world: World, attacker: Office): (host: string) => Record<string, string> {
  const token = String(attacker.owner.token);
  const claims = JSON.parse(Buffer.from(token.split('.')[1] as string, 'base64url').toString());
  const csrf = world.kernel.identity.signer.csrfOf(claims.sid, claims.tenant_id);
  return (host) => ({
    host,
    origin: `http://${host}`,
    cookie: `__Host-tenantry_access=${token}`,
    'x-csrf-token': csrf,
    authorization: '',
  });
}

/**
 * Attacks every route that works in a tenant: `tenant_id` in its body, the victim's ids wherever its input refers to a record, the
 * victim's cursors, the attacker's cookie on the victim's hosts, hosts that a proxy is said to have seen, the victim's idempotency keys.
 * What is answered must be what an id answers that never was; whether the victim is as it was is for the caller to look at.
 */
export async function attackInputs(world: World, attacker: Office, victim: Victim): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const ids = Object.values(victim.ids).filter(isUuid);
  const base = world.kernel.config.base_domain;
  const browser = browserOf(world, attacker);
  for (const route of world.routes) {
    if (route.scope !== 'tenant' && route.scope !== 'control') continue;
    const add = (how: string, reply: Reply): void =>
      void breaches.push({ target: route.name, how: `${how}: ${reply.status} ${reply.text.slice(0, 200)}` });
    const own = addressOf(route, attacker.slug, () => UNKNOWN);
    const body = victim.bodies[route.name] ?? {};
    const send = (caller: Caller, path: string, headers: Record<string, string>, sent: unknown): Promise<Reply> =>
      caller.call(route.method, path, isRead(route) ? { headers } : { headers, body: sent });

    if (!isRead(route) && !route.upload_mb && !Object.hasOwn(route.input.properties, 'tenant_id')) {
      const named = await send(attacker.owner, own, {}, { ...(body as object), tenant_id: victim.office.id });
      if (named.status < 400 || named.status > 422) add('tenant_id in the body', named);
    }

    const inPath = pathNames(route.path);
    for (const path of referencesIn(wireInput(route.input))) {
      if (inPath.includes(path[0] as string)) continue;
      for (const id of ids) {
        const tried = (value: string): Promise<Reply> =>
          isRead(route)
            ? send(attacker.owner, `${own}?${path.join('.')}=${value}`, {}, undefined)
            : send(attacker.owner, own, {}, planted(body, path, value));
        const foreign = await tried(id);
        const never = await tried(UNKNOWN);
        if (foreign.status >= 500) add(`the victim’s id as ${path.join('.')}`, foreign);
        if (faceless(foreign, id) !== faceless(never, UNKNOWN))
          add(
            `the victim’s id as ${path.join('.')} looks unlike one that never was (${plain(never).slice(0, 120)})`,
            foreign,
          );
      }
    }

    if (route.list && inPath.every((name) => name === 'tenant')) {
      const theirs = await send(
        victim.office.owner,
        `${addressOf(route, victim.office.slug, () => UNKNOWN)}?limit=1`,
        {},
        undefined,
      );
      const cursor = theirs.body.meta?.next_cursor;
      if (cursor) {
        const carried = await send(attacker.owner, `${own}?cursor=${cursor}`, {}, undefined);
        const told = ids.filter((id) => carried.text.includes(id));
        if (carried.status >= 500 || told.length > 0) add('the victim’s cursor', carried);
      }
    }

    for (const host of [`${victim.office.slug}.${base}`, ...(victim.domain ? [victim.domain] : [])]) {
      const reply = await send(attacker.owner, own, browser(host), body);
      if (reply.status !== 403 && reply.status !== 404) add(`a cookie on the host ${host}`, reply);
      else if (reply.body.code !== 'tenancy.conflict')
        add(`a cookie on the host ${host} is not seen as a conflict`, reply);
      const through = await send(attacker.owner, own, { 'x-forwarded-host': host, forwarded: `host=${host}` }, body);
      if (String(through.body.code).startsWith('tenancy.') || through.text.includes(victim.office.id))
        add(`X-Forwarded-Host ${host} is believed`, through);
    }
  }
  for (const { path, body, key } of victim.keyed) {
    const reply = await attacker.owner.post(path, body, { 'idempotency-key': key });
    const told = ids.filter((id) => reply.text.includes(id));
    if (told.length > 0)
      breaches.push({ target: path, how: `the victim’s idempotency key: ${reply.status} ${reply.text.slice(0, 200)}` });
  }
  return breaches;
}
