/** What a sale says as a whole, typed on its draft: discount, freight, reverse charge, terms, an exempt line, through whom it is sold; also on a phone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'whole-co');
  asha = await person(stage.world, { owner: office });
  expect((await office.owner.patch('/api/tenants/whole-co', { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  const far = { name: 'Far Traders', state: 'Karnataka' };
  expect((await office.owner.post('/api/customers', far)).status).toBe(201);
  const milk = { name: 'Fresh milk', hsn: '04012000', sale_price: 60, treatment: 'exempt' };
  expect((await office.owner.post('/api/products', milk)).status).toBe(201);
});
afterAll(() => stage?.close());

const latest = async () => (await office.owner.get('/api/invoices?sort=-created_at&limit=1')).body.data[0];
const whole = async () => (await office.owner.get(`/api/invoices/${(await latest()).id}`)).body.data;

test('by keys: an exempt line without an item, freight, a discount and terms; what was typed is in the sums and stays', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/whole-co/invoices/new');
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await customer.fill('Far');
  await page.getByRole('option', { name: /Far Traders/ }).waitFor();
  // What was found first is taken; the next line would add somebody of that name.
  await page.keyboard.press('Enter');
  await page.locator('[data-cell$="/description"]').first().focus();
  const type = async (cells: readonly string[]): Promise<void> => {
    for (const text of cells) {
      if (text) await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    }
  };
  await page.keyboard.type('School bus');
  await page.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  await type(['', '996601', '1', 'OTH', '5000', '']);
  await page.keyboard.type('ex');
  await page.getByRole('option', { name: 'Exempt' }).waitFor();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Bolt');
  await page.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  // No word and no figure: it is said what one can write.
  await type(['', '73181500', '10', 'NOS', '100', '', 'x']);
  const rate = page.locator('[data-cell$="/tax_rate"]').nth(1);
  await expect.poll(() => rate.getAttribute('title')).toContain('or nil rated, exempt or outside GST');
  await rate.fill('18');
  await page.getByLabel('Discount on the whole').fill('60');
  await page.getByLabel('Freight and packing').fill('12o');
  await page.getByText('This is no figure').first().waitFor();
  await page.getByLabel('Freight and packing').fill('120');
  await page.getByLabel('Other charges, no GST').fill('40.50');
  await page.getByLabel('Round to the rupee').uncheck();
  await page.getByLabel('Terms and conditions').fill('Goods once sold are not taken back.');
  // 6,000 less 60 and with 120: a sixth of both is the bolts', 1,010 at 18 %; 40.50 bears nothing.
  await page.locator('.document-sums', { hasText: '6,282.30' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+s');
  await page.getByText('Draft saved').first().waitFor();
  await page.reload();
  await page.locator('.document-sums', { hasText: '6,282.30' }).waitFor();
  expect(await page.locator('[data-cell$="/tax_rate"]').first().inputValue()).toBe('Exempt');
  expect(await page.getByLabel('Freight and packing').inputValue()).toBe('120');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /Invoice ICB/ }).waitFor();
  expect(await whole()).toMatchObject({
    ...{ discount_amount: 60, charges: 120, other_charges: 40.5, round_off: 0, igst: 181.8, total: 6282.3 },
    terms: 'Goods once sold are not taken back.',
    lines: [
      { treatment: 'exempt', igst: 0 },
      { treatment: 'taxable', taxable_value: 1010 },
    ],
  });
  expect(faults).toEqual([]);
  await context.close();
});

test('an exempt item says so in its line, another rate over it makes it taxable, and empty it follows the item again', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/whole-co/invoices/new');
  await page.getByRole('combobox', { name: 'Customer' }).fill('Far');
  await page.getByRole('option', { name: /Far Traders/ }).click();
  await page.locator('[data-cell$="/description"]').first().focus();
  await page.keyboard.type('milk');
  await page.getByRole('option', { name: /Fresh milk/ }).click();
  const rate = page.locator('[data-cell$="/tax_rate"]').first();
  await expect.poll(() => rate.inputValue()).toBe('Exempt');
  await page.locator('.document-sums', { hasText: '60' }).waitFor();
  await rate.fill('5');
  await page.locator('.document-sums', { hasText: '63' }).waitFor();
  await rate.fill('');
  await expect.poll(() => rate.inputValue()).toBe('Exempt');
  // By the mouse: what there is beside rates.
  await rate.click();
  await page.getByRole('option', { name: 'Nil rated' }).click();
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('Draft saved').first().waitFor();
  expect((await whole()).lines).toMatchObject([{ treatment: 'nil_rated', tax_rate: 0 }]);
  expect(faults).toEqual([]);
  await context.close();
});

test('on a phone what few need waits in the fold: an operator with his GSTIN, refused at its field, then offered again', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const { page, context, faults } = await enter(stage, asha, '/t/whole-co/invoices/new', phone);
  await page.getByRole('combobox', { name: 'Customer' }).fill('Far');
  await page.getByRole('option', { name: /Far Traders/ }).click();
  const cell = (field: string) => page.locator(`[data-cell$="/${field}"]`).first();
  await cell('description').fill('Lunch');
  await cell('hsn').fill('996331');
  await cell('quantity').fill('1');
  await cell('unit_price').fill('400');
  await cell('tax_rate').fill('5');
  expect(await page.getByLabel('Sold through').isVisible()).toBe(false);
  await page.locator('.document-more > summary').click();
  await page.getByLabel('Sold through').selectOption({ label: 'Another e-commerce operator' });
  await page.getByLabel('Operator’s GSTIN').fill('29AAFCB7707D1C2');
  await page.getByText('The check digit of this GSTIN is wrong').waitFor();
  await page.getByLabel('Operator’s GSTIN').fill('29AAFCB7707D1C1');
  await page.getByLabel('Operator’s name').fill('Bazaar Online');
  await page.getByLabel('The operator pays the GST').check();
  await page.locator('.document-sums', { hasText: 'tax payable by the operator' }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('heading', { name: /Invoice INV/ }).waitFor();
  await page.getByText('Bazaar Online').first().waitFor();
  // A meal is supplied where it is eaten.
  expect(await whole()).toMatchObject({ charge: 'operator', total: 400, cgst: 10, sgst: 10 });
  await page.goto(`${stage.address}/t/whole-co/invoices/new`);
  await page.locator('.document-more > summary').click();
  await page.getByLabel('Sold through').selectOption({ label: 'Bazaar Online, pays the tax' });
  expect(await page.getByLabel('Operator’s GSTIN').count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});
