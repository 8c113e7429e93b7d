/** The attack on the example finds nothing, and finds each hole that is planted beside it. */
import type { IncomingMessage } from 'node:http';
import Type from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnyRoute } from '../http/route.ts';
import { Id } from '../schema/fields.ts';
import { type Breach, claimsOf, type Party } from './attack.ts';
import { type Bodies, newMark, referencesIn } from './attack_bodies.ts';
import { carelessRoutes } from './attack_careless.ts';
import { attackHosts } from './attack_hosts.ts';
import { attackInputs } from './attack_inputs.ts';
import { attackKeys } from './attack_keys.ts';
import { attackRoutes } from './attack_routes.ts';
import { attackTables, fingerprint } from './attack_tables.ts';
import { example } from './example/module.ts';
import { hangOn } from './hanging.ts';
import { waitingJob, waitingSchedule } from './jobs.ts';
import { waitingNotice } from './notices.ts';
import { openOffice } from './offices.ts';
import { upload } from './uploads.ts';
import { furnishWebhooks } from './webhooks.ts';
import { createWorld, type World } from './world.ts';

let world: World;
let attacker: Party;
let victim: Party;
let twins: [Party, Party];
/** Has nothing: what it is refused, it is refused for the victim's sake alone. */
let bystander: string;

const careless = carelessRoutes(() => world.admin);
const bodies: Bodies = { 'notes.attach': ({ ids }) => ({ file_id: ids.file }) };

async function furnish(slug: string): Promise<Party> {
  const office = await openOffice(world, slug);
  const made = async (path: string, body: object): Promise<string> => {
    const reply = await office.owner.post(path, body, { 'idempotency-key': newMark() });
    expect(reply.status, reply.text).toBe(201);
    return reply.body.data.id;
  };
  const topic = await made('/api/topics', { name: 'Tax' });
  const note = await made('/api/notes', { title: 'File the return', due_on: '2026-11-20', topic_id: topic });
  await made('/api/notes', { title: 'Second', due_on: '2026-11-21' });
  const view = await made('/api/views', { list: 'notes', name: 'Due', is_shared: true });
  expect((await office.owner.put('/api/views/default', { list: 'notes', view_id: view })).status).toBe(200);
  const domain = `notes.${slug}.example`;
  await world.admin.query(
    `insert into domains (tenant_id, id, domain, verification_token, verified_at) values ($1, gen_random_uuid(), $2, 'proof', now())`,
    [office.id, domain],
  );
  await world.admin.query("insert into usage_counters (tenant_id, name, period, used) values ($1, 'notes', '', 2)", [
    office.id,
  ]);
  await waitingJob(world, office.id);
  return {
    office,
    domain,
    ids: {
      note,
      topic,
      job: await waitingJob(world, office.id),
      notification: await waitingNotice(world, office.id, claimsOf(office.owner).sub),
      schedule: await waitingSchedule(world, office.id),
      file: (await upload(office.owner, 'deed.txt', `The deed of ${slug}`)).body.data.id,
      ...(await hangOn(office.owner, 'notes', note)),
      mention: claimsOf(office.owner).sub,
      created_by: claimsOf(office.owner).sub,
      ...(await furnishWebhooks(office)),
    },
  };
}

beforeAll(async () => {
  world = await createWorld({ modules: [{ ...example, routes: [...example.routes, ...Object.values(careless)] }] });
  attacker = await furnish('attacker-co');
  victim = await furnish('victim-co');
  bystander = (await openOffice(world, 'bystander-co')).id;
  twins = [await furnish('one-co'), await furnish('other-co')];
});
afterAll(() => world?.close());

/** The world as a product with these routes would have it. */
const withRoutes = (...routes: AnyRoute[]): World => ({ ...world, routes });
const sentences = (breaches: Breach[]): string => breaches.map(({ target, how }) => `${target}: ${how}`).join('\n');

test('references are found wherever they stand', () => {
  const schema = Type.Object({
    note_id: Id(),
    name: Type.String(),
    ids: Type.Array(Type.String()),
    topic: Type.String(),
    paid: Type.String(),
    lines: Type.Array(Type.Object({ product_id: Type.String(), topics: Type.Array(Type.String()) })),
  });
  const found = referencesIn(schema, (name) => name === 'topic');
  expect(found.map(({ at, name }) => `${at.join('.')} is ${name}`)).toEqual([
    'note_id is note_id',
    'ids.* is id',
    'topic is topic',
    'lines.*.product_id is product_id',
    'lines.*.topics.* is topic',
  ]);
});

