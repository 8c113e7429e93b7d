/** Charts in a real browser: each point by keys, everything as a table, letters that keep their size. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const open = async (size = {}): Promise<Page> => {
  const page = await stage.open('chart', size);
  await page.locator('.chart-drawing').first().waitFor();
  return page;
};

test('arrows tell point after point; T shows the table and the chart again', async () => {
  const page = await open();
  const chart = page.getByRole('figure', { name: 'Billed and received by month' });
  await chart.focus();
  for (const key of ['ArrowRight', 'ArrowRight', 'End', 'ArrowLeft']) await page.keyboard.press(key);
  expect(await chart.getByRole('status').textContent()).toBe('Oct: Billed 3.95 Cr, Received 2.20 Cr');
  await page.keyboard.press('t');
  expect(await chart.getByRole('row').nth(8).textContent()).toBe('Nov4.30 Cr2.97 Cr');
  await page.keyboard.press('t');
  expect(await chart.locator('svg').count()).toBe(1);
  await page.context().close();
});

test('ticks are lakhs and crores, and the letters of a phone are as large as those of a desk', async () => {
  const sizes: string[] = [];
  for (const width of [1366, 360]) {
    const page = await open({ width, height: 740 });
    const text = page.locator('.chart-drawing text').first();
    sizes.push(await text.evaluate((element) => getComputedStyle(element).fontSize));
    expect(await page.locator('.chart-drawing').first().textContent()).toContain('2.00 Cr');
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.context().close();
  }
  expect(sizes[0]).toBe(sizes[1]);
});

test('a long series is drawn by what is fetched for it, and walked by the same keys', async () => {
  const page = await open();
  const chart = page.getByRole('figure', { name: 'Sales by day' });
  await chart.locator('canvas').waitFor();
  await chart.focus();
  await page.keyboard.press('End');
  expect(await chart.getByRole('status').textContent()).toMatch(/^Day 365: Sales /);
  // A canvas is drawn anew in the ink of another scheme, and as before in the former one.
  const drawn = () => page.evaluate<string>(`document.querySelector('.chart-long canvas').toDataURL()`);
  const light = await drawn();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(drawn).not.toBe(light);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(drawn).toBe(light);
  await page.context().close();
});
