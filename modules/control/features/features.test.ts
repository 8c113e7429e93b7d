/** Features: by kind, by plan, by switch; the organisation within what it has, the platform any. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';

let town: Town;
let clinic: Organisation;
let factory: Organisation;

beforeAll(async () => {
  town = await createTown();
  clinic = await town.found('feature-clinic', { organization_type: 'dental_clinic', plan: 'basic' });
  factory = await town.found('feature-factory', { organization_type: 'manufacturing', plan: 'enterprise' });
});

afterAll(() => town?.close());

test('kind and plan decide until somebody switches', async () => {
  const ours = (await clinic.owner.get('/api/features')).body.data;
  expect(ours).toMatchObject({
    dental_management: true,
    patient_management: true,
    bom_management: false,
    advanced_reporting: false,
  });
  expect((await factory.owner.get('/api/features')).body.data).toMatchObject({
    bom_management: true,
    dental_management: false,
    advanced_reporting: true,
  });
});

test('every feature of the guide can be switched by the platform, for one organisation alone', async () => {
  const all = Object.fromEntries(
    [
      'dental_management inventory_management advanced_reporting api_access patient_management treatment_tracking',
      'dental_supplies bom_management production_tracking material_management',
    ].flatMap((names) => names.split(' ').map((name) => [name, true])),
  );
  const before = (await factory.owner.get('/api/features')).body.data;
  const set = await town.operator.put(`${clinic.at}/features`, all);
  expect(set.body.data).toMatchObject(all);
  expect((await clinic.owner.get('/api/features')).body.data).toMatchObject(all);
  expect((await factory.owner.get('/api/features')).body.data).toEqual(before);
  await town.operator.put(`${clinic.at}/features`, Object.fromEntries(Object.keys(all).map((name) => [name, null])));
});

test('unknown features are refused by name, and nothing else of the request happens', async () => {
  const reply = await town.operator.put(`${clinic.at}/features`, {
    inventory_management: false,
    teleport: true,
    constructor: true,
  });
  expect([reply.status, reply.body.code]).toEqual([422, 'features.unknown']);
  expect(reply.body.errors.map((one: { pointer: string }) => one.pointer).sort()).toEqual([
    '/constructor',
    '/teleport',
  ]);
  expect((await clinic.owner.get('/api/features')).body.data.inventory_management).toBe(true);
  expect((await town.operator.put(`${clinic.at}/features`, { inventory_management: 'yes' })).status).toBe(400);
});

test('the organisation switches within its plan, and not what the platform has set', async () => {
  const refused = await clinic.owner.put('/api/features', { advanced_reporting: true });
  expect([refused.status, refused.body]).toMatchObject([
    403,
    { code: 'features.off', feature: 'advanced_reporting', available_in: ['premium', 'enterprise', 'custom'] },
  ]);
  expect((await clinic.owner.put('/api/features', { dental_supplies: false })).body.data.dental_supplies).toBe(false);
  expect((await clinic.owner.put('/api/features', { dental_supplies: true })).body.data.dental_supplies).toBe(true);
  await town.operator.put(`${clinic.at}/features`, { api_access: false });
  expect((await clinic.owner.put('/api/features', { api_access: true })).status).toBe(403);
  const details = (await clinic.owner.get('/api/features/details')).body.data;
  expect(details.find((one: { feature: string }) => one.feature === 'api_access')).toMatchObject({
    enabled: false,
    entitled: true,
    set_by: 'platform',
  });
  const receptionist = await clinic.hire('receptionist');
  expect((await receptionist.get('/api/features')).status).toBe(200);
  expect((await receptionist.put('/api/features', { dental_supplies: false })).status).toBe(403);
});
