/** Every part is worked by keys alone: whatever has the focus shows it, nothing holds it, and what opens gives it back. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PartName } from './parts/pages.tsx';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function part(name: PartName): Promise<Page> {
  const page = await stage.open(`parts_${name}`);
  await page.locator('section h2').waitFor();
  // Its half with the list is fetched when it is first drawn.
  if (name === 'combos') await page.getByRole('combobox').first().waitFor();
  return page;
}

const said = (page: Page): Promise<string | null> => page.locator('.gallery-said').textContent();

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** What has the focus: its name or text, whether the eye sees that it has, and whether it is hidden from readers. */
function focused(page: Page): Promise<{ name: string; shown: boolean; hidden: boolean }> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLElement;
    const style = getComputedStyle(element);
    const labels = [...((element as HTMLInputElement).labels ?? [])].map((label) => label.textContent);
    const name = element.getAttribute('aria-label') ?? labels[0] ?? element.textContent ?? '';
    return {
      name: element === document.body ? '' : name || element.tagName,
      shown: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
      hidden: element.closest('[aria-hidden=true]') !== null,
    };
  });
}

const WALKED: PartName[] = [
  'buttons',
  'text_fields',
  'figures',
  'choices',
  'others',
  'combos',
  'dates',
  'tabs',
  'form',
];

test.each(WALKED)('Tab goes through %s, is seen everywhere, and comes out at the end', async (name) => {
  const page = await part(name);
  const stops: string[] = [];
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    const stop = await focused(page);
    if (stop.name === '') break;
    stops.push(stop.name);
    expect(stop, `${name}: ${stop.name}`).toMatchObject({ shown: true, hidden: false });
  }
  expect(stops.length).toBeGreaterThan(1);
  expect((await focused(page)).name).toBe('');
  await page.context().close();
});

test('a menu opens with the arrow, acts with Enter, closes with Esc, and gives the focus back', async () => {
  const page = await part('menus');
  await press(page, 'Tab', 'ArrowDown');
  await page.getByRole('menu').waitFor();
  await press(page, 'ArrowDown', 'Enter');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  expect(await said(page)).toBe('cancel');
  // The focus comes back with the next frame.
  await expect.poll(async () => (await focused(page)).name).toContain('More');
  await press(page, 'Enter');
  await page.getByRole('menu').waitFor();
  await press(page, 'Escape');
  await page.getByRole('menu').waitFor({ state: 'detached' });
  await expect.poll(async () => (await focused(page)).name).toContain('More');
  await page.context().close();
});

test('a combo box finds as people type, chooses with Enter, makes a new one, and Tab never lands on what is hidden', async () => {
  const page = await part('combos');
  await page.getByRole('combobox', { name: 'Customer' }).focus();
  await page.keyboard.type('kav');
  await page.getByRole('option', { name: 'Kaveri Agro Foods' }).waitFor();
  // What was found first is marked, and Enter takes it.
  await page.locator('[role="option"][data-focused]', { hasText: 'Kaveri' }).waitFor();
  await press(page, 'Enter');
  expect(await said(page)).toBe('Kaveri Agro Foods, made none');
  await press(page, 'Control+a');
  await page.keyboard.type('Nandini');
  // Before the answer is here nobody makes a second record of what is about to be found.
  await page.getByRole('option', { name: 'Create “Nandini”', disabled: true }).waitFor();
  await page.getByRole('option', { name: 'Create “Nandini”', disabled: false }).waitFor();
  await press(page, 'ArrowDown', 'Enter');
  expect(await said(page)).toBe('Kaveri Agro Foods, made Nandini');
  await press(page, 'Control+a');
  await page.keyboard.type('d');
  await page.getByRole('listbox').waitFor();
  await press(page, 'Tab');
  expect(await focused(page)).toMatchObject({ hidden: false });
  await page.context().close();
});

test('a day is typed, or picked from a month with arrows', async () => {
  const page = await part('dates');
  await page.getByLabel('Date', { exact: true }).focus();
  await page.keyboard.type('0112');
  await press(page, 'Tab');
  expect(await said(page)).toBe('2026-12-01');
  await press(page, 'Shift+Tab', 'Alt+ArrowDown');
  await page.getByRole('grid').waitFor();
  await press(page, 'ArrowRight', 'ArrowDown', 'Enter');
  await page.getByRole('grid').waitFor({ state: 'detached' });
  expect(await said(page)).toBe('2026-12-09');
  await page.context().close();
});

