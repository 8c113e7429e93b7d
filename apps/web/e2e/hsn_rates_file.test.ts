/** Rates of codes by file in a real browser: taken away, brought in with a look at what would happen, mended cell by cell, taken back. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, findings, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let office: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'rate-files-co');
  asha = await person(stage.world, { owner: office });
});
afterAll(() => stage?.close());

const own = async () =>
  (await office.owner.get('/api/hsn-rates')).body.data.filter(({ is_own }: { is_own: boolean }) => is_own);

const CSV = [
  'HSN/SAC,Description,Applies since,GST %,Above price,GST % above it',
  '4202,Bags,22-09-2025,5,1000,18',
  '6815,Fly-ash bricks,22-Sep-2025,13,,',
].join('\n');

test('a file is brought in by I: columns matched, a fault mended at its cell, taken, seen, and taken back', async () => {
  const { page, context, faults } = await enter(stage, asha, '/t/rate-files-co/hsn-rates');
  await page.getByRole('row', { name: /^61 Apparel/ }).waitFor();
  const [file] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('e')]);
  expect(file.suggestedFilename()).toMatch(/^hsn-rates-.*\.xlsx$/);
  await page.keyboard.press('i');
  await page.getByRole('heading', { name: 'Import rates by HSN' }).waitFor();
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'rates.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) });
  await page.getByLabel('Applies since').waitFor();
  await page.getByLabel('Applies since').selectOption({ label: 'From' });
  const cell = page.getByRole('textbox', { name: /row 3/i });
  await cell.waitFor();
  await page.getByText(/13 % is not a GST rate/).waitFor();
  expect(await findings(page)).toEqual([]);
  await cell.fill('12');
  await cell.press('Enter');
  const take = page.getByRole('button', { name: 'Import 2 rows' });
  await take.waitFor();
  expect(await own()).toEqual([]);
  await take.click();
  await page.getByRole('button', { name: 'Take the import back' }).waitFor();
  expect(await own()).toMatchObject([
    { hsn: '4202', valid_from: '2025-09-22', tax_rate: 5, above_price: 1000, above_rate: 18 },
    { hsn: '6815', valid_from: '2025-09-22', tax_rate: 12, above_price: null },
  ]);
  await page.getByRole('button', { name: 'Take the import back' }).click();
  await page.getByText('The import is taken back').waitFor();
  expect(await own()).toEqual([]);
  expect(faults).toEqual([]);
  await context.close();
});
