/** The attack by inputs on the example finds nothing, and finds each careless route that is planted beside it. */
import Type from 'typebox';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AnyRoute, route } from '../http/route.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import { Id } from '../schema/fields.ts';
import { attackRoutes, fingerprint, type Victim } from './attack.ts';
import { attackInputs, referencesIn } from './attack_inputs.ts';
import { example } from './example/module.ts';
import { type Office, openOffice } from './offices.ts';
import { createWorld, type World } from './world.ts';

let world: World;
let attacker: Office;
let victim: Victim;

const strict = { additionalProperties: false };
const gone = defineProblem('careless.gone', 404, 'There is no such note.');
const Found = Type.Object({ id: Type.String() });

/** Asks as nobody's tenant, the way no route of ours can. */
const anyNote = async (id: string): Promise<{ id: string }> => {
  const { rows } = await world.admin.query('select id from notes where id = $1', [id]);
  if (rows.length === 0) throw problem(gone);
  return rows[0];
};
const common = { scope: 'tenant', permission: 'notes.read', summary: 'Careless.', message: 'Found' } as const;

/** Each with a hole of another kind. */
const careless: AnyRoute[] = [
  route({
    ...common,
    name: 'careless.body',
    method: 'POST',
    path: '/careless/body',
    input: Type.Object({ about: Type.Array(Type.Object({ note_id: Id() }, strict)) }, strict),
    output: Found,
    problems: [gone],
    unaudited: 'it only looks',
    run: (_ctx, input) => anyNote(input.about[0]?.note_id ?? ''),
  }),
  route({
    ...common,
    name: 'careless.filter',
    method: 'GET',
    path: '/careless/filter',
    input: Type.Object({ note_id: Type.Optional(Id()) }, strict),
    output: Found,
    problems: [gone],
    run: (_ctx, input) => anyNote(input.note_id ?? ''),
  }),
  route({
    ...common,
    name: 'careless.cursor',
    method: 'GET',
    path: '/careless/cursor',
    input: Type.Object({ limit: Type.Optional(Type.Integer()), cursor: Type.Optional(Type.String()) }, strict),
    output: Found,
    list: true,
    run: async (_ctx, input) => {
      const { rows } = await world.admin.query(
        "select id from notes where title = 'File the return' order by id desc limit 1",
      );
      return { rows: input.cursor ? [{ id: input.cursor }] : [], next_cursor: rows[0].id, limit: 1 };
    },
  }),
  route({
    ...common,
    name: 'careless.tenant',
    method: 'POST',
    path: '/careless/tenant',
    input: Type.Object({ title: Type.Optional(Type.String()) }, { additionalProperties: Type.String() }),
    output: Type.Object({ title: Type.String() }),
    unaudited: 'it only looks',
    run: async () => ({ title: 'taken' }),
  }),
  route({
    ...common,
    name: 'careless.replay',
    method: 'POST',
    path: '/careless/replay',
    input: Type.Object({}, strict),
    output: Found,
    unaudited: 'it only looks',
    run: async () => ({ id: victim.ids.note as string }),
  }),
];

async function furnish(office: Office): Promise<{ note: string; topic: string; keyed: Victim['keyed'] }> {
  const keyed: { path: string; body: unknown; key: string }[] = [];
  const made = async (path: string, body: object): Promise<string> => {
    const key = `${office.slug}:${path}`;
    const reply = await office.owner.post(path, body, { 'idempotency-key': key });
    expect(reply.status, reply.text).toBe(201);
    keyed.push({ path, body, key });
    return reply.body.data.id;
  };
  const topic = await made('/api/topics', { name: 'Tax' });
  const note = await made('/api/notes', { title: 'File the return', due_on: '2026-11-20' });
  expect((await office.owner.post('/api/notes', { title: 'Second', due_on: '2026-11-21' })).status).toBe(201);
  return { note, topic, keyed };
}

beforeAll(async () => {
  world = await createWorld({ modules: [{ ...example, routes: [...example.routes, ...careless] }] });
  attacker = await openOffice(world, 'attacker-co');
  const office = await openOffice(world, 'victim-co');
  await furnish(attacker);
  const { keyed, ...ids } = await furnish(office);
  await world.admin.query(
    `insert into domains (tenant_id, id, domain, verification_token, verified_at) values ($1, gen_random_uuid(), 'notes.victim.example', 'proof', now())`,
    [office.id],
  );
  victim = {
    office,
    ids,
    keyed,
    domain: 'notes.victim.example',
    bodies: { 'notes.create': { title: 'Planted', due_on: '2026-11-21' }, 'topics.create': { name: 'Planted' } },
  };
});
afterAll(() => world?.close());

/** The world as a product with these routes would have it. */
const withRoutes = (routes: readonly AnyRoute[]): World => ({ ...world, routes });

test('references are found wherever they stand', () => {
  const schema = Type.Object({
    note_id: Id(),
    name: Type.String(),
    ids: Type.Array(Type.String()),
    lines: Type.Array(Type.Object({ product_id: Type.String(), paid: Type.String() })),
  });
  expect(referencesIn(schema)).toEqual([['note_id'], ['ids', '*'], ['lines', '*', 'product_id']]);
});

test('the example gives, takes and tells nothing across tenants', async () => {
  const before = await fingerprint(world, victim.office.id);
  const own = withRoutes(example.routes);
  expect(await attackRoutes(own, attacker, victim)).toEqual([]);
  expect(await attackInputs(own, attacker, victim)).toEqual([]);
  expect(await fingerprint(world, victim.office.id)).toEqual(before);
});

test.each([
  ['careless.body', /id as about\.\*\.note_id/],
  ['careless.filter', /id as note_id/],
  ['careless.cursor', /cursor/],
  ['careless.tenant', /tenant_id in the body/],
] as const)('%s is found', async (name, how) => {
  const breaches = await attackInputs(withRoutes(careless.filter((one) => one.name === name)), attacker, victim);
  expect(breaches.map((breach) => breach.target)).toContain(name);
  expect(breaches.map((breach) => breach.how).join('\n')).toMatch(how);
});

test('an answer that was another tenant’s is found', async () => {
  const keyed = [{ path: '/api/careless/replay', body: {}, key: 'never-used' }];
  const breaches = await attackInputs(withRoutes([]), attacker, { ...victim, keyed });
  expect(breaches.map((breach) => breach.how).join()).toMatch(/idempotency key/);
});

test('a host that is believed is found', async () => {
  const { directory } = world.kernel;
  const { find } = directory;
  // An installation that takes every name for the attacker's own.
  directory.find = (name) => find(name === victim.office.slug ? attacker.id : name);
  try {
    const breaches = await attackInputs(withRoutes(example.routes.slice(0, 1)), attacker, victim);
    expect(breaches.map((breach) => breach.how).join()).toMatch(/a cookie on the host victim-co/);
  } finally {
    directory.find = find;
  }
});
