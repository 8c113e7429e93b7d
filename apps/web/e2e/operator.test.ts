/** The operator's journey: a sign-in of its own, organisations created, suspended many at once, health, the proof of isolation. */
import { OPERATOR } from '@tenantry/kernel/testing/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enter as enterAs,
  findings,
  openOffice,
  openPage,
  openStage,
  type Person,
  person,
  type Stage,
  signIn,
} from './stage.ts';

let stage: Stage;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  const office = await openOffice(stage.world, 'lakshmi');
  await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: office });
  expect((await office.owner.post('/api/customers', { name: 'Zubeida Stores' })).status).toBe(201);
});
afterAll(() => stage?.close());

const enter = (path: string, options?: Parameters<typeof openPage>[2]) => enterAs(stage, OPERATOR, path, options);

test('people of organisations do not come in, and learn so in words', async () => {
  const { page, context } = await openPage(stage, '/operator');
  await signIn(page, asha);
  await page.getByText('This account does not run the installation.').waitFor();
  await page.locator('[aria-busy]').waitFor({ state: 'detached' });
  expect(await findings(page)).toEqual([]);
  expect(await page.getByText('ashwini').count()).toBe(0);
  await context.close();
});

test('an organisation is created; two are suspended at once with a reason; nothing of their records is seen', async () => {
  const { page, context, faults } = await enter('/operator');
  await page.getByRole('button', { name: 'New organisation' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the organisation').fill('Meera Mills');
  await dialog.getByLabel('E-mail of the owner').fill('meera@mills.example');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('row', { name: /Meera Mills/ }).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('toolbar', { name: /./ }).getByRole('button', { name: 'Suspend' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Suspend 3 organisations?' });
  await asked.getByLabel('Reason').fill('Bills unpaid');
  await asked.getByRole('button', { name: 'Suspend' }).click();
  await page.getByText('3 done, 0 refused of 3').waitFor();
  await page.getByRole('row', { name: /Meera Mills.*Done/ }).waitFor();
  await page.goto(`${stage.address}/operator`);
  await page.getByRole('row', { name: /Meera Mills/ }).waitFor();
  const { rows } = await stage.world.admin.query("select slug from tenants where status = 'suspended' order by slug");
  expect(rows).toEqual([{ slug: 'ashwini' }, { slug: 'lakshmi' }, { slug: 'meera-mills' }]);
  expect(await page.getByText('Zubeida').count()).toBe(0);
  await context.close();
  expect(faults).toEqual([]);
});

test('by keys alone: an organisation is found, its trail read, its plan changed; pages by G and a letter; the audit run again', async () => {
  const kaveri = { name: 'Kaveri Stores', slug: 'kaveri', contact_email: 'owner@kaveri.example' };
  expect((await stage.world.operator.post('/api/tenants', kaveri)).status).toBe(201);
  const { page, context, faults } = await enter('/operator/health');
  await page.getByRole('button', { name: 'Last 7 days' }).click();
  await page.waitForURL('**/operator/health?range=7d');
  await page.getByRole('heading', { name: 'Over time' }).waitFor();
  await page.locator('figure, .chart').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('kave');
  await page.getByRole('option', { name: /Kaveri/ }).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Kaveri Stores', level: 1 }).waitFor();
  await page.getByRole('button', { name: 'Change the plan' }).press('Enter');
  const dialog = page.getByRole('alertdialog');
  await dialog.getByLabel('Plan').selectOption('enterprise');
  await dialog.getByRole('button', { name: 'Change the plan' }).press('Enter');
  await page.getByText('Enterprise').first().waitFor();
  await page
    .getByRole('row', { name: /seed:|switches/ })
    .first()
    .waitFor();
  await page.getByRole('link', { name: 'Search the trail' }).press('Enter');
  await page.getByRole('row', { name: /subscriptions.update/ }).waitFor();
  await page.keyboard.press('?');
  await page.getByRole('dialog').getByText('G I').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await page.getByText(/rules looked at, 0 findings/).waitFor();
  await page.getByRole('button', { name: 'Run again' }).press('Enter');
  await page.locator('[aria-busy]').waitFor({ state: 'detached' });
  expect(await page.getByText('Nothing found').count()).toBeGreaterThan(20);
  await context.close();
  expect(faults).toEqual([]);
});
