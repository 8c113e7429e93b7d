/** The journey of a sale in a real browser, by keys alone: customer, two lines, what it comes to, issued, cancelled; the neighbour is nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

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
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await customer.fill('Far');
  await page.getByRole('option', { name: /Far Traders of lakshmi/ }).waitFor();
  expect(await page.getByRole('option').count()).toBe(1);
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  // Too early: what is missing is said, and the draft is kept.
  const cells = page.locator('.line-grid [data-cell$="/description"]');
  await cells.first().focus();
  await page.keyboard.type('bolt');
  await page.getByRole('option', { name: /Bolt of lakshmi/ }).waitFor();
  expect(await page.getByText('of ashwini').count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Enter');
  await page.keyboard.type('5');
  await page.keyboard.press('Alt+a');
  await page.keyboard.type('Fitting');
  await page.getByText('Nothing found').waitFor();
  await page.keyboard.press('Escape');
  for (const text of ['', '998719', '1', 'OTH', '100', '', '18']) {
    if (text) await page.keyboard.type(text);
    if (text !== '18') await page.keyboard.press('Enter');
  }
  await expect.poll(() => page.locator('.invoice-sums').textContent()).toContain('2,085');
  expect(await page.locator('.invoice-sums').textContent()).toContain('IGST');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Invoice INV/26-27/0001' }).waitFor();
  expect(await page.locator('.invoice-sheet').textContent()).toContain('Rupees Two Thousand Eighty Five Only');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel invoice' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Wrong customer');
  await page.keyboard.press('Enter');
  await page.getByText('Cancelled: Wrong customer').waitFor();
  await page.goto(`${stage.address}/t/lakshmi/invoices`);
  await page.getByRole('row', { name: /INV\/26-27\/0001/ }).waitFor();
  expect(await page.getByRole('row', { name: /Far Traders/ }).textContent()).toContain('Cancelled');
  expect(faults).toEqual([]);
  await context.close();
});

test('what stands in the way is said at its place; a draft is found again; on a phone it can be read', async () => {
  const { id } = (await lakshmi.owner.get('/api/customers')).body.data[0];
  const draft = { customer_id: id, lines: [{ description: 'Nut', quantity: 2, unit_price: 10, tax_rate: 18 }] };
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
  expect(await findings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
