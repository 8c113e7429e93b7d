/** Journeys of typing in a real browser: a first customer, another one alike, a draft put away, what the bank took. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, keptIn, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  asha = await person(stage.world, { owner: lakshmi });
  expect((await lakshmi.owner.patch('/api/tenants/lakshmi', { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
});
afterAll(() => stage?.close());

test('a first customer is written down by name; another one like it begins filled in', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/invoices/new');
  await page.locator('input[role="combobox"]:focus').waitFor();
  await page.keyboard.type('Ramesh Kirana');
  await page.getByRole('option', { name: 'Create “Ramesh Kirana”', disabled: false }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByText('Ramesh Kirana added as a customer').waitFor();
  // One key too many is taken back.
  await page.getByRole('button', { name: 'Undo' }).click();
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await expect.poll(() => customer.inputValue()).toBe('');
  const known = async () => (await lakshmi.owner.get('/api/customers?is_active=true')).body.data;
  expect(await known()).toEqual([]);
  await customer.fill('Ramesh Kirana');
  await page.getByRole('option', { name: 'Create “Ramesh Kirana”', disabled: false }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await known()).length).toBe(1);
  await expect.poll(() => customer.inputValue()).toBe('Ramesh Kirana');
  await page.keyboard.press('Alt+a');
  for (const text of ['Crate', '44151000', '10', 'NOS', '100', '', '18']) {
    if (text) await page.keyboard.type(text);
    if (text === 'Crate') await page.getByText('Nothing found').waitFor();
    if (text === 'Crate') await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
  }
  // What is given for the whole comes along.
  await page.getByLabel('Discount on the whole').fill('100');
  await page.getByLabel('Freight and packing').fill('200');
  await page.locator('.document-sums', { hasText: '1,298' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Invoice INV/ }).waitFor();
  const first = await page.getByRole('heading', { level: 1 }).textContent();
  await page.getByRole('button', { name: 'More' }).click();
  await page.getByRole('menuitem', { name: 'Duplicate' }).click();
  await page.getByRole('heading', { name: 'New invoice' }).waitFor();
  expect(await page.getByRole('combobox', { name: 'Customer' }).inputValue()).toBe('Ramesh Kirana');
  await page.locator('.document-sums', { hasText: '1,298' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toMatch(/^Invoice INV/);
  expect(await page.getByRole('heading', { level: 1 }).textContent()).not.toBe(first);
  expect(faults).toEqual([]);
  await context.close();
});

test('a draft is put away with a way back, typed or stored; a voucher stands beside its document', async () => {
  const { id } = (await lakshmi.owner.post('/api/customers', { name: 'Far Traders', state: 'Karnataka' })).body.data;
  const lines = [{ description: 'Gasket', hsn: '40169330', quantity: 10, unit_price: 50, tax_rate: 18 }];
  const made = (await lakshmi.owner.post('/api/invoices', { customer_id: id, lines })).body.data.id;
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/${made}`);
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Draft discarded').waitFor();
  expect((await lakshmi.owner.get(`/api/invoices/${made}`)).status).toBe(404);
  await page.keyboard.press('Control+z');
  await page.getByRole('heading', { name: 'Draft of an invoice' }).waitFor();
  await page.locator('.document-sums', { hasText: '590' }).waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: /^Invoice INV/ }).waitFor();
  await page.getByRole('link', { name: 'Sale', exact: true }).click();
  await page.getByRole('heading', { name: 'Voucher Sale' }).waitFor();
  await page.goto(`${stage.address}/t/lakshmi/journals`);
  await page
    .getByRole('row', { name: /Far Traders/ })
    .getByText('Sale', { exact: true })
    .waitFor();
  // Typed only: kept in this browser until it is put away.
  await page.goto(`${stage.address}/t/lakshmi/invoices/new`);
  await page.locator('input[role="combobox"]:focus').waitFor();
  await page.keyboard.type('Far');
  await page.locator('[role="option"][data-focused]', { hasText: 'Far Traders' }).waitFor();
  await page.keyboard.press('Enter');
  await expect.poll(async () => (await keptIn(page))['invoices/new']).toContain('Far Traders');
  await page.reload();
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await expect.poll(() => customer.inputValue()).toBe('Far Traders');
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Draft discarded').waitFor();
  await page.goto(`${stage.address}/t/lakshmi/invoices/new`);
  await expect.poll(() => customer.inputValue()).toBe('');
  expect(faults).toEqual([]);
  await context.close();
});

test('what the bank took for itself becomes a voucher from its line; Enter posts nothing in the midst of a form', async () => {
  const { owner } = lakshmi;
  const accounts = (await owner.get('/api/accounts?limit=100')).body.data as {
    id: string;
    class: string;
    code: string;
  }[];
  const bank = accounts.find((one) => one.class === 'bank')?.id;
  const statement = 'Date,Narration,Withdrawal,Deposit\n13/11/26,BANK CHARGES,118.00,\n';
  const taken = await owner.post('/api/bank-lines/import', { account_id: bank, text: statement });
  expect(taken.status, taken.text).toBe(200);
  const line = (await owner.get('/api/bank-lines')).body.data[0].id;
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/bank-lines/${line}`);
  await page.getByRole('button', { name: 'Write a voucher' }).click();
  expect(await page.getByLabel('Narration').inputValue()).toBe('BANK CHARGES');
  const account = page.getByLabel('Account', { exact: true });
  await account.first().selectOption({ label: '5900 Other expenses' });
  expect(await page.getByText('Debit 118.00, credit 118.00').count()).toBe(1);
  await page.getByLabel('Narration').press('Enter');
  await page.locator('select:focus').waitFor();
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Voucher JV/26-27/0001' }).waitFor();
  expect((await owner.get(`/api/bank-lines/${line}`)).body.data.status).toBe('ignored');
  // A payment likewise: Enter goes on to the next field.
  await page.goto(`${stage.address}/t/lakshmi/payments/new`);
  await page.locator('input[role="combobox"]:focus').waitFor();
  await page.getByRole('textbox', { name: 'Amount' }).fill('500');
  await page.keyboard.press('Enter');
  const date = page.getByRole('textbox', { name: 'Date' });
  await expect.poll(() => date.evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true);
  expect(await page.getByText('Choose who paid.').count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});

test('whoever issues before the sums are here is told all the same that the books are closed', async () => {
  const locked = { locked_until: '2026-09-30', reason: 'Returns filed' };
  expect((await lakshmi.owner.post('/api/period-locks', locked)).status).toBe(201);
  const { id } = (await lakshmi.owner.post('/api/customers', { name: 'Slow Traders', state: 'Karnataka' })).body.data;
  const lines = [{ description: 'Gasket', hsn: '40169330', quantity: 10, unit_price: 50, tax_rate: 18 }];
  const made = (await lakshmi.owner.post('/api/invoices', { customer_id: id, lines })).body.data.id;
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/new?like=${made}`);
  await page.locator('.document-sums', { hasText: '590' }).waitFor();
  await page.route('**/invoices/preview', async (route) => {
    await new Promise((done) => setTimeout(done, 1000));
    await route.continue();
  });
  await page.getByRole('textbox', { name: 'Date', exact: true }).fill('15/09/26');
  const looked = page.waitForResponse('**/invoices/preview');
  await page.keyboard.press('Control+Enter');
  const told = page.getByText('The books are closed up to').first();
  await told.waitFor();
  await looked;
  await page.waitForTimeout(300);
  expect(await told.isVisible()).toBe(true);
  expect(faults).toEqual([]);
  await context.close();
});
