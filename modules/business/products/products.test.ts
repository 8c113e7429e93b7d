/** Products over HTTP: a dealer keeps his list, a neighbour with the same SKUs sees nothing of it. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { businessWorld, type Office, openOffice } from '../testing/offices.ts';

let world: World;
let abc: Office;
let neighbour: Office;

beforeAll(async () => {
  world = await businessWorld();
  abc = await openOffice(world, 'abc');
  neighbour = await openOffice(world, 'neighbour');
});
afterAll(() => world?.close());

const bolt = {
  name: 'Steel bolt M8',
  sku: 'BOLT-1',
  kind: 'goods',
  hsn: '7318.15.00',
  unit: 'numbers',
  sale_price: 12.75,
  tax_rate: 18,
};

test('a product is added, read by id and SKU in any case, and is not there for the neighbour', async () => {
  const made = await abc.owner.post('/api/products', bolt);
  expect(made.status, made.text).toBe(201);
  expect(made.body.data).toMatchObject({
    sku: 'BOLT-1',
    hsn: '73181500',
    unit: 'NOS',
    sale_price: 12.75,
    tax_rate: 18,
    cess_rate: 0,
    treatment: 'taxable',
    is_active: true,
    version: 1,
    warnings: [],
    twins: [],
  });
  const { id } = made.body.data;
  for (const ref of [id, 'bolt-1', 'BOLT-1']) {
    expect((await abc.owner.get(`/api/products/${ref}`)).body.data.id).toBe(id);
    const foreign = await neighbour.owner.get(`/api/products/${ref}`);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'products.not_found' } });
  }
  // The neighbour's 404 for a foreign id says the same as for an id that never was.
  const foreign = (await neighbour.owner.patch(`/api/products/${id}`, { name: 'x' })).body;
  const unknown = (
    await neighbour.owner.patch(`/api/products/${id.replace(/.$/, id.endsWith('0') ? '1' : '0')}`, { name: 'x' })
  ).body;
  for (const body of [foreign, unknown]) for (const key of ['request_id', 'timestamp']) delete body[key];
  expect(foreign).toEqual(unknown);
  expect((await neighbour.owner.post('/api/products', bolt)).body).toMatchObject({
    success: true,
    data: { twins: [] },
  });
});

test('a SKU is one product’s, whatever the case of its letters; a barcode too', async () => {
  await abc.owner.post('/api/products', { ...bolt, name: 'Nut', sku: 'Nut-1', barcode: '8901030865275' });
  const sku = await abc.owner.post('/api/products', { name: 'Other', sku: 'NUT-1' });
  expect(sku).toMatchObject({ status: 409, body: { code: 'products.sku_taken', errors: [{ pointer: '/sku' }] } });
  const barcode = await abc.owner.post('/api/products', { name: 'Other', barcode: '8901030865275' });
  expect(barcode).toMatchObject({ status: 409, body: { code: 'products.barcode_taken' } });
});

test('a SKU is made when none is given, past those that people typed', async () => {
  await neighbour.owner.post('/api/products', { name: 'Typed', sku: 'p-00002' });
  const skus: string[] = [];
  for (const name of ['First', 'Second', 'Third']) {
    skus.push((await neighbour.owner.post('/api/products', { name })).body.data.sku);
  }
  expect(skus).toEqual(['P-00001', 'P-00003', 'P-00004']);
  expect((await abc.owner.post('/api/products', { name: 'Mine' })).body.data.sku).toBe('P-00001');
});

test('what looks like the same is said, and can be asked before', async () => {
  const first = (await abc.owner.post('/api/products', { name: 'Copper wire, 2.5 mm' })).body.data;
  const second = (await abc.owner.post('/api/products', { name: 'COPPER WIRE 2.5mm' })).body.data;
  expect(second.twins).toEqual([{ id: first.id, name: first.name, by: ['name'] }]);
  expect(second.warnings.join()).toContain('Copper wire, 2.5 mm');
  const asked = await abc.owner.get('/api/products/duplicates?name=copper%20wire%202.5%20MM');
  expect(asked.body.data).toHaveLength(2);
  expect((await neighbour.owner.get('/api/products/duplicates?name=copper%20wire%202.5%20MM')).body.data).toEqual([]);
});

test('rules are named by field: HSN, unit, rates, treatment', async () => {
  const refuse = async (values: object, status: number, pointer: string): Promise<void> => {
    const reply = await abc.owner.post('/api/products', { name: 'Ruled', ...values });
    expect(reply, JSON.stringify(values)).toMatchObject({ status, body: { errors: [{ pointer }] } });
  };
  await refuse({ hsn: '73181' }, 400, '/hsn');
  await refuse({ hsn: 'bolt' }, 400, '/hsn');
  await refuse({ hsn: '998717', kind: 'goods' }, 422, '/hsn');
  await refuse({ unit: 'parsec' }, 400, '/unit');
  await refuse({ tax_rate: 101 }, 400, '/tax_rate');
  await refuse({ tax_rate: 18.1234 }, 400, '/tax_rate');
  await refuse({ sale_price: -1 }, 400, '/sale_price');
  await refuse({ treatment: 'exempt', tax_rate: 5 }, 422, '/tax_rate');
  await refuse({ treatment: 'zero_rated' }, 400, '/treatment');
  await refuse({ colour: 'red' }, 400, '/colour');
  await refuse({ name: '   ' }, 400, '/name');
  const service = (await abc.owner.post('/api/products', { name: 'Repair', hsn: '998717', tax_rate: 18 })).body.data;
  expect(service).toMatchObject({ kind: 'service', unit: 'OTH' });
  const odd = (await abc.owner.post('/api/products', { name: 'Odd', tax_rate: 17, barcode: '8901030865278' })).body
    .data;
  expect(odd.warnings.join()).toMatch(/17 % is not a GST rate.*last digit/s);
});

test('changes keep the version in step; PUT writes anew; a lost race is told', async () => {
  const made = (await abc.owner.post('/api/products', { ...bolt, sku: 'CHG-1', description: 'Hex' })).body.data;
  const patched = await abc.owner.patch(
    `/api/products/${made.id}`,
    { sale_price: '13.5', description: null },
    { 'if-match': '"1"' },
  );
  expect(patched.body.data).toMatchObject({ version: 2, sale_price: 13.5, description: null, name: bolt.name });
  const stale = await abc.owner.patch(`/api/products/${made.id}`, { sale_price: 1, version: 1 });
  expect(stale).toMatchObject({ status: 412, body: { current_version: 2 } });
  const whole = await abc.owner.put('/api/products/CHG-1', { name: 'Anew' });
  expect(whole.body.data).toMatchObject({ sku: 'CHG-1', hsn: null, sale_price: null, version: 3, kind: 'goods' });
  const trail = await world.admin.query(
    'select action, before, after from audit_entries where subject_id = $1 order by id',
    [made.id],
  );
  expect(trail.rows.map((row) => row.action)).toEqual(['products.create', 'products.update', 'products.update']);
  expect(trail.rows[1]).toMatchObject({ before: { sale_price: 12.75 }, after: { sale_price: 13.5 } });
});

test('archived products leave the list of active ones and come back, one by one or by filter', async () => {
  for (const n of [1, 2, 3]) await abc.owner.post('/api/products', { name: `Old ${n}`, category: 'Obsolete' });
  await neighbour.owner.post('/api/products', { name: 'Theirs', category: 'Obsolete' });
  const [first] = (await abc.owner.get('/api/products?category=Obsolete&limit=1')).body.data;
  expect((await abc.owner.delete(`/api/products/${first.id}`)).body.data).toMatchObject({
    is_active: false,
    version: 2,
  });
  const active = await abc.owner.get('/api/products?category=Obsolete&is_active=true&count=true');
  expect(active.body.meta.total).toBe(2);
  expect((await abc.owner.post(`/api/products/${first.id}/restore`)).body.data.is_active).toBe(true);
  expect((await abc.owner.post('/api/products/archive', {})).status).toBe(400);
  expect((await abc.owner.post('/api/products/archive', { category: 'Obsolete' })).body.data).toEqual({ changed: 3 });
  expect((await abc.owner.post('/api/products/archive', { category: 'Obsolete' })).body.data).toEqual({ changed: 0 });
  expect((await neighbour.owner.get('/api/products?category=Obsolete&is_active=true')).body.data).toHaveLength(1);
  const { id } = (await neighbour.owner.get('/api/products?category=Obsolete')).body.data[0];
  expect((await abc.owner.post('/api/products/archive', { ids: [id] })).body.data).toEqual({ changed: 0 });
  expect((await abc.owner.post('/api/products/restore', { ids: [first.id] })).body.data).toEqual({ changed: 1 });
});

test('the list sorts, searches, pages and goes out as a file', async () => {
  const office = await openOffice(world, 'lister');
  for (const n of [3, 1, 2])
    await office.owner.post('/api/products', { name: `Washer ${n}`, sku: `W-${n}`, sale_price: n });
  await office.owner.post('/api/products', { name: '=cmd()', sku: 'EVIL' });
  const names = async (query: string): Promise<string[]> =>
    (await office.owner.get(`/api/products?${query}`)).body.data.map((row: { name: string }) => row.name);
  expect(await names('q=wash')).toEqual(['Washer 1', 'Washer 2', 'Washer 3']);
  expect(await names('q=wash&sort=-sale_price')).toEqual(['Washer 3', 'Washer 2', 'Washer 1']);
  const page = await office.owner.get('/api/products?sort=sku&limit=2');
  expect(page.body.data.map((row: { sku: string }) => row.sku)).toEqual(['EVIL', 'W-1']);
  expect(await names(`sort=sku&limit=2&cursor=${page.body.meta.next_cursor}`)).toEqual(['Washer 2', 'Washer 3']);
  const csv = await office.owner.get('/api/products/export?fields=name,sale_price&sort=name');
  expect(csv.text.startsWith('\ufeffid,name,sale_price\r\n')).toBe(true);
  expect(csv.text).toContain(",'=cmd(),");
  expect((await office.owner.get('/api/products/export?format=xlsx')).headers['content-type']).toContain(
    'spreadsheetml',
  );
  expect((await office.owner.get('/api/products?colour=red')).status).toBe(400);
});

test('people do what their role allows, and are told what is missing', async () => {
  const operator = await (await openOffice(world, 'factory', 'manufacturing')).hire('operator');
  expect((await operator.get('/api/products')).status).toBe(200);
  const forbidden: [string, string, string][] = [
    ['POST', '/api/products', 'products.write'],
    ['GET', '/api/products/export', 'products.export'],
    ['GET', '/api/products?format=csv', 'products.export'],
    ['POST', '/api/products/import', 'products.import'],
    ['GET', '/api/customers', 'customers.read'],
  ];
  for (const [method, path, permission] of forbidden) {
    const reply = await operator.call(method, path, method === 'POST' ? { body: {} } : {});
    expect(reply, path).toMatchObject({ status: 403, body: { permission } });
  }
});

test('races end in one product a SKU, and in one SKU a product', async () => {
  const office = await openOffice(world, 'racer');
  const same = await Promise.all(
    [1, 2, 3, 4].map((n) => office.owner.post('/api/products', { name: `Twin ${n}`, sku: 'RACE' })),
  );
  expect(same.map((reply) => reply.status).sort()).toEqual([201, 409, 409, 409]);
  const free = await Promise.all(
    Array.from({ length: 8 }, (_, n) => office.owner.post('/api/products', { name: `Free ${n}` })),
  );
  expect(free.map((reply) => reply.status)).toEqual(Array(8).fill(201));
  expect(new Set(free.map((reply) => reply.body.data.sku)).size).toBe(8);
  // A number that a refused call had taken is given back: the next one follows without a gap.
  expect((await office.owner.post('/api/products', { name: 'No', barcode: 'B' })).body.data.sku).toBe('P-00009');
  expect((await office.owner.post('/api/products', { name: 'No', barcode: 'B' })).status).toBe(409);
  expect((await office.owner.post('/api/products', { name: 'Yes' })).body.data.sku).toBe('P-00010');
});
