/** Which organisation a request means: every way to name one, every pair of ways that disagree, and what a stranger learns: nothing. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { insertRecords } from '../db/records.ts';
import { newId } from '../schema/ids.ts';
import { type Caller, callerAt, type Reply } from '../testing/caller.ts';
import { inside } from '../testing/example/inside.ts';
import { example } from '../testing/example/module.ts';
import { noteRecord } from '../testing/example/notes.service.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Organisation, organisation, person, setStatus } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';

/** What one way adds to a request. */
interface Naming {
  path?: string;
  query?: string;
  headers?: Record<string, string>;
}

/** Every way beside the token; `via` is what the debug header calls it. */
const WAYS: Record<string, { via: string; name(organisation: Organisation): Naming }> = {
  'path by slug': { via: 'path', name: ({ slug }) => ({ path: `/tenants/${slug}` }) },
  'path by id': { via: 'path', name: ({ id }) => ({ path: `/tenants/${id}` }) },
  'X-Tenant-ID by id': { via: 'header', name: ({ id }) => ({ headers: { 'x-tenant-id': id } }) },
  'X-Tenant-ID by slug': { via: 'header', name: ({ slug }) => ({ headers: { 'x-tenant-id': slug } }) },
  'X-Tenant-Slug': { via: 'slug-header', name: ({ slug }) => ({ headers: { 'x-tenant-slug': slug } }) },
  'sub-domain': { via: 'subdomain', name: ({ slug }) => ({ headers: { host: `${slug}.tenantry.test:8000` } }) },
  'custom domain': { via: 'domain', name: ({ slug }) => ({ headers: { host: `books.${slug}.example` } }) },
  '?tenant=': { via: 'query', name: ({ slug }) => ({ query: `tenant=${slug}` }) },
  '?tenant_id=': { via: 'query', name: ({ id }) => ({ query: `tenant_id=${id}` }) },
};
const ways = Object.keys(WAYS);

const wayOf = (way: string) => WAYS[way] as (typeof WAYS)[string];

let world: World;
let here: Organisation;
let there: Organisation;
let foreign: Organisation;
/** An organisation that is not. */
const unknown: Organisation = { id: newId(), slug: 'no-such-place' };
/** Belongs to `here` and `there`; `plain` has a token that names neither, `claimed` one for `here`. */
let plain: Caller;
let claimed: Caller;
let loner: Caller;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  [here, there, foreign] = [await organisation(world), await organisation(world), await organisation(world)];
  for (const place of [here, there, foreign]) {
    await inside(world, place, (ctx) =>
      insertRecords(ctx, noteRecord, [{ title: `Note of ${place.slug}`, due_on: '2026-11-21' }]),
    );
    await world.admin.query(
      `insert into domains (tenant_id, id, domain, verification_token, verified_at)
       values ($1, gen_random_uuid(), $2, 't', now()), ($1, gen_random_uuid(), $3, 't', null)`,
      [place.id, `books.${place.slug}.example`, `claimed.${place.slug}.example`],
    );
  }
  const who = await person(world, { reader: here, writer: there });
  plain = await world.nobody.signIn(who.email, who.password);
  claimed = await world.nobody.signIn(who.email, who.password, here.slug);
  const alone = await person(world, { reader: there });
  loner = await world.nobody.signIn(alone.email, alone.password);
});
afterAll(() => world?.close());

/** Asks for the notes, naming organisations in all the given ways together. */
function ask(caller: Caller, named: Record<string, Organisation> = {}): Promise<Reply> {
  const parts = Object.entries(named).map(([way, at]) => wayOf(way).name(at));
  const path = parts.find((part) => part.path)?.path ?? '';
  const query = parts.flatMap((part) => part.query ?? []).join('&');
  const headers = Object.assign({ host: 'tenantry.test' }, ...parts.map((part) => part.headers));
  return caller.get(`/api${path}/notes?${query}`, headers);
}

