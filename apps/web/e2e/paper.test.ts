/** A document on paper in a real browser: as it prints, sent, and seen by somebody without an account until the link is closed. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;
let id: string;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'lakshmi');
  asha = await person(stage.world, { owner: office });
  const { owner, slug } = office;
  expect((await owner.patch(`/api/tenants/${slug}`, { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  const customer = await owner.post('/api/customers', {
    name: 'Far Traders',
    state: 'Karnataka',
    email: 'far@else.example',
  });
  const line = { description: 'Bolt', hsn: '73181500', quantity: 5, unit_price: 100, tax_rate: 18 };
  const made = await owner.post('/api/invoices', { customer_id: customer.body.data.id, lines: [line] });
  id = made.body.data.id;
  expect((await owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
  expect((await owner.put('/api/letterhead', { upi_address: 'lakshmi@okbank' })).status).toBe(200);
});
afterAll(() => stage?.close());

test('an invoice is looked at as it prints, and a link to it is made and closed', async () => {
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/${id}`);
  await page.getByRole('heading', { name: 'Invoice INV/26-27/0001' }).waitFor();
  await page.keyboard.press('v');
  const picture = page.getByRole('img', { name: 'INV/26-27/0001 as it prints' });
  await picture.waitFor();
  await expect
    .poll(() => picture.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth))
    .toBeGreaterThan(500);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('m');
  await page.getByRole('textbox', { name: /Mail address/ }).waitFor();
  expect(await page.getByRole('textbox', { name: /Mail address/ }).inputValue()).toBe('far@else.example');
  // A browser that does not copy by itself shows the link.
  await page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })");
  await page.getByRole('button', { name: 'Copy link' }).click();
  const shown = page.getByRole('textbox', { name: 'The link, to be copied' });
  await shown.waitFor();
  expect(await shown.inputValue()).toContain('/document#');
  const { url } = (await office.owner.post(`/api/invoices/${id}/share`)).body.data;
  const stranger = await context.browser()?.newContext({ viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
  const seen = await stranger?.newPage();
  if (!stranger || !seen) throw new Error('there is no second browser');
  const at = `${stage.address}/t/lakshmi/document#${url.split('#')[1]}`;
  await seen.goto(at);
  await seen.getByRole('heading', { name: 'Tax Invoice INV/26-27/0001' }).waitFor();
  await seen.getByRole('img', { name: /Tax Invoice INV\/26-27\/0001/ }).waitFor();
  expect(await seen.getByRole('link', { name: 'Pay by UPI' }).getAttribute('href')).toContain('am=590.00');
  expect(await findings(seen)).toEqual([]);
  const saved = seen.waitForEvent('download');
  await seen.getByRole('link', { name: 'Download PDF' }).click();
  expect((await saved).suggestedFilename()).toBe('INV-26-27-0001.pdf');
  const [link] = (await office.owner.get(`/api/invoices/${id}/document-links`)).body.data;
  expect((await office.owner.post(`/api/document-links/${link.id}/revoke`)).status).toBe(200);
  await seen.reload();
  await seen.getByText('This link opens nothing.').waitFor();
  await stranger.close();
  expect(faults).toEqual([]);
  await context.close();
});

test('the letterhead is written beside the paper as it will print', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/letterhead');
  const preview = page.getByRole('img', { name: 'Your last invoice as it prints' });
  await preview.waitFor();
  const before = await preview.getAttribute('src');
  await page.getByRole('radio', { name: /Classic/ }).check();
  await page.getByRole('textbox', { name: 'IFSC' }).fill('SBIN1');
  await page.getByText('four capitals, 0 and six capitals or digits').waitFor();
  await page.getByRole('textbox', { name: 'IFSC' }).fill('sbin0000454');
  await expect.poll(() => preview.getAttribute('src')).not.toBe(before);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+s');
  await page.getByText('Letterhead saved').waitFor();
  const seen = await office.owner.post('/api/letterhead/preview', {});
  const printed = await office.owner.get(`/api/invoices/${id}/picture`);
  expect(seen.body.data).toEqual({ ...printed.body.data, is_sample: false });
  expect((await office.owner.get('/api/letterhead')).body.data).toMatchObject({
    design: 'classic',
    ifsc: 'SBIN0000454',
  });
  expect(faults).toEqual([]);
  await context.close();
});

test('the returns of a month say what each section comes to, and lead to its documents', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/gst');
  await page.getByRole('row', { name: /Other customers \(B2CS\) 500.00 90.00/ }).waitFor();
  await page.getByRole('button', { name: 'Other customers (B2CS)' }).click();
  await page.getByRole('link', { name: 'INV/26-27/0001' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'GSTR-3B', exact: true }).click();
  await page.getByRole('row', { name: /Input credit No purchases booked yet/ }).waitFor();
  expect(await findings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
