/** A rate that a notification brings, typed by the keyboard on the page of rates and limits: refused at its field, undone, and taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'rates-co');
  asha = await person(stage.world, { owner: office });
});
afterAll(() => stage?.close());

const own = async () =>
  (await office.owner.get('/api/gst-values')).body.data.filter(({ is_own }: { is_own: boolean }) => is_own);

test('a rate is set by the keyboard, refused at its field, undone, and taken back with undo', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/rates-co/gst-values');
  await page.getByText('You have set none yourself.').waitFor();
  await page.keyboard.press('n');
  await page.locator('select:focus').waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.type('122');
  await page.keyboard.press('Enter');
  const rate = page.getByLabel('Rate', { exact: false }).first();
  await expect.poll(() => page.locator('.field-error').count()).toBe(1);
  expect(await rate.getAttribute('aria-invalid')).toBe('true');
  await rate.fill('22');
  await page.getByLabel('Notification').fill('Notification 3/2026');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /^22%/ });
  await row.getByText('In force').waitFor();
  expect(await own()).toMatchObject([{ tax_rate: 22, is_in_force: true, source: 'Notification 3/2026' }]);
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Control+z');
  await expect.poll(() => row.count()).toBe(0);
  expect(await own()).toEqual([]);
  await office.owner.put('/api/gst-values', { kind: 'named_buyer', amount: 75_000, valid_from: '2099-04-01' });
  await page.reload();
  const address = page.getByRole('row', { name: /75,000/ });
  await address.getByText('Counts from then on').waitFor();
  await address.getByRole('button', { name: 'Take back' }).click();
  await expect.poll(() => address.count()).toBe(0);
  await page.getByRole('button', { name: 'Undo' }).click();
  await address.waitFor();
  expect(await own()).toMatchObject([{ kind: 'named_buyer', amount: 75_000, valid_from: '2099-04-01' }]);
  expect(faults).toEqual([]);
  await context.close();
});
