/** Rates of HSN codes in a real browser: found, set, taken back and put back by keys; and a draft whose rate follows its code until somebody types one. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'codes-co');
  asha = await person(stage.world, { owner: office });
  expect((await office.owner.patch('/api/tenants/codes-co', { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  expect((await office.owner.post('/api/customers', { name: 'Far Traders', state: 'Karnataka' })).status).toBe(201);
});
afterAll(() => stage?.close());

test('a rate is set with its band, refused at its field, taken back and put back', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/codes-co/hsn-rates');
  await page.getByRole('row', { name: /^61 Apparel/ }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('n');
  await page.locator('input:focus').waitFor();
  await page.keyboard.type('4202');
  await page.getByLabel('What', { exact: true }).fill('Bags');
  await page.getByLabel('GST', { exact: true }).fill('17');
  await page.getByLabel('Above a price of').fill('1000');
  await page.getByLabel('GST above it').fill('18');
  await page.keyboard.press('Enter');
  await page.getByText(/17 % is not a GST rate on/).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByLabel('GST', { exact: true }).fill('5');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /^4202 Bags 5% above ₹1,000.00: 18%/ });
  await row.waitFor();
  await page.getByLabel('Find a code').fill('42021110');
  expect(await page.locator('tbody tr').count()).toBe(1);
  await page.getByRole('button', { name: /^Take back: HSN 4202/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('No rate of such a code').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: /^Undo/ }).last().click();
  await row.waitFor();
  expect((await office.owner.get('/api/hsn-rates?hsn=42021110')).body.data).toMatchObject([
    { hsn: '4202', description: 'Bags', tax_rate: 5, above_price: 1000, above_rate: 18, is_own: true },
  ]);
  expect(faults.filter((fault) => !/422/.test(fault))).toEqual([]);
  await context.close();
});

test('on a phone the page stays within its width', async () => {
  const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const };
  const { page, context, faults } = await enter(stage, asha, '/t/codes-co/hsn-rates', phone);
  await page.getByRole('row', { name: /^61 Apparel/ }).waitFor();
  await page.getByRole('button', { name: /^Set a rate/ }).click();
  await page.getByLabel('GST above it').waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect(await findings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test('the rate of a line follows its code and price until somebody types one; an item says what it follows', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/codes-co/products/new');
  await page.getByLabel('HSN or SAC').fill('62052000');
  await page.getByText(/^GST follows HSN 62: 5%, above ₹2,500.00 a piece 18%, since/).waitFor();
  await page.getByLabel('GST', { exact: true }).fill('12');
  await page.getByText(/^HSN 62 bears 5%/).waitFor();
  await page.goto(`${stage.address}/t/codes-co/invoices/new`);
  await page.getByRole('combobox', { name: 'Customer' }).fill('Far');
  await page.getByRole('option', { name: /Far Traders/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const cell = (key: string) => page.locator(`.line-grid [data-cell$="/${key}"]`).first();
  const type = async (key: string, text: string): Promise<void> => {
    await cell(key).focus();
    await page.keyboard.press('Control+a');
    await page.keyboard.type(text);
  };
  const rateIs = (rate: string) => expect.poll(() => cell('tax_rate').inputValue()).toBe(rate);
  await type('description', 'Shirt');
  await page.keyboard.press('Escape');
  for (const [key, text] of Object.entries({ hsn: '62052000', quantity: '2', unit: 'PCS', unit_price: '2500' }))
    await type(key, text);
  await rateIs('5');
  await type('unit_price', '2600');
  await rateIs('18');
  await page.keyboard.press('Control+s');
  await page.waitForURL(/invoices\/[0-9a-f-]{36}/);
  // The draft that is stored knows that nobody gave it.
  await page.reload();
  await rateIs('18');
  await type('discount_percent', '10');
  await rateIs('5');
  await type('tax_rate', '12');
  await type('unit_price', '9000');
  await page.locator('.document-sums', { hasText: '16,200' }).waitFor();
  await rateIs('12');
  expect(faults).toEqual([]);
  await context.close();
});
