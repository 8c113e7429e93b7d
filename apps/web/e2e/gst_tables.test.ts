/** For the portals in a real browser: tables 12 and 13 of GSTR-1 with documents and files, and one file of many invoices, on a phone and in Hindi too. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

const address = { address_line1: '4 Church Street', city: 'Bengaluru', pincode: '560001' };

beforeAll(async () => {
  stage = await openStage();
  stage.world.kernel.jobs.start({ poll_ms: 50 });
  office = await openOffice(stage.world, 'tables-co');
  asha = await person(stage.world, { owner: office });
  const { owner, slug } = office;
  const profile = { gstin: '27AAPFU0939F1ZV', address_line1: '4 Mill Road', city: 'Pune', pincode: '411001' };
  expect((await owner.patch(`/api/tenants/${slug}`, profile)).status).toBe(200);
  const made = async (path: string, body: object): Promise<string> => {
    const reply = await owner.post(path, body);
    expect(reply.status, reply.text).toBe(201);
    return reply.body.data.id;
  };
  const known = await made('/api/customers', { name: 'Known', gstin: '29AABPM5678B2ZL', ...address });
  const walk_in = await made('/api/customers', { name: 'Walk-in', state: 'Maharashtra', city: 'Pune' });
  const bolt = {
    description: 'Bolt M8, zinc',
    hsn: '73181500',
    quantity: 2.5,
    unit: 'KGS',
    unit_price: 1000,
    tax_rate: 18,
  };
  const repair = { description: 'Repair', hsn: '998719', quantity: 1, unit_price: 500, tax_rate: 18 };
  const petrol = { description: 'Petrol', quantity: 1, unit_price: 90, treatment: 'non_gst' };
  for (const [customer_id, lines] of [
    [known, [bolt, repair, petrol]],
    [known, [bolt]],
    [walk_in, [repair]],
  ] as const) {
    const id = await made('/api/invoices', { customer_id, lines });
    expect((await owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  }
});
afterAll(() => stage?.close());

test('what was sold by code is seen, opened and saved; the numbers stand beside it', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/tables-co/gst');
  await page.getByRole('button', { name: 'Sections' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /^73181500 Bolt M8, zinc KGS 5 18 % 5,000.00 900.00/ }).waitFor();
  await page.getByRole('row', { name: /^No code, not in the file: Petrol NOS 1 0 % 90.00/ }).waitFor();
  const sums = page.getByRole('row', { name: /^All \d/ });
  expect(await sums.allInnerTexts()).toEqual([
    expect.stringMatching(/5,590\.00\s+990\.00/),
    expect.stringMatching(/500\.00\s+45\.00\s+45\.00/),
  ]);
  await page.getByRole('button', { name: '73181500 Bolt M8, zinc' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'INV/26-27/0002' }).waitFor();
  expect(await page.getByRole('link', { name: /^INV\// }).count()).toBe(2);
  expect(await findings(page)).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/hsn.png` });
  const saved = page.waitForEvent('download');
  await page.keyboard.press('e');
  expect((await saved).suggestedFilename()).toMatch(/^hsn-20\d\d-\d\d\.xlsx$/);
  const text = page.waitForEvent('download');
  await page.getByRole('button', { name: 'CSV', exact: true }).click();
  const csv = await readFile(await (await text).path(), 'utf8');
  expect(csv.split('\r\n')[1]).toBe('Registered,73181500,"Bolt M8, zinc",KGS,5,18,5900,5000,900,0,0,0');
  await page.getByRole('button', { name: 'Numbers (table 13)' }).click();
  await page.getByRole('row', { name: 'Invoices INV/26-27/0001 INV/26-27/0003 3 3' }).waitFor();
  expect(await findings(page)).toEqual([]);
  // The address says what is looked at.
  await page.reload();
  await page.getByRole('row', { name: /^Invoices INV/ }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('on a phone, in Hindi, and with nothing in it', async () => {
  const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' } as const;
  const { page, context, faults } = await enter(stage, asha, '/t/tables-co/gst?part=hsn', phone);
  await page.evaluate(`localStorage.setItem('tenantry.preferences', JSON.stringify({ language: 'hi' }))`);
  await page.reload();
  await page.getByText('पंजीकृत ग्राहक').first().waitFor();
  await page.getByRole('button', { name: '998719 Repair' }).first().click();
  await page.getByRole('link', { name: 'INV/26-27/0001' }).waitFor();
  expect(await findings(page)).toEqual([]);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
  expect(wide).toBeLessThanOrEqual(360);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/hsn-phone.png`, fullPage: true });
  await page.goto(`${stage.address}/t/tables-co/gst?part=hsn&month=2025-06`);
  await page.getByText('यहाँ कुछ नहीं है। तिमाही').waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('all that the list has in one e-invoice file; what the portal would refuse stands below with its fix', async () => {
  const bare = (await office.owner.post('/api/customers', { name: 'Bare', gstin: '29AAFCB7707D1C1' })).body.data.id;
  const line = { description: 'Bolt M8, zinc', hsn: '73181500', quantity: 1, unit_price: 1000, tax_rate: 18 };
  const { id } = (await office.owner.post('/api/invoices', { customer_id: bare, lines: [line] })).body.data;
  expect((await office.owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  const { page, context, faults } = await enter(stage, asha, '/t/tables-co/invoices');
  await page.getByRole('row', { name: /INV\/26-27\/0001/ }).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: 'E-invoice JSON' }).click();
  const file = await saved;
  expect(file.suggestedFilename()).toMatch(/^einvoice-20\d\d-\d\d-\d\d\.json$/);
  const told = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(told.map(({ DocDtls }: { DocDtls: { No: string } }) => DocDtls.No)).toEqual([
    'INV/26-27/0001',
    'INV/26-27/0002',
  ]);
  await page.getByText('2 documents were left out').waitFor();
  const lacking = page.getByRole('region', { name: 'Something is missing or wrong' });
  await lacking.getByText('The PIN code is missing with the customer.').waitFor();
  await page.getByRole('region', { name: /B2C/ }).getByRole('link', { name: 'INV/26-27/0003' }).waitFor();
  expect(await findings(page)).toEqual([]);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/left.png`, fullPage: true });
  const at = page.url();
  await lacking.getByRole('link', { name: 'INV/26-27/0004' }).click();
  await page.getByRole('heading', { name: 'Invoice INV/26-27/0004' }).waitFor();
  await page.setViewportSize({ width: 360, height: 740 });
  await page.evaluate(`localStorage.setItem('tenantry.preferences', JSON.stringify({ language: 'hi' }))`);
  await page.goto(at);
  await page.getByText('2 दस्तावेज़ छोड़े गए').waitFor();
  await page.getByText('ग्राहक में पिन कोड नहीं है।').waitFor();
  expect(await findings(page)).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/left-phone.png`, fullPage: true });
  expect(faults).toEqual([]);
  await context.close();
});
