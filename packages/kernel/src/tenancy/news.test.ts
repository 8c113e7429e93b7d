/** Two instances over one database: what one changes the other knows when the news are in, and without news it asks instead of remembering. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Transaction, transaction } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import { type Caller, callerAt, type Reply } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import { createDirectory } from './directory.ts';
import type { Change } from './news.ts';

let world: World;
let second: Instance;
let office: Office;
/** Somebody who may write, and star: asked at the other instance than the one that changes things. */
let clerk: Caller;
let clerkId: string;
let note: string;
let offices = 0;

beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  second = await startInstance(world.connections, { modules: [example] });
});
afterAll(async () => {
  await second?.close();
  await world?.close();
});

beforeEach(async () => {
  office = await openOffice(world, `news-co-${++offices}`);
  const hired = await office.hire('clerk', ['notes.*']);
  clerk = callerAt(second.address, hired.token);
  clerkId = (await hired.get('/api/auth/me')).body.data.user.id;
  note = (await clerk.post('/api/notes', { title: 'Known', due_on: '2026-11-21' })).body.data.id;
  await allHeard();
  // Twice: the second time out of memory.
  for (let i = 0; i < 2; i++) expect((await star()).status).toBe(200);
});

const star = (): Promise<Reply> => clerk.post(`/api/notes/${note}/star`);

/** Resolves when the instance hears of the change; its memory has heard before. */
function heard({ kernel }: Pick<Instance, 'kernel'>, kind: Change['kind'], subject_id: string | null): Promise<void> {
  return new Promise((resolve) => {
    kernel.news.onChange((change) => {
      if (change.kind === kind && change.subject_id === subject_id) resolve();
    });
  });
}

/** The first instance's work: a change and its announcement, in one transaction. */
async function change(announced: Change, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  const tx = transaction(world.kernel.control, { tenant_id: null, plane: 'platform' });
  await work(tx);
  await world.kernel.news.announce(tx, announced);
  await tx.commit();
}

/** Resolves when both instances have heard all that was announced so far: news arrive in their order. */
async function allHeard(): Promise<void> {
  const mark = newId();
  const news = Promise.all([world, second].map((instance) => heard(instance, 'tenant', mark)));
  await change({ kind: 'tenant', subject_id: mark }, async () => {});
  await news;
}

const set = (text: string) => (tx: Transaction) => tx.execute(text, [office.id]);
const CHANGES: Record<
  string,
  { kind: Change['kind']; work(tx: Transaction): Promise<unknown>; answer: [number, string] }
> = {
  'a suspension': {
    kind: 'tenant',
    work: (tx) => set("update tenants set status = 'suspended' where id = $1")(tx),
    answer: [403, 'tenancy.suspended'],
  },
  'an archived organisation': {
    kind: 'tenant',
    work: (tx) => set("update tenants set status = 'archived' where id = $1")(tx),
    answer: [410, 'tenancy.archived'],
  },
  'a feature switched off': {
    kind: 'tenant',
    work: (tx) => set("insert into feature_overrides (tenant_id, feature, enabled) values ($1, 'stars', false)")(tx),
    answer: [403, 'features.off'],
  },
  'a smaller plan': {
    kind: 'tenant',
    work: (tx) => set("update tenants set plan = 'free' where id = $1")(tx),
    answer: [403, 'features.off'],
  },
  'a role that may do less': {
    kind: 'tenant',
    work: (tx) => set("update roles set permissions = '{notes.read}' where tenant_id = $1 and name = 'test_clerk'")(tx),
    answer: [403, 'http.forbidden'],
  },
  'another role': {
    kind: 'user',
    work: (tx) => tx.execute("update memberships set role = 'reader' where user_id = $1", [clerkId]),
    answer: [403, 'http.forbidden'],
  },
  'a membership that ended': {
    kind: 'user',
    work: (tx) => tx.execute('delete from memberships where user_id = $1', [clerkId]),
    answer: [404, 'tenancy.not_found'],
  },
};
const subjectOf = (kind: Change['kind']): string => (kind === 'user' ? clerkId : office.id);

test.each(Object.keys(CHANGES))('%s counts on the other instance with the news of it', async (name) => {
  const { kind, work, answer } = CHANGES[name] as (typeof CHANGES)[string];
  const news = heard(second, kind, subjectOf(kind));
  await change({ kind, subject_id: subjectOf(kind) }, work);
  await news;
  const reply = await star();
  expect([reply.status, reply.body.code]).toEqual(answer);
});

