/** Journeys of money in a real browser: a payment from an invoice's page by keys alone, and what it leaves; the neighbour is nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let asha: Person;
let invoice: string;

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  const neighbour = await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: lakshmi });
  for (const { owner, slug } of [lakshmi, neighbour]) {
    expect((await owner.patch(`/api/tenants/${slug}`, { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
    const customer = await owner.post('/api/customers', { name: `Far Traders of ${slug}`, state: 'Karnataka' });
    const line = { description: 'Fitting', hsn: '998719', quantity: 1, unit_price: 1000, tax_rate: 18 };
    for (const date of ['2026-09-01', '2026-11-02']) {
      const draft = { customer_id: customer.body.data.id, date, lines: [line] };
      const { id } = (await owner.post('/api/invoices', draft)).body.data;
      expect((await owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
      if (slug === 'lakshmi') invoice = id;
    }
  }
});
afterAll(() => stage?.close());

test('an invoice is paid from its page: the balance stands filled in, one key records it, the invoice is paid', async () => {
  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/${invoice}`);
  await page.getByText(/^Overdue \d+ days$/).waitFor();
  await page.keyboard.press('r');
  const amount = page.getByRole('textbox', { name: 'Amount' });
  await expect.poll(() => amount.inputValue()).toMatch(/^1,?180/);
  await page.getByRole('rowheader', { name: 'INV/26-27/0001' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await amount.focus();
  await page.keyboard.type('1500');
  await page.getByRole('textbox', { name: 'Reference' }).fill('UTR 2611');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Paid', { exact: true }).waitFor();
  await page.getByRole('link', { name: 'REC/26-27/0001' }).click();
  await page.getByRole('heading', { name: 'Payment REC/26-27/0001' }).waitFor();
  // The rest went to the one that was due before.
  expect(await page.locator('.payment-sheet').textContent()).toContain('320.00');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Cancel payment' }).click();
  await page.keyboard.type('Typed twice');
  await page.keyboard.press('Enter');
  await page.getByText('Undone: Typed twice').waitFor();
  await page.goto(`${stage.address}/t/lakshmi/payments`);
  await page.getByRole('row', { name: /REC\/26-27\/0001/ }).waitFor();
  expect(await page.getByText('of ashwini').count()).toBe(0);
  expect(faults).toEqual([]);
  await context.close();
});

test('on a phone in the dark a payment is recorded and accounts are read', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/payments/new', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  const customer = page.getByRole('combobox', { name: 'Customer' });
  await customer.fill('Far');
  await page.getByRole('option', { name: /Far Traders of lakshmi/ }).click();
  await page.getByRole('textbox', { name: 'Amount' }).fill('5000');
  await page.getByRole('combobox', { name: 'The advance is for' }).selectOption('service');
  await page.getByText('Tax is due now').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Record payment' }).click();
  await page.getByRole('heading', { name: 'Payment ADV/26-27/0001' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.goto(`${stage.address}/t/lakshmi/accounts?q=bank`);
  await page.getByText('5,000.00').first().waitFor();
  expect(await findings(page)).toEqual([]);
  const text = 'Date,Narration,Debit,Credit\n03/11/26,UPI/632611220001/FARTRADERS/fartraders@okbank/PAYMENT,,1.00\n';
  const { data } = (await lakshmi.owner.get('/api/accounts?class=bank')).body;
  await lakshmi.owner.post('/api/bank-lines/import', { account_id: data[0].id, text });
  const [line] = (await lakshmi.owner.get('/api/bank-lines?amount=1')).body.data;
  await page.goto(`${stage.address}/t/lakshmi/bank-lines/${line.id}`);
  const title = page.getByRole('heading', { name: 'UPI/632611220001' });
  expect(await title.evaluate((one) => one.getBoundingClientRect().right)).toBeLessThan(360);
  expect(faults).toEqual([]);
  await context.close();
});

test('Today tells what is overdue; a report leads to a ledger and to the voucher; a voucher is written by hand', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi');
  await page.locator('.today-figures').waitFor();
  expect(await page.locator('.today-figures').textContent()).toContain('GSTR-3B');
  expect(await findings(page)).toEqual([]);
  await page.goto(`${stage.address}/t/lakshmi/reports/trial-balance`);
  await page.locator('.report-table').getByRole('link', { name: 'Customers' }).click();
  await page.getByRole('heading', { name: 'Ledger: Customers' }).waitFor();
  await page
    .getByRole('link', { name: /INV\/26-27\/0001 Far Traders/ })
    .first()
    .waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('F2');
  await page
    .getByText(/2025-26/)
    .first()
    .waitFor();
  await page.keyboard.press('Escape');
  await page
    .getByRole('link', { name: /INV\/26-27\/0001 Far Traders/ })
    .first()
    .click();
  await page.getByRole('heading', { name: 'Invoice INV/26-27/0001' }).waitFor();
  for (const [path, title] of [
    ['profit-and-loss', 'Profit and loss'],
    ['balance-sheet', 'Balance sheet'],
    ['ageing', 'Ageing'],
  ] as const) {
    await page.goto(`${stage.address}/t/lakshmi/reports/${path}`);
    await page.getByRole('heading', { name: title }).waitFor();
    await page.locator('.report-table tfoot').waitFor();
    expect(await findings(page), path).toEqual([]);
  }
  await page.goto(`${stage.address}/t/lakshmi/journals`);
  await page
    .getByRole('row', { name: /Far Traders of lakshmi/ })
    .first()
    .waitFor();
  await page.keyboard.press('n');
  await page.getByRole('textbox', { name: 'Narration' }).fill('Rent');
  await page.getByRole('combobox', { name: 'Account' }).first().selectOption({ label: '5200 Rent' });
  await page.getByRole('textbox', { name: 'Debit' }).first().fill('500');
  await page.getByRole('combobox', { name: 'Account' }).last().selectOption({ label: '1010 Bank' });
  await page.getByRole('textbox', { name: 'Credit' }).last().fill('400');
  await page.keyboard.press('Control+Enter');
  await page.getByText('100.00 more than').waitFor();
  await page.getByRole('textbox', { name: 'Credit' }).last().fill('500');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Voucher JV/26-27/0001' }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('a bank statement is taken in, a line is matched by what is suggested', async () => {
  const bank = await lakshmi.owner.post('/api/accounts', { name: 'HDFC current', class: 'bank' });
  expect(bank.status, bank.text).toBe(201);
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/bank-lines/import');
  await page.getByRole('combobox', { name: 'Account' }).selectOption({ label: 'HDFC current' });
  const text = 'Date,Narration,Debit,Credit,Balance\n02/11/26,NEFT FAR TRADERS OF LAKSHMI,,777.00,777.00\n';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'hdfc.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByRole('button', { name: 'Take in' }).click();
  await page.getByText('1 line added').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Show open lines' }).click();
  await page.getByText('NEFT FAR TRADERS').first().waitFor();
  const [line] = (await lakshmi.owner.get('/api/bank-lines?amount=777')).body.data;
  await page.goto(`${stage.address}/t/lakshmi/bank-lines/${line.id}`);
  await page.getByRole('rowheader', { name: /Customer Far Traders of lakshmi/ }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Record payment' }).first().click();
  await page.getByRole('link', { name: 'The payment' }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

test('what a customer has left pays an invoice and is taken back; he is reminded; books are begun and closed', async () => {
  const { owner } = lakshmi;
  const post = async (path: string, body: object) => {
    const reply = await owner.post(`/api/${path}`, body);
    expect(reply.status, reply.text).toBeLessThan(300);
    return reply.body.data;
  };
  const customer = await post('customers', { name: 'Note Keepers', state: 'Karnataka', opening_balance: 250 });
  const sell = async (unit_price: number): Promise<string> => {
    const lines = [{ description: 'Fitting', hsn: '998719', quantity: 1, unit_price, tax_rate: 18 }];
    const { id } = await post('invoices', {
      customer_id: customer.id,
      date: '2026-10-01',
      due_date: '2026-10-31',
      lines,
    });
    await post(`invoices/${id}/issue`, {});
    return id;
  };
  const [paid, open] = [await sell(500), await sell(1000)];
  const allocations = [{ document_id: paid, amount: 590 }];
  await post('payments', { party_id: customer.id, amount: 590, mode: 'upi', allocations });
  const note = await post('credit-notes', { invoice_id: paid });
  await post(`credit-notes/${note.id}/issue`, {});

  const { page, context, faults } = await enter(stage, asha, `/t/lakshmi/invoices/${open}`);
  await page.getByRole('button', { name: 'Settle 590.00' }).click();
  await page.getByRole('rowheader', { name: 'CRN/26-27/0001' }).waitFor();
  await page.getByText('Settled with CRN/26-27/0001').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByRole('button', { name: 'Settle 590.00' }).waitFor();
  await page.getByRole('button', { name: 'Send a reminder' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Mail address' }).fill('keepers@note.example');
  expect(await findings(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Send by mail' }).click();
  await page.getByText('by hand').waitFor();

  await page.goto(`${stage.address}/t/lakshmi/credit-notes/${note.id}`);
  await page.getByRole('button', { name: 'Settle invoices' }).click();
  const part = page.getByRole('textbox', { name: /^Settle of INV/ });
  // Typed at once: the field is marked as soon as it is entered.
  await part.focus();
  await page.keyboard.type('2000');
  await page.getByText('1,410.00 more than was received is settled.').waitFor();
  await page.getByRole('button', { name: 'Settle invoices' }).click();
  await page.getByText('has 1,180.00 left').waitFor();
  await part.press('Control+a');
  await page.keyboard.type('90');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Settle invoices' }).click();
  await page.getByRole('button', { name: 'Take back' }).waitFor();

  await page.goto(`${stage.address}/t/lakshmi/customers/${customer.id}`);
  await page.getByRole('region', { name: 'How the customer stands' }).getByText('₹1,090.00').first().waitFor();
  expect(await findings(page)).toEqual([]);

  await page.goto(`${stage.address}/t/lakshmi/journals/openings`);
  await page.getByRole('rowheader', { name: 'Note Keepers' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Voucher OB/26-27/0001' }).waitFor();

  await page.goto(`${stage.address}/t/lakshmi/period-locks`);
  await page.getByText('The books are open').waitFor();
  await page.getByRole('button', { name: 'Close up to a day' }).click();
  await page.getByRole('textbox', { name: 'Close up to' }).fill('31 Mar 2026');
  await page.getByRole('textbox', { name: 'Reason' }).fill('Year is audited');
  await page.keyboard.press('Enter');
  await page.getByText('The books are closed up to 31 Mar 26').waitFor();
  expect(await findings(page)).toEqual([]);

  await page.goto(`${stage.address}/t/lakshmi/reminder-rules`);
  await page.getByRole('button', { name: 'Take the usual days' }).click();
  await page.getByRole('textbox', { name: 'Days' }).first().press('Control+a');
  await page.keyboard.type('7');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Reminders stored').waitFor();
  expect(await findings(page)).toEqual([]);
  expect((await owner.get('/api/reminder-rules')).body.data.rules).toHaveLength(5);
  expect(faults).toEqual([]);
  await context.close();
});

test('a branch with a GSTIN of its own takes an advance; what that may not settle says why', async () => {
  const office = await openOffice(stage.world, 'kaveri');
  const { owner } = office;
  const ravi = await person(stage.world, { owner: office });
  expect((await owner.patch('/api/tenants/kaveri', { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  const made = async (noun: string, body: object) => (await owner.post(`/api/${noun}`, body)).body.data;
  const branch = await made('branches', { code: 'BLR', name: 'Bengaluru', gstin: '29AABPM5678B2ZL' });
  const customer = await made('customers', { name: 'Two Places', state: 'Karnataka' });
  const line = { description: 'Fitting', hsn: '998719', quantity: 1, unit_price: 1000, tax_rate: 18 };
  const sell = async (branch_id: string | null): Promise<string> => {
    const sale = { customer_id: customer.id, branch_id, date: '2026-11-02', lines: [line] };
    const { id } = await made('invoices', sale);
    expect((await owner.post(`/api/invoices/${id}/issue`, {})).status).toBe(200);
    return id;
  };
  const [theirs, ours] = [await sell(branch.id), await sell(null)];

  const { page, context, faults } = await enter(stage, ravi, `/t/kaveri/payments/new?invoice=${theirs}`);
  const where = page.getByRole('combobox', { name: 'Received at' });
  await expect.poll(() => where.inputValue()).toBe(branch.id);
  await page.getByRole('textbox', { name: 'Settle of INV/26-27/0001' }).waitFor();
  const amount = page.getByRole('textbox', { name: 'Amount' });
  await amount.focus();
  await page.keyboard.type('2950');
  await page.keyboard.press('Tab');
  expect(await where.inputValue()).toBe(branch.id);
  await where.selectOption('');
  await where.selectOption({ label: 'Bengaluru · 29AABPM5678B2ZL' });
  const other = page.getByRole('textbox', { name: 'Settle of INV/26-27/0001' });
  await other.focus();
  await page.keyboard.type('0');
  await page.keyboard.press('Tab');
  await page.getByRole('combobox', { name: 'The advance is for' }).selectOption('service');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await page.getByText('ADVBLR/2627/0001 recorded').waitFor();
  const { data } = (await owner.get('/api/payments')).body;
  expect(data).toMatchObject([{ advance: 1770, supplier_gstin: branch.gstin, branch_name: 'Bengaluru' }]);

  await page.goto(`${stage.address}/t/kaveri/invoices/${ours}`);
  await page.getByText(`Its tax was paid by ${branch.gstin}`).waitFor();
  expect(await page.getByRole('button', { name: /^Settle / }).count()).toBe(0);
  await page.getByRole('link', { name: 'ADVBLR/2627/0001' }).click();
  await page.getByRole('button', { name: 'Settle invoices' }).click();
  await page
    .getByText(`1 invoice of another GSTIN left out: the tax on this advance was paid by ${branch.gstin}`)
    .waitFor();
  expect(await findings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
