/** The generated attack on what people do with their own accounts, in no organisation: the victim's ids wherever such a route refers to something. */
import { wireInput } from '../http/convert.ts';
import {
  accountRoutes,
  addressOf,
  type Breach,
  claimsOf,
  isBodiless,
  namesInPath,
  neverLike,
  type Party,
  plain,
  send,
  shown,
} from './attack.ts';
import {
  bodyFor,
  idFor,
  inPath,
  newMark,
  planted,
  type Reference,
  referencesIn,
  unfurnished,
} from './attack_bodies.ts';
import type { Reply } from './caller.ts';
import type { World } from './world.ts';

/** The party with what only its owner has. */
function withOwn(party: Party): Party {
  const { office } = party;
  return { ...party, ids: { ...party.ids, session: claimsOf(office.owner).sid, tenant: office.slug } };
}

/** What belongs to the victim must be refused, in the words for what never was. Afterwards its owner must still be signed in. */
export async function attackAccounts(world: World, us: Party, them: Party): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const [attacker, victim] = [withOwn(us), withOwn(them)];
  const isKnown = (name: string): boolean => Object.hasOwn(victim.ids, name);
  for (const route of accountRoutes(world)) {
    const inPaths: Reference[] = namesInPath(route).map((name) => ({ at: [name], name }));
    const inInput = referencesIn(wireInput(route.input), isKnown).filter(
      ({ at }) => !inPaths.some((one) => one.name === at[0]),
    );
    for (const reference of [...inPaths, ...inInput]) {
      const { at, name } = reference;
      const theirs = idFor(victim, route, name);
      if (theirs === undefined) breaches.push(unfurnished(route, at.join('.')));
      if (!theirs) continue;
      const mark = newMark();
      const tried = (value: string): Promise<Reply> => {
        const path = addressOf(route, attacker.office.slug, (one) =>
          one === name ? value : inPath(attacker, route, one),
        );
        if (inPaths.includes(reference))
          return send(attacker.office.owner, route, path, bodyFor(route, {}, attacker, [], mark));
        if (isBodiless(route))
          return send(attacker.office.owner, route, `${path}?${at[0]}=${encodeURIComponent(value)}`);
        return send(attacker.office.owner, route, path, planted(bodyFor(route, {}, attacker, at, mark), at, value));
      };
      const never = neverLike(theirs);
      const [unknown, foreign] = [await tried(never), await tried(theirs)];
      const how = `the victim’s ${name} as ${at.join('.')}`;
      if (![400, 403, 404, 422].includes(foreign.status))
        breaches.push({ target: route.name, how: `${how}: ${shown(foreign)}` });
      if (plain(foreign, theirs) !== plain(unknown, never))
        breaches.push({ target: route.name, how: `${how} looks unlike one that never was: ${shown(foreign)}` });
    }
  }
  const still = await victim.office.owner.get('/api/auth/me');
  if (still.status !== 200)
    breaches.push({ target: 'auth.me', how: `the victim’s owner was signed out: ${shown(still)}` });
  return breaches;
}
