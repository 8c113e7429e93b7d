/** The lines of a document in a real browser, without a mouse: what accountants do all day must not break. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function lines(count: number): Promise<Page> {
  const page = await stage.open('line_grid', { query: `lines=${count}` });
  await page.getByRole('grid').waitFor();
  return page;
}
const cell = (page: Page, label: string, line: number) => page.getByLabel(`${label}, line ${line}`, { exact: true });
const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null);
const total = (page: Page): Promise<string | null> => page.locator('.line-grid-foot').textContent();

test('a line is entered by keys alone; Enter on the last cell adds the next', async () => {
  const page = await lines(0);
  await cell(page, 'Item', 1).focus();
  await page.keyboard.type('bol');
  await page.getByRole('option', { name: /Bolt M10/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  expect(await cell(page, 'Item', 1).inputValue()).toBe('Bolt M10');
  // What came with the item is passed by; what is typed replaces the quantity that came with it.
  expect(await focused(page)).toBe('Quantity, line 1');
  await page.keyboard.type('10');
  expect(await cell(page, 'Quantity', 1).inputValue()).toBe('10');
  await page.keyboard.press('Enter');
  await page.keyboard.type('100');
  await page.keyboard.press('Enter');
  expect(await total(page)).toContain('1,000.00');
  expect(await total(page)).toContain('1,180.00');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Item, line 2');
  await page.keyboard.press('Shift+Enter');
  expect(await focused(page)).toBe('GST, line 1');
  await page.context().close();
});

test('arrows keep the column over a thousand lines, and the line stays in sight', async () => {
  const page = await lines(1000);
  await cell(page, 'Quantity', 1).focus();
  // Keys that come faster than the page is painted, as on a slow machine: each counts.
  const arrive = (presses: number): Promise<unknown> =>
    page.evaluate((count) => {
      const key = { key: 'ArrowDown', code: 'ArrowDown', bubbles: true, cancelable: true };
      for (let press = 0; press < count; press += 1)
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', key));
    }, presses);
  await arrive(60);
  expect(await focused(page)).toBe('Quantity, line 61');
  await page.keyboard.press('ArrowUp');
  expect(await focused(page)).toBe('Quantity, line 60');
  const covered = await page.evaluate(() => {
    const box = (document.activeElement as Element).getBoundingClientRect();
    const under = document.elementFromPoint(box.left + 4, box.top + 4);
    return under !== document.activeElement;
  });
  expect(covered).toBe(false);
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1_500);
  await page.context().close();
});

test('Alt A adds below, Alt X removes, Ctrl Z brings back what was', async () => {
  const page = await lines(3);
  await cell(page, 'Price', 2).focus();
  await page.keyboard.press('Alt+a');
  expect(await focused(page)).toBe('Item, line 3');
  expect(await cell(page, 'Item', 3).inputValue()).toBe('');
  await page.keyboard.press('Alt+x');
  await cell(page, 'Quantity', 1).fill('77');
  await page.keyboard.press('Alt+x');
  expect(await page.getByRole('row').count()).toBe(4);
  await page.keyboard.press('Control+z');
  expect(await cell(page, 'Quantity', 1).inputValue()).toBe('77');
  await page.keyboard.press('Control+z');
  expect(await cell(page, 'Quantity', 1).inputValue()).toBe('1');
  await page.keyboard.press('Control+Shift+z');
  expect(await cell(page, 'Quantity', 1).inputValue()).toBe('77');
  await page.context().close();
});

test('rows of a spreadsheet are pasted as cells; one word is pasted as a word', async () => {
  const page = await lines(1);
  await cell(page, 'Quantity', 1).focus();
  const paste = (text: string): Promise<void> =>
    page.evaluate((value) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', value);
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    }, text);
  await paste('2\t100\t18\n3\t50\t5\n');
  expect(await cell(page, 'Price', 2).inputValue()).toBe('50');
  expect(await total(page)).toContain('350.00');
  await paste('9');
  expect(await cell(page, 'Quantity', 1).inputValue()).toBe('2');
  await page.context().close();
});
