/** The board in a real browser: what dragging does, keys and a menu do too. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function board(query = '', size = {}): Promise<Page> {
  const page = await stage.open('board', { query, ...size });
  await page.locator('.board-card').first().waitFor();
  return page;
}
const said = (page: Page): Promise<string | null> => page.locator('.gallery-said').textContent();
/** The first event that may move: its button, and where it is. */
async function first(page: Page): Promise<{ main: ReturnType<Page['locator']>; name: string }> {
  const main = page.locator('.board-card:has(.board-card-more) .board-card-main').first();
  return { main, name: (await main.getAttribute('title')) ?? '' };
}

test('arrows move, Shift and arrows resize, Enter puts down, Esc puts back, Enter opens', async () => {
  const page = await board();
  const { main, name } = await first(page);
  const [, hour, minute, endHour, endMinute] = /^(\d+):(\d+)–(\d+):(\d+)/.exec(name) ?? [];
  const [start, end] = [Number(hour) * 60 + Number(minute), Number(endHour) * 60 + Number(endMinute)];
  await main.focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Escape');
  expect(await page.locator('.board-unseen[role=status]').textContent()).toContain('back where it was');
  expect(await said(page)).toBe('');
  for (const key of ['ArrowRight', 'ArrowDown', 'ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
  expect(await page.locator('.board-unseen[role=status]').textContent()).toMatch(/^Tue 17 Nov, /);
  await page.keyboard.press('Enter');
  expect(await said(page)).toMatch(new RegExp(`day-1 ${start + 30}-${end + 45}$`));
  const other = (await first(page)).main;
  await other.focus();
  await page.keyboard.press('Enter');
  expect(await said(page)).toMatch(/^open /);
  await page.context().close();
});

test('the menu is the way without dragging', async () => {
  const page = await board();
  const { main } = await first(page);
  await main.focus();
  await page.keyboard.press('.');
  await page.getByRole('menuitem', { name: /To Tue 17 Nov/ }).click();
  expect(await said(page)).toMatch(/ day-1 \d+-\d+$/);
  await page.context().close();
});

test('dragging moves to another column and time; a finished event stays', async () => {
  const page = await board();
  const { main } = await first(page);
  const box = await main.boundingBox();
  if (!box) throw new Error('the event is not on the board');
  const target = await page.locator('[data-column=day-3]').boundingBox();
  await page.mouse.move(box.x + 20, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 30);
  await page.mouse.move((target?.x ?? 0) + 30, box.y + 8 + 57, { steps: 4 });
  await page.mouse.up();
  expect(await said(page)).toMatch(/ day-3 \d+-\d+$/);
  const fixed = page.locator('.board-card:not(:has(.board-card-more)) .board-card-main').first();
  await fixed.focus();
  await page.keyboard.press('ArrowDown');
  expect(await page.locator('[data-pending]').count()).toBe(0);
  await page.context().close();
});

test('overlapping events stand beside each other, and a free slot tells its time', async () => {
  const page = await board();
  const overlaps = await page.evaluate(
    () =>
      [...document.querySelectorAll('.board-column')].flatMap((column) => {
        const boxes = [...column.querySelectorAll('.board-card-main')].map((card) => card.getBoundingClientRect());
        return boxes.filter((one, index) =>
          boxes
            .slice(index + 1)
            .some(
              (other) =>
                one.left < other.right - 1 &&
                other.left < one.right - 1 &&
                one.top < other.bottom - 1 &&
                other.top < one.bottom - 1,
            ),
        );
      }).length,
  );
  expect(overlaps).toBe(0);
  const column = await page.locator('[data-column=day-6]').boundingBox();
  await page.mouse.click((column?.x ?? 0) + 20, (column?.y ?? 0) + 4);
  expect(await said(page)).toBe('new day-6 480-510');
  await page.context().close();
});

test('a phone shows one day, today first', async () => {
  const page = await board('', { width: 360, height: 740, hasTouch: true });
  expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Sat 21 Nov']);
  await page.getByRole('button', { name: 'Previous' }).tap();
  expect(await page.getByRole('heading', { level: 3 }).allTextContents()).toEqual(['Fri 20 Nov']);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  await page.context().close();
});
