/** The demo's records pass the rules of the form, without a single warning, in each type of organisation. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBusinessDemo } from './demo.ts';
import { openOffice } from './testing/offices.ts';
import { offBy, salesWorld } from './testing/sales.ts';

let world: World;
beforeAll(async () => {
  world = await salesWorld();
});
afterAll(() => world?.close());

test.each(['dental_clinic', 'clinic', 'manufacturing', 'business'])('a %s', async (type) => {
  const office = await openOffice(world, type.replace('_', '-'), type);
  const tenant = (await world.kernel.directory.find(office.slug)) as Tenant;
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  const load = (): Promise<number> =>
    asSystem(world.kernel, { tenant, database: world.kernel.cells.of(tenant), binding }, (ctx) =>
      loadBusinessDemo(ctx, type),
    );
  expect(await load()).toBeGreaterThan(20);
  expect(await load()).toBe(0);
  // What it sold stands everywhere: paid, part paid, late, given back, and in books that balance.
  const sold = (await office.owner.get('/api/invoices?fields=standing,number')).body.data;
  const standings = new Set(sold.map(({ standing }: { standing: string }) => standing));
  for (const standing of ['paid', 'part', 'overdue', 'unpaid']) expect(standings).toContain(standing);
  expect((await office.owner.get('/api/credit-notes?balance_from=0.01')).body.data).toHaveLength(1);
  expect((await office.owner.get('/api/payments?unallocated_from=0.01')).body.data).toHaveLength(1);
  expect(await offBy(world, office.id)).toBe(0);
  // Nothing is missing that the portal of e-invoices asks for.
  const billed = (await office.owner.get('/api/invoices?status=issued')).body.data;
  const files = billed.map(({ id }: { id: string }) => office.owner.get(`/api/invoices/${id}/einvoice`));
  const codes = (await Promise.all(files)).map(({ status, body }) => (status === 200 ? 'taken' : body.code));
  expect(new Set(codes).difference(new Set(['taken', 'einvoice.not_meant']))).toEqual(new Set());
  if (type === 'business') expect(codes).toContain('taken');
  for (const noun of ['customers', 'vendors', 'products']) {
    const { data } = (await office.owner.get(`/api/${noun}`)).body;
    expect(data.length).toBeGreaterThan(4);
    for (const row of data) {
      const again = await office.owner.patch(`/api/${noun}/${row.id}`, {});
      expect(again.body.data, row.name).toMatchObject({ warnings: [], version: row.version });
      if (row.phone) expect(row.phone).toMatch(/^900000/);
    }
  }
});
