/** Dated rates and limits of GST over HTTP: what an organisation sets counts from its day in documents and products; the neighbour next door. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
/** By office: somebody registered, and somebody elsewhere without a GSTIN and without an address. */
const customers = new Map<Office, { registered: string; far: string }>();

const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const set = (body: object, at: Office = office) => at.owner.put('/api/gst-values', body);
const own = async (at: Office = office) =>
  (await at.owner.get('/api/gst-values')).body.data.filter(({ is_own }: { is_own: boolean }) => is_own);
const line = (more: object = {}) => ({
  ...{ description: 'Bolt', hsn: '73181500', quantity: 1, unit_price: 100, tax_rate: 18 },
  ...more,
});
const sell = (date: string, more: object, to: 'registered' | 'far' = 'registered', at: Office = office) =>
  at.owner.post('/api/invoices/issue', { customer_id: customers.get(at)?.[to], date, lines: [line(more)] });
const sectionOf = async (id: string): Promise<string> =>
  (await world.admin.query('select return_section from document_lines where document_id = $1', [id])).rows[0]
    ?.return_section;

beforeAll(async () => {
  world = await sellingWorld();
  for (const slug of ['values-co', 'next-co']) {
    const one = await openOffice(world, slug);
    const registered = await make(one.owner, '/api/customers', { name: 'Near', gstin: '27AABFS1234A1ZV' });
    const far = await make(one.owner, '/api/customers', { name: 'Far', state: 'Karnataka' });
    customers.set(one, { registered, far });
    if (slug === 'values-co') office = one;
    else neighbour = one;
  }
});
afterAll(() => world?.close());

test('a rate that a later notification brings is taken from its day on, refused before, and by the neighbour', async () => {
  const fresh = { kind: 'rate', tax_rate: 22, valid_from: dayAgo(10), source: 'Notification 3/2026' };
  const refused = await sell(dayAgo(5), { tax_rate: 22 });
  expect(refused.body.code).toBe('invoices.not_ready');
  expect(refused.body.errors).toEqual([
    {
      pointer: '/lines/0/tax_rate',
      detail: expect.stringContaining(`22 % is not a GST rate on ${dayAgo(5)}; there are 0, `),
    },
  ]);
  const done = await set(fresh);
  expect(done.status, done.text).toBe(200);
  expect(done.body.data).toMatchObject({
    ...fresh,
    is_in_force: true,
    amount: null,
    is_own: true,
    standing: 'current',
  });
  expect((await sell(dayAgo(11), { tax_rate: 22 })).body.errors[0].pointer).toBe('/lines/0/tax_rate');
  const taken = await sell(dayAgo(10), { tax_rate: 22 });
  expect(taken.body.data, taken.text).toMatchObject({ status: 'issued', cgst: 11, sgst: 11 });
  expect((await sell(dayAgo(5), { tax_rate: 22 }, 'registered', neighbour)).body.code).toBe('invoices.not_ready');
  expect(await own(neighbour)).toEqual([]);
  const trail = await world.admin.query(
    "select action, after from audit_entries where tenant_id = $1 and subject = 'gst-values' order by id limit 1",
    [office.id],
  );
  const after = { tax_rate: 22, source: 'Notification 3/2026' };
  expect(trail.rows).toMatchObject([{ action: 'gst-values.create', after }]);
});

