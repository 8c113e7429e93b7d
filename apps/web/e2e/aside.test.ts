/** Journeys of what was typed and not stored: a browser that dies keeps it, tabs do not share it, and what is stored or discarded is gone. */
import type { Page } from 'playwright-core';
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
let invoice: { id: string; number: string; customer_id: string };

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  asha = await person(stage.world, { owner: lakshmi });
  const { owner } = lakshmi;
  expect((await owner.patch('/api/tenants/lakshmi', { gstin: '27AAPFU0939F1ZV' })).status).toBe(200);
  const [far] = await Promise.all(
    ['Far Traders', 'Near Stores'].map((name) => owner.post('/api/customers', { name, state: 'Karnataka' })),
  );
  const lines = [{ description: 'Gasket', hsn: '40169330', quantity: 10, unit_price: 50, tax_rate: 18 }];
  const issued = await owner.post('/api/invoices/issue', { customer_id: far?.body.data.id, lines });
  expect(issued.status, issued.text).toBe(201);
  invoice = issued.body.data;
});
afterAll(() => stage?.close());

const customerOf = (page: Page) => page.getByRole('combobox', { name: 'Customer' });

async function choose(page: Page, name: string): Promise<void> {
  await customerOf(page).fill(name.slice(0, 3));
  await page.getByRole('option', { name }).click();
  await expect.poll(() => customerOf(page).inputValue()).toBe(name);
}

/** Its process ends, as it does when a browser dies: nothing in it is asked any more. */
async function kill(page: Page): Promise<void> {
  const dead = page.waitForEvent('crash');
  const cdp = await page.context().newCDPSession(page);
  cdp.send('Page.crash').catch(() => {});
  await dead;
  await page.close();
}

test('each living tab has its own new invoice; what tabs that died left behind is found, one after the other', async () => {
  const { page: first, context, faults } = await enter(stage, asha, '/t/lakshmi/invoices/new');
  const open = async (): Promise<Page> => {
    const page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(`${stage.address}/t/lakshmi/invoices/new`);
    await page.getByRole('heading', { name: 'New invoice' }).waitFor();
    return page;
  };
  await choose(first, 'Far Traders');
  await expect.poll(async () => (await keptIn(first))['invoices/new']).toContain('Far Traders');
  const second = await open();
  expect(await customerOf(second).inputValue()).toBe('');
  await choose(second, 'Near Stores');
  await expect.poll(async () => (await keptIn(second))['invoices/new-2']).toContain('Near Stores');
  expect((await keptIn(first))['invoices/new']).toContain('Far Traders');
  // Each goes on with its own.
  await first.reload();
  await expect.poll(() => customerOf(first).inputValue()).toBe('Far Traders');
  await second.reload();
  await expect.poll(() => customerOf(second).inputValue()).toBe('Near Stores');

  const idle = await context.newPage();
  await idle.goto(`${stage.address}/t/lakshmi/customers`);
  await kill(first);
  await kill(second);
  const third = await open();
  await expect.poll(() => customerOf(third).inputValue()).toBe('Far Traders');
  const fourth = await open();
  await expect.poll(() => customerOf(fourth).inputValue()).toBe('Near Stores');
  // What is put away comes back where it was, and goes with the next time.
  await fourth.getByRole('button', { name: 'Discard' }).click();
  await fourth.getByText('Draft discarded').waitFor();
  await fourth.keyboard.press('Control+z');
  await expect.poll(() => customerOf(fourth).inputValue()).toBe('Near Stores');
  for (const page of [fourth, third]) {
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByText('Draft discarded').last().waitFor();
  }
  await expect.poll(() => keptIn(third)).toEqual({});
  expect(faults).toEqual([]);
  await context.close();
});

test('where a browser lends no locks what was typed outlives the page all the same, under one name', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/customers');
  await context.addInitScript("Object.defineProperty(navigator, 'locks', { value: undefined })");
  await page.goto(`${stage.address}/t/lakshmi/estimates/new`);
  await choose(page, 'Far Traders');
  await expect.poll(async () => (await keptIn(page))['estimates/new']).toContain('Far Traders');
  const next = await context.newPage();
  await next.goto(`${stage.address}/t/lakshmi/estimates/new`);
  await expect.poll(() => customerOf(next).inputValue()).toBe('Far Traders');
  expect(await next.evaluate('typeof navigator.locks')).toBe('undefined');
  expect(faults).toEqual([]);
  await context.close();
});

