/** Many documents printed at once: one PDF in order, or a ZIP of PDFs; for whoever asked, and for some days. */
import { readZip } from '@tenantry/kernel/http/zip.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { joined } from '../print/pdf_joined.ts';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';
import type { Printout } from './printouts.schema.ts';

let world: World;
let office: Office;
let neighbour: Office;
const invoices: string[] = [];

beforeAll(async () => {
  world = await sellingWorld();
  world.kernel.jobs.start({ poll_ms: 50 });
  office = await openOffice(world, 'print-co');
  neighbour = await openOffice(world, 'next-co');
  // Brackets and what looks like a reference stand in the words of the PDF.
  const customer_id = await make(office.owner, '/api/customers', { name: 'A (1 0 R) \\ Co', state: 'Maharashtra' });
  for (const day of ['12', '14', '13']) {
    const line = {
      description: `Of the ${day}th (see 7 0 R`,
      hsn: '73181500',
      quantity: 5,
      unit_price: 100,
      tax_rate: 18,
    };
    const id = await make(office.owner, '/api/invoices', { customer_id, date: `2026-11-${day}`, lines: [line] });
    expect((await office.owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
    invoices.push(id);
  }
});
afterAll(() => world?.close());

async function made(body: object): Promise<{ printout: Printout; content: Buffer }> {
  const asked = await office.owner.post('/api/invoices/printouts', body);
  expect(asked.status, asked.text).toBe(202);
  const { id } = asked.body.data;
  const look = async (): Promise<Printout> => (await office.owner.get(`/api/printouts/${id}`)).body.data;
  await expect.poll(async () => (await look()).state).toBe('ready');
  const reply = await office.owner.get(`/api/printouts/${id}/content`);
  expect(reply.status).toBe(200);
  return { printout: await look(), content: reply.bytes };
}

test('one PDF of all that match, in the order of their days, of the copies that were asked for', async () => {
  const { printout, content } = await made({ form: 'pdf', all: true, copy: 'all' });
  expect(printout).toMatchObject({
    state: 'ready',
    document_count: 3,
    done_count: 3,
    error: null,
    bytes: content.length,
  });
  const pages = pdfPages(content);
  expect(pages).toHaveLength(9);
  const days = pages.map((page) => /Of the (\d\d)th/.exec(page)?.[1]);
  expect(days).toEqual(['12', '12', '12', '13', '13', '13', '14', '14', '14']);
  expect(pages[4]?.toUpperCase()).toContain('DUPLICATE FOR TRANSPORTER');
  expect(pages[0]).toContain('A (1 0 R) \\ Co');
  // Joined again it is read again: it is a PDF as any.
  const twice: Buffer[] = [];
  for await (const piece of joined(
    (async function* () {
      yield content;
      yield content;
    })(),
  ))
    twice.push(piece);
  expect(pdfPages(Buffer.concat(twice))).toHaveLength(18);
});

test('a ZIP of PDFs of those that are named', async () => {
  const { content } = await made({ form: 'zip', ids: invoices.slice(0, 2) });
  const files = await readZip(content, 10_000_000, () => true);
  expect([...files.keys()].sort()).toEqual(['INV-26-27-0001.pdf', 'INV-26-27-0002.pdf']);
  expect(pdfPages(Buffer.from(files.get('INV-26-27-0002.pdf') as Uint8Array))[0]).toContain('Of the 14th');
});

test('what cannot be printed is said; nobody else fetches it, and after its days it is gone with its file', async () => {
  const ask = (by: Office, body: object) => by.owner.post('/api/invoices/printouts', body);
  expect((await ask(office, { form: 'pdf' })).status).toBe(400);
  const none = await ask(office, { form: 'pdf', date_from: '2026-12-01' });
  expect([none.status, none.body.detail]).toEqual([422, 'Nothing matches; there is nothing to print.']);
  expect((await ask(neighbour, { form: 'pdf', ids: invoices })).status).toBe(422);
  const { printout } = await made({ form: 'pdf', ids: [invoices[0]] });
  const clerk = await office.hire('clerk', ['invoices.read']);
  for (const other of [clerk, neighbour.owner])
    for (const part of ['', '/content'])
      expect((await other.get(`/api/printouts/${printout.id}${part}`)).status).toBe(404);
  await world.admin.query("update printouts set expires_at = now() - interval '1 second' where id = $1", [printout.id]);
  expect((await office.owner.get(`/api/printouts/${printout.id}`)).status).toBe(404);
});
