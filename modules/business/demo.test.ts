/** The demo's records pass the rules of the form, without a single warning, in each type of organisation. */
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadBusinessDemo } from './demo.ts';
import { businessWorld, openOffice } from './testing/offices.ts';

let world: World;
beforeAll(async () => {
  world = await businessWorld();
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