test('a dialog holds the focus, Esc gives it back; what cannot be undone wants its name typed', async () => {
  const page = await part('dialogs');
  await press(page, 'Tab', 'Tab', 'Tab', 'Enter');
  await page.getByRole('alertdialog').waitFor();
  for (let step = 0; step < 6; step += 1) {
    await press(page, 'Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('[role=alertdialog]') !== null)).toBe(true);
  }
  const name = page.getByLabel('Type sri-lakshmi to confirm');
  await name.fill('sri');
  await press(page, 'Enter');
  expect(await said(page)).toBe('nothing');
  await name.fill('sri-lakshmi');
  await press(page, 'Enter');
  await page.getByRole('alertdialog').waitFor({ state: 'detached' });
  expect(await said(page)).toBe('deleted');
  await page.getByRole('button', { name: 'Rename' }).focus();
  await press(page, 'Enter');
  await page.getByRole('dialog').waitFor();
  await press(page, 'Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await expect.poll(async () => (await focused(page)).name).toBe('Rename');
  await page.context().close();
});

test('Ctrl Z takes back what was just done', async () => {
  const page = await part('toasts');
  await press(page, 'Tab', 'Enter');
  expect(await said(page)).toBe('786');
  await page.getByRole('status').getByText('Archived Deccan Auto Spares.').waitFor();
  await press(page, 'Control+z');
  expect(await said(page)).toBe('787');
  await page.context().close();
});

test('Esc closes the panel and gives the focus back; arrows go through tabs; ? shows the keys', async () => {
  const panels = await part('panels');
  await press(panels, 'Tab', 'Enter');
  await panels.getByRole('complementary', { name: 'Row 1' }).waitFor();
  await press(panels, 'Escape');
  expect((await focused(panels)).name).toBe('Look at row 1');
  const tabs = await part('tabs');
  await press(tabs, 'Tab', 'ArrowRight');
  expect(await tabs.getByRole('tabpanel').textContent()).toBe('Three files.');
  const keys = await part('keys');
  await press(keys, '?');
  await keys.getByRole('dialog').waitFor();
  for (const page of [panels, tabs, keys]) await page.context().close();
});

test('a form: Enter goes on, Ctrl Enter saves, the first fault gets the focus, the server’s too, and the draft survives', async () => {
  const page = await part('form');
  await page.getByLabel('Name').focus();
  await page.keyboard.type('Bolt');
  await press(page, 'Enter');
  expect((await focused(page)).name).toContain('Kind');
  await press(page, 'Control+Enter');
  await page.getByText('Fill this in.').waitFor();
  await page.waitForFunction(() => (document.activeElement as HTMLSelectElement).name === 'kind');
  await page.getByLabel('Kind').selectOption('goods');
  await press(page, 'Control+Enter');
  await page.getByText('There is a Bolt already.').waitFor();
  await page.getByText('Nothing was saved.').waitFor();
  await page.waitForFunction(() => (document.activeElement as HTMLInputElement).name === 'name');
  await page.keyboard.type(' M8');
  await page.getByLabel('Sale price').fill('1,450.50');
  await page.getByLabel('Since', { exact: true }).fill('0104');
  await press(page, 'Escape');
  await page.waitForFunction(() => localStorage.getItem('gallery-form')?.includes('1450.5'));
  await page.reload();
  await page.getByText('What you had typed before is here again.').waitFor();
  await page.getByLabel('Name').fill('Bolt M8');
  await press(page, 'Control+Enter');
  await page.waitForFunction(() => document.querySelector('.gallery-said')?.textContent?.startsWith('{'));
  expect(JSON.parse((await said(page)) ?? '')).toEqual({
    name: 'Bolt M8',
    kind: 'goods',
    hsn: null,
    sale_price: 1450.5,
    since: '2027-04-01',
    email: null,
    is_active: false,
    notes: null,
  });
  expect(await page.evaluate(() => localStorage.getItem('gallery-form'))).toBeNull();
  await page.context().close();
});
