/** Branches and series over HTTP: whose GSTIN and state count, and how numbers are written; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
let customer: string;
let branch: string;

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'sells-co');
  neighbour = await openOffice(world, 'next-co');
  customer = await make(office.owner, '/api/customers', { name: 'Local Stores', gstin: '27AABFS1234A1ZV' });
  branch = await make(office.owner, '/api/branches', {
    code: 'blr',
    name: 'Bengaluru',
    gstin: '29AABPM5678B2ZL',
    city: 'Bengaluru',
  });
});
afterAll(() => world?.close());

const sale = (changes: object = {}): object => ({
  customer_id: customer,
  date: '2026-11-14',
  lines: [{ description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 100, tax_rate: 18 }],
  ...changes,
});
async function issue(body: object, noun = 'invoices') {
  const id = await make(office.owner, `/api/${noun}`, body);
  const reply = await office.owner.post(`/api/${noun}/${id}/issue`, {});
  expect(reply.status, reply.text).toBe(200);
  return reply.body.data;
}

test('a document of a branch has its GSTIN, bears the tax of its state and has numbers of its own; so has its note', async () => {
  const own = await issue(sale());
  expect(own).toMatchObject({ number: 'INV/26-27/0001', head: 'intra', branch_id: null });
  const theirs = await issue(sale({ branch_id: branch }));
  expect(theirs).toMatchObject({
    number: 'INVBLR/2627/0001',
    head: 'inter',
    igst: 18,
    seller: { gstin: '29AABPM5678B2ZL', state: '29', city: 'Bengaluru' },
  });
  const note = await issue({ invoice_id: theirs.id, date: '2026-11-15' }, 'credit-notes');
  expect(note).toMatchObject({ number: 'CRNBLR/2627/0001', branch_id: branch, igst: 18 });
  const listed = await office.owner.get(`/api/invoices?branch_id=${branch}`);
  expect(listed.body.data.map(({ number }: { number: string }) => number)).toEqual(['INVBLR/2627/0001']);
});

test('a branch in another state needs a GSTIN of its own before anything with tax comes from there', async () => {
  const hubballi = await make(office.owner, '/api/branches', { code: 'HBL', name: 'Hubballi', state: 'Karnataka' });
  const id = await make(office.owner, '/api/invoices', sale({ branch_id: hubballi }));
  const refused = await office.owner.post(`/api/invoices/${id}/issue`, {});
  expect([refused.status, refused.body.code], refused.text).toEqual([422, 'invoices.not_ready']);
  expect(refused.body.errors).toEqual([
    {
      pointer: '/branch_id',
      detail: expect.stringContaining('is in 29-Karnataka, and 27AAPFU0939F1ZV of 27-Maharashtra'),
    },
  ]);
  const money = { party_id: customer, branch_id: hubballi, amount: 118, mode: 'upi' };
  const advance = await office.owner.post('/api/payments', { ...money, advance_nature: 'service' });
  expect([advance.status, advance.body.errors?.[0]?.pointer], advance.text).toEqual([422, '/branch_id']);
  expect((await office.owner.post('/api/payments', money)).status).toBe(201);
  expect((await office.owner.patch(`/api/branches/${hubballi}`, { gstin: '29AAPFU0939F1ZR' })).status).toBe(200);
  expect((await office.owner.post(`/api/invoices/${id}/issue`, {})).body.data?.head).toBe('inter');
});

test('a branch keeps the GSTIN that something was issued with; one that issued nothing mends it', async () => {
  const wrong = { gstin: '29AABFS1234A1ZR' };
  const place = await make(office.owner, '/api/branches', { code: 'MYS', name: 'Mysuru', ...wrong });
  const mend = (gstin: string | null) => office.owner.patch(`/api/branches/${place}`, { gstin, state: '29' });
  expect((await mend('29AABPM5678B2ZL')).status).toBe(200);
  await make(office.owner, '/api/invoices', sale({ branch_id: place }));
  const money = { party_id: customer, branch_id: place, amount: 118, mode: 'upi', date: '2026-11-14' };
  const paid = await office.owner.post('/api/payments', { ...money, advance_nature: 'service' });
  expect(paid.status, paid.text).toBe(201);
  for (const gstin of [wrong.gstin, null]) {
    const refused = await mend(gstin);
    expect([refused.status, refused.body.code], refused.text).toEqual([409, 'branches.gstin_used']);
    expect(refused.body.errors[0]).toMatchObject({ pointer: '/gstin', detail: expect.stringContaining('cancel') });
  }
  expect((await office.owner.patch(`/api/branches/${place}`, { city: 'Mysuru' })).status).toBe(200);
  const undone = await office.owner.post(`/api/payments/${paid.body.data.id}/cancel`, { reason: 'Wrong GSTIN' });
  expect(undone.status, undone.text).toBe(200);
  expect((await mend(wrong.gstin)).status).toBe(200);
  const { id, number } = await issue(sale({ branch_id: place }));
  expect((await mend(null)).status).toBe(409);
  expect((await office.owner.post(`/api/invoices/${id}/cancel`, { reason: `Not ${number}` })).status).toBe(200);
  expect((await mend(null)).status).toBe(200);
});

test('numbers are written as the organisation says; what the law forbids is said before', async () => {
  const told = await office.owner.post('/api/series/preview', { template: 'SALES/{FY}/{00000}', date: '2026-11-14' });
  expect(told.body.data).toEqual({ example: null, longest: null, fault: expect.stringContaining('17 characters') });
  const good = await office.owner.post('/api/series/preview', {
    template: 'A-{BR}-{YY}{MM}/{000}',
    branch_code: 'PUN',
    date: '2026-11-14',
  });
  expect(good.body.data, good.text).toEqual({ example: 'A-PUN-2611/001', longest: 'A-PUN-2611/999', fault: null });
  const made = await office.owner.post('/api/series', { document_type: 'tax_invoice', template: 'S/{FY}/{00000}' });
  expect(made.body.data, made.text).toMatchObject({ longest: 'S/26-27/99999' });
  expect(await issue(sale())).toMatchObject({ number: 'S/26-27/00001' });
  expect(await issue(sale({ date: '2026-03-31' }))).toMatchObject({ number: 'S/25-26/00001' });
  // Other kinds, and the branch, keep theirs.
  expect(await issue(sale({ branch_id: branch }))).toMatchObject({ number: 'INVBLR/2627/0002' });
  await make(office.owner, '/api/series', { document_type: 'tax_invoice', branch_id: branch, template: '{BR}-{0000}' });
  expect(await issue(sale({ branch_id: branch }))).toMatchObject({ number: 'BLR-0001' });
  await office.owner.delete(`/api/series/${made.body.data.id}`);
  expect(await issue(sale())).toMatchObject({ number: 'INV/26-27/0002' });
});

test('fifty issues at once over two branches and none, with series of their own: no gap, nothing twice', async () => {
  const other = await make(office.owner, '/api/branches', { code: 'NGP', name: 'Nagpur' });
  const own = { document_type: 'tax_invoice', branch_id: other, template: 'N-{FY2}-{0000}' };
  await make(office.owner, '/api/series', own);
  const places = [null, branch, other];
  const counts = [17, 17, 16];
  const bodies = counts.flatMap((count, n) => Array.from({ length: count }, () => sale({ branch_id: places[n] })));
  const ids = await Promise.all(bodies.map((body) => make(office.owner, '/api/invoices', body)));
  const replies = await Promise.all(ids.map((id) => office.owner.post(`/api/invoices/${id}/issue`, {})));
  expect(replies.filter(({ status }) => status !== 200)).toEqual([]);
  const numbers = replies.map(({ body }) => body.data.number as string);
  expect(new Set(numbers).size).toBe(50);
  for (const [n, series] of ['INV/26-27/', 'BLR-', 'N-2627-'].entries()) {
    const counters = numbers
      .flatMap((number) => (number.startsWith(series) ? Number(number.slice(-4)) : []))
      .sort((a, b) => a - b);
    expect(counters).toEqual(Array.from({ length: counts[n] as number }, (_, at) => (counters[0] as number) + at));
  }
}, 60_000);

test.each([
  ['/api/series', { document_type: 'tax_invoice', template: 'INV/{FY}' }, 400, '/template'],
  ['/api/series', { document_type: 'tax_invoice', template: 'INV #{0000}' }, 400, '/template'],
  ['/api/series', { document_type: 'tax_invoice', template: '{BR}/{0000}' }, 400, '/template'],
  ['/api/branches', { code: 'TOOLONG', name: 'X' }, 400, '/code'],
  ['/api/branches', { code: 'BLR', name: 'X' }, 409, '/code'],
  ['/api/branches', { code: 'X', name: 'X', gstin: '29AABPM5678B2ZL', state: '27' }, 422, '/state'],
])('%s %j is refused by its field', async (path, body, status, pointer) => {
  const reply = await office.owner.post(path, body);
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
});

test('the neighbour and who may not', async () => {
  expect((await neighbour.owner.get(`/api/branches/${branch}`)).status).toBe(404);
  const theirs = await make(neighbour.owner, '/api/customers', { name: 'Own' });
  const reply = await neighbour.owner.post('/api/invoices', sale({ customer_id: theirs, branch_id: branch }));
  expect([reply.status, reply.body.errors?.[0]?.pointer]).toEqual([422, '/branch_id']);
  const clerk = await office.hire('clerk', ['invoices.write', 'branches.read']);
  expect((await clerk.post('/api/series', { document_type: 'proforma', template: 'P{0000}' })).status).toBe(403);
  expect((await clerk.get('/api/branches')).status).toBe(200);
});
