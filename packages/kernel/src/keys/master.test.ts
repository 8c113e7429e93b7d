/** Master keys: a new version wraps every data key anew; a key service stands behind the same interface; a damaged file is told. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keyFolderOf } from '../testing/database.ts';
import { startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { safes } from '../testing/safes/module.ts';
import { createWorld, type World } from '../testing/world.ts';
import { fileMasterKeys, type MasterKey, type MasterKeys, type WrapContext } from './master.ts';

let world: World;
let offices: Office[];
let file: string;
const modules = [safes];

beforeAll(async () => {
  world = await createWorld({ modules });
  file = join(keyFolderOf(world.connections.control.database ?? ''), 'master.key');
  offices = [await openOffice(world, 'first'), await openOffice(world, 'second')];
  for (const { owner, slug } of offices) await owner.post('/api/safes', { title: 'One', combination: `of ${slug}` });
});
afterAll(() => world?.close());

interface Line {
  id: string;
  is_current: boolean;
  keys: number;
}

test('a new master key wraps all data keys; the earlier one can then go, and everything opens', async () => {
  const [before] = (await world.operator.get('/api/system/keys')).body.data as Line[];
  expect(before).toMatchObject({ is_current: true, keys: 2 });
  const reply = await world.operator.post('/api/system/keys/rotate');
  expect(reply.status).toBe(200);
  const [old, current] = reply.body.data as Line[];
  expect(old).toEqual({ id: before?.id, is_current: false, keys: 0 });
  expect(current).toMatchObject({ is_current: true, keys: 2 });
  const { rows } = await world.admin.query(
    "select after from control_audit_entries where action = 'keys.rotate_master'",
  );
  expect(rows).toEqual([{ after: { master_key_id: current?.id, rewrapped: 2 } }]);
  const kept = readFileSync(file, 'utf8');
  writeFileSync(file, kept.replace(new RegExp(`^${old?.id}.*\n`, 'm'), ''));
  const restarted = await startInstance(world.connections, { modules });
  try {
    for (const { id, slug } of offices) {
      const { rows } = await world.admin.query('select id, combination from safes where tenant_id = $1', [id]);
      const place = { table: 'safes', row: rows[0].id, field: 'combination' };
      expect(await restarted.kernel.keys.open(id, place, rows[0].combination)).toBe(`of ${slug}`);
    }
  } finally {
    await restarted.close();
    writeFileSync(file, kept);
  }
});

test('a wrapped key that was moved to another tenant does not unwrap', async () => {
  const [a, b] = offices as [Office, Office];
  const { rows } = await world.admin.query('select wrapped from tenant_keys where tenant_id = $1', [a.id]);
  const mine = (await world.admin.query('select wrapped from tenant_keys where tenant_id = $1', [b.id])).rows[0];
  await world.admin.query('update tenant_keys set wrapped = $2 where tenant_id = $1', [b.id, rows[0].wrapped]);
  const fresh = await startInstance(world.connections, { modules });
  try {
    const place = { table: 'safes', row: 'any', field: 'hint' };
    await expect(fresh.kernel.keys.seal(b.id, place, 'x')).rejects.toMatchObject({ kind: { code: 'keys.unreadable' } });
  } finally {
    await fresh.close();
    await world.admin.query('update tenant_keys set wrapped = $2 where tenant_id = $1', [b.id, mine.wrapped]);
  }
});

/** A key service as we would call one over a network: it keeps its keys, and answers for the same context alone. */
function service(): MasterKeys & { asked: WrapContext[] } {
  const kept = new Map<string, { dek: Buffer; context: string }>();
  const versions: MasterKey[] = [];
  const asked: WrapContext[] = [];
  return {
    asked,
    current: async () => versions.at(-1) as MasterKey,
    find: async (id) => versions.find((one) => one.id === id) ?? null,
    ids: async () => versions.map((one) => one.id),
    async add() {
      const id = `arn:key/${versions.length + 1}`;
      versions.push({
        id,
        async wrap(dek, context) {
          asked.push(context);
          const token = `${id} ${kept.size}`;
          kept.set(token, { dek, context: JSON.stringify(context) });
          return Buffer.from(token);
        },
        async unwrap(wrapped, context) {
          const found = kept.get(wrapped.toString());
          if (!found || found.context !== JSON.stringify(context)) throw new Error('InvalidCiphertextException');
          return found.dek;
        },
      });
      return versions.at(-1) as MasterKey;
    },
  };
}

test('a key service takes the place of the file; it is told tenant and version and never sees a data key', async () => {
  const kms = service();
  const fresh = await createWorld({ modules, keys: { master: kms } });
  try {
    const office = await openOffice(fresh, 'cloudy');
    const { id } = (await office.owner.post('/api/safes', { title: 'One', combination: 'in the cloud' })).body.data;
    expect((await fresh.operator.post('/api/system/keys/rotate')).status).toBe(200);
    await fresh.operator.post('/api/tenants/cloudy/keys/rotate');
    await fresh.kernel.keys.rotation.settled();
    expect((await office.owner.get(`/api/safes/${id}`)).body.data.combination).toBe('in the cloud');
    const of = (version: string): WrapContext => ({ purpose: 'tenant key', tenant_id: office.id, version });
    expect(kms.asked).toEqual([of('1'), of('1'), of('2')]);
  } finally {
    await fresh.close();
  }
});

test('a file that others can use, or that is damaged, is refused with what to do', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-master-'));
  try {
    const path = join(folder, 'master.key');
    const master = fileMasterKeys(path);
    expect(await master.ids()).toEqual([]);
    await expect(master.current()).rejects.toThrow(/there is no master key in/);
    const [first, second] = [await master.add(), await master.add()];
    expect(await master.ids()).toEqual([first.id, second.id]);
    expect((await master.current()).id).toBe(second.id);
    const context = { tenant_id: 'one' };
    const wrapped = await first.wrap(Buffer.from('a data key'), context);
    expect((await (await fileMasterKeys(path).find(first.id))?.unwrap(wrapped, context))?.toString()).toBe(
      'a data key',
    );
    await expect(first.unwrap(wrapped, { tenant_id: 'two' })).rejects.toThrow();
    await expect(second.unwrap(wrapped, context)).rejects.toThrow();
    chmodSync(path, 0o644);
    await expect(master.current()).rejects.toThrow(/run chmod 600/);
    chmodSync(path, 0o600);
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(first.id, second.id));
    await expect(master.current()).rejects.toThrow(/line 2 of .* is not a master key/);
    writeFileSync(path, text.slice(0, -5));
    await expect(master.current()).rejects.toThrow(/line 3/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
