/** The generated attack by inputs: `tenant_id` in bodies, the victim's ids wherever an input refers to a record, the victim's cursors. */
import type { TObject } from 'typebox';
import { wireInput } from '../http/convert.ts';
import type { AnyRoute } from '../http/route.ts';
import {
  addressOf,
  admitted,
  type Breach,
  isBodiless,
  neverLike,
  type Party,
  plain,
  send,
  shown,
  tenantRoutes,
} from './attack.ts';
import { attackAccounts } from './attack_accounts.ts';
import {
  type Bodies,
  bodyFor,
  idFor,
  inPath,
  newMark,
  objectsIn,
  planted,
  type Reference,
  referencesIn,
  unfurnished,
} from './attack_bodies.ts';
import { idsOf } from './attack_tables.ts';
import type { Caller, Reply } from './caller.ts';
import type { World } from './world.ts';

interface Siege {
  world: World;
  attacker: Party;
  victim: Party;
  bodies: Bodies;
  /** Everything by which the victim can be told from others. */
  secrets: ReadonlySet<string>;
  breaches: Breach[];
  /** Routes with which the attacker has succeeded; what can be done but once is refused of his own afterwards. */
  done: Set<string>;
}

/** The references of a route's query or body that are the same to nobody; those without an id to try are breaches. */
function triable(
  { victim, attacker, breaches }: Siege,
  route: AnyRoute,
): (Reference & { ours: string; theirs: string })[] {
  const noun = route.name.split('.')[0];
  const isKnown = (name: string): boolean => Object.hasOwn(victim.ids, name) && `${name}s` !== noun;
  return referencesIn(wireInput(route.input), isKnown).flatMap((reference) => {
    const { at, name } = reference;
    if (route.path.includes(`{${at[0]}}`)) return [];
    const [theirs, ours] = [idFor(victim, route, name), idFor(attacker, route, name)];
    if (theirs === undefined || ours === undefined) breaches.push(unfurnished(route, at.join('.')));
    return theirs && ours ? [{ ...reference, ours, theirs }] : [];
  });
}

const pathOf = ({ attacker }: Siege, route: AnyRoute): string =>
  addressOf(route, attacker.office.slug, (name) => inPath(attacker, route, name));

/** A field of the tenant is unknown everywhere, also deep in a body. */
async function attackOwnership(siege: Siege, route: AnyRoute, caller: Caller): Promise<void> {
  const { attacker, victim, bodies, breaches } = siege;
  for (const at of objectsIn(wireInput(route.input))) {
    const path = [...at, 'tenant_id'];
    const body = planted(bodyFor(route, bodies, attacker, path), path, victim.office.id);
    const reply = await send(caller, route, pathOf(siege, route), body);
    const pointer = `/${path.join('/').replaceAll('*', '0')}`;
    const isNamed = reply.body.errors?.some((one: { pointer: string }) => one.pointer === pointer);
    if (reply.status !== 400 || !isNamed)
      breaches.push({
        target: route.name,
        how: `${path.join('.')} in the body is not refused as unknown: ${shown(reply)}`,
      });
  }
}

/**
 * Puts the party's own id, the victim's and one that never was into the same place of an otherwise good request. The own one must
 * succeed, or be refused for what it is; the victim's must be refused like the one that never was, or select as little.
 */