test('a new slug is known with the news, also to those who asked for it in vain; the old one is nobody’s', async () => {
  const slug = `${office.slug}-renamed`;
  const user = await world.nobody.signIn(`clerk@${office.slug}.example`, 'a good long password for tests');
  const at = (name: string) => callerAt(second.address, user.token).get('/api/notes', { 'x-tenant-slug': name });
  for (let i = 0; i < 2; i++) expect([(await at(office.slug)).status, (await at(slug)).status]).toEqual([200, 404]);
  const news = heard(second, 'tenant', office.id);
  await change({ kind: 'tenant', subject_id: office.id }, (tx) =>
    tx.execute('update tenants set slug = $2 where id = $1', [office.id, slug]),
  );
  await news;
  expect([(await at(office.slug)).status, (await at(slug)).status]).toEqual([404, 200]);
});

/** Ends the connections over which all instances hear; resolves when both have noticed. */
async function cutNews(): Promise<void> {
  const noticed = [world, second].map((instance) => heard(instance, 'tenant', null));
  await world.admin.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'tenantry news'",
  );
  await Promise.all(noticed);
  expect([world, second].map(({ kernel }) => kernel.news.isConnected())).toEqual([false, false]);
}

const reconnected = () =>
  expect.poll(() => [world, second].map(({ kernel }) => kernel.news.isConnected())).toEqual([true, true]);

const listeners = async (): Promise<number> => {
  const { rowCount } = await world.admin.query(
    "select from pg_stat_activity where datname = current_database() and application_name = 'tenantry news'",
  );
  return rowCount ?? 0;
};

test.each(Object.keys(CHANGES))('%s counts while the news are cut off, and after they are back', async (name) => {
  const { kind, work, answer } = CHANGES[name] as (typeof CHANGES)[string];
  await cutNews();
  await change({ kind, subject_id: subjectOf(kind) }, work);
  const reply = await star();
  expect([reply.status, reply.body.code]).toEqual(answer);
  await reconnected();
  for (let i = 0; i < 2; i++) expect((await star()).body.code).toBe(answer[1]);
  expect(await listeners()).toBe(2);
});

test('while no news come, no look-up joins one that began before it', async () => {
  const { aside } = world.kernel;
  for (const [isConnected, isShared] of [
    [true, true],
    [false, false],
  ] as const) {
    const directory = createDirectory(aside, () => isConnected);
    const [one, other] = await Promise.all([directory.find(office.id), directory.find(office.id)]);
    expect([one?.slug, one === other]).toEqual([office.slug, isShared]);
  }
});

test('after a cut news arrive again at both', async () => {
  await cutNews();
  await reconnected();
  expect((await star()).status).toBe(200);
  await allHeard();
  const news = heard(second, 'tenant', office.id);
  const { work } = CHANGES['a suspension'] as (typeof CHANGES)[string];
  await change({ kind: 'tenant', subject_id: office.id }, work);
  await news;
  expect((await star()).status).toBe(403);
});

test('news that cannot be read make an instance forget everything and listen anew, on one connection', async () => {
  const forgotten = heard(second, 'tenant', null);
  await world.admin.query("select pg_notify('tenantry_changes', $1)", [newId()]);
  await forgotten;
  expect(second.kernel.news.isConnected()).toBe(true);
  const lost = [world, second].map((instance) => heard(instance, 'user', null));
  await world.admin.query('revoke select on changes from tenantry_control');
  try {
    await change({ kind: 'tenant', subject_id: office.id }, set("update tenants set plan = 'free' where id = $1"));
    await Promise.all(lost);
    expect((await star()).body.code).toBe('features.off');
  } finally {
    await world.admin.query('grant select on changes to tenantry_control');
  }
  await reconnected();
  await expect.poll(listeners).toBe(2);
});

test('work that is undone tells nobody, and what is told to all names nobody', async () => {
  const told: unknown[] = [];
  world.admin.on('notification', ({ payload }) => told.push(payload));
  await world.admin.query('listen tenantry_changes');
  const other = newId();
  const kinds: (string | null)[] = [];
  second.kernel.news.onChange(({ subject_id }) => kinds.push(subject_id));
  const tx = transaction(world.kernel.control, { tenant_id: null, plane: 'platform' });
  await world.kernel.news.announce(tx, { kind: 'tenant', subject_id: office.id });
  await tx.rollback();
  const news = heard(second, 'tenant', other);
  await change({ kind: 'tenant', subject_id: other }, async () => {});
  await news;
  await world.admin.query('unlisten tenantry_changes');
  expect(kinds).toEqual([other]);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(told[0]).not.toBe(other);
});

test('an instance that is closed while its news are cut off leaves no connection behind', async () => {
  const third = await startInstance(world.connections, { modules: [example] });
  const noticed = heard(third, 'tenant', null);
  await cutNews();
  await noticed;
  await third.close();
  await reconnected();
  expect(await listeners()).toBe(2);
});