test('a rate that ends is refused from its day on, and counts again once that is taken back', async () => {
  const ended = (await set({ kind: 'rate', tax_rate: 5, is_in_force: false, valid_from: dayAgo(3) })).body.data;
  const listed = (await office.owner.get('/api/gst-values')).body.data;
  const stateOf = (rate: number) =>
    listed.find((one: { tax_rate: number; standing: string }) => one.tax_rate === rate && one.standing === 'current');
  expect(stateOf(18)).toMatchObject({ is_in_force: true, is_special: false });
  expect(stateOf(12)).toMatchObject({ is_in_force: true, is_special: true });
  expect(stateOf(28)).toMatchObject({ is_in_force: false, is_special: false, valid_from: '2026-02-01' });
  const five = listed.filter(({ tax_rate }: { tax_rate: number }) => tax_rate === 5);
  expect(five).toMatchObject([
    { is_in_force: false, is_own: true, standing: 'current' },
    { is_in_force: true, is_own: false, standing: 'past', valid_from: '2017-07-01' },
  ]);
  expect((await sell(dayAgo(4), { tax_rate: 5 })).status).toBe(201);
  const draft = await office.owner.post('/api/invoices', {
    customer_id: customers.get(office)?.registered,
    date: dayAgo(3),
    lines: [line({ tax_rate: 5 })],
  });
  expect(draft.body.data.warnings.join()).toContain(`5 % is not a GST rate on ${dayAgo(3)}; there are 0, `);
  expect((await office.owner.post(`/api/invoices/${draft.body.data.id}/issue`, {})).body.code).toBe(
    'invoices.not_ready',
  );
  const back = await office.owner.delete(`/api/gst-values/${ended.id}`);
  expect(back.status, back.text).toBe(200);
  expect((await office.owner.post(`/api/invoices/${draft.body.data.id}/issue`, {})).status).toBe(200);
  expect((await office.owner.delete(`/api/gst-values/${ended.id}`)).body.code).toBe('gst-values.not_found');
});

test('what comes again is judged by its own day: with a rate that ended it stays a draft, and says why', async () => {
  await set({ kind: 'rate', tax_rate: 9, valid_from: dayAgo(40) });
  const sold = await sell(dayAgo(30), { tax_rate: 9 });
  expect(sold.status, sold.text).toBe(201);
  await set({ kind: 'rate', tax_rate: 9, is_in_force: false, valid_from: dayAgo(2) });
  const again = { invoice: sold.body.data.id, unit: 'week', starts_on: dayAgo(8), issues: true };
  const recurrence = await make(office.owner, '/api/recurrences', again);
  const ran = (await office.owner.post(`/api/recurrences/${recurrence}/run`, {})).body.data;
  expect(ran.last_problem).toContain(`9 % is not a GST rate on ${dayAgo(1)}; there are 0, `);
  const nine = (await office.owner.get('/api/invoices?sort=date&total=109')).body.data;
  expect(nine.map(({ date, status }: Record<string, string>) => [date, status])).toEqual([
    [dayAgo(30), 'issued'],
    [dayAgo(8), 'issued'],
    [dayAgo(1), 'draft'],
  ]);
});

test('a product is told by them whether its rate is one today, in the form and in a file', async () => {
  await set({ kind: 'rate', tax_rate: 7, valid_from: dayAgo(1) });
  const seven = { hsn: '73181500', unit: 'NOS', tax_rate: 7 };
  const made = await office.owner.post('/api/products', { name: 'Seven', ...seven });
  expect(made.body.data.warnings).toEqual([]);
  const { id } = made.body.data;
  const [warning] = (await office.owner.patch(`/api/products/${id}`, { tax_rate: 8 })).body.data.warnings;
  expect(warning).toMatch(/^8 % is not a GST rate today; there are 0, 0\.25, 1\.5, 3, .*\b7, 18\b.*, 40\.$/);
  const file = {
    mode: 'preview',
    rows: [
      { name: 'Again seven', ...seven },
      { name: 'Eight', ...seven, tax_rate: 8 },
    ],
  };
  const told = (await office.owner.post('/api/products/import', file)).body.data.warnings;
  expect(told.map(({ row }: { row: number }) => row)).toEqual([2]);
  const next = await neighbour.owner.post('/api/products', { name: 'Seven', ...seven });
  expect(next.body.data.warnings[0]).toContain('7 % is not a GST rate today');
});

