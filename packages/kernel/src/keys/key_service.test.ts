/** Master keys in a key service: signed calls, bound to tenant and version; while it is down nothing is lost and nothing opens by another way. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createOperator } from '../identity/operator.ts';
import { type Caller, callerAt } from '../testing/caller.ts';
import { type FreshDatabase, freshDatabase, keyFolderOf } from '../testing/database.ts';
import { type Instance, startInstance } from '../testing/instance.ts';
import { type KeyService, startKeyService } from '../testing/key_service.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { safes } from '../testing/safes/module.ts';
import { OPERATOR, type World } from '../testing/world.ts';
import { serviceMasterKeys } from './key_service.ts';
import { fileMasterKeys } from './master.ts';

const modules = [safes];
const KEYS = ['arn:aws:kms:ap-south-1:111122223333:key/earlier', 'arn:aws:kms:ap-south-1:111122223333:key/current'];
let database: FreshDatabase;
let service: KeyService;
let instance: Instance;
let office: Office;
let other: Office;
let operator: Caller;
let safe: string;

/** An instance whose memory of unwrapped keys is as long as said. */
const start = (cache_seconds: number, key_ids = KEYS): Promise<Instance> => {
  const file = fileMasterKeys(join(keyFolderOf(database.connections.control.database ?? ''), 'master.key'));
  return startInstance(database.connections, {
    modules,
    keys: { master: serviceMasterKeys({ ...service.options, cache_seconds, key_ids }, file) },
  });
};
const ask = async (caller: Caller, { address }: Instance, id = safe): Promise<string> => {
  const { body } = await callerAt(address, caller.token).get(`/api/safes/${id}`);
  return body.success ? body.data.combination : `${body.status} ${body.code}`;
};

beforeAll(async () => {
  database = await freshDatabase(modules);
  service = await startKeyService(KEYS);
  // Everybody's keys are in the file at first.
  const before = await startInstance(database.connections, { modules });
  await createOperator(before.kernel, OPERATOR);
  const nobody = callerAt(before.address);
  const world = { ...before, admin: database.admin, nobody } as unknown as World;
  [office, other] = [await openOffice(world, 'served'), await openOffice(world, 'also-served')];
  operator = await nobody.signIn(OPERATOR.email, OPERATOR.password);
  safe = (await office.owner.post('/api/safes', { title: 'A', combination: 'from the file' })).body.data.id;
  await other.owner.post('/api/safes', { title: 'B', combination: 'theirs' });
  await before.close();
  instance = await start(0);
});
afterAll(async () => {
  await instance?.close();
  await service?.stop();
  await database?.close();
});

test('keys from the file open until they are wrapped anew under the service’s current key', async () => {
  expect(await ask(office.owner, instance)).toBe('from the file');
  expect(service.calls).toEqual({});
  const reply = await callerAt(instance.address, operator.token).post('/api/system/keys/rotate');
  expect(reply.status).toBe(200);
  expect(reply.body.data.at(-1)).toEqual({ id: KEYS[1], is_current: true, keys: 2 });
  expect(service.calls['TrentService.Encrypt']).toBe(2);
  await instance.close();
  instance = await start(0);
  expect(await ask(office.owner, instance)).toBe('from the file');
  expect(service.calls['TrentService.Decrypt']).toBeGreaterThan(0);
  const { rows } = await database.admin.query('select distinct master_key_id from tenant_keys');
  expect(rows).toEqual([{ master_key_id: KEYS[1] }]);
});

