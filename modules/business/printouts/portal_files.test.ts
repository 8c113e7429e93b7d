/** One file of many for a portal, over HTTP: each as by itself, what would be refused left out with its reason; limits, one GSTIN, the neighbour. */
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import type { LeftOut, Printout } from './printouts.schema.ts';

const OWN = '27AAPFU0939F1ZV';
const THEIRS = '29AABPM5678B2ZL';

let world: World;
let office: Office;
let neighbour: Office;
const ids: Record<string, string> = {};

const address = { address_line1: '4 Church Street', city: 'Bengaluru', pincode: '560001' };
const bolt = { description: 'Bolt', hsn: '73181500', quantity: 5, unit_price: 20_000, tax_rate: 18 };
const repair = { description: 'Repair', hsn: '998719', quantity: 1, unit_price: 1500, tax_rate: 18 };
const dayAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

async function sell(name: string, body: object, issues = true): Promise<void> {
  const id = await make(office.owner, '/api/invoices', { date: dayAgo(3), lines: [bolt, repair], ...body });
  if (issues) expect((await office.owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  ids[name] = id;
}

beforeAll(async () => {
  world = await sellingWorld();
  world.kernel.jobs.start({ poll_ms: 50 });
  office = await openOffice(world, 'bulk-co');
  neighbour = await openOffice(world, 'next-co');
  const { owner } = office;
  const customer_id = await make(owner, '/api/customers', { name: 'Known', gstin: '29AAFCB7707D1C1', ...address });
  const bare = await make(owner, '/api/customers', { name: 'Bare', gstin: '29AAFCB7707D1C1' });
  const walk_in = await make(owner, '/api/customers', { name: 'Walk-in', state: 'Maharashtra', ...address });
  const branch_id = await make(owner, '/api/branches', {
    ...{ code: 'BLR', name: 'Bengaluru', gstin: THEIRS, state: 'Karnataka' },
    ...address,
  });
  await sell('first', { customer_id });
  await sell('second', { customer_id, lines: [bolt] });
  await sell('bare', { customer_id: bare });
  await sell('walk_in', { customer_id: walk_in });
  await sell('branch', { customer_id, branch_id });
  await sell('draft', { customer_id }, false);
  await sell('service', { customer_id, lines: [repair] });
  await sell('old', { customer_id, date: dayAgo(190) });
  await sell('gone', { customer_id });
  expect((await owner.post(`/api/invoices/${ids.gone}/cancel`, { reason: 'Wrong' })).status).toBe(200);
  ids.note = await make(owner, '/api/credit-notes', { invoice_id: ids.first, lines: [{ from_line: 1, quantity: 1 }] });
  expect((await owner.post(`/api/credit-notes/${ids.note}/issue`, {})).status).toBe(200);
}, 60_000);
afterAll(() => world?.close());

const ask = (by: Office, body: object, noun = 'invoices') => by.owner.post(`/api/${noun}/printouts`, body);

async function made(body: object, noun = 'invoices'): Promise<{ printout: Printout; text: string | null }> {
  const asked = await ask(office, body, noun);
  expect(asked.status, asked.text).toBe(202);
  const { id } = asked.body.data;
  const look = async (): Promise<Printout> => (await office.owner.get(`/api/printouts/${id}`)).body.data;
  await expect.poll(async () => (await look()).state).not.toBe('making');
  const printout = await look();
  const reply = await office.owner.get(`/api/printouts/${id}/content`);
  expect(reply.status).toBe(printout.state === 'ready' ? 200 : 409);
  return { printout, text: printout.state === 'ready' ? reply.bytes.toString() : null };
}
const one = async (name: string, what: string, noun = 'invoices') =>
  (await office.owner.get(`/api/${noun}/${ids[name]}/${what}`)).body.data;
/** Name → why, in the order that was told. */
const reasons = (rows: readonly LeftOut[]): string[][] =>
  rows.map(({ document_id, code }) => [
    Object.keys(ids).find((name) => ids[name] === document_id) ?? document_id,
    code.replace('einvoice.', ''),
  ]);

test('e-invoices of all that match in one list, each as by itself; what the portal would refuse is told and stops none', async () => {
  const { printout, text } = await made({ form: 'einvoice', all: true });
  const content = JSON.parse(text ?? '');
  expect(content).toHaveLength(4);
  const alone = await Promise.all(['old', 'first', 'second', 'service'].map((name) => one(name, 'einvoice')));
  expect(content).toEqual(alone);
  expect(printout).toMatchObject({ state: 'ready', form: 'einvoice', document_count: 9, done_count: 9, error: null });
  expect(reasons(printout.left_out).sort()).toEqual([
    ['bare', 'not_ready'],
    ['branch', 'other_gstin'],
    ['draft', 'not_issued'],
    ['gone', 'not_issued'],
    ['walk_in', 'unregistered'],
  ]);
  const of = (name: string) => printout.left_out.find(({ document_id }) => document_id === ids[name]) as LeftOut;
  // The field and the fix, as of the single file.
  const single = await office.owner.get(`/api/invoices/${ids.bare}/einvoice`);
  expect(of('bare').errors).toEqual(single.body.errors);
  expect(of('bare')).toMatchObject({ number: 'INV/26-27/0003', detail: 'The portal would refuse this document.' });
  expect(of('bare').errors[0]).toEqual({
    ...{ pointer: '/buyer/address_line1', code: 'einvoice.missing' },
    ...{ values: { where: 'buyer', field: 'address_line1' } },
    detail: 'The address is missing; give it in the customer before you issue.',
  });
  expect(of('branch')).toMatchObject({ values: { gstin: THEIRS, other: OWN }, errors: [] });
  // Of the other registration by themselves.
  const theirs = await made({ form: 'einvoice', ids: [ids.branch] });
  expect(JSON.parse(theirs.text ?? '')).toEqual([await one('branch', 'einvoice')]);
});

test('e-way bills in one file of the offline tool, with one transport for all; what moves already or is too old is left out', async () => {
  const moving = {
    invoice: ids.second,
    number: '351000000001',
    distance_km: 850,
    mode: 'road',
    vehicle_number: 'MH12AB1',
  };
  expect((await office.owner.post('/api/eway-bills', moving)).status).toBe(201);
  const transport = { mode: 'road', vehicle_number: 'MH12AB1234' };
  const { printout, text } = await made({ form: 'eway_bill', all: true, transport });
  const content = JSON.parse(text ?? '');
  expect(Object.keys(content)).toEqual(['version', 'billLists']);
  const query = '?mode=road&vehicle_number=MH12AB1234';
  const alone = await Promise.all(['first', 'walk_in'].map((name) => one(name, `eway-bill${query}`)));
  expect(content).toEqual({ version: alone[0].version, billLists: alone.flatMap(({ billLists }) => billLists) });
  expect(reasons(printout.left_out).sort()).toEqual([
    ['bare', 'not_ready'],
    ['branch', 'other_gstin'],
    ['draft', 'not_moved'],
    ['gone', 'not_moved'],
    ['old', 'too_old'],
    ['second', 'has_bill'],
    ['service', 'no_goods'],
  ]);
  // Without a vehicle part A alone.
  const part = await made({ form: 'eway_bill', ids: [ids.first] });
  expect(JSON.parse(part.text ?? '').billLists).toMatchObject([{ vehicleNo: '', transporterId: OWN }]);
});

test('challans have e-way bills, in one file too', async () => {
  const { customer_id } = (await office.owner.get(`/api/invoices/${ids.first}`)).body.data;
  ids.challan = await make(office.owner, '/api/challans', { customer_id, purpose: 'job_work', lines: [bolt] });
  expect((await office.owner.post(`/api/challans/${ids.challan}/issue`, {})).status).toBe(200);
  const { printout, text } = await made({ form: 'eway_bill', ids: [ids.challan] }, 'challans');
  expect([printout.noun, printout.left_out]).toEqual(['challans', []]);
  expect(JSON.parse(text ?? '')).toEqual(await one('challan', 'eway-bill', 'challans'));
});

test('notes have e-invoices; where all are left out there is no file, and it says why', async () => {
  const { text } = await made({ form: 'einvoice', all: true }, 'credit-notes');
  expect(JSON.parse(text ?? '')).toEqual([await one('note', 'einvoice', 'credit-notes')]);
  const none = await made({ form: 'einvoice', ids: [ids.walk_in] });
  expect(none.printout).toMatchObject({ state: 'empty', done_count: 1, bytes: null, error: null });
  expect(reasons(none.printout.left_out)).toEqual([['walk_in', 'unregistered']]);
  const { rows } = await world.admin.query(
    `select after -> 'form' as form from audit_entries where tenant_id = $1 and action = 'printouts.create' and subject_id = $2`,
    [office.id, none.printout.id],
  );
  expect(rows).toEqual([{ form: 'einvoice' }]);
});

test('what does not go together is refused at its field; too many, and what is another’s', async () => {
  const refused = async (body: object, noun?: string) => {
    const { status, body: answer } = await ask(office, body, noun);
    return [status, answer.errors?.[0]?.pointer ?? answer.detail];
  };
  const named = { ids: [ids.first] };
  expect(await refused({ form: 'einvoice', copy: 'all', ...named })).toEqual([422, '/copy']);
  expect(await refused({ form: 'pdf', transport: {}, ...named })).toEqual([422, '/transport']);
  const lorry = { mode: 'road' };
  expect(await refused({ form: 'eway_bill', transport: lorry, ...named })).toEqual([422, '/transport/vehicle_number']);
  expect(await refused({ form: 'eway_bill', all: true }, 'credit-notes')).toEqual([400, '/form']);
  expect(await refused({ form: 'einvoice', all: true }, 'estimates')).toEqual([400, '/form']);
  const clerk = await office.hire('clerk', ['credit-notes.read']);
  expect((await clerk.post('/api/invoices/printouts', { form: 'einvoice', ...named })).status).toBe(403);
  expect((await ask(neighbour, { form: 'einvoice', ...named })).status).toBe(422);
  const { printout } = await made({ form: 'einvoice', ...named });
  for (const part of ['', '/content'])
    expect((await neighbour.owner.get(`/api/printouts/${printout.id}${part}`)).status).toBe(404);
  const { rows } = await world.admin.query(
    `select string_agg(quote_ident(attname), ', ') as columns from pg_attribute
     where attrelid = 'documents'::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attname <> 'id'`,
  );
  const [{ columns }] = rows;
  await world.admin.query(
    `insert into documents (id, ${columns}) select gen_random_uuid(), ${columns} from documents, generate_series(1, 500)
     where tenant_id = $1 and id = $2`,
    [office.id, ids.draft],
  );
  const [status, detail] = await refused({ form: 'einvoice', all: true });
  expect([status, detail]).toEqual([422, expect.stringContaining('More than 500 match')]);
  expect((await ask(office, { form: 'zip', status: 'draft' })).status).toBe(202);
});
