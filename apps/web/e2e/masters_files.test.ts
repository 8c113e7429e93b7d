/** Journeys with files and without network: an import with faulty rows that is mended and taken back, exports, attachments, drafts. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter as enterAs, type Office, openOffice, openStage, type Person, person, type Stage } from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let asha: Person;

beforeAll(async () => {
  stage = await openStage();
  stage.world.kernel.jobs.start({ poll_ms: 50 });
  lakshmi = await openOffice(stage.world, 'lakshmi');
  asha = await person(stage.world, { owner: lakshmi });
});
afterAll(() => stage?.close());

const enter = (path: string) => enterAs(stage, asha, path, { acceptDownloads: true });

const file = (name: string, lines: readonly string[]) => ({
  name,
  mimeType: 'text/csv',
  buffer: Buffer.from(`${lines.join('\n')}\n`),
});
const names = async (): Promise<string[]> =>
  (await lakshmi.owner.get('/api/customers?limit=200')).body.data.map(({ name }: { name: string }) => name);

test('a file with faulty rows stores nothing until it is mended; the batch can be taken back', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/customers/import');
  const chooser = page.getByLabel('File', { exact: true });
  const head = 'Party name,GSTIN/UIN,Town or so';
  await chooser.setInputFiles(file('parties.csv', [head, 'Mehta Steel,27AABFS1234A1ZV,Pune', 'Wrong One,12345,Surat']));
  await page.getByText('2 rows: 1 new, 0 to update, 0 there already, 1 with errors').waitFor();
  expect(await page.getByLabel('GSTIN/UIN in row 3').inputValue()).toBe('12345');
  expect(await page.getByRole('button', { name: 'Import 1 row' }).isDisabled()).toBe(true);
  // A column that nobody recognised is matched by hand.
  expect(await page.getByLabel('Town or so').inputValue()).toBe('');
  await page.getByLabel('Town or so').selectOption({ label: 'City' });
  await expect.poll(() => page.getByLabel('Town or so').inputValue()).toBe('city');
  expect(await names()).toEqual([]);

  // A faulty cell is mended here, by keys, and judged again; the file stays as it is.
  await page.getByLabel('GSTIN/UIN in row 3').fill('99999');
  await page.keyboard.press('Enter');
  await page.getByText('1 cell is mended here').waitFor();
  await page.getByText('1 with errors').waitFor();
  await page.getByLabel('GSTIN/UIN in row 3').fill('');
  await page.keyboard.press('Enter');
  await page.getByText('2 rows: 2 new, 0 to update, 0 there already, 0 with errors').waitFor();
  await page.getByRole('button', { name: 'As in the file' }).click();
  await page.getByText('1 with errors').waitFor();

  await chooser.setInputFiles(file('mended.csv', [head, 'Mehta Steel,27AABFS1234A1ZV,Pune', 'Right One,,Surat']));
  await page.getByText('2 rows: 2 new, 0 to update, 0 there already, 0 with errors').waitFor();
  await page.getByRole('button', { name: 'Import 2 rows' }).click();
  await page.getByText('2 added, 0 updated, 0 left as they were').waitFor();
  expect((await names()).sort()).toEqual(['Mehta Steel', 'Right One']);
  await page.getByRole('button', { name: 'Take the import back' }).click();
  await page.getByText('The import is taken back').waitFor();
  expect(await names()).toEqual([]);

  await chooser.setInputFiles(file('again.csv', [head, 'Mehta Steel,27AABFS1234A1ZV,Pune', 'Wrong One,12345,Surat']));
  await page.getByLabel('Leave out 1 row with errors').check();
  await page.getByRole('button', { name: 'Import 1 row' }).click();
  await page.getByRole('button', { name: 'See them' }).click();
  await page.getByRole('row', { name: /Mehta Steel/ }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('thousands of rows are taken in by a job whose progress is seen', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/products/import');
  const rows = Array.from({ length: 2100 }, (_, index) => `Washer ${index},NOS,${index + 1}`);
  await page.getByLabel('File', { exact: true }).setInputFiles(file('washers.csv', ['Name,Unit,Sale price', ...rows]));
  await page.getByRole('button', { name: 'Import 2,100 rows' }).click({ timeout: 60_000 });
  await page.getByText('2,100 added, 0 updated, 0 left as they were').waitFor({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Take the import back' }).click();
  await page.getByRole('progressbar', { name: 'The import is being taken back' }).waitFor();
  await page.getByText('The import is taken back').waitFor({ timeout: 60_000 });
  await context.close();
  expect(faults).toEqual([]);
});

test('an export holds what the filter shows and nothing else; a file hangs on its record', async () => {
  for (const [name, city] of [
    ['Asha Stores', 'Pune'],
    ['Bela Stores', 'Surat'],
  ])
    expect((await lakshmi.owner.post('/api/customers', { name, city })).status).toBe(201);
  const { page, context, faults } = await enter('/t/lakshmi/customers?city=Surat');
  await page.getByRole('row', { name: /Bela Stores/ }).waitFor();
  await page.keyboard.press('e');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /CSV/ }).click(),
  ]);
  const text = readFileSync(await download.path(), 'utf8');
  expect(text).toContain('Bela Stores');
  expect(text).not.toContain('Asha Stores');
  await page.getByRole('row', { name: /Bela Stores/ }).click();
  await page.getByRole('heading', { name: 'Bela Stores' }).click();
  await page.getByRole('button', { name: 'Files' }).waitFor();
  await page.keyboard.press('f');
  await page.getByLabel('Attach a file').setInputFiles(file('terms.csv', ['a,b', '1,2']));
  await page.getByText('terms.csv is attached').waitFor();
  await page.getByRole('button', { name: 'terms.csv', exact: true }).waitFor();
  await page.getByRole('button', { name: 'Take terms.csv off' }).click();
  await page.getByText('No file is attached.').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('what was typed without network survives a reload, and is saved when the network is back', async () => {
  const { page, context } = await enter('/t/lakshmi/customers/new');
  await page.evaluate('navigator.serviceWorker.ready');
  await page.reload();
  await page.getByRole('heading', { name: 'New customer' }).waitFor();
  await context.setOffline(true);
  await page.getByLabel('Name').fill('Om Plastics');
  await page.getByLabel('City').fill('Thane');
  await page.keyboard.press('Control+Enter');
  await page.getByText('No network. Nothing was changed').waitFor();
  await page.reload();
  await page.getByText('What you had typed before is here again.').waitFor();
  expect(await page.getByLabel('City').inputValue()).toBe('Thane');
  await context.setOffline(false);
  await page.keyboard.press('Control+Enter');
  await page.getByRole('heading', { name: 'Om Plastics' }).waitFor();
  expect(await names()).toContain('Om Plastics');
  await page.goto(`${stage.address}/t/lakshmi/customers/new`);
  await page.getByRole('heading', { name: 'New customer' }).waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('');
  await context.close();
});

test('a file of prices is brought in and taken back, by the message or by the button beside the prices', async () => {
  const { owner } = lakshmi;
  for (const name of ['Anchor', 'Shackle']) expect((await owner.post('/api/products', { name })).status).toBe(201);
  const list = (await owner.post('/api/price-lists', { name: 'Dock' })).body.data.id;
  const prices = async () =>
    (await owner.get(`/api/price-lists/${list}/prices`)).body.data.entries.map(
      (one: { unit_price: number }) => one.unit_price,
    );
  const { page, context, faults } = await enter(`/t/lakshmi/price-lists/${list}`);
  const bring = async (): Promise<void> => {
    await page.getByRole('button', { name: 'Bring in prices' }).click();
    const chosen = file('dock.csv', ['Item,Price', 'Anchor,700', 'Shackle,45']);
    await page.getByRole('dialog').locator('input[type=file]').setInputFiles(chosen);
    await page.getByText('2 new, 0 changed').waitFor();
    await page.getByRole('button', { name: /^Take 2/ }).click();
    await expect.poll(prices).toEqual([700, 45]);
  };
  const back = page.getByRole('button', { name: 'Take the import back' });
  await bring();
  await back.waitFor();
  await page.getByRole('heading', { name: 'Prices', exact: true }).click();
  await page.keyboard.press('Control+z');
  await page.getByText('The import is taken back').waitFor();
  expect(await prices()).toEqual([]);
  await expect.poll(() => back.count()).toBe(0);
  await bring();
  await back.click();
  await expect.poll(prices).toEqual([]);
  // Somebody else changes a price meanwhile: it is refused, by the name of the list.
  await expect.poll(() => back.count()).toBe(0);
  await bring();
  const [entry] = (await owner.get(`/api/price-lists/${list}/prices`)).body.data.entries;
  const entries = [{ product_id: entry.product_id, unit_price: 800 }];
  expect((await owner.put(`/api/price-lists/${list}/prices`, { entries })).status).toBe(200);
  await back.click();
  await page.getByText('The prices of Dock have been changed since.').waitFor();
  expect(await prices()).toEqual([800]);
  expect(faults).toEqual([]);
  await context.close();
});
