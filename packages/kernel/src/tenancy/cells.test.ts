/** A tenant's records are reached through its own cell; where this instance does not serve that cell, through none. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';
import { example } from '../testing/example/module.ts';
import { startInstance } from '../testing/instance.ts';
import { type Office, openOffice } from '../testing/offices.ts';
import { createWorld, type World } from '../testing/world.ts';
import type { Tenant } from './directory.ts';

let world: World;
let moved: Office;
let neighbour: Office;
beforeAll(async () => {
  world = await createWorld({ modules: [example] });
  moved = await openOffice(world, 'moved');
  neighbour = await openOffice(world, 'neighbour');
});
afterAll(() => world?.close());

/** The catalogue says that the tenant lives elsewhere, and every instance hears it. */
async function moveTo(cell: string): Promise<void> {
  const tx = transaction(world.kernel.control, { tenant_id: null, plane: 'platform' });
  await tx.execute('update tenants set cell_id = $2 where id = $1', [moved.id, cell]);
  await world.kernel.news.announce(tx, { kind: 'tenant', subject_id: moved.id });
  await tx.commit();
  world.kernel.news.tell({ kind: 'tenant', subject_id: moved.id });
}

test('the pool is there from the beginning, and tenants live in it', async () => {
  const [pool, ...others] = world.kernel.cells.all();
  expect([pool?.name, pool?.kind, others]).toEqual(['pool', 'pool', []]);
  const tenant = (await world.kernel.directory.find('moved')) as Tenant;
  expect(tenant.cell_id).toBe(pool?.id);
  expect(world.kernel.cells.of(tenant)).toBe(pool?.database);
});

test('records of a cell that is not served here are not looked for anywhere else', async () => {
  const { id } = (await moved.owner.post('/api/notes', { title: 'Mine', due_on: '2026-11-21' })).body.data;
  const [home] = world.kernel.cells.all();
  const elsewhere = newId();
  await world.admin.query("insert into cells (id, name, kind, database) values ($1, 'far', 'silo', 'tenantry_far')", [
    elsewhere,
  ]);
  await moveTo(elsewhere);
  const refused = await moved.owner.get(`/api/notes/${id}`);
  expect([refused.status, refused.body.code]).toEqual([503, 'tenancy.cell_unavailable']);
  expect((await moved.owner.post('/api/notes', { title: 'Lost?', due_on: '2026-11-21' })).status).toBe(503);
  expect((await neighbour.owner.get('/api/notes')).body.data).toEqual([]);
  await moveTo(home?.id as string);
  expect((await moved.owner.get('/api/notes')).body.data.map((note: { title: string }) => note.title)).toEqual([
    'Mine',
  ]);
});

test('an installation whose catalogue names a database that it does not open refuses to start', async () => {
  await expect(startInstance(world.connections, { modules: [example] })).rejects.toThrow('tenantry_far');
});

test('a cell with tenants cannot be removed from the catalogue', async () => {
  await expect(world.admin.query("delete from cells where name = 'pool'")).rejects.toThrow('tenants_cell_id_fkey');
});
