/** The sales register in a browser: looks by the keyboard, a row opens what it is made of, a document its page; months lead to their days. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'register-co');
  asha = await person(stage.world, { owner: office });
  const { owner } = office;
  expect((await owner.patch('/api/tenants/register-co', { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  const customer = await owner.post('/api/customers', { name: 'Far Traders', state: 'Karnataka' });
  for (const [date, description] of [
    ['2026-10-05', 'Bolt'],
    ['2026-11-05', 'Bolt'],
    ['2026-11-06', 'Nut'],
  ]) {
    const line = { description, hsn: '73181500', quantity: 2, unit_price: 100, tax_rate: 18 };
    const sale = { customer_id: customer.body.data.id, date, lines: [line] };
    expect((await owner.post('/api/invoices/issue', sale)).status).toBe(201);
  }
});
afterAll(() => stage?.close());

test('from the whole to an item, to its lines, to the document, and by month', async () => {
  const period = '2026-04-01..2027-03-31';
  const { page, context, faults } = await enter(stage, asha, `/t/register-co/reports/sales?period=${period}`);
  const table = page.locator('.report-sales');
  await table.getByText('3 documents').waitFor();
  expect(await table.locator('tfoot').textContent()).toContain('708.00');
  // Heads of tax that nothing bore are left out.
  expect(await table.getByRole('columnheader', { name: 'CGST' }).count()).toBe(0);
  expect(await findings(page)).toEqual([]);
  await page.getByLabel('Look by').selectOption({ label: 'By item' });
  await table.getByRole('link', { name: 'Bolt' }).focus();
  await page.keyboard.press('Enter');
  await table.getByText('2 documents').waitFor();
  await page.getByText('· Bolt').waitFor();
  expect(await table.locator('tbody tr').count()).toBe(2);
  await page.getByRole('button', { name: 'Show all' }).click();
  await table.getByText('3 documents').waitFor();
  await page.getByLabel('Look by').selectOption({ label: 'By month' });
  await table.getByRole('link', { name: 'Oct 26' }).click();
  await table.getByText('1 document').waitFor();
  await page.getByText('01 Oct 26 – 31 Oct 26', { exact: true }).waitFor();
  await table.getByRole('link', { name: 'INV/26-27/0001' }).click();
  await page.getByRole('heading', { name: 'Invoice INV/26-27/0001' }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('what nobody sold says so, and a file has the look that one sees', async () => {
  const { page, context, faults } = await enter(
    stage,
    asha,
    '/t/register-co/reports/sales?period=2026-06-01..2026-06-30&by=customer',
  );
  await page.getByText('Nothing was sold in these days').waitFor();
  await page.goto(`${stage.address}/t/register-co/reports/sales?period=2026-10-01..2026-10-31&by=customer`);
  await page.getByRole('link', { name: 'Far Traders' }).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('sales-by-customer_2026-10-01_2026-10-31.csv');
  expect(faults).toEqual([]);
  await context.close();
});