test('a note that was typed outlives its page, by its invoice; stored or put away it is gone', async () => {
  const path = `/t/lakshmi/credit-notes/new?invoice=${invoice.id}`;
  const { page, context, faults } = await enter(stage, asha, path);
  const name = `credit-notes/of-${invoice.id}`;
  const back = (of: Page) => of.getByLabel('Quantity: Gasket');
  await back(page).fill('3');
  await page.getByLabel('Notes').fill('Came back wet');
  await expect.poll(async () => (await keptIn(page))[name]).toContain('wet');
  const next = await context.newPage();
  next.on('pageerror', (error) => faults.push(error.message));
  await kill(page);
  // Of no invoice it begins with nothing.
  await next.goto(`${stage.address}/t/lakshmi/credit-notes/new`);
  await next.getByRole('combobox', { name: 'Invoice' }).waitFor();
  expect(await next.getByLabel('Notes').inputValue()).toBe('');
  await next.goto(`${stage.address}${path}`);
  await expect.poll(() => back(next).inputValue()).toBe('3');
  expect(await next.getByLabel('Notes').inputValue()).toBe('Came back wet');
  await next.locator('.document-sums', { hasText: '177' }).waitFor();
  // Put away, and back again.
  await next.getByRole('button', { name: 'Discard' }).click();
  await next.getByText('Draft discarded').waitFor();
  expect(await keptIn(next)).toEqual({});
  await next.keyboard.press('Control+z');
  await expect.poll(() => back(next).inputValue()).toBe('3');
  await next.keyboard.press('Control+Enter');
  await next.getByRole('heading', { name: /^Credit note CRN/ }).waitFor();
  await expect.poll(() => keptIn(next)).toEqual({});
  expect(faults).toEqual([]);
  await context.close();
});

test('a payment and a voucher by hand are found again too, and can be put away', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/payments/new');
  await choose(page, 'Far Traders');
  await page.getByRole('textbox', { name: 'Amount' }).fill('250');
  await page.getByLabel('Reference').fill('UTR 77');
  await expect.poll(async () => (await keptIn(page))['payments/new']).toContain('UTR 77');
  const next = await context.newPage();
  next.on('pageerror', (error) => faults.push(error.message));
  await kill(page);
  await next.goto(`${stage.address}/t/lakshmi/payments/new`);
  await expect.poll(() => customerOf(next).inputValue()).toBe('Far Traders');
  expect(await next.getByLabel('Reference').inputValue()).toBe('UTR 77');
  // With the balance of an invoice it is another one.
  await next.goto(`${stage.address}/t/lakshmi/payments/new?invoice=${invoice.id}`);
  await customerOf(next).waitFor();
  expect(await next.getByLabel('Reference').inputValue()).toBe('');
  await next.goto(`${stage.address}/t/lakshmi/payments/new`);
  await expect.poll(() => next.getByRole('textbox', { name: 'Amount' }).inputValue()).toBe('250');
  // What somebody else settled meanwhile is no part of what it comes to.
  const settle = next.getByRole('textbox', { name: invoice.number });
  await settle.fill('200');
  await expect.poll(async () => (await keptIn(next))['payments/new']).toContain(`"${invoice.id}":200`);
  const { balance } = (await lakshmi.owner.get(`/api/invoices/${invoice.id}`)).body.data;
  const { status } = await lakshmi.owner.post('/api/payments', {
    ...{ party_id: invoice.customer_id, amount: balance, mode: 'cash', reference: 'till' },
    allocations: [{ document_id: invoice.id, amount: balance }],
  });
  expect(status).toBe(201);
  await next.reload();
  await next.getByText('Nothing is open').waitFor();
  await next.locator('.payment-foot', { hasText: 'Settled with invoices0.00' }).waitFor();
  await next.keyboard.press('Control+Enter');
  await next.getByRole('heading', { name: /^Payment / }).waitFor();
  expect(await keptIn(next)).toEqual({});
  expect((await lakshmi.owner.get('/api/payments')).body.data).toContainEqual(
    expect.objectContaining({ amount: 250, unallocated: 250, reference: 'UTR 77' }),
  );

  await next.goto(`${stage.address}/t/lakshmi/journals/new`);
  await next.getByLabel('Narration').fill('Rent of November');
  const debit = next.getByRole('textbox', { name: 'Debit' }).first();
  await debit.fill('9000');
  await expect.poll(async () => (await keptIn(next))['journals/new']).toContain('9000');
  await next.reload();
  await expect.poll(() => next.getByLabel('Narration').inputValue()).toBe('Rent of November');
  await next.getByText('Debit 9,000.00, credit 0.00').waitFor();
  await next.getByRole('button', { name: 'Discard' }).click();
  await next.getByText('New voucher discarded').waitFor();
  expect(await keptIn(next)).toEqual({});
  await next.keyboard.press('Control+z');
  await expect.poll(() => next.getByLabel('Narration').inputValue()).toBe('Rent of November');
  expect(await findings(next)).toEqual([]);
  const accounts = next.getByLabel('Account', { exact: true });
  await accounts.first().selectOption({ label: '5900 Other expenses' });
  await accounts.nth(1).selectOption({ index: 1 });
  await next.getByRole('textbox', { name: 'Credit' }).nth(1).fill('9000');
  await next.keyboard.press('Control+Enter');
  await next.getByRole('heading', { name: /^Voucher JV/ }).waitFor();
  expect(await keptIn(next)).toEqual({});
  expect(faults).toEqual([]);
  await context.close();
});