test('each call is bound to tenant and version, and the service never sees what a data key opens with', async () => {
  const made = await callerAt(instance.address, other.owner.token).post('/api/safes', {
    title: 'C',
    combination: 'made under the service',
  });
  expect(made.status).toBe(201);
  const contexts = service.bodies.map((body) => JSON.parse(body).EncryptionContext);
  expect(contexts).toContainEqual({ purpose: 'tenant key', tenant_id: office.id, version: '1' });
  // What passes there is still sealed with the tenant's share: more than the 32 bytes of a key.
  const plain = service.bodies.map((body) => JSON.parse(body).Plaintext).filter((one) => one !== undefined);
  for (const one of plain) expect(Buffer.from(one, 'base64').length).toBeGreaterThan(32);
  // A wrapped key that is moved to another tenant is the service's InvalidCiphertextException.
  const key = await instance.kernel.keys.master.current();
  const context = { purpose: 'tenant key', tenant_id: office.id, version: '9' };
  const wrapped = await key.wrap(Buffer.alloc(61, 7), context);
  expect(await key.unwrap(wrapped, context)).toEqual(Buffer.alloc(61, 7));
  await expect(key.unwrap(wrapped, { ...context, tenant_id: other.id })).rejects.toMatchObject({
    kind: { code: 'keys.unreadable' },
  });
});

test('a call that is not signed with the secret is refused, and told as out of reach, not as unreadable', async () => {
  const thief = serviceMasterKeys({ ...service.options, secret_access_key: 'another secret' });
  const key = await thief.current();
  await expect(key.wrap(Buffer.alloc(61), {})).rejects.toMatchObject({
    kind: { code: 'keys.unavailable', status: 503 },
  });
});

test('throttling and a fault of the service are tried again', async () => {
  const key = await instance.kernel.keys.master.current();
  service.faults.push({ status: 400, type: 'ThrottlingException' }, { status: 500, type: '' });
  const wrapped = await key.wrap(Buffer.alloc(61, 1), { a: 'b' });
  expect(wrapped.length).toBeGreaterThan(61);
  const before = service.bodies.length;
  service.faults.push({ status: 400, type: 'com.amazonaws.kms#DisabledException' });
  await expect(key.wrap(Buffer.alloc(61), {})).rejects.toMatchObject({ kind: { code: 'keys.unavailable' } });
  expect(service.bodies.length).toBe(before + 1);
});

test('while the service is down what is sealed answers 503, nothing is half stored, and it goes on when it is back', async () => {
  const fresh = await start(0);
  const remembering = await start(300);
  try {
    expect(await ask(office.owner, remembering)).toBe('from the file');
    await service.stop();
    expect(await ask(office.owner, fresh)).toBe('503 keys.unavailable');
    const body = { title: 'Half', combination: 'lost?' };
    const refused = await callerAt(fresh.address, other.owner.token).post('/api/safes', body);
    expect([refused.status, refused.body.code]).toEqual([503, 'keys.unavailable']);
    expect(refused.headers['retry-after']).toBe('5');
    const { rows } = await database.admin.query(`select 1 from safes where title = 'Half'`);
    expect(rows).toEqual([]);
    // What was unwrapped lately is in memory, for as long as the settings say.
    expect(await ask(office.owner, remembering)).toBe('from the file');
    await service.start();
    expect(await ask(office.owner, fresh)).toBe('from the file');
    expect((await callerAt(fresh.address, other.owner.token).post('/api/safes', body)).status).toBe(201);
  } finally {
    await fresh.close();
    await remembering.close();
  }
});

test('what is kept in memory is given up when its time is over', async () => {
  const key = await serviceMasterKeys({ ...service.options, cache_seconds: 1 }).current();
  const wrapped = await key.wrap(Buffer.alloc(61, 3), { a: 'b' });
  await key.unwrap(wrapped, { a: 'b' });
  const before = service.calls['TrentService.Decrypt'];
  await key.unwrap(wrapped, { a: 'b' });
  expect(service.calls['TrentService.Decrypt']).toBe(before);
  await expect
    .poll(
      async () => {
        await key.unwrap(wrapped, { a: 'b' });
        return service.calls['TrentService.Decrypt'];
      },
      { timeout: 10_000, interval: 200 },
    )
    .toBe((before ?? 0) + 1);
});
