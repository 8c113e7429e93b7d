/** Returns that are filed, over HTTP: what is kept, what is closed for everybody, amendments; issuing against filing; the neighbour next door. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { booksOf, make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';

let world: World;
let office: Office;
let neighbour: Office;
const ids: Record<'registered' | 'small' | 'waiting', string> = { registered: '', small: '', waiting: '' };

const FAR = { name: 'Sample Buyer', gstin: '29AABPM5678B2ZL' };
const line = (unit_price: number, tax_rate: number) => ({
  ...{ description: 'Bolt', hsn: '73181500', quantity: 1, unit_price, tax_rate },
});
async function draft(by: Caller, customer: object, date: string, lines: object[]): Promise<string> {
  const customer_id = await make(by, '/api/customers', customer);
  return make(by, '/api/invoices', { customer_id, date, lines });
}
const issue = (by: Caller, id: string) => by.post(`/api/invoices/${id}/issue`, {});
const file = (changes: object = {}) =>
  office.owner.post('/api/gst-filings', {
    ...{ return: 'gstr1', period: '2026-10', arn: 'AA271026000001X', filed_on: '2026-11-10' },
    ...changes,
  });

beforeAll(async () => {
  world = await sellingWorld();
  office = await openOffice(world, 'filed-co');
  neighbour = await openOffice(world, 'next-co');
  ids.registered = await draft(office.owner, FAR, '2026-10-05', [line(10_000, 18)]);
  ids.small = await draft(office.owner, { name: 'Somebody', state: 'Karnataka' }, '2026-10-08', [line(2000, 5)]);
  ids.waiting = await draft(office.owner, { name: 'Waiting', state: 'Kerala' }, '2026-10-20', [line(10, 18)]);
  for (const id of [ids.registered, ids.small]) expect((await issue(office.owner, id)).status).toBe(200);
});
afterAll(() => world?.close());

test.each([
  [{ return: 'gstr3b' }, 422, '/return'],
  [{ period: '2026-11' }, 422, '/period'],
  [{ filed_on: '2026-10-31' }, 422, '/filed_on'],
  [{ gstin: '29AABPM5678B2ZL' }, 422, '/gstin'],
  [{ arn: 'short' }, 400, '/arn'],
])('%j is not taken', async (changes, status, pointer) => {
  const reply = await file(changes);
  expect([reply.status, reply.body.errors?.[0]?.pointer], reply.text).toEqual([status, pointer]);
});

test('what is filed is kept, and nothing of its days is issued, cancelled or received in advance any more', async () => {
  const filed = await file();
  expect(filed.body.data, filed.text).toMatchObject({ form: 'gstr1', from_date: '2026-10-01', to_date: '2026-10-31' });
  const { id, figures } = filed.body.data;
  expect(figures.sections[0]).toMatchObject({ section: 'b2b', taxable_value: 10_000, igst: 1800 });
  expect((await file()).body.code).toBe('gst-filings.already_filed');
  const kept = await office.owner.get(`/api/gst-filings/${id}/file`);
  expect(JSON.parse(kept.bytes.toString())).toEqual(
    (await office.owner.get('/api/gst/gstr1?period=2026-10')).body.data,
  );
  const late = await issue(office.owner, ids.waiting);
  expect([late.status, late.body.errors[0].pointer], late.text).toEqual([422, '/date']);
  expect(late.body.detail).toContain('GSTR-1 of October 2026 is filed for 27AAPFU0939F1ZV (ARN AA271026000001X).');
  const gone = await office.owner.post(`/api/invoices/${ids.registered}/cancel`, { reason: 'Wrong' });
  expect(gone.status, gone.text).toBe(422);
  expect(gone.body.detail).toContain('write a credit or debit note in an open month, or an amendment');
  // Also past the application.
  const cancel = `update documents set status = 'cancelled', cancelled_at = now(), cancel_reason = 'x' where id = $1`;
  await expect(world.admin.query(cancel, [ids.registered])).rejects.toThrow('gstr1 of 2026-10 is filed');
  const forged = `update gst_filings set figures = '{}' where id = $1`;
  await expect(world.admin.query(forged, [id])).rejects.toThrow('stays as it is');
  const party_id = await make(office.owner, '/api/customers', { name: 'Pays', state: 'Maharashtra' });
  const paid = { party_id, date: '2026-10-30', amount: 118, mode: 'upi' };
  const service = await office.owner.post('/api/payments', { ...paid, advance_nature: 'service' });
  expect([service.status, service.body.errors?.[0]?.pointer], service.text).toEqual([422, '/date']);
  await make(office.owner, '/api/payments', paid);
  const note = await make(office.owner, '/api/credit-notes', {
    ...{ invoice_id: ids.registered, date: '2026-11-02' },
    lines: [{ from_line: 1, value: 1000 }],
  });
  expect((await office.owner.post(`/api/credit-notes/${note}/issue`, {})).status).toBe(200);
  const theirs = await draft(neighbour.owner, FAR, '2026-10-05', [line(1, 18)]);
  expect((await issue(neighbour.owner, theirs)).status).toBe(200);
  expect((await neighbour.owner.get(`/api/gst-filings/${id}`)).status).toBe(404);
  expect((await neighbour.owner.post(`/api/gst-filings/${id}/unfile`, { reason: 'x' })).status).toBe(404);
});

test('a later return puts right what a filed one told: another GSTIN, another place with its head of tax, in the books too', async () => {
  const amend = (document_id: string, changes: object) =>
    office.owner.post('/api/gst-amendments', { document_id, reason: 'Told wrongly', ...changes });
  const same = await amend(ids.registered, { period: '2026-11' });
  expect([same.status, same.body.errors[0].pointer], same.text).toEqual([422, '/place_of_supply']);
  expect((await amend(ids.registered, { buyer_gstin: '29AABPM5678B2Z9' })).body.errors[0].pointer).toBe('/buyer_gstin');
  expect((await amend(ids.small, { buyer_gstin: FAR.gstin })).body.errors[0].pointer).toBe('/buyer_gstin');
  expect((await amend(ids.waiting, {})).body.errors[0].pointer).toBe('/document_id');
  const moved = { period: '2026-11', buyer_gstin: '24AABAT9876C3Z8', place_of_supply: 'Gujarat' };
  expect((await amend(ids.registered, moved)).status).toBe(201);
  expect((await amend(ids.registered, moved)).body.code).toBe('gst-amendments.already_amended');
  const small = await amend(ids.small, { period: '2026-11', place_of_supply: 'Maharashtra' });
  expect(small.body.data, small.text).toMatchObject({ original_period: '2026-10', head: 'intra' });
  expect(await booksOf(world, small.body.data.id)).toEqual([
    'output_igst 10000',
    'output_cgst -5000',
    'output_sgst -5000',
  ]);
  const whole = await office.owner.get(`/api/gst-amendments/${small.body.data.id}`);
  expect(whole.body.data, whole.text).toMatchObject({ noun: 'invoices', original_place: '29', place_of_supply: '27' });
  const byNumber = await office.owner.get(`/api/gst-amendments?number=${small.body.data.number}&period=2026-11`);
  expect(byNumber.body.data).toHaveLength(1);
  expect((await neighbour.owner.get(`/api/gst-amendments/${small.body.data.id}`)).status).toBe(404);
  const { data } = (await office.owner.get('/api/gst/gstr1?period=2026-11')).body;
  expect(data.b2ba).toEqual([
    {
      ctin: '24AABAT9876C3Z8',
      inv: [
        {
          ...{ oinum: 'INV/26-27/0001', oidt: '05-10-2026', inum: 'INV/26-27/0001', idt: '05-10-2026' },
          ...{ val: 11_800, pos: '24', rchrg: 'N', inv_typ: 'R' },
          itms: [{ num: 1801, itm_det: { rt: 18, txval: 10_000, iamt: 1800, csamt: 0 } }],
        },
      ],
    },
  ]);
  expect(data.b2csa).toEqual([
    { omon: '102026', sply_ty: 'INTER', pos: '29', typ: 'OE', rt: 5, txval: 0, iamt: 0, csamt: 0 },
    { omon: '102026', sply_ty: 'INTRA', pos: '27', typ: 'OE', rt: 5, txval: 2000, camt: 50, samt: 50, csamt: 0 },
  ]);
  const { sup_details, inter_sup } = (await office.owner.get('/api/gst/gstr3b?period=2026-11')).body.data;
  // The credit note of 1,000 and the head that moved.
  expect(sup_details.osup_det).toEqual({ txval: -1000, iamt: -280, camt: 50, samt: 50, csamt: 0 });
  expect(inter_sup.unreg_details).toEqual([{ pos: '29', txval: -2000, iamt: -100 }]);
  const sections = (await office.owner.get('/api/gst/sections?period=2026-11')).body.data;
  expect(sections).toContainEqual({ section: 'amended', taxable_value: 0, igst: -100, cgst: 50, sgst: 50, cess: 0 });
  const back = await office.owner.delete(`/api/gst-amendments/${small.body.data.id}`);
  expect(back.status, back.text).toBe(200);
  expect((await booksOf(world, small.body.data.id)).slice(3)).toEqual([
    'output_igst -10000',
    'output_cgst 5000',
    'output_sgst 5000',
  ]);
  expect((await neighbour.owner.post('/api/gst-amendments', { document_id: ids.small, reason: 'x' })).status).toBe(422);
});

test('who files and who issues at the same moment: each invoice is in the file, or is refused', async () => {
  const drafts = await Promise.all(
    Array.from({ length: 10 }, (_, n) => draft(office.owner, FAR, `2026-09-1${n}`, [line(100, 18)])),
  );
  const [filed, ...replies] = await Promise.all([
    file({ period: '2026-09', arn: 'AA270926000001X' }),
    ...drafts.map((id) => issue(office.owner, id)),
  ]);
  expect(filed?.status, filed?.text).toBe(201);
  for (const { status, text } of replies) expect([200, 422], text).toContain(status);
  const kept = JSON.parse((await office.owner.get(`/api/gst-filings/${filed?.body.data.id}/file`)).bytes.toString());
  const told: string[] = (kept.b2b?.[0]?.inv ?? []).map(({ inum }: { inum: string }) => inum);
  const issued = replies.filter(({ status }) => status === 200).map(({ body }) => body.data.number);
  expect(told.sort()).toEqual(issued.sort());
  expect((await office.owner.get('/api/gst/gstr1?period=2026-09')).body.data).toEqual(kept);
});

test('what is due when; opened again by who may, with a reason, and not below a later return', async () => {
  const due = (await office.owner.get('/api/gst-filings/due')).body.data;
  expect(due).toContainEqual(
    expect.objectContaining({ form: 'gstr1', period: '2026-10', due_on: '2026-11-11', status: 'filed' }),
  );
  expect(due).toContainEqual(expect.objectContaining({ form: 'gstr3b', period: '2026-10', due_on: '2026-11-20' }));
  expect((await file({ return: 'gstr3b', arn: 'AB271026000002X', filed_on: '2026-11-20' })).status).toBe(201);
  const rows = (await office.owner.get('/api/gst-filings?period=2026-10')).body.data;
  const of = (form: string) => rows.find((row: { form: string }) => row.form === form).id;
  const unfile = (by: Caller, form: string, reason = 'Marked by mistake') =>
    by.post(`/api/gst-filings/${of(form)}/unfile`, { reason });
  const accountant = await office.hire('accountant', ['gst-filings.read', 'gst-filings.write']);
  expect((await unfile(accountant, 'gstr3b')).status).toBe(403);
  expect((await unfile(office.owner, 'gstr1')).body.errors[0].pointer).toBe('/filing');
  expect((await unfile(office.owner, 'gstr3b', ' ')).status).toBe(400);
  expect((await unfile(office.owner, 'gstr3b')).status).toBe(200);
  expect((await unfile(office.owner, 'gstr1')).body.errors[0].detail).toContain('amended in a later month');
  const [amendment] = (await office.owner.get('/api/gst-amendments?period=2026-11')).body.data;
  expect((await office.owner.delete(`/api/gst-amendments/${amendment.id}`)).status).toBe(200);
  expect((await unfile(office.owner, 'gstr1')).status).toBe(200);
  expect((await unfile(office.owner, 'gstr1')).body.code).toBe('gst-filings.not_filed');
  const { rows: trail } = await world.admin.query(
    "select after ->> 'unfile_reason' as reason from audit_entries where tenant_id = $1 and action = 'gst-filings.unfile'",
    [office.id],
  );
  expect(trail).toEqual([{ reason: 'Marked by mistake' }, { reason: 'Marked by mistake' }]);
  expect((await issue(office.owner, ids.waiting)).status).toBe(200);
});