function expectNotesOf(reply: Reply, place: Organisation, via?: string): void {
  expect(reply.status, reply.text).toBe(200);
  expect(reply.headers['x-tenant']).toMatch(new RegExp(`^${place.slug}; via=${via ?? '\\S+'}$`));
  expect(reply.body.data.map((note: { title: string }) => note.title)).toEqual([`Note of ${place.slug}`]);
}

/** All that a caller can see of an answer, but for what differs each time. */
function seen({ status, headers, text }: Reply): unknown {
  const { date, 'x-request-id': _id, ...rest } = headers;
  return { status, rest, text: text.replace(/"(request_id|timestamp)":"[^"]*"/g, '') };
}

/** Pairs that can stand in one request: each place of a request names one organisation. */
const PAIRS = ways.flatMap((one, at) =>
  ways.slice(at + 1).flatMap((other): [string, string][] => {
    const [a, b] = [wayOf(one).name(unknown), wayOf(other).name(unknown)];
    const clash = (a.path && b.path) || Object.keys(a.headers ?? {}).some((name) => name in (b.headers ?? {}));
    return clash ? [] : [[one, other]];
  }),
);

describe('one name', () => {
  test.each(ways)('by %s', async (way) => {
    for (const place of [here, there]) expectNotesOf(await ask(plain, { [way]: place }), place, wayOf(way).via);
    expectNotesOf(await ask(claimed, { [way]: here }), here, 'claim');
  });

  test('by the token, by the one membership, or by nothing: then it is asked for', async () => {
    expectNotesOf(await ask(claimed), here, 'claim');
    expectNotesOf(await ask(loner), there, 'membership');
    for (const caller of [plain, world.operator]) {
      const reply = await ask(caller);
      expect([reply.status, reply.body.code]).toEqual([400, 'tenancy.required']);
    }
    expect((await ask(world.nobody, { 'X-Tenant-Slug': here })).status).toBe(401);
  });

  test('by a host, however it is written; a host that is nobody’s names nobody', async () => {
    const at = (host: string, more: Record<string, string> = {}) => plain.get('/api/notes', { host, ...more });
    for (const host of [`${here.slug}.TENANTRY.test.`, `BOOKS.${here.slug}.example:443`])
      expect((await at(host)).headers['x-tenant']).toContain(here.slug);
    for (const host of ['www.tenantry.test', 'api.tenantry.test', '10.1.2.3:8000', `claimed.${here.slug}.example`])
      expect([host, (await at(host)).body.code]).toEqual([host, 'tenancy.required']);
    expect((await at(`${here.slug}.tenantry.test.evil.example`)).body.code).toBe('tenancy.required');
    expect((await at(`a.${here.slug}.tenantry.test`)).body.code).toBe('tenancy.not_found');
    // No proxy is trusted here, so what one would say is not heard.
    const forwarded = { 'x-forwarded-host': `${here.slug}.tenantry.test` };
    expect((await at('tenantry.test', forwarded)).body.code).toBe('tenancy.required');
    expect((await plain.get('/api/notes', { 'x-tenant-id': here.id.toUpperCase() })).status).toBe(200);
    expect((await plain.get('/api/notes?tenant=', { 'x-tenant-id': '', 'x-tenant-slug': here.slug })).status).toBe(200);
  });
});

describe('two names', () => {
  test('there are pairs of all ways', () => {
    expect(PAIRS.length).toBe(33);
    expect(new Set(PAIRS.flat())).toEqual(new Set(ways));
  });

  test.each(PAIRS)('%s and %s must agree', async (one, other) => {
    const both = (a: Organisation, b: Organisation) => ask(plain, { [one]: a, [other]: b });
    expectNotesOf(await both(here, here), here);
    const refusals = [await both(here, there), await both(there, here)];
    // Beside an own organisation it must not show whether the other one exists.
    if (other !== 'custom domain') refusals.push(await both(here, foreign), await both(here, unknown));
    if (one !== 'custom domain') refusals.push(await both(foreign, here), await both(unknown, here));
    expect(refusals[0]?.status).toBe(403);
    expect(refusals[0]?.body.code).toBe('tenancy.conflict');
    for (const reply of refusals) expect(seen(reply)).toEqual(seen(refusals[0] as Reply));
    const { rowCount } = await world.admin.query(
      "select from control_audit_entries where action = 'tenancy.conflict' and request_id = any($1)",
      [refusals.map((reply) => reply.headers['x-request-id'])],
    );
    expect(rowCount).toBe(refusals.length);
  });

  test.each(ways)(
    'the token and %s must agree; that they did not is in the trail of the token’s organisation',
    async (way) => {
      const entries = async (): Promise<number> => {
        const text = "select from audit_entries where action = 'tenancy.conflict' and tenant_id = $1";
        return (await world.admin.query(text, [here.id])).rowCount ?? 0;
      };
      const before = await entries();
      const others = way === 'custom domain' ? [there, foreign] : [there, foreign, unknown];
      const replies = await Promise.all(others.map((place) => ask(claimed, { [way]: place })));
      for (const reply of replies) {
        expect([reply.status, reply.body.code]).toEqual([403, 'tenancy.conflict']);
        expect(seen(reply)).toEqual(seen(replies[0] as Reply));
      }
      expect(await entries()).toBe(before + others.length);
    },
  );
});

test('whoever left an organisation leaves no traces in its trail, though his token still names it', async () => {
  const who = await person(world, { reader: here });
  const former = await world.nobody.signIn(who.email, who.password, here.slug);
  const { rows } = await world.admin.query('delete from memberships where email = $1 returning user_id', [who.email]);
  world.kernel.identity.forgetUser(rows[0].user_id);
  const reply = await ask(former, { 'X-Tenant-ID by id': there });
  expect([reply.status, reply.body.code]).toEqual([403, 'tenancy.conflict']);
  const written = async (table: string): Promise<number | null> =>
    (await world.admin.query(`select from ${table} where request_id = $1`, [reply.headers['x-request-id']])).rowCount;
  expect([await written('audit_entries'), await written('control_audit_entries')]).toEqual([0, 1]);
});

test.each(ways.filter((way) => way !== 'custom domain'))(
  'by %s an organisation of others is one that does not exist',
  async (way) => {
    for (const caller of [plain, loner]) {
      const [theirs, none] = [await ask(caller, { [way]: foreign }), await ask(caller, { [way]: unknown })];
      expect([theirs.status, theirs.body.code]).toEqual([404, 'tenancy.not_found']);
      expect(seen(theirs)).toEqual(seen(none));
    }
    expect((await ask(world.operator, { [way]: foreign })).body.code).toBe('tenancy.consent_needed');
  },
);

test.each([
  ['a Cyrillic letter', (slug: string) => slug.replace('o', '\u043e')],
  ['a full-width letter', (slug: string) => slug.replace('o', '\uff4f')],
  ['an invisible character', (slug: string) => slug.replace('org', 'o\u200brg')],
  ['punycode', (slug: string) => `xn--${slug}-9fb`],
  ['capitals', (slug: string) => slug.toUpperCase()],
  ['a space', (slug: string) => `${slug} `],
  ['an underscore', (slug: string) => slug.replace('-', '_')],
  ['a NUL', (slug: string) => `${slug}\u0000`],
  ['a way out', (slug: string) => `../tenants/${slug}`],
])('a name with %s is nobody’s', async (_what, alike) => {
  const name = encodeURIComponent(alike(here.slug));
  const reply = await plain.get(`/api/notes?tenant=${name}`);
  expect([reply.status, reply.body.code]).toEqual([404, 'tenancy.not_found']);
  expect((await plain.get(`/api/tenants/${name}/notes`)).status).toBe(404);
});

test('a slug that was given up leads nowhere, the new one and the id to the organisation', async () => {
  const place = await organisation(world);
  const who = await person(world, { reader: place });
  const caller = await world.nobody.signIn(who.email, who.password);
  expect((await ask(caller, { 'sub-domain': place })).status).toBe(200);
  const moved = { id: place.id, slug: `${place.slug}-new` };
  await world.admin.query('update tenants set slug = $2 where id = $1', [moved.id, moved.slug]);
  await world.admin.query('insert into retired_slugs (slug, former_tenant_id) values ($1, $2)', [place.slug, place.id]);
  await setStatus(world, place, 'active');
  for (const way of ['path by slug', 'X-Tenant-Slug', 'sub-domain', '?tenant=']) {
    expect(seen(await ask(caller, { [way]: place }))).toEqual(seen(await ask(caller, { [way]: unknown })));
    expect((await ask(caller, { [way]: moved })).headers['x-tenant']).toContain(moved.slug);
  }
  expect((await ask(caller, { 'path by id': place })).headers['x-tenant']).toContain(moved.slug);
});

test('two that are not one’s own, named together, do not show which of them there is', async () => {
  const nobody = { id: newId(), slug: 'no-other-place' };
  for (const [one, other] of PAIRS.filter((pair) => !pair.includes('custom domain'))) {
    const neither = await ask(plain, { [one]: unknown, [other]: nobody });
    expect([neither.status, neither.body.code]).toEqual([404, 'tenancy.not_found']);
    for (const [a, b] of [
      [foreign, unknown],
      [unknown, foreign],
      [foreign, foreign],
    ] as const)
      expect([one, other, seen(await ask(plain, { [one]: a, [other]: b }))]).toEqual([one, other, seen(neither)]);
  }
});

describe('an organisation that is', () => {
  test.each([
    ['suspended', 403, 'tenancy.suspended'],
    ['archived', 410, 'tenancy.archived'],
    ['provisioning', 503, 'tenancy.not_ready'],
  ])('%s answers its people %i and strangers as if it were not', async (status, code, name) => {
    const place = await organisation(world);
    const who = await person(world, { reader: place });
    const tokens = [await world.nobody.signIn(who.email, who.password)];
    tokens.push(await world.nobody.signIn(who.email, who.password, place.slug));
    await setStatus(world, place, status);
    for (const caller of tokens)
      for (const named of [{}, { 'X-Tenant-Slug': place }, { 'path by id': place }, { 'sub-domain': place }] as Record<
        string,
        Organisation
      >[]) {
        const reply = await ask(caller, named);
        expect([reply.status, reply.body.code]).toEqual([code, name]);
      }
    const stranger = await ask(plain, { 'X-Tenant-Slug': place });
    expect(seen(stranger)).toEqual(seen(await ask(plain, { 'X-Tenant-Slug': unknown })));
  });
});

describe('in an installation', () => {
  const instances: Instance[] = [];
  const start = async (config: object, caller: Caller): Promise<Caller> => {
    const instance = await startInstance(world.connections, { modules: [example], config });
    instances.push(instance);
    return callerAt(instance.address, caller.token);
  };
  afterAll(async () => {
    for (const instance of instances) await instance.close();
  });

  test('for one organisation no call names it, and no other one exists', async () => {
    const config = { multi_tenant: false, default_tenant_slug: here.slug };
    const member = await start(config, plain);
    expectNotesOf(await ask(member), here, 'installation');
    for (const way of ways) {
      expectNotesOf(await ask(member, { [way]: here }), here, 'installation');
      // A host that is nobody's is not a name.
      const others = way === 'custom domain' ? [there, foreign] : [there, foreign, unknown];
      for (const place of others)
        expect([way, (await ask(member, { [way]: place })).body.code]).toEqual([way, 'tenancy.not_found']);
    }
    expectNotesOf(await ask(callerAt(instances[0]?.address as string, claimed.token)), here, 'installation');
    const outsider = await ask(callerAt(instances[0]?.address as string, loner.token));
    expect(seen(outsider)).toEqual(seen(await ask(member, { 'X-Tenant-Slug': unknown })));
  });

  test('that does not debug, the header that tells who was meant is missing', async () => {
    const reply = await ask(await start({ log_level: 'info' }, claimed));
    expect([reply.status, reply.headers['x-tenant']]).toEqual([200, undefined]);
  });
});
