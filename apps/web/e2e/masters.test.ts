/** Journeys of master data in a real browser, by keys alone: create, find, edit, archive, take back; the neighbour is nowhere. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enter as enterAs,
  findings,
  type Office,
  openOffice,
  type openPage,
  openStage,
  type Person,
  person,
  type Stage,
} from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let neighbour: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  neighbour = await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: lakshmi });
});
afterAll(() => stage?.close());

const enter = (path: string, options?: Parameters<typeof openPage>[2]) => enterAs(stage, asha, path, options);

const row = (page: Page, name: string) => page.getByRole('row', { name: new RegExp(name) });

/** Presses Tab until the field has the focus; fails when it never gets there. */
async function tabTo(page: Page, label: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    const at = await page.evaluate('document.activeElement?.labels?.[0]?.textContent ?? ""');
    if (String(at).trim() === label) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never comes to ${label}`);
}

test('a customer is created, found, changed, archived and taken back by the keyboard alone', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/customers');
  await page.getByRole('heading', { name: 'No customers yet' }).waitFor();
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: 'New customer' }).waitFor();
  // A required field left empty is named, and the focus goes to it.
  await page.keyboard.press('Control+Enter');
  await page.getByText('Fill this in.').waitFor();
  await page.keyboard.type('Kaveri Agro Foods');
  await page.keyboard.press('Enter');
  await page.keyboard.type('27AABFS1234A1ZV');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Kaveri Agro Foods' }).waitFor();
  // The server has filled in what the GSTIN tells.
  await expect.poll(() => page.getByLabel('State').inputValue()).toBe('27');
  await tabTo(page, 'City');
  await page.keyboard.type('Mysuru');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Kaveri Agro Foods is saved').waitFor();
  await page.getByRole('list', { name: 'Timeline' }).getByText('Mysuru').waitFor();
  await page.keyboard.press('Escape');
  await row(page, 'Kaveri Agro Foods').getByText('Mysuru').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('kav');
  await expect.poll(() => new URL(page.url()).search).toBe('?q=kav');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('a');
  await page.getByText('Kaveri Agro Foods is archived').waitFor();
  await page.getByText('Nothing matches the search and filters.').waitFor();
  await page.keyboard.press('Control+z');
  await row(page, 'Kaveri Agro Foods').waitFor();
  expect((await lakshmi.owner.get('/api/customers?q=kaveri')).body.data).toMatchObject([
    { name: 'Kaveri Agro Foods', city: 'Mysuru', state: '27', is_active: true },
  ]);
  await context.close();
  expect(faults).toEqual([]);
});

test('an item likewise; a comment is written beside it; G leads from one list to the next', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/products/new');
  await page.getByRole('heading', { name: 'New item' }).waitFor();
  await page.keyboard.type('Hex bolt M8');
  await tabTo(page, 'Sale price');
  await page.keyboard.type('12.5');
  await tabTo(page, 'HSN or SAC');
  await page.keyboard.type('73181500');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Hex bolt M8' }).waitFor();
  await page.getByRole('heading', { name: 'Hex bolt M8' }).click();
  await page.getByRole('button', { name: 'Comments' }).waitFor();
  await page.keyboard.press('c');
  await page.getByLabel('Comment', { exact: true }).waitFor();
  await tabTo(page, 'Comment');
  await page.keyboard.type('Ask for zinc plated');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('list', { name: 'Comments' }).getByText('Ask for zinc plated').waitFor();
  await page.getByRole('heading', { name: 'Hex bolt M8' }).click();
  await page.keyboard.press('a');
  await page.getByText('Hex bolt M8 is archived').waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('Hex bolt M8 is back').waitFor();
  await page.keyboard.type('gp');
  await row(page, 'Hex bolt M8').getByText('12.50').waitFor();
  await page.keyboard.type('gv');
  await page.getByRole('heading', { name: 'No suppliers yet' }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('all that the filter matches are archived at once, rows chosen by name with a way back', async () => {
  const rows = Array.from({ length: 130 }, (_, index) => ({
    name: `Bulk ${index}`,
    city: index < 120 ? 'Pune' : 'Surat',
  }));
  const taken = await lakshmi.owner.post('/api/vendors/import', { rows, mode: 'commit' });
  expect(taken.status, taken.text).toBe(200);
  const { page, context, faults } = await enter('/t/lakshmi/vendors?city=Pune');
  await page.getByText('120 suppliers').first().waitFor();
  expect(await page.evaluate('document.querySelectorAll("*").length')).toBeLessThanOrEqual(1500);
  await page.keyboard.press('j');
  await page.keyboard.press('Control+a');
  await page.getByText('All 120 matching selected').first().waitFor();
  await page.keyboard.press('a');
  await page.getByRole('alertdialog').getByText('Archive all 120 records?').waitFor();
  await page.keyboard.press('Enter');
  await page.getByText('120 records are archived').waitFor();
  await page.goto(`${stage.address}/t/lakshmi/vendors`);
  await page.getByText('10 suppliers').first().waitFor();
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('a');
  await page.getByText('2 records are archived').waitFor();
  await page.getByText('8 suppliers').first().waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('10 suppliers').first().waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('further addresses are added, moved and removed by keys; what the server refuses stands at the right row', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/customers/new');
  await page.getByRole('heading', { name: 'New customer' }).waitFor();
  await page.keyboard.type('Tungabhadra Mills');
  await page.getByRole('button', { name: 'Add an address' }).waitFor();
  await page.keyboard.press('Alt+a');
  await page.keyboard.type('Godown');
  await page.keyboard.press('Alt+a');
  await page.keyboard.press('Control+Enter');
  const second = page.getByRole('group', { name: /^2\./ });
  await second.getByText('Fill this in.').waitFor();
  await page.keyboard.type('Head office');
  await second.getByLabel('PIN code').fill('012');
  await page.keyboard.press('Control+Enter');
  await second.getByText(/six digits/).waitFor();
  expect(await second.getByLabel('PIN code').getAttribute('aria-invalid')).toBe('true');
  expect(await page.getByRole('group', { name: /^1\./ }).locator('[aria-invalid=true]').count()).toBe(0);
  await second.getByLabel('PIN code').fill('560001');
  await page.keyboard.press('Alt+ArrowUp');
  await page.getByRole('group', { name: '1. Head office' }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Tungabhadra Mills' }).waitFor();
  const stored = async () => (await lakshmi.owner.get('/api/customers?q=tungabhadra')).body.data[0].addresses;
  expect(await stored()).toMatchObject([{ label: 'Head office', pincode: '560001' }, { label: 'Godown' }]);
  await page.getByRole('group', { name: '2. Godown' }).getByLabel('City').focus();
  await page.keyboard.press('Alt+x');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Tungabhadra Mills is saved').waitFor();
  expect(await stored()).toMatchObject([{ label: 'Head office' }]);
  await context.close();
  expect(faults).toEqual([]);
});

test('a view is kept by keys, shared, and opens the list; the address says what is shown; the foot has the sums of the server', async () => {
  const suppliers = Array.from({ length: 3 }, (_, n) => ({
    name: `Sum ${n}`,
    city: 'Thane',
    opening_balance: 0.1 + n,
  }));
  await lakshmi.owner.post('/api/vendors/import', { rows: suppliers, mode: 'commit' });
  const { page, context, faults } = await enter('/t/lakshmi/vendors?city=Thane&sort=-updated_at');
  await page.locator('.grid-foot').getByText('3.30').waitFor();
  await page.keyboard.press('v');
  await page.getByLabel('Name', { exact: true }).waitFor();
  await page.keyboard.type('In Thane');
  await page.getByRole('checkbox', { name: 'Colleagues see it too' }).check();
  await page.getByRole('checkbox', { name: 'My list opens with it' }).check();
  await page.keyboard.press('Enter');
  const tabs = page.getByRole('toolbar', { name: 'Views' });
  await tabs.getByRole('button', { name: /In Thane/, pressed: true }).waitFor();
  await page.keyboard.press('1');
  await expect.poll(() => new URL(page.url()).search).toBe('?view=all');
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  await page.goto(`${stage.address}/t/lakshmi/vendors`);
  await expect.poll(() => new URL(page.url()).search).toBe('?city=Thane&sort=-updated_at');
  await page.getByText('3 suppliers').first().waitFor();
  // Nothing but the view was asked for: not first everything and then the few.
  const lists = asked.filter((url) => /\/api\/vendors\?/.test(url));
  expect(lists.length).toBeGreaterThan(0);
  expect(lists.filter((url) => !url.includes('city=Thane'))).toEqual([]);
  const kept = (await neighbour.owner.get('/api/views')).body.data;
  expect([kept, (await lakshmi.owner.get('/api/views?list=vendors')).body.data]).toMatchObject([
    [],
    [{ name: 'In Thane', filters: { city: 'Thane' }, sort: '-updated_at', is_shared: true, is_default: false }],
  ]);
  await context.close();
  expect(faults).toEqual([]);
});

test('two people change one record: what does not collide goes together, the rest is asked about in words', async () => {
  const made = await lakshmi.owner.post('/api/customers', {
    name: 'Meera Enterprises',
    city: 'Pune',
    phone: '9820011111',
  });
  const { id } = made.body.data;
  const { page, context, faults } = await enter(`/t/lakshmi/customers/${id}`);
  await page.getByLabel('City').fill('Nashik');
  await lakshmi.owner.patch(`/api/customers/${id}`, { phone: '9820022222' });
  await page.keyboard.press('Control+Enter');
  await page.getByText('both are kept').waitFor();
  await expect.poll(() => page.getByLabel('Phone').inputValue()).toBe('9820022222');
  await page.getByLabel('City').fill('Satara');
  await lakshmi.owner.patch(`/api/customers/${id}`, { city: 'Solapur' });
  await page.keyboard.press('Control+Enter');
  await page.getByText('City: was Nashik, is now Solapur, you wrote Satara').waitFor();
  await page.getByRole('button', { name: 'Save mine' }).click();
  const stored = async () => (await lakshmi.owner.get(`/api/customers/${id}`)).body.data;
  await expect.poll(async () => (await stored()).city).toBe('Satara');
  expect(await stored()).toMatchObject({ phone: '9820022222' });
  await context.close();
  // What the server refuses with 412 is written down by the browser as well.
  expect(faults.filter((fault) => !fault.includes('412'))).toEqual([]);
});

test("the neighbour's record is not found at its own address, and nothing of it is shown", async () => {
  const made = await neighbour.owner.post('/api/customers', { name: 'Zubeida Traders', city: 'Kochi' });
  expect(made.status).toBe(201);
  const { page, context, faults } = await enter(`/t/lakshmi/customers/${made.body.data.id}`);
  await page.getByRole('heading', { name: 'There is no such record' }).waitFor();
  const said = await page.locator('#sheet').textContent();
  expect(said).not.toMatch(/Zubeida|Kochi|ashwini/);
  await page.goto(`${stage.address}/t/lakshmi/customers/0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10`);
  await page.getByRole('heading', { name: 'There is no such record' }).waitFor();
  expect(await page.locator('#sheet').textContent()).toBe(said);
  await page.goto(`${stage.address}/t/lakshmi/customers?q=zubeida`);
  await page.getByText('Nothing matches the search and filters.').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

// The walk of accessibility.test.ts has the other guises, of every screen.
test.each([{ colorScheme: 'dark', viewport: { width: 360, height: 740 } }] as const)(
  'axe finds nothing, and nothing is wider than the screen: $colorScheme, $viewport.width',
  async (options) => {
    const { id } = (await lakshmi.owner.post('/api/customers', { name: 'Royal Ceramics', phone: '9820033333' })).body
      .data;
    const { page, context, faults } = await enter('/t/lakshmi/customers', options);
    await page.getByText('Royal Ceramics').first().waitFor();
    for (const path of [
      'customers',
      `customers/${id}`,
      'customers/new',
      'customers/import',
      'products',
      'vendors?q=nothing',
    ]) {
      await page.goto(`${stage.address}/t/lakshmi/${path}`);
      await page.locator('#sheet :is(h1, [role=grid])').first().waitFor();
      await page.waitForLoadState('networkidle');
      expect([path, await findings(page)]).toEqual([path, []]);
      // A word that is missing would stand there as its key.
      expect((await page.locator('#sheet').allInnerTexts()).join()).not.toMatch(
        /\b(page|grid|form|parts|parties|customers|products)\.\w/,
      );
      const wide = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect([path, wide]).toEqual([path, 0]);
    }
    await context.close();
    expect(faults).toEqual([]);
  },
);