test('the example gives, takes and tells nothing across tenants', async () => {
  const before = await fingerprint(world, victim.office.id);
  const own = withRoutes(...example.routes);
  expect(await attackTables(world, bystander, victim.office.id)).toEqual([]);
  expect(await attackRoutes(own, attacker, victim, bodies)).toEqual([]);
  expect(await attackHosts(own, attacker, victim)).toEqual([]);
  expect(await attackInputs(own, attacker, victim, bodies)).toEqual([]);
  expect(await attackKeys(own, ...twins, bodies)).toEqual([]);
  expect(await fingerprint(world, victim.office.id)).toEqual(before);
});

test.each([
  ['body', /about\.\*\.note_id does what|note_id as about/],
  ['oracle', /note_id as note_id looks unlike one that never was/],
  ['blind', /note_id as note_id does what the own one does/],
  ['filter', /note_id as note_id looks unlike one that never was/],
  ['cursor', /\?cursor=<the victim’s>&limit=1 tells/],
  ['account', /the victim’s tenant as tenant looks unlike one that never was/],
  ['tenant', /tenant_id in the body is not refused/],
] as const)('a careless %s is found', async (name, how) => {
  expect(sentences(await attackInputs(withRoutes(careless[name]), attacker, victim, bodies))).toMatch(how);
});

test('a careless path is found', async () => {
  const breaches = await attackRoutes(withRoutes(careless.path), attacker, victim, bodies);
  expect(sentences(breaches)).toMatch(/careless\.path: the victim’s note in the path: 200/);
});

test('names for which nobody furnished an id are told', async () => {
  const own = withRoutes(careless.unknown);
  const told = 'so nothing was tried: add it to the ids that the test furnishes';
  expect(sentences(await attackRoutes(own, attacker, victim, bodies))).toContain(
    `careless.unknown: no id of the victim is known for {planet}, ${told}`,
  );
  expect(sentences(await attackInputs(own, attacker, victim, bodies))).toContain(
    `careless.unknown: no id of the victim is known for moon_id, ${told}`,
  );
});

test('a list with too little in it is told', async () => {
  const bare = { ...victim, office: await openOffice(world, 'bare-co') };
  const breaches = await attackInputs(withRoutes(example.routes[0] as AnyRoute), attacker, bare, bodies);
  expect(sentences(breaches)).toContain('no second page, so no cursor was tried');
});

test('an answer that is remembered by its key alone is found', async () => {
  const breaches = await attackKeys(withRoutes(careless.keys), ...twins, bodies);
  expect(sentences(breaches)).toMatch(/a stranger with the same key elsewhere: 200/);
  const excused = { 'notes.forgotten': 'it is gone' };
  expect(sentences(await attackKeys(withRoutes(), ...twins, bodies, excused))).toContain('notes.forgotten: is excused');
});

/** Runs the work while the function is another. */
async function meanwhile<T extends object, K extends keyof T>(
  object: T,
  name: K,
  other: T[K],
  work: () => Promise<Breach[]>,
): Promise<string> {
  const { [name]: own } = object;
  object[name] = other;
  try {
    return sentences(await work());
  } finally {
    object[name] = own;
  }
}

test('keys that are unique without their tenant are found', async () => {
  await world.admin.query(
    "delete from idempotency_keys where key like 'key-%'; create unique index hole on idempotency_keys (key)",
  );
  try {
    const create = example.routes.find((one) => one.name === 'notes.create') as AnyRoute;
    const breaches = await attackKeys(
      withRoutes(create),
      await furnish('third-co'),
      await furnish('fourth-co'),
      bodies,
    );
    expect(sentences(breaches)).toMatch(/a stranger with the same key elsewhere: 409/);
    expect(sentences(breaches)).toMatch(/the same person with the same key elsewhere: 409/);
  } finally {
    await world.admin.query('drop index hole');
  }
});

const read = example.routes[0] as AnyRoute;

