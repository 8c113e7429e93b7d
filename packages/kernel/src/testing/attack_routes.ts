/** The generated attack by addresses: no session, no permission, the victim named in every place that can name a tenant, his ids in paths. */
import {
  addressOf,
  type Breach,
  harmless,
  namesInPath,
  neverLike,
  type Party,
  plain,
  send,
  shown,
  tenantRoutes,
  tokenFor,
  UNKNOWN,
} from './attack.ts';
import { type Bodies, bodyFor, idFor, inPath, newMark, unfurnished } from './attack_bodies.ts';
import type { Caller, Reply } from './caller.ts';
import type { World } from './world.ts';

interface Named {
  id: string;
  slug: string;
}

const NEVER: Named = { id: UNKNOWN, slug: 'never-was' };

/**
 * Attacks every route that works in a tenant. What the victim's name and ids answer must be what a name and an id answer that
 * never were; whether the victim is as it was is for the caller to look at.
 */
export async function attackRoutes(world: World, attacker: Party, victim: Party, bodies: Bodies): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const { office } = attacker;
  const { slug } = victim.office;
  const powerless = await office.hire(`powerless${newMark()}`, []);
  const bearer = async (tenant: Named | null): Promise<Caller> =>
    world.nobody.with({ authorization: `Bearer ${await tokenFor(world, office.owner, tenant)}` });
  const unnamed = await bearer(null);
  const [thief, dreamer] = [await bearer(victim.office), await bearer(NEVER)];
  for (const route of tenantRoutes(world)) {
    const add = (how: string, reply: Reply): void =>
      void breaches.push({ target: route.name, how: `${how}: ${shown(reply)}` });
    const own = addressOf(route, office.slug, () => UNKNOWN);
    const body = bodyFor(route, bodies, attacker);

    const anonymous = await send(world.nobody, route, own, body);
    if (anonymous.status !== 401) add('without a session', anonymous);
    if (route.permission) {
      const weak = await send(powerless, route, own, body);
      if (weak.status !== 403 || (weak.body.permission !== route.permission && weak.body.feature === undefined))
        add('without the permission', weak);
    }

    const compare = (how: string, foreign: Reply, never: Reply): void => {
      if (foreign.status < 400 || foreign.status > 404) add(how, foreign);
      else if (plain(foreign) !== plain(never))
        add(`${how} looks unlike one that never was (${plain(never).slice(0, 100)})`, foreign);
    };
    const namings: [how: string, naming: (tenant: Named) => [path: string, headers: Record<string, string>]][] = [
      ['X-Tenant-ID', (tenant) => [own, { 'x-tenant-id': tenant.id }]],
      ['X-Tenant-ID with the slug', (tenant) => [own, { 'x-tenant-id': tenant.slug }]],
      ['X-Tenant-Slug', (tenant) => [own, { 'x-tenant-slug': tenant.slug }]],
      ['sub-domain', (tenant) => [own, { host: `${tenant.slug}.${world.kernel.config.base_domain}` }]],
      ['?tenant=', (tenant) => [`${own}?tenant=${tenant.slug}`, {}]],
      ['?tenant_id=', (tenant) => [`${own}?tenant_id=${tenant.id}`, {}]],
    ];
    if (route.path.includes('{tenant}'))
      namings.push(['path', (tenant) => [addressOf(route, tenant.slug, () => UNKNOWN), {}]]);
    else if (route.scope === 'tenant')
      namings.push(['path', (tenant) => [own.replace('/api/', `/api/tenants/${tenant.slug}/`), {}]]);
    for (const [how, naming] of namings) {
      for (const caller of [office.owner, unnamed]) {
        const tried = ([path, headers]: [string, Record<string, string>]): Promise<Reply> =>
          send(caller, route, path, body, headers);
        compare(`the victim named by ${how}`, await tried(naming(victim.office)), await tried(naming(NEVER)));
      }
    }
    compare('the victim named by a token', await harmless(thief, route, slug), await harmless(dreamer, route, slug));

    for (const name of namesInPath(route)) {
      const [theirs, ours] = [idFor(victim, route, name), idFor(attacker, route, name)];
      if (theirs === undefined || ours === undefined) breaches.push(unfurnished(route, `{${name}}`));
      if (!theirs || !ours) continue;
      const tried = (id: string): Promise<Reply> => {
        const path = addressOf(route, office.slug, (one) => (one === name ? id : inPath(attacker, route, one)));
        return send(office.owner, route, path, body);
      };
      const foreign = await tried(theirs);
      const never = await tried(neverLike(theirs));
      // What is the platform's alone is refused before any id is looked at.
      if (foreign.status !== 404 && foreign.status !== 403) add(`the victim’s ${name} in the path`, foreign);
      if (plain(foreign, theirs) !== plain(never, neverLike(theirs)))
        add(`the victim’s ${name} looks unlike one that never was (${plain(never).slice(0, 150)})`, foreign);
      if (route.method !== 'GET') continue;
      const known = await tried(ours);
      if (known.status >= 300) add(`not even the own ${name} is found, so nothing was tried`, known);
    }
  }
  return breaches;
}
