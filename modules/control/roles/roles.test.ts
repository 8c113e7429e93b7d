/** Roles: built-in ones by kind, custom ones within what their maker may do, and no way around that. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTown, type Organisation, type Town } from '../testing/town.ts';
import { builtinRoles } from './builtin.ts';

let town: Town;
let factory: Organisation;
let clinic: Organisation;

beforeAll(async () => {
  town = await createTown();
  factory = await town.found('role-factory', { organization_type: 'manufacturing' });
  clinic = await town.found('role-clinic', { organization_type: 'clinic' });
});

afterAll(() => town?.close());

const namesAt = async (caller: Caller) =>
  (await caller.get('/api/roles')).body.data.map((one: { name: string }) => one.name);

test('each kind of organisation has its roles', async () => {
  const shared = ['owner', 'admin', 'manager', 'accountant', 'sales', 'store'];
  expect(await namesAt(factory.owner)).toEqual([...shared, 'planner', 'operator', 'quality']);
  expect(await namesAt(clinic.owner)).toEqual([
    ...shared,
    'doctor',
    'receptionist',
    'nurse',
    'lab_technician',
    'patient',
  ]);
});

test('no built-in role may do what is the platform’s', () => {
  for (const { name, permissions } of builtinRoles) {
    expect(permissions, name).not.toContain('*');
    expect(
      permissions.filter((one) => one.startsWith('platform')),
      name,
    ).toEqual([]);
  }
});

test('a custom role works from the moment it is given, changes for all who have it, and goes when nobody has it', async () => {
  const made = await factory.owner.post('/api/roles', {
    name: 'auditor',
    title: 'Auditor',
    permissions: ['audit.read', 'audit.read'],
  });
  expect(made.body.data).toMatchObject({
    name: 'auditor',
    permissions: ['audit.read'],
    is_built_in: false,
    members: 0,
    version: 1,
  });
  const auditor = await factory.hire('auditor');
  expect((await auditor.get('/api/audit')).status).toBe(200);
  expect((await auditor.get('/api/users')).status).toBe(403);
  const changed = await factory.owner.put('/api/roles/auditor', { permissions: ['members.read'], version: 1 });
  expect(changed.body.data).toMatchObject({ permissions: ['members.read'], members: 1, version: 2 });
  expect((await auditor.get('/api/audit')).status).toBe(403);
  expect((await auditor.get('/api/users')).status).toBe(200);
  expect((await factory.owner.put('/api/roles/auditor', { title: 'Stale' }, { 'if-match': '"1"' })).status).toBe(412);
  const used = await factory.owner.delete('/api/roles/auditor');
  expect([used.status, used.body.code]).toEqual([409, 'roles.in_use']);
  await factory.owner.put('/api/users/auditor@role-factory.example', { role: 'sales' });
  expect((await factory.owner.delete(`/api/roles/${made.body.data.id}`)).status).toBe(200);
  expect(await namesAt(factory.owner)).not.toContain('auditor');
});

test.each([
  [{ name: 'owner', title: 'x', permissions: [] }, 'roles.built_in'],
  [{ name: 'dentist', title: 'x', permissions: [] }, 'roles.built_in'],
  [{ name: 'spy', title: 'x', permissions: ['platform.operate'] }, 'roles.unknown_permission'],
  [{ name: 'spy', title: 'x', permissions: ['platform.*'] }, 'roles.unknown_permission'],
  [{ name: 'spy', title: 'x', permissions: ['*'] }, 'roles.unknown_permission'],
  [{ name: 'spy', title: 'x', permissions: ['tenants.fly'] }, 'roles.unknown_permission'],
  [{ name: 'Bad Name', title: 'x', permissions: [] }, 'http.invalid_input'],
  [{ name: 'spy', title: 'x', permissions: [], tenant_id: 'x' }, 'http.invalid_input'],
])('%j is refused: %s', async (body, code) => {
  expect((await factory.owner.post('/api/roles', body)).body.code).toBe(code);
});

test('two roles of one name: the second is refused, the neighbour’s is not in the way', async () => {
  const body = { name: 'twin', title: 'Twin', permissions: ['tenants.read'] };
  expect((await factory.owner.post('/api/roles', body)).status).toBe(201);
  expect((await factory.owner.post('/api/roles', body)).body.code).toBe('roles.name_taken');
  expect((await clinic.owner.post('/api/roles', body)).status).toBe(201);
  expect((await clinic.owner.put('/api/roles/twin', { title: 'Ours' })).status).toBe(200);
  expect((await factory.owner.get('/api/roles')).text).not.toContain('Ours');
});

test('the catalogue says what the caller may put into a role, and hides what is the platform’s', async () => {
  const { data } = (await factory.owner.get('/api/permissions')).body;
  const names = data.map((one: { permission: string }) => one.permission);
  expect(names).toEqual(expect.arrayContaining(['members.write', 'branding.write', 'audit.read']));
  expect(names.filter((name: string) => name.startsWith('platform'))).toEqual([]);
  expect(data.every((one: { granted: boolean }) => one.granted)).toBe(true);
});

/** Every way to rights: what somebody with `roles.write` and `members.write` but little else can reach stays within that. */
test('whoever manages people but has little himself cannot reach more, by role, by edit, by invitation, by change', async () => {
  const rights = ['roles.*', 'members.*', 'tenants.read'];
  await clinic.owner.post('/api/roles', { name: 'people_desk', title: 'People desk', permissions: rights });
  await clinic.owner.post('/api/roles', {
    name: 'strong',
    title: 'Strong',
    permissions: ['settings.write', 'members.read'],
  });
  await clinic.owner.post('/api/roles', { name: 'weak', title: 'Weak', permissions: ['members.read'] });
  const desk = await clinic.hire('people_desk');
  const me = 'people_desk@role-clinic.example';
  const attempts: [string, () => Promise<{ status: number }>][] = [
    ['make a role', () => desk.post('/api/roles', { name: 'mine', title: 'Mine', permissions: ['settings.write'] })],
    [
      'make a role of a whole noun',
      () => desk.post('/api/roles', { name: 'mine', title: 'Mine', permissions: ['settings.*'] }),
    ],
    ['widen a weak role', () => desk.put('/api/roles/weak', { permissions: ['members.read', 'audit.read'] })],
    ['widen his own role', () => desk.put('/api/roles/people_desk', { permissions: [...rights, 'settings.write'] })],
    ['empty a stronger role', () => desk.put('/api/roles/strong', { permissions: [] })],
    ['remove a stronger role', () => desk.delete('/api/roles/strong')],
    ['take a stronger role', () => desk.put(`/api/users/${me}`, { role: 'strong' })],
    ['become owner', () => desk.put(`/api/users/${me}`, { role: 'owner' })],
    ['become admin', () => desk.put(`/api/users/${me}`, { role: 'admin' })],
    ['invite a stronger friend', () => desk.post('/api/users', { email: 'friend@x.example', role: 'strong' })],
    ['invite an owner', () => desk.post('/api/users', { email: 'friend@x.example', role: 'owner' })],
    ['weaken an owner', () => desk.put('/api/users/owner@role-clinic.example', { role: 'weak' })],
    ['switch an owner off', () => desk.put('/api/users/owner@role-clinic.example', { status: 'disabled' })],
    ['remove an owner', () => desk.delete('/api/users/owner@role-clinic.example')],
  ];
  for (const [what, attempt] of attempts) expect((await attempt()).status, what).toBe(403);
  expect((await desk.post('/api/roles', { name: 'equal', title: 'Equal', permissions: rights })).status).toBe(201);
  expect((await desk.post('/api/users', { email: 'helper@x.example', role: 'weak' })).status).toBe(201);
});

