/** The journey of a sale in a real browser, by keys alone: customer, two lines, what it comes to, issued, cancelled; the neighbour is nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enter,
  findings,
  keptIn,
  type Office,
  openOffice,
  openStage,
  type Person,
  person,
  type Stage,
} from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  const neighbour = await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: lakshmi });
  for (const { owner, slug } of [lakshmi, neighbour]) {
    expect((await owner.patch(`/api/tenants/${slug}`, { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
    expect((await owner.post('/api/customers', { name: `Far Traders of ${slug}`, state: 'Karnataka' })).status).toBe(
      201,
    );
    const bolt = { name: `Bolt of ${slug}`, hsn: '73181500', sale_price: 333.33, tax_rate: 18 };
    expect((await owner.post('/api/products', bolt)).status).toBe(201);
  }
});
afterAll(() => stage?.close());

test('from nothing to an issued invoice without the mouse, then cancelled', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/invoices');
  await page.keyboard.press('n');
  // It begins with whom it is for; Enter takes who was found first, then the date, and goes on to the lines.
  await page.locator('input[role="combobox"]:focus').waitFor();
  await page.keyboard.type('Far');
  await page.locator('[role="option"][data-focused]', { hasText: 'Far Traders of lakshmi' }).waitFor();
  expect(await page.getByRole('option', { name: /of ashwini/ }).count()).toBe(0);
  for (const _ of ['chosen', 'to the date', 'to the lines']) await page.keyboard.press('Enter');
  await page.locator('[data-cell$="/description"]:focus').waitFor();
  await page.keyboard.type('bolt');
  await page.getByRole('option', { name: /Bolt of lakshmi/ }).waitFor();
  expect(await page.getByText('of ashwini').count()).toBe(0);
  expect(await page.locator('.line-grid [aria-invalid="true"]').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.keyboard.type('5');
  await page.locator('.document-sums', { hasText: '1,967' }).waitFor();
  await page.keyboard.press('Alt+a');
  await page.keyboard.type('Fitting');
  await page.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  for (const text of ['', '998719', '1', 'OTH', '100', '', '18']) {
    if (text) await page.keyboard.type(text);
    if (text !== '18') await page.keyboard.press('Enter');
  }
  await page.locator('.document-sums', { hasText: '2,085' }).waitFor();
  // What was typed and not kept yet outlives the page.
  await expect.poll(async () => (await keptIn(page))['invoices/new']).toContain('"unit_price":"100","tax_rate":"18"');
  await page.reload();
  await page.locator('.document-sums', { hasText: '2,085' }).waitFor();
  expect(await page.locator('.document-sums').textContent()).toContain('IGST');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Invoice INV/26-27/0001' }).waitFor();
  expect(await page.locator('.document-sheet').textContent()).toContain('Rupees Two Thousand Eighty Five Only');
  expect(await findings(page)).toEqual([]);
  // Of the five bolts one comes back, and the fitting for ten rupees less.
  await page.getByRole('button', { name: 'Credit note' }).focus();
  await page.keyboard.press('Enter');
  await page.getByLabel('Quantity: Bolt of lakshmi').fill('6');
  await page.getByText('Of this line 5 NOS are left.').waitFor();
  await page.getByLabel('Quantity: Bolt of lakshmi').fill('1');
  await page.getByLabel('or value: Fitting').fill('10');
  await page.locator('.document-sums', { hasText: '405' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Credit note CRN/26-27/0001' }).waitFor();
  await page.getByRole('link', { name: 'Invoice INV/26-27/0001' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.document-cancelling input:focus').waitFor();
  await page.keyboard.type('Kept after all');
  await page.keyboard.press('Enter');
  await page.getByText('Cancelled: Kept after all').waitFor();
  await page.getByRole('link', { name: 'Invoice INV/26-27/0001' }).click();
  await page.getByRole('link', { name: 'Credit note CRN/26-27/0001' }).waitFor();
  await page.getByRole('button', { name: 'More' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await page.locator('.document-cancelling input:focus').waitFor();
  await page.keyboard.type('Wrong customer');
  await page.keyboard.press('Enter');
  await page.getByText('Cancelled: Wrong customer').waitFor();
  // The page and the list show the state by one mark.
  await page.locator('.document-head .status-mark-off', { hasText: 'Cancelled' }).waitFor();
  await page.goto(`${stage.address}/t/lakshmi/invoices`);
  await page.getByRole('row', { name: /INV\/26-27\/0001/ }).waitFor();
  await page
    .getByRole('row', { name: /Far Traders/ })
    .locator('.status-mark-off', { hasText: 'Cancelled' })
    .waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('what stands in the way is said at its place; a draft is found again; on a phone it can be read', async () => {
  const { id } = (await lakshmi.owner.get('/api/customers')).body.data[0];
  const draft = {
    customer_id: id,
    charges: 5,
    round_off: false,
    lines: [{ description: 'Nut', quantity: 2, unit_price: 10, discount_amount: 1, tax_rate: 18 }],
  };
  const made = (await lakshmi.owner.post('/api/invoices', draft)).body.data;
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/${made.id}`, {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.getByText('Give the HSN or SAC code.').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.locator('[data-cell$="/hsn"][aria-invalid]').fill('73181600');
  await expect.poll(() => page.getByText('Give the HSN or SAC code.').count()).toBe(0);
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.getByRole('heading', { name: /Invoice INV/ }).waitFor();
  // What has no field here counts all the same: freight, and a discount in rupees.
  expect(await page.locator('.document-sheet').textContent()).toContain('28.32');
  expect(await findings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});

test('an estimate becomes an order and half of that an invoice, by buttons', async () => {
  const { id } = (await lakshmi.owner.get('/api/customers')).body.data[0];
  const lines = [{ description: 'Gasket', hsn: '40169330', quantity: 10, unit_price: 50, tax_rate: 18 }];
  const offer = (await lakshmi.owner.post('/api/estimates', { customer_id: id, lines })).body.data;
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/estimates/${offer.id}`);
  await page.getByRole('heading', { name: 'Draft of an estimate' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Estimate EST/26-27/0001' }).waitFor();
  await page.getByRole('button', { name: 'Accepted' }).click();
  await page.getByRole('button', { name: 'Make an order' }).click();
  await page.getByRole('heading', { name: 'Draft of an order' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Order SO/26-27/0001' }).waitFor();
  await page.getByRole('link', { name: 'Estimate EST/26-27/0001' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Make an invoice' }).click();
  await page.getByRole('heading', { name: 'Draft of an invoice' }).waitFor();
  const quantity = page.locator('.line-grid [data-cell$="/quantity"]').first();
  await quantity.fill('12');
  await page.getByTitle('Of this line of SO/26-27/0001 10 NOS are left.').waitFor();
  await quantity.fill('4');
  await page.locator('.document-sums', { hasText: '236' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Invoice INV/ }).waitFor();
  await page.getByRole('link', { name: 'Order SO/26-27/0001' }).click();
  await page.getByText('Partly converted').first().waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('a stored draft takes the price that counts, saves itself, and asks when somebody else was quicker', async () => {
  const { owner } = lakshmi;
  const { id } = (await owner.get('/api/customers')).body.data[0];
  const bolt = (await owner.get('/api/products')).body.data[0].id;
  const list = (await owner.post('/api/price-lists', { name: 'Wholesale' })).body.data.id;
  const entries = [
    { product_id: bolt, unit_price: 300 },
    { product_id: bolt, unit_price: 290, min_quantity: 10 },
  ];
  expect((await owner.put(`/api/price-lists/${list}/prices`, { entries })).status).toBe(200);
  expect((await owner.patch(`/api/customers/${id}`, { price_list_id: list })).status).toBe(200);
  const made = (await owner.post('/api/invoices', { customer_id: id, lines: [] })).body.data;
  const stored = async () => (await owner.get(`/api/invoices/${made.id}`)).body.data;
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/${made.id}`);
  const cell = (field: string) => page.locator(`.line-grid [data-cell$="/${field}"]`).first();
  await cell('description').focus();
  await page.keyboard.type('bolt');
  await page.getByRole('option', { name: /Bolt of lakshmi/ }).click();
  await expect.poll(() => cell('unit_price').inputValue()).toBe('300');
  await cell('quantity').fill('12');
  await expect.poll(() => cell('unit_price').inputValue()).toBe('290');
  await page.getByText('Line 1: from the customer’s price list').waitFor();
  await expect.poll(async () => (await stored()).lines[0]?.unit_price).toBe(290);
  await page.getByText(/^Saved \d\d:\d\d$/).waitFor();
  // Somebody else, meanwhile.
  expect((await owner.patch(`/api/invoices/${made.id}`, { reference: 'PO 7' })).status).toBe(200);
  await cell('quantity').fill('13');
  await page.getByText('Somebody else changed this draft meanwhile').waitFor();
  expect((await stored()).lines[0].quantity).toBe(12);
  await page.getByRole('button', { name: 'Keep mine' }).click();
  await expect.poll(async () => (await stored()).lines[0].quantity).toBe(13);
  // What cannot be stored stays here and says so, also after the page was left.
  await cell('quantity').fill('many');
  await page.getByText('Quantity, line 1: This is no figure.').waitFor();
  await page.getByText(/^Not saved: see what is marked/).waitFor();
  await page.reload();
  await expect.poll(() => cell('quantity').inputValue()).toBe('many');
  expect((await stored()).lines[0].quantity).toBe(13);
  expect(faults).toEqual([expect.stringContaining('412')]);
  await context.close();
});

test('on a phone whom, when and the lines come first; the rest waits in a fold that opens by itself when it says something', async () => {
  const { id } = (await lakshmi.owner.get('/api/customers')).body.data[0];
  const phone = { viewport: { width: 390, height: 844 } };
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/invoices/new', phone);
  const summary = page.getByText('More details', { exact: true });
  const supply = page.getByLabel('Kind of sale');
  await summary.waitFor();
  expect(await supply.isVisible()).toBe(false);
  const lines = await page.locator('.document-lines').boundingBox();
  expect((lines?.y ?? 844) + (lines?.height ?? 844)).toBeLessThan(844);
  expect(await findings(page)).toEqual([]);
  // By keys: the fold comes after the lines.
  await page.getByRole('button', { name: /^Add line/ }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await supply.waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect.poll(() => supply.isVisible()).toBe(false);
  // Issued too early: the field that is lacking has the focus.
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.locator('[aria-invalid="true"]:focus').waitFor();
  expect(await page.getByRole('combobox', { name: 'Customer' }).getAttribute('aria-invalid')).toBe('true');
  // A draft whose folded fields say something, and one that the server refuses for one of them.
  const made = (await lakshmi.owner.post('/api/invoices', { customer_id: id, reference: 'PO 9', lines: [] })).body.data;
  await page.goto(`${stage.address}/t/lakshmi/invoices/${made.id}`);
  await expect.poll(() => page.getByLabel('Customer’s order').isVisible()).toBe(true);
  await page.getByLabel('Place of supply').fill('Nowhere');
  const wrong = page.locator('.document-more [aria-invalid="true"]');
  await wrong.waitFor();
  await summary.click();
  await expect.poll(() => wrong.isVisible()).toBe(false);
  await page.getByRole('button', { name: 'Issue' }).click();
  await page.locator('.document-more [aria-invalid="true"]:focus').waitFor();
  expect(faults).toEqual([]);
  await context.close();
  // On the desk they stand where they were.
  const desk = await enter(stage, asha, '/t/lakshmi/invoices/new');
  await desk.page.getByLabel('Kind of sale').waitFor();
  expect(await desk.page.getByText('More details').count()).toBe(0);
  await desk.context.close();
});
