/** Links to documents: opened without an account, counted, expired and revoked; mailed with the PDF; strangers and neighbours get nothing. */
import type { Caller } from '@tenantry/kernel/testing/caller.ts';
import { bytesAt } from '@tenantry/kernel/testing/uploads.ts';
import type { World } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, type Office, openOffice, sellingWorld } from '../testing/offices.ts';
import { pdfPages } from '../testing/pdf_text.ts';

let world: World;
let office: Office;
let neighbour: Office;
let invoice: string;

async function sell(by: Caller, changes: object = {}): Promise<string> {
  const buyer = { name: 'Local Stores', gstin: '27AABFS1234A1ZV', email: 'accounts@local.example', terms_days: 30 };
  const customer_id = await make(by, '/api/customers', buyer);
  const line = { description: 'Bolt', hsn: '73181500', quantity: 5, unit_price: 100, tax_rate: 18 };
  const body = { customer_id, date: '2026-11-14', lines: [line], notes: 'For your eyes', ...changes };
  const id = await make(by, '/api/invoices', body);
  expect((await by.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  return id;
}
const tokenIn = (url: string): string => url.split('#')[1] as string;
const open = (token: string, part = '') => world.nobody.get(`/api/document-links/${token}${part}`);

beforeAll(async () => {
  world = await sellingWorld();
  world.kernel.jobs.start({ poll_ms: 50 });
  office = await openOffice(world, 'share-co');
  neighbour = await openOffice(world, 'next-co');
  invoice = await sell(office.owner);
  await sell(neighbour.owner);
  await office.owner.put('/api/letterhead', { upi_address: 'share@okbank' });
});
afterAll(() => world?.close());

test('whoever has the link sees the document and its PDF, and nothing else; it is counted', async () => {
  const made = await office.owner.post(`/api/invoices/${invoice}/share`, { days: 30 });
  expect(made.status, made.text).toBe(201);
  const { url, text, whatsapp_url, upi_url } = made.body.data;
  expect(url).toMatch(/^http.*\/t\/share-co\/document#[A-Za-z0-9_-]{64}$/);
  expect(text).toContain('Tax Invoice INV/26-27/0001 of ₹ 590.00');
  expect(decodeURIComponent(whatsapp_url)).toBe(`https://wa.me/?text=${text}`);
  expect(upi_url).toContain('am=590.00');
  const seen = await open(tokenIn(url));
  expect(seen.body.data, seen.text.slice(0, 300)).toMatchObject({
    organisation: 'share-co',
    title: 'Tax Invoice',
    number: 'INV/26-27/0001',
    total: 590,
    balance: 590,
    upi_url,
  });
  expect(Object.keys(seen.body.data).sort()).toEqual(
    [
      'balance',
      'balance_in_currency',
      'currency',
      'date',
      'number',
      'organisation',
      'status',
      'svg',
      'title',
      'total',
      'total_in_currency',
      'upi_url',
    ].sort(),
  );
  expect(seen.text).not.toContain(office.id);
  const pdf = await open(tokenIn(url), '/pdf');
  expect(pdf.headers['x-robots-tag']).toBe('noindex');
  expect(pdfPages(pdf.bytes)[0]).toContain('For your eyes');
  const [link] = (await office.owner.get(`/api/invoices/${invoice}/document-links`)).body.data;
  expect(link).toMatchObject({ url, views: 1, revoked_at: null, sent_to: null });
  // The token stands nowhere, its hash alone.
  const { rows } = await world.admin.query('select l::text as all from document_links l');
  expect(JSON.stringify(rows)).not.toContain(tokenIn(url));
});

test('revoked, expired, altered, of nobody: all are the same nothing', async () => {
  const share = async () => (await office.owner.post(`/api/invoices/${invoice}/share`)).body.data;
  const [revoked, expired] = [await share(), await share()];
  const at = `/api/document-links/${revoked.id}/revoke`;
  expect((await neighbour.owner.post(at)).status).toBe(404);
  expect((await open(tokenIn(revoked.url))).status).toBe(200);
  expect((await office.owner.post(at)).body.data.revoked_at).not.toBeNull();
  await world.admin.query("update document_links set expires_at = now() - interval '1 second' where id = $1", [
    expired.id,
  ]);
  const good = tokenIn((await share()).url);
  const foreign = Buffer.from(good, 'base64url');
  Buffer.from(neighbour.id.replaceAll('-', ''), 'hex').copy(foreign);
  const bad = [
    ...[tokenIn(revoked.url), tokenIn(expired.url), `${good.slice(0, -1)}${good.endsWith('A') ? 'B' : 'A'}`],
    ...[foreign.toString('base64url'), 'x', 'A'.repeat(64), invoice],
  ];
  for (const token of bad)
    for (const part of ['', '/pdf']) {
      const reply = await open(token, part);
      expect([reply.status, reply.body.code], token).toEqual([404, 'http.not_found']);
    }
  expect((await open(good)).status).toBe(200);
});

test('a closed organisation shows nothing; a draft is shared with nobody', async () => {
  const { url } = (await neighbour.owner.post('/api/invoices/INV%2F26-27%2F0001/share')).body.data;
  expect((await open(tokenIn(url))).status).toBe(200);
  const { customer_id, lines } = (await office.owner.get(`/api/invoices/${invoice}`)).body.data;
  const draft = await make(office.owner, '/api/invoices', { customer_id, lines: [{ ...pick(lines[0]) }] });
  for (const verb of ['share', 'send']) {
    const refused = await office.owner.post(`/api/invoices/${draft}/${verb}`, {});
    expect([refused.status, refused.body.code]).toEqual([409, 'document-links.draft']);
  }
});
const pick = ({ description, hsn, quantity, unit_price, tax_rate }: Record<string, unknown>) => ({
  ...{ description, hsn, quantity, unit_price, tax_rate },
});

test('it is mailed in the organisation’s name with the PDF and a link, to the customer or to whom one says', async () => {
  const sent = await office.owner.post(`/api/invoices/${invoice}/send`, { message: 'Thank you.' });
  expect([sent.status, sent.body.data.sent_to], sent.text).toEqual([202, 'accounts@local.example']);
  const stored = async () =>
    (await world.admin.query("select * from mail_outbox where recipient = 'accounts@local.example'")).rows;
  await expect.poll(stored).toHaveLength(1);
  const [mail] = await stored();
  expect(mail).toMatchObject({
    subject: 'Tax Invoice INV/26-27/0001 from share-co',
    attachment_name: 'INV-26-27-0001.pdf',
    attachment_type: 'application/pdf',
    for_tenant_id: office.id,
  });
  expect(mail.body).toContain(`Thank you.\n\nHere is Tax Invoice INV/26-27/0001 of ₹ 590.00`);
  expect(mail.body).toContain('It is due on 14-12-2026.');
  expect(mail.body).toContain(sent.body.data.url);
  expect(pdfPages(mail.attachment)[0]).toContain('INV/26-27/0001');
  const jobs = await world.admin.query("select data::text from jobs where name = 'documents.send'");
  expect(JSON.stringify(jobs.rows)).not.toContain(tokenIn(sent.body.data.url));
  expect((await office.owner.post(`/api/invoices/${invoice}/send`, { to: 'nobody' })).status).toBe(400);
});

test('nobody is flooded: a document has so many links a day', async () => {
  const id = await sell(neighbour.owner);
  const statuses: number[] = [];
  for (let n = 0; n < 21; n++) statuses.push((await neighbour.owner.post(`/api/invoices/${id}/share`)).status);
  expect(statuses.filter((status) => status === 201)).toHaveLength(20);
  expect(statuses.at(-1)).toBe(409);
});

test('who guesses at links is soon held back, whatever address he asks; members are not', async () => {
  const { url } = (await office.owner.post(`/api/invoices/${invoice}/share`)).body.data;
  const { config } = world.kernel.shares as { config: { rates: unknown } };
  const [slow, quick] = [
    { per_second: 0.001, burst: 5 },
    { per_second: 1000, burst: 1000 },
  ];
  config.rates = { address: slow, user: quick, tenant: quick, most: null, plans: {} };
  try {
    const replies = [];
    for (let n = 0; n < 7; n++) replies.push(await open(n === 0 ? tokenIn(url) : 'A'.repeat(64), n % 2 ? '/pdf' : ''));
    expect(replies.map(({ status }) => status)).toEqual([200, 404, 404, 404, 404, 429, 429]);
    expect(Number(replies.at(-1)?.headers['retry-after'])).toBeGreaterThan(0);
    expect((await open(tokenIn(url))).status).toBe(429);
    expect((await office.owner.get(`/api/invoices/${invoice}/document-links`)).status).toBe(200);
  } finally {
    config.rates = null;
  }
});

test('the list of links holds their tokens, and is never packed', async () => {
  const headers = { authorization: `Bearer ${office.owner.token}`, 'accept-encoding': 'br' };
  const links = await bytesAt(world.address, `/api/invoices/${invoice}/document-links`, headers);
  expect(links.bytes.length).toBeGreaterThan(1400);
  expect([links.status, links.headers['content-encoding']]).toEqual([200, undefined]);
  const list = await bytesAt(world.address, `/api/invoices/${invoice}`, headers);
  expect([list.status, list.headers['content-encoding']]).toEqual([200, 'br']);
});