test('a host that a proxy is said to have seen is found where it is believed', async () => {
  const trusting = await createWorld({ modules: [example], config: { trust_proxy: 1 } });
  try {
    const bare = async (slug: string) => ({ office: await openOffice(trusting, slug), ids: {}, domain: null });
    const [us, them] = [await bare('attacker-co'), await bare('victim-co')];
    const breaches = await attackHosts({ ...trusting, routes: [read] }, us, them);
    expect(sentences(breaches)).toMatch(/a proxy’s headers for victim-co\.tenantry\.test are believed/);
  } finally {
    await trusting.close();
  }
});

test('a browser that gets through on the victim’s host is found', async () => {
  const { directory } = world.kernel;
  const { find } = directory;
  const found = await meanwhile(
    directory,
    'find',
    (name) => find(name === victim.office.slug ? attacker.office.id : name),
    () => attackHosts(withRoutes(read), attacker, victim),
  );
  expect(found).toMatch(/a cookie on the host victim-co\.tenantry\.test/);
});

test('a tenant that is taken from a cookie, and a token that nobody checks, are found', async () => {
  const { identity, directory } = world.kernel;
  const { authenticate, membership } = identity;
  const owner = await membership.call(identity, claimsOf(attacker.office.owner).sub, {
    id: attacker.office.id,
  } as never);
  const trusting: typeof authenticate = async (credentials) => {
    const session = await authenticate(credentials);
    const named = await directory.find(credentials.cookies.tenant ?? '');
    return session && named ? { ...session, tenant_id: named.id } : session;
  };
  const named = await meanwhile(identity, 'authenticate', trusting, () =>
    meanwhile(
      identity,
      'membership',
      async () => owner,
      () => attackHosts(withRoutes(read), attacker, victim),
    ).then((how) => [{ target: '', how }]),
  );
  expect(named).toMatch(/the victim named by a cookie/);
  expect(named).toMatch(/a cookie for the victim on his host/);
  const { signer } = identity;
  const gullible: typeof signer.verify = async (token) =>
    (await verify(token)) ?? (claimsOf({ token } as never) as never);
  const { verify } = signer;
  expect(await meanwhile(signer, 'verify', gullible, () => attackHosts(withRoutes(read), attacker, victim))).toMatch(
    /a token that was changed/,
  );
});

test('an installation that believes every name is found, by each of the names', async () => {
  const { identity } = world.kernel;
  const { authenticate, membership } = identity;
  const owner = await membership(claimsOf(attacker.office.owner).sub, { id: attacker.office.id } as never);
  const absolute = (request: IncomingMessage): void => {
    if (!request.url?.startsWith('http')) return;
    const { host, pathname, search } = new URL(request.url);
    Object.assign(request, { url: pathname + search });
    request.headers.host = host;
  };
  world.app.server.prependListener('request', absolute);
  const nameless: typeof authenticate = async (credentials) => {
    const session = await authenticate(credentials);
    return session && { ...session, tenant_id: null };
  };
  const found = await meanwhile(
    identity,
    'membership',
    async () => owner,
    async () => {
      const routes = await attackRoutes(withRoutes(read), attacker, victim, bodies);
      const hosts = await meanwhile(identity, 'authenticate', nameless, () =>
        attackHosts(withRoutes(read), attacker, victim),
      );
      return [...routes, { target: 'hosts', how: hosts }];
    },
  );
  world.app.server.removeListener('request', absolute);
  for (const naming of [
    ...['X-Tenant-ID: 200', 'X-Tenant-ID with the slug: 200', 'X-Tenant-Slug: 200', 'sub-domain: 200'],
    ...['?tenant=: 200', '?tenant_id=: 200', 'path: 200', 'a token looks unlike'],
  ])
    expect(found).toContain(`the victim named by ${naming}`);
  for (const host of ['victim-co.tenantry.test', victim.domain]) {
    for (const how of [
      'a cookie on the host',
      'a token without a tenant on the host',
      'two hosts,',
      'an absolute address at',
    ])
      expect(found).toContain(`${how} ${host}`);
  }
});

test('a table without its policy is found', async () => {
  await world.admin.query('alter table topics disable row level security');
  try {
    const breaches = await attackTables(world, bystander, victim.office.id);
    expect([...new Set(breaches.map(({ target }) => target))]).toEqual(['topics']);
  } finally {
    await world.admin.query('alter table topics enable row level security');
  }
});
