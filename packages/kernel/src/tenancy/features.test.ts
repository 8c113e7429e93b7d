/** Features: what an organisation has by its kind and its plan, what is switched for it alone, and that a switch counts at once. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import type { Caller } from '../testing/caller.ts';
import { example } from '../testing/example/module.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import type { Tenant } from './directory.ts';
import { createFeatures, type Feature } from './features.ts';

const FEATURES: Feature[] = [
  { name: 'stars', title: 'Stars', organization_types: ['business', 'clinic'], plans: ['premium', 'enterprise'] },
  { name: 'plain', title: 'Plain', organization_types: null, plans: ['free', 'premium', 'enterprise'] },
  { name: 'beta', title: 'Beta', organization_types: null, plans: [] },
];
const features = createFeatures(FEATURES);

const tenant = (organization_type: string, plan: string, feature_overrides: Record<string, boolean> = {}): Tenant => ({
  id: '',
  slug: '',
  name: '',
  status: 'active',
  time_zone: 'Asia/Kolkata',
  cell_id: '',
  organization_type,
  plan,
  feature_overrides,
});

describe('what an organisation has', () => {
  test.each([
    ['business', 'premium', { stars: true, plain: true, beta: false }],
    ['clinic', 'enterprise', { stars: true, plain: true, beta: false }],
    ['business', 'free', { stars: false, plain: true, beta: false }],
    ['dental_clinic', 'premium', { stars: false, plain: true, beta: false }],
    ['business', 'a plan of the past', { stars: false, plain: false, beta: false }],
  ])('of kind %s on plan %s', (type, plan, expected) => {
    expect(features.map(tenant(type, plan))).toEqual(expected);
  });

  test('a switch of its own wins over both, and does not change what it is entitled to', () => {
    const given = tenant('dental_clinic', 'free', { stars: true, beta: true, plain: false });
    expect(features.map(given)).toEqual({ stars: true, plain: false, beta: true });
    expect(['stars', 'plain', 'beta'].map((name) => features.isEntitled(given, name))).toEqual([false, true, false]);
  });

  test('what no module declares is off, whatever was switched; nor is it on by the name of something else', () => {
    const odd = tenant('business', 'premium', { gone: true });
    for (const name of ['gone', 'constructor', 'toString', '__proto__', ''])
      expect([features.isOn(odd, name), features.isEntitled(odd, name), features.get(name)]).toEqual([
        false,
        false,
        undefined,
      ]);
    expect(() => features.require(odd, 'gone')).toThrow('gone is switched off');
    const named = createFeatures([{ name: 'constructor', title: '', organization_types: null, plans: [] }]);
    expect(named.isOn(odd, 'constructor')).toBe(false);
  });

  test('two features of one name are a fault of the program', () => {
    expect(() => createFeatures([...FEATURES, FEATURES[0] as Feature])).toThrow('same name');
  });
});

describe('a route that belongs to a feature', () => {
  let world: World;
  let office: Office;
  let clinic: Office;

  beforeAll(async () => {
    world = await createWorld({ modules: [example] });
    office = await openOffice(world, 'stars-co');
    clinic = await openOffice(world, 'teeth-co', 'dental_clinic');
  });
  afterAll(() => world?.close());

  const write = async (caller: Caller): Promise<string> =>
    (await caller.post('/api/notes', { title: 'Bright', due_on: '2026-11-21' })).body.data.id;

  /** Changes what decides of features and tells it, as whoever changes it must: in one transaction. */
  async function change(id: string, work: (tx: ReturnType<typeof transaction>) => Promise<unknown>): Promise<void> {
    const tx = transaction(world.kernel.control, { tenant_id: null, plane: 'platform' });
    await work(tx);
    await world.kernel.news.announce(tx, { kind: 'tenant', subject_id: id });
    await tx.commit();
    world.kernel.news.tell({ kind: 'tenant', subject_id: id });
  }
  const switchTo = (id: string, enabled: boolean | null): Promise<void> =>
    change(id, (tx) =>
      enabled === null
        ? tx.execute("delete from feature_overrides where tenant_id = $1 and feature = 'stars'", [id])
        : tx.execute(
            `insert into feature_overrides (tenant_id, feature, enabled) values ($1, 'stars', $2)
             on conflict (tenant_id, feature) do update set enabled = excluded.enabled`,
            [id, enabled],
          ),
    );

  test('is refused where it is off, naming the feature and the plans; all else of the resource stays open', async () => {
    const id = await write(clinic.owner);
    const refused = await clinic.owner.post(`/api/notes/${id}/star`);
    expect([refused.status, refused.body.code]).toEqual([403, 'features.off']);
    expect(refused.body).toMatchObject({ feature: 'stars', available_in: ['premium'] });
    expect((await clinic.owner.get(`/api/notes/${id}`)).body.data).toMatchObject({ stars: 0, version: 1 });
    // Also for a record that is not there, and for a body that is none: nothing is looked at before.
    expect((await clinic.owner.post('/api/notes/none/star', { nonsense: true })).body.code).toBe('features.off');
    // Who may not do it even with the feature hears of the feature too, and a stranger of neither.
    const reader = await clinic.hire('reader');
    expect((await reader.post(`/api/notes/${id}/star`)).body.code).toBe('features.off');
    expect((await office.owner.post(`/api/notes/${id}/star`, {}, { 'x-tenant-slug': 'teeth-co' })).body.code).toBe(
      'tenancy.conflict',
    );
  });

  test('opens and closes with the next request after a switch, for that organisation alone', async () => {
    const [own, other] = [await write(office.owner), await write(clinic.owner)];
    const answers = async (): Promise<number[]> => [
      (await office.owner.post(`/api/notes/${own}/star`)).status,
      (await clinic.owner.post(`/api/notes/${other}/star`)).status,
    ];
    expect(await answers()).toEqual([200, 403]);
    await switchTo(clinic.id, true);
    expect(await answers()).toEqual([200, 200]);
    await switchTo(office.id, false);
    expect(await answers()).toEqual([403, 200]);
    await switchTo(office.id, null);
    await switchTo(clinic.id, null);
    expect(await answers()).toEqual([200, 403]);
  });

  test('follows the plan and the kind at once', async () => {
    const id = await write(office.owner);
    const star = async (): Promise<number> => (await office.owner.post(`/api/notes/${id}/star`)).status;
    expect(await star()).toBe(200);
    for (const [column, value, status] of [
      ['plan', 'free', 403],
      ['plan', 'premium', 200],
      ['organization_type', 'manufacturing', 403],
      ['organization_type', 'clinic', 200],
    ] as const) {
      await change(office.id, (tx) =>
        tx.execute(`update tenants set ${column} = $2 where id = $1`, [office.id, value]),
      );
      expect([column, value, await star()]).toEqual([column, value, status]);
    }
  });
});