test('the limit of large sales moves an invoice and its notes from its day on; what is issued stays where it is', async () => {
  const sold = async (days: number, at: Office = office): Promise<string> => {
    const reply = await sell(dayAgo(days), { unit_price: 40_000 }, 'far', at);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.data.id;
  };
  const early = await sold(5);
  expect(await sectionOf(early)).toBe('b2cs');
  expect((await set({ kind: 'b2cl', amount: 25_000, valid_from: dayAgo(5) })).body.data).toMatchObject({
    amount: 25_000,
  });
  expect(await sectionOf(early)).toBe('b2cs');
  const [large, before] = [await sold(5), await sold(6)];
  expect([await sectionOf(large), await sectionOf(before), await sectionOf(await sold(5, neighbour))]).toEqual([
    'b2cl',
    'b2cs',
    'b2cs',
  ]);
  const noteOn = async (invoice_id: string): Promise<string> => {
    const lines = [{ from_line: 1, value: 10 }];
    const note = await make(office.owner, '/api/credit-notes', { invoice_id, lines });
    expect((await office.owner.post(`/api/credit-notes/${note}/issue`, {})).status).toBe(200);
    return sectionOf(note);
  };
  // Told as its invoice was, also where the limit was set after it.
  expect([await noteOn(large), await noteOn(before), await noteOn(early)]).toEqual(['cdnur', 'b2cs', 'b2cs']);
});

test('from the value that was set on the invoice names the address, and says from how much', async () => {
  const within = await make(office.owner, '/api/customers', { name: 'Walk-in', state: 'Maharashtra' });
  const issue = (date: string) =>
    office.owner.post('/api/invoices/issue', { customer_id: within, date, lines: [line({ unit_price: 1500 })] });
  expect((await issue(dayAgo(2))).status).toBe(201);
  await set({ kind: 'named_buyer', amount: 1000, valid_from: dayAgo(2) });
  expect((await issue(dayAgo(3))).status).toBe(201);
  const refused = await issue(dayAgo(2));
  expect(refused.body.errors).toMatchObject([
    { pointer: '/customer_id', detail: expect.stringMatching(/^From ₹1,000 /) },
  ]);
});

test('one of the same day takes the place of the one before; what is refused is named', async () => {
  const coming = { kind: 'named_buyer', valid_from: '2099-04-01' };
  const first = (await set({ ...coming, amount: 70_000 })).body.data;
  const second = (await set({ ...coming, amount: 80_000.5 })).body.data;
  expect(second).toEqual({ ...first, amount: 80_000.5 });
  expect(first.standing).toBe('coming');
  const rate = { kind: 'rate', tax_rate: 22, valid_from: '2099-04-01' };
  const cases: [object, number, string][] = [
    [{ ...rate, tax_rate: 100.001 }, 400, '/tax_rate'],
    [{ ...rate, tax_rate: 22.1234 }, 400, '/tax_rate'],
    [{ ...rate, tax_rate: -1 }, 400, '/tax_rate'],
    [{ ...rate, valid_from: '2026-02-30' }, 400, '/valid_from'],
    [{ ...rate, valid_from: '2017-06-30' }, 422, '/valid_from'],
    [{ ...rate, tax_rate: null }, 422, '/tax_rate'],
    [{ ...rate, amount: 1 }, 422, '/amount'],
    [{ ...coming, amount: 10.001 }, 400, '/amount'],
    [{ ...coming, amount: -1 }, 400, '/amount'],
    [coming, 422, '/amount'],
    [{ ...coming, amount: 1, tax_rate: 5 }, 422, '/tax_rate'],
    [{ ...coming, amount: 1, is_in_force: false }, 422, '/is_in_force'],
    [{ ...coming, kind: 'b2b', amount: 1 }, 400, '/kind'],
  ];
  for (const [body, status, pointer] of cases) {
    const reply = await set(body);
    expect(
      [reply.status, reply.body.errors?.map((one: { pointer: string }) => one.pointer)],
      JSON.stringify(body),
    ).toEqual([status, [pointer]]);
  }
});

test('an organisation sets two hundred at most, and changes those it has', async () => {
  const crowded = await openOffice(world, 'crowded-co');
  const day = (n: number): string => new Date(Date.UTC(2050, 0, 1 + n)).toISOString().slice(0, 10);
  for (let n = 0; n < 200; n++)
    expect((await set({ kind: 'b2cl', amount: 1, valid_from: day(n) }, crowded)).status).toBe(200);
  expect((await set({ kind: 'b2cl', amount: 1, valid_from: day(200) }, crowded)).body.code).toBe('gst-values.too_many');
  expect((await set({ kind: 'b2cl', amount: 2, valid_from: day(199) }, crowded)).status).toBe(200);
});