test('the roles are searched, filtered, sorted and taken away as a file', async () => {
  const office = await town.found('roles-list-co');
  const neighbour = await town.found('roles-list-next-co');
  await neighbour.owner.post('/api/roles', { name: 'front_zulu', title: 'Front zulu', permissions: [] });
  await office.owner.post('/api/roles', { name: 'front_desk', title: '=Front desk', permissions: ['tenants.read'] });
  const names = async (query: string): Promise<string[]> => {
    const reply = await office.owner.get(`/api/roles?${query}`);
    expect(reply.status, reply.text).toBe(200);
    return reply.body.data.map(({ name }: { name: string }) => name);
  };
  expect(await names('is_built_in=false')).toEqual(['front_desk']);
  expect(await names('q=front%20de')).toEqual(['front_desk']);
  expect(await names('q=admin')).toEqual(['admin']);
  expect((await names('sort=-members,title'))[0]).toBe('owner');
  const sorted = await names('sort=name&is_built_in=true');
  expect(sorted).toEqual([...sorted].sort());
  for (const [query, pointer] of [
    ['sort=permissions', '/sort'],
    ['fields=version', '/fields'],
    ['colour=red', '/colour'],
  ])
    expect((await office.owner.get(`/api/roles?${query}`)).body.errors?.[0]?.pointer, query).toBe(pointer);
  const file = await office.owner.get('/api/roles?format=csv&is_built_in=false&fields=title,permissions,members');
  expect(file.headers['content-disposition']).toContain('roles.csv');
  expect(file.text).toContain("'=Front desk");
  expect(file.text).toContain('tenants.read');
  expect(file.text).not.toContain('zulu');
});
