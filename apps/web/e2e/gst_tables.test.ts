/** Tables 12 and 13 of GSTR-1 in a real browser: by the keyboard, with the documents behind a row, as files, on a phone and in Hindi. */
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

const address = { address_line1: '4 Church Street', city: 'Bengaluru', pincode: '560001' };

beforeAll(async () => {
  stage = await openStage();
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