async function attackReference(
  siege: Siege,
  route: AnyRoute,
  caller: Caller,
  { at, name, ours, theirs }: ReturnType<typeof triable>[number],
): Promise<void> {
  const { attacker, bodies, breaches } = siege;
  const add = (how: string, reply: Reply): void =>
    void breaches.push({ target: route.name, how: `${how}: ${shown(reply)}` });
  const field = at.join('.');
  const path = pathOf(siege, route);
  const tried = (value: string, mark: string): Promise<Reply> =>
    isBodiless(route)
      ? send(caller, route, `${path}?${at[0]}=${encodeURIComponent(value)}`)
      : send(caller, route, path, planted(bodyFor(route, bodies, attacker, at, mark), at, value));
  const never = neverLike(theirs);
  const mark = newMark();
  const own = await tried(ours, newMark());
  const unknown = await tried(never, mark);
  const foreign = await tried(theirs, mark);
  const isSpent = own.status === 409 && siege.done.has(route.name);
  if (own.status < 300) siege.done.add(route.name);
  const isClosed = (reply: Reply): boolean =>
    reply.status === 400 && reply.body.errors?.some((one: { pointer: string }) => one.pointer === `/${at[0]}`);
  if (own.status >= 300 && !isClosed(own) && !isSpent)
    return add(`the own ${name} as ${field} is refused, so nothing was tried`, own);
  if (plain(foreign, theirs) !== plain(unknown, never))
    add(`the victim’s ${name} as ${field} looks unlike one that never was (${plain(unknown).slice(0, 120)})`, foreign);
  if (isClosed(own)) return;
  if (plain(foreign, theirs) === plain(own, ours))
    add(`the victim’s ${name} as ${field} does what the own one does`, foreign);
  const selects = isBodiless(route) || at.includes('*');
  if (foreign.status < 300 ? !selects : ![400, 404, 422].includes(foreign.status))
    add(`the victim’s ${name} as ${field}`, foreign);
}

/** What the attacker reads of his own holds nothing of the victim's, whatever he searches for. */
async function attackReading(siege: Siege, route: AnyRoute, caller: Caller): Promise<void> {
  const { victim, breaches, secrets } = siege;
  const { properties } = route.input as TObject;
  const queries = ['', ...(Object.hasOwn(properties, 'limit') ? ['limit=200'] : [])];
  if (Object.hasOwn(properties, 'q'))
    queries.push(...[victim.office.slug, ...secrets].slice(0, 5).map((q) => `q=${q}`));
  for (const query of queries) {
    const reply = await send(caller, route, `${pathOf(siege, route)}?${query}`);
    const told = [...secrets].find((secret) => !query.includes(secret) && reply.text.includes(secret));
    if (told || reply.status >= 300)
      breaches.push({
        target: route.name,
        how: `reading ?${query} tells ${told ?? 'nothing at all'}: ${shown(reply)}`,
      });
  }
}

/** Pages of the victim's list, asked for by the attacker. */
async function attackCursor(siege: Siege, route: AnyRoute): Promise<void> {
  const { attacker, victim, breaches, secrets } = siege;
  const add = (how: string, reply: Reply): void =>
    void breaches.push({ target: route.name, how: `${how}: ${shown(reply)}` });
  const theirPath = addressOf(route, victim.office.slug, (name) => inPath(victim, route, name));
  const theirs = await send(victim.office.owner, route, `${theirPath}?limit=1`);
  const cursor = theirs.body.meta?.next_cursor;
  if (!cursor) return add('the victim’s list has no second page, so no cursor was tried', theirs);
  for (const query of [`cursor=${cursor}&limit=1`, `cursor=${cursor}&limit=200`]) {
    const reply = await send(attacker.office.owner, route, `${pathOf(siege, route)}?${query}`);
    const told = [...secrets].find((secret) => reply.text.includes(secret));
    if (told || (reply.status !== 200 && reply.status !== 400))
      add(`?${query.replace(cursor, '<the victim’s>')} tells ${told}`, reply);
  }
}

/** Attacks every route that works in a tenant, and those of accounts; whether the victim is as it was is for the caller to look at. */
export async function attackInputs(world: World, attacker: Party, victim: Party, bodies: Bodies): Promise<Breach[]> {
  const secrets = await idsOf(world, victim.office);
  const siege: Siege = { world, attacker, victim, bodies, secrets, breaches: [], done: new Set() };
  for (const route of tenantRoutes(world)) {
    const caller = await admitted(world, route, attacker);
    if (!isBodiless(route)) await attackOwnership(siege, route, caller);
    if (route.method === 'GET') await attackReading(siege, route, caller);
    for (const reference of triable(siege, route)) await attackReference(siege, route, caller, reference);
    if (route.list && Object.hasOwn((route.input as TObject).properties, 'cursor')) await attackCursor(siege, route);
  }
  return [...siege.breaches, ...(await attackAccounts(world, attacker, victim))];
}
