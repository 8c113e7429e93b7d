/** The generated attack by hosts and cookies: a browser on the victim's host, hosts that somebody claims to have seen, tenants and tokens in cookies. */
import {
  accountRoutes,
  admitted,
  type Breach,
  claimsOf,
  harmless,
  type Party,
  plain,
  shown,
  tenantRoutes,
  tokenFor,
  UNKNOWN,
} from './attack.ts';
import type { Caller, Reply } from './caller.ts';
import type { World } from './world.ts';

type Headers = Record<string, string | string[]>;

/** What proxies say of the host that was asked for; none is believed unless the installation says so. */
const claimed = (host: string): Headers => ({
  'x-forwarded-host': host,
  'x-forwarded-server': host,
  'x-original-host': host,
  'x-host': host,
  'x-http-host-override': host,
  'x-original-url': `http://${host}/`,
  'x-rewrite-url': `http://${host}/`,
  forwarded: `for=127.0.0.1;host=${host}`,
  via: `1.1 ${host}`,
});

const ACCESS = '__Host-tenantry_access';

/** A caller's session as a browser carries it: in a cookie, with the CSRF token, from a page of the host. */
async function browserOf(
  world: World,
  caller: Caller,
  tenant: { id: string; slug: string },
): Promise<(host: string) => Headers> {
  const token = await tokenFor(world, caller, tenant);
  const csrf = world.kernel.identity.signer.csrfOf(claimsOf(caller).sid, tenant.id);
  return (host) => ({ host, origin: `http://${host}`, cookie: `${ACCESS}=${token}`, 'x-csrf-token': csrf });
}

/** The token with the other tenant in it, under the signature that it had. */
function forged(caller: Caller, tenant: { id: string; slug: string }): string {
  const [header, , signature] = String(caller.token).split('.');
  const claims = { ...claimsOf(caller), tenant_id: tenant.id, tenant_slug: tenant.slug };
  return [header, Buffer.from(JSON.stringify(claims)).toString('base64url'), signature].join('.');
}

/**
 * Attacks every route that works in a tenant. All requests are refused by the route's schema at the latest, so that nothing
 * happens where one gets through; in which tenant that was, the answer's `x-tenant` tells.
 */
export async function attackHosts(world: World, attacker: Party, victim: Party): Promise<Breach[]> {
  const breaches: Breach[] = [];
  const base = world.kernel.config.base_domain;
  const hostOf = ({ office }: Party): string => `${office.slug}.${base}`;
  const hosts = [hostOf(victim), `${hostOf(victim)}.:8080`, ...(victim.domain ? [victim.domain] : [])];
  const own = hostOf(attacker);
  const { slug } = attacker.office;
  const unnamed = `Bearer ${await tokenFor(world, attacker.office.owner, null)}`;
  for (const route of [...tenantRoutes(world), ...accountRoutes(world)]) {
    const add = (how: string, reply: Reply): void =>
      void breaches.push({ target: route.name, how: `${how}: ${shown(reply)}` });
    const owner = await admitted(world, route, attacker);
    const browser = await browserOf(
      world,
      owner.token === attacker.office.owner.token ? owner : world.operator,
      attacker.office,
    );
    const asked = (caller: Caller, headers: Headers, prefix = ''): Promise<Reply> =>
      harmless(caller, route, slug, headers, prefix);
    const isOwn = (reply: Reply): boolean =>
      reply.body.code === 'http.invalid_input' && String(reply.headers['x-tenant']).startsWith(`${slug};`);
    const isRefused = (reply: Reply): boolean =>
      reply.status >= 400 && reply.status <= 404 && !reply.headers['x-tenant'];

    const straight = await asked(owner, {});
    const browsed = await asked(world.nobody, browser(own));
    for (const reply of [straight, browsed]) {
      if (!isOwn(reply)) add('not even an own request comes through, so nothing was tried', reply);
    }
    for (const host of hosts) {
      const carried = await asked(world.nobody, browser(host));
      if (carried.body.code !== 'tenancy.conflict' || !isRefused(carried)) add(`a cookie on the host ${host}`, carried);
      const guest = await harmless(world.nobody, route, victim.office.slug, { host, authorization: unnamed });
      if (guest.status !== 404) add(`a token without a tenant on the host ${host}`, guest);
      const said = await asked(owner, claimed(host));
      if (plain(said) !== plain(straight) || !isOwn(said)) add(`a proxy’s headers for ${host} are believed`, said);
      for (const both of [
        [own, host],
        [host, own],
      ]) {
        const doubled = await asked(owner, { host: both });
        if (!isOwn(doubled) && !isRefused(doubled)) add(`two hosts, ${both.join(' and ')}`, doubled);
      }
      const absolute = await asked(owner, { host: own }, `http://${host}`);
      if (!isOwn(absolute) && !isRefused(absolute)) add(`an absolute address at ${host}`, absolute);
    }
    const names = ['tenant', 'tenant_id', 'tenant_slug', 'x-tenant-id', 'x-tenant-slug', '__Host-tenantry_tenant'];
    for (const value of [victim.office.id, victim.office.slug]) {
      const { cookie, ...rest } = browser(own);
      const named = await asked(world.nobody, {
        ...rest,
        cookie: [cookie, ...names.map((name) => `${name}=${value}`)].join('; '),
      });
      if (plain(named) !== plain(browsed) || !isOwn(named)) add('the victim named by a cookie', named);
    }
    for (const tenant of [victim.office, { id: UNKNOWN, slug: 'never-was' }]) {
      const token = forged(owner, tenant);
      const { cookie: _cookie, ...rest } = browser(own);
      const ways: Headers[] = [{ authorization: `Bearer ${token}` }, { ...rest, cookie: `${ACCESS}=${token}` }];
      for (const headers of ways) {
        const reply = await asked(world.nobody, headers);
        if (reply.status !== 401) add('a token that was changed', reply);
      }
    }
    const lent = await browserOf(world, attacker.office.owner, victim.office);
    const there = await harmless(world.nobody, route, victim.office.slug, lent(hostOf(victim)));
    // Who left an organisation may still sign out with its token, and is in none with it.
    const isNowhere = route.scope === 'account' && there.status === 400 && !there.headers['x-tenant'];
    if (there.status !== 404 && !isNowhere) add('a cookie for the victim on his host', there);
  }
  return breaches;
}
