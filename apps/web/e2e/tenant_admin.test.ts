/** The administrator's journey: profile, colours, people, roles, plan, trail; the neighbour nowhere; on a phone and in the dark too. */
import { pngOf } from '@tenantry/kernel/testing/pictures.ts';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enter as enterAs,
  findings,
  type Office,
  openOffice,
  openPage,
  openStage,
  type Person,
  person,
  type Stage,
} from './stage.ts';

let stage: Stage;
let asha: Person;
let office: Office;
let neighbour: Office;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'lakshmi');
  neighbour = await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: office });
  await neighbour.hire('zubeida');
  expect((await neighbour.owner.post('/api/roles', { name: 'zulu', title: 'Zulu desk', permissions: [] })).status).toBe(
    201,
  );
});
afterAll(() => stage?.close());

/** The logo of 120 pixels stands there. */
const drawn = (on: Page, where: string) =>
  expect.poll(() => on.evaluate(`document.querySelector('${where}')?.naturalWidth`)).toBe(120);

const enter = (path: string, options?: Parameters<typeof openPage>[2]) =>
  enterAs(stage, asha, `/t/lakshmi${path}`, options);

test('the profile is saved, and what is wrong stands at its field', async () => {
  const { page, context, faults } = await enter('/tenant');
  await page.getByLabel('PIN code').fill('012');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Give six digits').waitFor();
  await page.getByLabel('PIN code').fill('400001');
  await page.getByLabel('GSTIN').fill('27AAPFU0939F1ZV');
  expect(await page.getByLabel('State').inputValue()).toBe('Maharashtra');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The profile is saved.').waitFor();
  await page.reload();
  await page.getByLabel('GSTIN').waitFor();
  expect(await page.getByLabel('GSTIN').inputValue()).toBe('27AAPFU0939F1ZV');
  await context.close();
  expect(faults).toEqual([]);
});

