/** Imports over HTTP: templates that import themselves, files as programs write them, all or nothing, and taking it back. */
import type { Caller, Reply } from '@tenantry/kernel/testing/caller.ts';
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

/** Sends a file as a browser does. */
function upload(
  caller: Caller,
  noun: string,
  file: Buffer | string,
  fields: Record<string, string> = {},
): Promise<Reply> {
  const boundary = 'x-boundary-7f3a';
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    parts.push(Buffer.from(`--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`));
  }
  parts.push(
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="list.csv"\r\ncontent-type: text/csv\r\n\r\n`,
    ),
  );
  parts.push(Buffer.from(file), Buffer.from(`\r\n--${boundary}--\r\n`));
  const headers = { 'content-type': `multipart/form-data; boundary=${boundary}` };
  return caller.call('POST', `/api/${noun}/import`, { raw: Buffer.concat(parts), headers });
}

/** A file's bytes over HTTP. */
async function download(caller: Caller, path: string): Promise<Buffer> {
  const reply = await fetch(`${world.address}${path}`, { headers: { authorization: `Bearer ${caller.token}` } });
  expect(reply.status).toBe(200);
  return Buffer.from(await reply.arrayBuffer());
}

const commit = { mode: 'commit' };
const total = async (caller: Caller, noun: string): Promise<number> =>
  (await caller.get(`/api/${noun}?count=true&limit=1`)).body.meta.total;

test.each(['customers', 'vendors', 'products'])(
  'the template of %s is itself a good import, and so is an export',
  async (noun) => {
    const office = await openOffice(world, `template-${noun}`);
    for (const format of ['csv', 'xlsx']) {
      const template = await download(office.owner, `/api/${noun}/import/template?format=${format}`);
      const preview = await upload(office.owner, noun, template);
      expect(preview.body.data, preview.text).toMatchObject({ error_count: 0, warning_count: 0, updated_count: 0 });
      expect(preview.body.data.columns.every((column: { field: string | null }) => column.field)).toBe(true);
    }
    await upload(office.owner, noun, await download(office.owner, `/api/${noun}/import/template`), commit);
    const stored = (await office.owner.get(`/api/${noun}`)).body.data;
    expect(stored.length).toBeGreaterThan(1);
    // What was exported finds its own records again, and changes nothing.
    for (const format of ['csv', 'xlsx']) {
      const file = await download(office.owner, `/api/${noun}/export?format=${format}`);
      const again = await upload(office.owner, noun, file, { ...commit, on_duplicate: 'update' });
      expect(again.body.data, again.text).toMatchObject({
        created_count: 0,
        updated_count: stored.length,
        error_count: 0,
      });
    }
    expect((await office.owner.get(`/api/${noun}`)).body.data).toEqual(stored);
  },
);

test('a ledger as an accounting program writes it: titles above the table, Indian amounts, Cr and Dr, Hindi', async () => {
  const ledger = [
    'ABC Trading Company;;;;;',
    'List of Ledgers;;1-Apr-2026;;;',
    ';;;;;',
    'Name of Ledger;GSTIN/UIN;GST Registration Type;State Name;Opening Balance;Default Credit Period',
    'Sharma Traders;27AABFS1234A1ZV;Regular;Maharashtra;"₹ 1,25,000.50 Cr";30 Days',
    'Returns owed;;Unregistered/Consumer;7;500 Dr;',
    'कंपनी;;;कर्नाटक;;',
  ].join('\r\n');
  const preview = await upload(abc.owner, 'vendors', ledger);
  expect(preview.body.data).toMatchObject({ created_count: 2, error_count: 1 });
  expect(preview.body.data.errors).toEqual([
    { row: 7, column: 'State Name', field: 'state', value: 'कर्नाटक', detail: expect.stringContaining('no such state') },
  ]);
  expect(preview.body.data.rows[0]).toMatchObject({
    row: 5,
    opening_balance: 125000.5,
    terms_days: 30,
    pan: 'AABFS1234A',
  });
  expect(preview.body.data.rows[1]).toMatchObject({ opening_balance: -500, state: '07', category: 'unregistered' });
  expect(await total(abc.owner, 'vendors')).toBe(0);
  const hindi = 'नाम\tजीएसटीआईएन\tराज्य\tमोबाइल\nअन्नपूर्णा भंडार\t\tदिल्ली\t9000012345';
  const utf16 = await upload(abc.owner, 'customers', Buffer.from(`\ufeff${hindi}`, 'utf16le'), {
    mapping: '{"राज्य":null}',
    ...commit,
  });
  expect(utf16.body.data, utf16.text).toMatchObject({ created_count: 1 });
});

test('one bad row stops all; with skip_errors the good ones are taken; the errors name row, column and value', async () => {
  const file =
    'Item,Code,HSN,GST %,Price\nGood,G-1,73181500,18%,"1,250.50"\nBad,G-2,7318150,18,abc\n,G-3,,,\nTwice,G-1,,,';
  const refused = await upload(neighbour.owner, 'products', file, { ...commit, on_duplicate: 'create' });
  expect(refused).toMatchObject({ status: 422, body: { code: 'imports.rows_invalid' } });
  const { errors } = refused.body.result;
  expect(errors.map((one: { row: number; column: string; value: string }) => [one.row, one.column, one.value])).toEqual(
    [
      [3, 'Price', 'abc'],
      [4, 'Item', null],
      [5, 'Code', 'G-1'],
    ],
  );
  expect(refused.body.errors[0]).toMatchObject({ pointer: '/rows/3/sale_price' });
  expect(await total(neighbour.owner, 'products')).toBe(0);
  const taken = await upload(neighbour.owner, 'products', file, {
    ...commit,
    on_duplicate: 'create',
    skip_errors: 'true',
  });
  expect(taken.body.data).toMatchObject({ created_count: 1, error_count: 3 });
  expect((await neighbour.owner.get('/api/products/g-1')).body.data).toMatchObject({
    tax_rate: 18,
    sale_price: 1250.5,
  });
  expect(await total(abc.owner, 'products')).toBe(0);
});

test('rows that are there already are skipped, changed or refused, as was asked', async () => {
  const office = await openOffice(world, 'again');
  const rows = [
    { sku: 'A', name: 'First', sale_price: 1 },
    { sku: 'B', name: 'Second', sale_price: 2 },
  ];
  const send = (body: object): Promise<Reply> => office.owner.post('/api/products/import', { mode: 'commit', ...body });
  expect((await send({ rows })).body.data).toMatchObject({ created_count: 2 });
  expect((await send({ rows })).body.data).toMatchObject({ created_count: 0, skipped_count: 2 });
  const change = [{ sku: 'a', sale_price: 9 }, { name: 'second' }, { name: 'Third' }];
  const updated = await send({ rows: change, on_duplicate: 'update' });
  expect(updated.body.data, updated.text).toMatchObject({ created_count: 1, updated_count: 2 });
  expect((await office.owner.get('/api/products/A')).body.data).toMatchObject({
    name: 'First',
    sale_price: 9,
    version: 2,
  });
  expect((await office.owner.get('/api/products/B')).body.data).toMatchObject({ name: 'second', sale_price: 2 });
  const clash = await send({ rows: [{ sku: 'A', name: 'Other' }], on_duplicate: 'create' });
  expect(clash.body.result.errors[0]).toMatchObject({ field: 'sku', detail: expect.stringContaining('First') });
  const repeated = await send({
    rows: [
      { sku: 'A', name: 'x' },
      { sku: 'A', name: 'y' },
    ],
    on_duplicate: 'update',
  });
  expect(repeated.body.result.errors[0].detail).toBe('This is the same as row 1.');
  const foreign = (await neighbour.owner.post('/api/products', { name: 'Theirs' })).body.data.id;
  const stolen = await send({ rows: [{ id: foreign, name: 'Mine now' }], on_duplicate: 'update' });
  expect(stolen.body.result.errors[0]).toMatchObject({ field: 'id', detail: 'There is no record with this id.' });
  expect((await neighbour.owner.get(`/api/products/${foreign}`)).body.data.name).toBe('Theirs');
});

test('branches of one firm share a name and not a record', async () => {
  const rows = [
    { name: 'Mega Mart', gstin: '27AABFS1234A1ZV' },
    { name: 'Mega Mart', gstin: '29AABPM5678B2ZL' },
  ];
  const sent = await abc.owner.post('/api/customers/import', { mode: 'commit', rows });
  expect(sent.body.data).toMatchObject({ created_count: 2, skipped_count: 0 });
});

test('an import is taken back in one call while nobody has worked on it', async () => {
  const office = await openOffice(world, 'undo');
  await office.owner.post('/api/products', { sku: 'OLD', name: 'Old', sale_price: 5 });
  const rows = [
    { sku: 'OLD', sale_price: 6 },
    { sku: 'NEW', name: 'Brand new' },
  ];
  const sent = await office.owner.post('/api/products/import', { mode: 'commit', on_duplicate: 'update', rows });
  const id = sent.body.data.import_id;
  expect((await office.owner.get(`/api/imports/${id}`)).body.data).toMatchObject({
    noun: 'products',
    created_count: 1,
    updated_count: 1,
    undone_at: null,
  });
  expect((await neighbour.owner.post(`/api/imports/${id}/undo`)).body.code).toBe('imports.not_found');
  const sales = await office.hire('sales');
  expect(await sales.post(`/api/imports/${id}/undo`)).toMatchObject({
    status: 403,
    body: { permission: 'products.import' },
  });
  const undone = await office.owner.post(`/api/imports/${id}/undo`);
  expect(undone.body.data, undone.text).toMatchObject({ id, undone_at: expect.any(String) });
  expect((await office.owner.get('/api/products/OLD')).body.data).toMatchObject({ sale_price: 5 });
  expect((await office.owner.get('/api/products/NEW')).status).toBe(404);
  expect((await office.owner.get('/api/products?q=brand')).body.data).toEqual([]);
  expect((await office.owner.post(`/api/imports/${id}/undo`)).body.code).toBe('imports.already_undone');
  const trail = await world.admin.query(
    "select action from audit_entries where tenant_id = $1 and action like 'products.import%' order by action",
    [office.id],
  );
  expect(trail.rows.map((row) => row.action)).toEqual([
    'products.import',
    'products.import',
    'products.import_undo',
    'products.import_undo',
  ]);
});

test('taking back a change of a party brings its addresses and amounts back', async () => {
  const { owner } = await openOffice(world, 'party-undo');
  const party = { name: 'Mehta', credit_limit: 1000.25, addresses: [{ label: 'Godown', city: 'Pune', state: '27' }] };
  const made = (await owner.post('/api/customers', party)).body.data;
  const row = { id: made.id, name: 'Mehta & Co', credit_limit: 9, addresses: '[]', opening_balance: '5 Cr' };
  const sent = await owner.post('/api/customers/import', { mode: 'commit', on_duplicate: 'update', rows: [row] });
  const changed = (await owner.get('/api/customers?q=co')).body.data[0];
  expect(changed).toMatchObject({
    name: 'Mehta & Co',
    credit_limit: 9,
    addresses: [],
    opening_balance: -5,
    version: 2,
  });
  expect((await owner.post(`/api/imports/${sent.body.data.import_id}/undo`)).status).toBe(200);
  const back = (await owner.get(`/api/customers/${made.id}`)).body.data;
  const { version, updated_at, warnings, twins, ...kept } = made;
  expect(back).toMatchObject({ ...kept, version: 3 });
  expect((await owner.get('/api/customers?q=co')).body.data).toEqual([]);
});

test('an import that somebody has worked on stays, and says why', async () => {
  const office = await openOffice(world, 'worked');
  const sent = await office.owner.post('/api/customers/import', {
    mode: 'commit',
    rows: [{ name: 'Touched' }, { name: 'Untouched' }],
  });
  const [touched] = (await office.owner.get('/api/customers?q=Touched')).body.data;
  await office.owner.patch(`/api/customers/${touched.id}`, { notes: 'spoke to him' });
  const undone = await office.owner.post(`/api/imports/${sent.body.data.import_id}/undo`);
  expect(undone).toMatchObject({ status: 409, body: { code: 'imports.changed_since', records: [{ id: touched.id }] } });
  expect(await total(office.owner, 'customers')).toBe(2);
});

test('bad input is refused with its name', async () => {
  const refuse = async (reply: Promise<Reply>, status: number, what: object): Promise<void> => {
    const got = await reply;
    expect(got, got.text).toMatchObject({ status, body: what });
  };
  const { owner } = abc;
  await refuse(upload(owner, 'products', 'Colour,Shape\nred,round'), 422, { code: 'imports.no_columns' });
  await refuse(upload(owner, 'products', ''), 400, { code: 'http.malformed' });
  await refuse(upload(owner, 'products', 'Name\nx', { mapping: '{' }), 400, { errors: [{ pointer: '/mapping' }] });
  await refuse(upload(owner, 'products', 'Name\nx', { mapping: '{"Nom":"name"}' }), 400, {
    errors: [{ pointer: '/mapping/Nom' }],
  });
  await refuse(upload(owner, 'products', 'Name\nx', { mapping: '{"Name":"tenant_id"}' }), 400, {
    errors: [{ pointer: '/mapping/Name' }],
  });
  await refuse(upload(owner, 'products', 'Name\nx', { mode: 'now' }), 400, { errors: [{ pointer: '/mode' }] });
  await refuse(upload(owner, 'products', 'Name\nx', { colour: 'red' }), 400, { errors: [{ pointer: '/colour' }] });
  await refuse(owner.post('/api/products/import', {}), 400, { errors: [{ pointer: '/file' }] });
  await refuse(owner.post('/api/products/import', { rows: [{ name: ['x'] }] }), 400, { code: 'http.invalid_input' });
  await refuse(upload(owner, 'products', Buffer.alloc(11 * 1_048_576, 'x')), 413, { code: 'http.too_large' });
});

test('thousands of rows go in with a few statements, and change again', async () => {
  const office = await openOffice(world, 'large');
  const lines = Array.from(
    { length: 2_500 },
    (_, i) => `Product number ${i},SKU-${i},73181500,NOS,${i / 4},18,Group ${i % 40}`,
  );
  const file = `Name,SKU,HSN,Unit,Sale price,Tax rate,Category\n${lines.join('\n')}`;
  const sent = await upload(office.owner, 'products', file, commit);
  expect(sent.body.data, sent.text.slice(0, 500)).toMatchObject({ created_count: 2_500, error_count: 0 });
  const changed = await upload(office.owner, 'products', file.replaceAll(',18,', ',5,'), {
    ...commit,
    on_duplicate: 'update',
  });
  expect(changed.body.data, changed.text.slice(0, 500)).toMatchObject({ updated_count: 2_500 });
  const undone = await office.owner.post(`/api/imports/${sent.body.data.import_id}/undo`);
  expect(undone.body.code).toBe('imports.changed_since');
}, 120_000);
