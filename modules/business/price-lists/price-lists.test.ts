/** Price lists over HTTP: whose price counts in a draft and where it says that it comes from; what is refused; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
let bolt: string;
let nut: string;
let wholesale: string;
let customer: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'prices-co');
  neighbour = await openOffice(world, 'next-co');
  bolt = await make(office.owner, '/api/products', { name: 'Bolt', hsn: '73181500', sale_price: 100, tax_rate: 18 });
  nut = await make(office.owner, '/api/products', { name: 'Nut', hsn: '73181600', sale_price: 40, tax_rate: 18 });
  wholesale = await make(office.owner, '/api/price-lists', { name: 'Wholesale' });
  customer = await make(office.owner, '/api/customers', {
    name: 'Sharma Traders',
    state: '27',
    price_list_id: wholesale,
  });
});
afterAll(() => world?.close());

const prices = (list: string, entries: object[], more: object = {}) =>
  office.owner.put(`/api/price-lists/${list}/prices`, { entries, ...more });
async function linesOf(lines: object[], more: object = {}) {
  const body = { customer_id: customer, date: '2026-11-14', lines, ...more };
  const reply = await office.owner.post('/api/invoices/preview', body);
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data.lines.map((line: { unit_price: number; price_source: string }) => [
    line.unit_price,
    line.price_source,
  ]);
}

test('the product’s price, that of the list from a quantity on, the customer’s own: kept with the draft, and what was typed stays', async () => {
  const stored = await prices(wholesale, [
    { product_id: bolt, unit_price: 90 },
    { product_id: bolt, unit_price: 80, min_quantity: 100, valid_to: '2026-11-30' },
  ]);
  expect(stored.body.data, stored.text).toMatchObject({
    ...{ prices: 2, version: 2 },
    entries: [
      { entry: 1, product_name: 'Bolt', min_quantity: 0, valid_from: null },
      { entry: 2, unit_price: 80 },
    ],
  });
  const asked = [
    { product_id: bolt, quantity: 1 },
    { product_id: bolt, quantity: 100 },
    { product_id: nut, quantity: 1 },
    { product_id: bolt, quantity: 1, unit_price: 77 },
    { product_id: bolt, quantity: 1, unit_price: 90 },
  ];
  const found = [
    [90, 'price_list'],
    [80, 'price_list'],
    [40, 'product'],
    [77, 'given'],
    [90, 'price_list'],
  ];
  expect(await linesOf(asked)).toEqual(found);
  expect(await linesOf(asked.slice(1, 2), { date: '2026-12-01' })).toEqual([[90, 'price_list']]);
  const draft = await make(office.owner, '/api/invoices', { customer_id: customer, date: '2026-11-14', lines: asked });
  const own = await make(office.owner, '/api/price-lists', {
    name: 'Sharma',
    customer_id: customer,
    prices_include_tax: true,
  });
  expect((await prices(own, [{ product_id: bolt, unit_price: 118 }])).status).toBe(200);
  expect(await linesOf(asked.slice(0, 3))).toEqual([
    [100, 'customer'],
    [100, 'customer'],
    [40, 'product'],
  ]);
  // A draft keeps the prices that it was written with, and says of each where it comes from.
  const noted = await office.owner.patch(`/api/invoices/${draft}`, { notes: 'By rail' });
  expect(noted.body.data.lines.map((line: { unit_price: number }) => line.unit_price)).toEqual([90, 80, 40, 77, 90]);
  await office.owner.delete(`/api/price-lists/${own}`);
  expect(await linesOf(asked.slice(0, 1))).toEqual([[90, 'price_list']]);
  const issued = await office.owner.post(`/api/invoices/${draft}/issue`, {});
  expect(issued.body.data.lines[0], issued.text).toMatchObject({
    price_source: 'price_list',
    price_list_id: wholesale,
  });
});

test('what contradicts itself is refused at its place, and nothing is changed', async () => {
  const before = (await office.owner.get(`/api/price-lists/${wholesale}/prices`)).body.data;
  const one = { product_id: bolt, unit_price: 1 };
  for (const [entries, status, pointer] of [
    [[one, one], 422, '/entries/1/product_id'],
    [[{ ...one, product_id: customer }], 422, '/entries/0/product_id'],
    [[{ ...one, unit_price: -1 }], 400, '/entries/0/unit_price'],
    [[{ ...one, valid_from: '2026-12-01', valid_to: '2026-11-30' }], 422, '/entries/0/valid_to'],
  ] as const) {
    const reply = await prices(wholesale, [...entries]);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
  }
  expect((await prices(wholesale, [one], { version: before.version - 1 })).status).toBe(412);
  expect((await office.owner.get(`/api/price-lists/${wholesale}/prices`)).body.data).toEqual(before);
  for (const [body, status, pointer] of [
    [{ name: 'WHOLESALE' }, 409, '/name'],
    [{ name: 'X', currency: 'QQQ' }, 400, '/currency'],
    [{ name: 'X', customer_id: bolt }, 404, undefined],
  ] as const) {
    const reply = await office.owner.post('/api/price-lists', body);
    expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
  }
  const reply = await office.owner.patch(`/api/customers/${customer}`, { price_list_id: bolt });
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([404, '/price_list_id']);
});

test('the neighbour and who may not', async () => {
  expect((await neighbour.owner.get(`/api/price-lists/${wholesale}/prices`)).status).toBe(404);
  const theirs = await neighbour.owner.put(`/api/price-lists/${wholesale}/prices`, { entries: [] });
  expect([theirs.status, theirs.body.code]).toEqual([404, 'price-lists.not_found']);
  const named = await neighbour.owner.post('/api/customers', { name: 'Theirs', price_list_id: wholesale });
  expect(named.status).toBe(404);
  const clerk = await office.hire('clerk', ['price-lists.read']);
  expect((await clerk.get(`/api/price-lists/${wholesale}/prices`)).status).toBe(200);
  expect((await clerk.put(`/api/price-lists/${wholesale}/prices`, { entries: [] })).status).toBe(403);
});

test('prices go out as a sheet and come in again: a preview stores nothing, what cannot be taken is told by row and column', async () => {
  const list = await make(office.owner, '/api/price-lists', { name: 'By file' });
  const at = `/api/price-lists/${list}/prices`;
  const sku = (await office.owner.get(`/api/products/${bolt}`)).body.data.sku;
  const rows = [
    { SKU: sku, Price: 90, 'From quantity': 0 },
    { Item: 'nut', Price: '₹ 35.50', 'From quantity': 10, 'Valid from': '2026-04-01' },
    { Item: 'Washer', Price: 1 },
    { Item: 'Nut', Price: 'cheap' },
    { SKU: sku, Price: 91 },
    { Item: 'Nut', Price: 2, 'Valid from': '2026-04-02', 'Valid to': '2026-04-01' },
  ];
  const bring = (body: object, by = office) => by.owner.post(`${at}/import`, body);
  const seen = await bring({ rows });
  expect(seen.body.data, seen.text).toMatchObject({ mode: 'preview', created_count: 2, error_count: 4, row_count: 6 });
  expect(seen.body.data.errors).toMatchObject([
    { row: 3, column: 'Item', value: 'Washer', detail: 'There is no item with this name.' },
    { row: 4, column: 'Price', value: 'cheap' },
    { row: 5, detail: 'This is the same as row 1.' },
    { row: 6, column: 'Valid to', detail: 'It ends before it begins.' },
  ]);
  expect((await office.owner.get(at)).body.data.entries).toEqual([]);
  const refused = await bring({ rows, mode: 'commit' });
  expect([refused.status, refused.body.code]).toEqual([422, 'imports.rows_invalid']);
  const taken = await bring({ rows, mode: 'commit', skip_errors: true });
  expect(taken.body.data, taken.text).toMatchObject({ created_count: 2 });
  const entries = async () => (await office.owner.get(at)).body.data.entries;
  expect(await entries()).toMatchObject([
    { product_id: bolt, unit_price: 90, min_quantity: 0, valid_from: null },
    { product_id: nut, unit_price: 35.5, min_quantity: 10, valid_from: '2026-04-01' },
  ]);
  const csv = (await office.owner.get(`${at}/sheet`)).text;
  expect(csv).toContain('SKU,Item,Price,From quantity,Valid from,Valid to');
  expect(csv).toContain(`${sku},Bolt,90,0,,`);
  const again = rows.slice(0, 1).map((row) => ({ ...row, Price: 85 }));
  expect((await bring({ rows: again })).body.data).toMatchObject({ skipped_count: 1, updated_count: 0 });
  await bring({ rows: again, mode: 'commit', on_duplicate: 'update' });
  expect(await entries()).toMatchObject([{ product_id: bolt, unit_price: 85 }, { product_id: nut }]);
  expect((await office.owner.get(`${at}/import/template`)).text).toContain('BOLT-8');
  const blank = await bring({ rows: [{ Colour: 'red' }] });
  expect([blank.status, blank.body.code]).toEqual([422, 'imports.no_columns']);
  expect((await bring({ rows }, neighbour)).status).toBe(404);
  for (const path of ['sheet', 'import/template'])
    expect((await neighbour.owner.get(`${at}/${path}`)).status, path).toBe(404);
});

test('a file of prices is taken back as a whole, also the one before it; once prices were changed by hand it is refused by name', async () => {
  const list = await make(office.owner, '/api/price-lists', { name: 'Taken back' });
  const at = `/api/price-lists/${list}/prices`;
  const entries = async () =>
    (await office.owner.get(at)).body.data.entries.map(({ product_id, unit_price }: Record<string, unknown>) => [
      product_id,
      unit_price,
    ]);
  const bring = async (rows: object[]): Promise<string> => {
    const taken = await office.owner.post(`${at}/import`, { rows, mode: 'commit', on_duplicate: 'update' });
    expect(taken.body.data.import_id, taken.text).toMatch(/^[0-9a-f-]{36}$/);
    return taken.body.data.import_id;
  };
  const undo = (id: string, by = office.owner) => by.post(`/api/imports/${id}/undo`, {});
  expect((await office.owner.put(at, { entries: [{ product_id: bolt, unit_price: 100 }] })).status).toBe(200);
  const first = await bring([
    { Item: 'Bolt', Price: 90 },
    { Item: 'Nut', Price: 30 },
  ]);
  const second = await bring([{ Item: 'Nut', Price: 31 }]);
  const kept = (await office.owner.get(`/api/imports/${first}`)).body.data;
  expect(kept).toMatchObject({ noun: 'price-lists', created_count: 1, updated_count: 1, undone_at: null });
  // The second stands upon the first.
  const early = await undo(first);
  expect([early.status, early.body.code], early.text).toEqual([409, 'imports.changed_since']);
  expect(early.body.detail).toBe('The prices of Taken back have been changed since.');
  expect(early.body.records).toEqual([{ id: list, name: 'Taken back' }]);
  const clerk = await office.hire('importer', ['imports.*', 'price-lists.read']);
  expect((await undo(second, clerk)).status).toBe(403);
  expect((await undo(second, neighbour.owner)).status).toBe(404);
  expect((await undo(second)).body.data.undone_at).not.toBeNull();
  expect(await entries()).toEqual([
    [bolt, 90],
    [nut, 30],
  ]);
  expect((await undo(second)).body.code).toBe('imports.already_undone');
  // Another name of the list is no other price.
  expect((await office.owner.patch(`/api/price-lists/${list}`, { name: 'Renamed' })).status).toBe(200);
  expect((await undo(first)).status).toBe(200);
  expect(await entries()).toEqual([[bolt, 100]]);
  const third = await bring([{ Item: 'Bolt', Price: 70 }]);
  expect((await office.owner.put(at, { entries: [{ product_id: bolt, unit_price: 71 }] })).status).toBe(200);
  expect((await undo(third)).body.detail).toBe('The prices of Renamed have been changed since.');
  expect(await entries()).toEqual([[bolt, 71]]);
  expect((await office.owner.get(`/api/imports/${third}`)).body.data.undone_at).toBeNull();
});