test('the colour is seen while one chooses, and is everywhere when it is saved', async () => {
  const { page, context, faults } = await enter('/branding');
  await page.getByRole('button', { name: 'Teal' }).click();
  expect(await page.evaluate(`getComputedStyle(document.querySelector('.brand-frame')).borderLeftColor`)).toBe(
    'rgb(15, 118, 110)',
  );
  await page.getByLabel('Logo', { exact: true }).setInputFiles({
    name: 'logo.png',
    mimeType: 'image/png',
    buffer: pngOf(120, 40, [11, 83, 148]),
  });
  // It is seen everywhere at once, and its colour is offered and not taken.
  await drawn(page, '.brand-preview .brand-logo');
  expect(await page.locator('.brand-preview .brand-logo').count()).toBe(4);
  await page.getByRole('button', { name: 'Take #0b5394' }).waitFor();
  await page.getByLabel('Name on pages').fill('Lakshmi Stores');
  expect(await page.locator('.brand-paper-name').textContent()).toBe('Lakshmi Stores');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('meta[name=theme-color][content="#0f766e"]').waitFor({ state: 'attached' });
  await page.locator('.rail-name').getByText('Lakshmi Stores').waitFor();
  await drawn(page, '.rail-logo');
  const stranger = await openPage(stage, '/t/lakshmi/sign-in');
  await drawn(stranger.page, '.single-logo');
  await stranger.page.goto(`${stage.address}/t/ashwini/sign-in`);
  await stranger.page.getByLabel('E-mail').waitFor();
  expect(await stranger.page.locator('.single-logo').count()).toBe(0);
  await stranger.context.close();
  // What is dangerous is refused at its field, in words.
  const script = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9" fill="red"/><script>document.title='run'</script></svg>`,
  );
  await page
    .getByLabel('Logo', { exact: true })
    .setInputFiles({ name: 'x.svg', mimeType: 'image/svg+xml', buffer: script });
  await page.getByRole('button', { name: 'Take #ff0000' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('It holds <script>').waitFor();
  await page.reload();
  await page.getByRole('button', { name: 'Take the logo out' }).click();
  await expect.poll(() => page.locator('.brand-logo').count()).toBe(0);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.locator('.rail-logo').waitFor({ state: 'detached' });
  await context.close();
  expect(faults).toEqual([]);
});

test('a role is made in words, somebody is invited with it, and nobody of the neighbour’s is seen', async () => {
  const { page, context, faults } = await enter('/roles');
  await page.getByRole('button', { name: 'New role' }).click();
  await page.getByLabel('Name of the role').fill('Front desk');
  await page.getByRole('group', { name: 'Items' }).getByLabel('See').check();
  await page.locator('form').getByRole('button', { name: 'Save' }).click();
  await page.getByText('The role is saved.').waitFor();
  await page.getByText('Front desk').waitFor();
  expect(await page.getByText('Zulu desk').count()).toBe(0);
  await page.getByRole('link', { name: 'People' }).first().click();
  await page.getByRole('button', { name: 'Invite somebody' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('E-mail').fill('ravi@lakshmi.example');
  await dialog.getByLabel('Role').selectOption({ label: 'Front desk' });
  await dialog.getByRole('button', { name: 'Send the invitation' }).click();
  await page.getByText('ravi@lakshmi.example').first().waitFor();
  const sent = await stage.world.operator.get('/api/mail-outbox?limit=1&recipient=ravi%40lakshmi.example');
  expect(sent.body.data).toHaveLength(1);
  expect(await page.getByText('zubeida').count()).toBe(0);
  await context.close();
  expect(faults).toEqual([]);
});

test('people, roles and the trail are lists like any other: address, search, sort, kept views, a file', async () => {
  const { page, context, faults } = await enter('/users?role=owner&sort=-created_at');
  await page.getByRole('button', { name: /^Remove filter: Role/ }).waitFor();
  expect(await page.getByRole('columnheader', { name: 'Since' }).getAttribute('aria-sort')).toBe('descending');
  await page.keyboard.press('v');
  await page.getByLabel('Name', { exact: true }).waitFor();
  await page.keyboard.type('Owners');
  await page.keyboard.press('Enter');
  await page.getByRole('toolbar', { name: 'Views' }).getByRole('button', { name: 'Owners', pressed: true }).waitFor();
  const file = page.waitForEvent('download');
  await page.getByRole('grid').focus();
  await page.keyboard.press('e');
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  expect((await file).suggestedFilename()).toMatch(/^people-.*\.csv$/);
  await page.goto(`${stage.address}/t/lakshmi/roles`);
  await page.getByText('Front desk').waitFor();
  await page.keyboard.press('/');
  await page.keyboard.type('front');
  await expect.poll(() => new URL(page.url()).search).toBe('?q=front');
  await page.getByText('1 role').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByLabel('Name of the role').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByText('1 role').first().waitFor();
  await page.goto(`${stage.address}/t/lakshmi/audit?subject=views&columns=at,action,request_id`);
  await page.getByText('views.create').first().waitFor();
  expect(await page.getByText('tenants.update').count()).toBe(0);
  await page.getByRole('columnheader', { name: 'Request' }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('the plan is a list of limits and features: searched, sorted, and a feature switched off and on by a key', async () => {
  const { page, context, faults } = await enter('/subscription?kind=limit&sort=-used');
  await page.getByRole('row', { name: /People/ }).waitFor();
  expect(await page.getByRole('row', { name: /Stock/ }).count()).toBe(0);
  await page.goto(`${stage.address}/t/lakshmi/subscription?q=stock`);
  const stock = page.getByRole('row', { name: /Stock/ });
  await stock.getByText('On', { exact: true }).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('d');
  await stock.getByText('Switched here').waitFor();
  await stock.getByText('Off', { exact: true }).waitFor();
  await page.keyboard.press('s');
  await stock.getByText('On', { exact: true }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('the week and the year begin where the organisation says, and its time zone; periods follow, the neighbour’s do not', async () => {
  const { page, context, faults } = await enter('/settings');
  await page.getByLabel('The financial year begins in').selectOption('January');
  await page.getByLabel('The week begins on').selectOption('Sunday');
  await page.getByLabel('Time zone').selectOption('Asia/Dubai');
  await page.getByText(/^01 Jan \d\d – 31 Dec \d\d$/).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('The settings are saved.').waitFor();
  await page.getByRole('link', { name: 'Audit trail' }).first().click();
  await page.getByText('settings.update').first().waitFor();
  await page.keyboard.press('F2');
  await page
    .getByRole('option', { name: /01 Jan \d\d – 31 Dec \d\d/ })
    .first()
    .waitFor();
  const [own, other] = await Promise.all([office, neighbour].map(({ owner }) => owner.get('/api/auth/me')));
  expect(own?.body.data.tenant).toMatchObject({ week_start: 7, year_start_month: 1, time_zone: 'Asia/Dubai' });
  expect(other?.body.data.tenant).toMatchObject({ week_start: 1, year_start_month: 4, time_zone: 'Asia/Kolkata' });
  await office.owner.post('/api/config', { config_key: 'calendar.year_start_month', config_value: 4 });
  await context.close();
  expect(faults).toEqual([]);
});

test('the trail tells old and new values, is verified in words, and holds nothing of the neighbour’s', async () => {
  const { page, context, faults } = await enter('/audit');
  await page.getByText('tenants.update').first().waitFor();
  expect(await page.getByText('zulu').count()).toBe(0);
  // The profile was saved before the time zone was, and the newest stands first.
  await page.getByText('tenants.update').last().dblclick();
  await page.getByText('27AAPFU0939F1ZV').waitFor();
  await page.getByRole('complementary').getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Verify the trail' }).click();
  await page.getByText('The trail holds').waitFor();
  // The period stands in the strip and in the address, where it stays.
  await page.keyboard.press('F2');
  await page.getByRole('option', { name: /Yesterday/ }).click();
  await page.waitForURL('**/audit?period=yesterday');
  await page.getByText('tenants.update').first().waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('button', { name: /Period Yesterday/ }).click();
  expect(await findings(page)).toEqual([]);
  await page.getByRole('option', { name: /This week/ }).click();
  await page.getByText('tenants.update').first().waitFor();
  expect(await findings(page)).toEqual([]);
  await context.close();
  expect(faults).toEqual([]);
});

test('Today tells the first steps by what is there, and ticks one off when it is done', async () => {
  const { page, context, faults } = await enter('/');
  const line = page.getByRole('listitem').filter({ hasText: 'Enter the first customer' });
  await line.getByText('Open').waitFor();
  expect(await findings(page)).toEqual([]);
  expect((await office.owner.post('/api/customers', { name: 'Zenith Stores' })).status).toBe(201);
  await page.reload();
  await line.getByText('Done').waitFor();
  await page.getByRole('listitem').filter({ hasText: 'Enter the first item' }).getByText('Open').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('sample data comes and goes in one act each, and is not taken for the person’s own', async () => {
  const { page, context, faults } = await enter('/');
  const total = async (noun: string): Promise<number> =>
    (await office.owner.get(`/api/${noun}?limit=1&count=true`)).body.meta.total;
  const before = [await total('customers'), await total('vendors'), await total('products')];
  await page.getByRole('button', { name: 'Load sample data' }).click();
  await page.getByRole('button', { name: 'Wipe the sample data' }).waitFor();
  const during = [await total('customers'), await total('vendors'), await total('products')];
  expect(during.map((number, index) => number - (before[index] as number))).toEqual([3, 2, 3]);
  await page.getByRole('listitem').filter({ hasText: 'Enter the first item' }).getByText('Open').waitFor();
  await page.getByRole('button', { name: 'Wipe the sample data' }).click();
  await page.getByRole('button', { name: 'Load sample data' }).waitFor();
  expect([await total('customers'), await total('vendors'), await total('products')]).toEqual(before);
  await context.close();
  expect(faults).toEqual([]);
});
