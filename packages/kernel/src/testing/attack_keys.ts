/** The generated attack by idempotency keys: what one organisation did with a key, another that sends the same must do for itself. */
import {
  addressOf,
  type Breach,
  claimsOf,
  isBodiless,
  type Party,
  send,
  shown,
  tenantRoutes,
  tokenFor,
  UUID,
} from './attack.ts';
import { type Bodies, bodyFor, inPath, newMark } from './attack_bodies.ts';
import type { Caller, Reply } from './caller.ts';
import { join } from './people.ts';
import type { World } from './world.ts';

const TAKEN = new Set(['http.in_progress', 'http.idempotency_key_reused']);

/** Somebody with all rights in both organisations, as he calls in each. */
async function employ(world: World, first: Party, second: Party): Promise<(party: Party) => Caller> {
  const name = `double${newMark()}`;
  const double = await first.office.hire(name, ['*']);
  const { sub } = claimsOf(double);
  await join(world, second.office.id, { id: sub, email: `${name}@${first.office.slug}.example` }, 'test_owner');
  const there = await tokenFor(world, double, second.office);
  return (party) => (party === first ? double : world.nobody.with({ authorization: `Bearer ${there}` }));
}

/**
 * Sends each write of the first organisation with a key, and then the same with the same key in the second: by the same person,
 * who has all rights in both, and by a stranger. Both organisations are alike, so that this is attacker and victim both ways. They
 * are changed by it. `untried` says of routes why none of their writes succeeds.
 */
export async function attackKeys(
  world: World,
  first: Party,
  second: Party,
  bodies: Bodies,
  untried: Readonly<Record<string, string>> = {},
): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const member = await employ(world, first, second);
  for (const target of Object.keys(untried)) {
    if (!world.routes.some(({ name }) => name === target))
      breaches.push({ target, how: 'is excused, and is no route any more' });
  }
  for (const route of tenantRoutes(world)) {
    if (isBodiless(route) || untried[route.name]) continue;
    const add = (how: string, reply: Reply): void =>
      void breaches.push({ target: route.name, how: `${how}: ${shown(reply)}` });
    const mark = newMark();
    const keyed = (caller: Caller, party: Party): Promise<Reply> => {
      const path = addressOf(route, party.office.slug, (name) => inPath(party, route, name));
      return send(caller, route, path, bodyFor(route, bodies, party, [], mark), {
        'idempotency-key': `key-${route.name}`,
      });
    };
    let as = member;
    let done = await keyed(as(first), first);
    if ([403, 410].includes(done.status) && route.scope === 'control') {
      as = (party) => world.operator.with({ 'x-tenant-id': party.office.id });
      done = await keyed(as(first), first);
    }
    if (done.status >= 300) {
      add('not even the first write succeeds, so no key was tried (give it a body, or a reason)', done);
      continue;
    }
    // Keys are for POST; what else hears one must hold to the same.
    const heard = route.method === 'POST' && !route.unrepeatable;
    if (heard) {
      const again = await keyed(as(first), first);
      if (!again.headers['idempotent-replayed']) add('the key is not heard, so nothing was tried', again);
    }
    // A person is the same in both.
    const shared = [...Object.values(second.ids), claimsOf(as(first)).sub];
    const told = (reply: Reply): boolean =>
      (done.text.match(UUID) ?? []).some((id: string) => reply.text.includes(id) && !shared.includes(id));
    for (const [who, caller] of [
      ['a stranger', second.office.owner],
      ['the same person', as(second)],
    ] as const) {
      const reply = await keyed(caller, second);
      if (reply.headers['idempotent-replayed'] || TAKEN.has(reply.body.code) || told(reply))
        add(`${who} with the same key elsewhere`, reply);
      else if (who === 'the same person' && reply.status >= 500) add('the same key elsewhere', reply);
    }
  }
  return breaches;
}
