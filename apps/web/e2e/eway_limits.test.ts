/** The limit of a state, set by keys where a notification was quicker than a release: refused at its field, undone, taken back, and on a phone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'limits-co');
  asha = await person(stage.world, { owner: office });
});
afterAll(() => stage?.close());

const own = async () =>
  (await office.owner.get('/api/eway-limits')).body.data.filter(({ is_own }: { is_own: boolean }) => is_own);

test('a limit is set by N, changed and undone, taken back and put back', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/limits-co/eway-limits');
  await page.getByText('You have set none yourself.').waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('n');
  await page.locator('select:focus').waitFor();
  await page.keyboard.type('29');
  await page.keyboard.press('Tab');
  await page.keyboard.type('200000');
  await page.keyboard.press('Enter');
  const row = page.getByRole('row', { name: /^29-Karnataka ₹2,00,000.00 .* Counts You/ });
  await row.waitFor();
  expect(await findings(page)).toEqual([]);
  // The same day once more changes it, and undo brings back what it was.
  await row.getByRole('button', { name: /^Set anew/ }).click();
  await page.getByLabel('Needed above').fill('1,00,000');
  await page.keyboard.press('Enter');
  await page.getByRole('row', { name: /^29-Karnataka ₹1,00,000.00/ }).waitFor();
  await page.keyboard.press('Control+z');
  await row.waitFor();
  expect(await own()).toMatchObject([{ state: '29', limit: 200_000 }]);
  await page.getByRole('button', { name: /^Take back: 29-Karnataka of/ }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('You have set none yourself.').waitFor();
  expect(await own()).toEqual([]);
  await page.keyboard.press('Control+z');
  await row.waitFor();
  expect(await own()).toMatchObject([{ state: '29', limit: 200_000, standing: 'current' }]);
  expect(faults).toEqual([]);
  await context.close();
});

test('on a phone a row is read without scrolling sideways', async () => {
  const phone = { viewport: { width: 360, height: 740 }, colorScheme: 'dark' as const };
  const { page, context, faults } = await enter(stage, asha, '/t/limits-co/eway-limits', phone);
  await page.getByRole('row', { name: /^19-West Bengal ₹50,000.00 .* Counts/ }).waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
  expect(await page.evaluate("document.querySelector('.report-body').scrollWidth <= 360")).toBe(true);
  expect(await findings(page)).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
