/** What holds for every part of our own: axe finds nothing in light and dark; and the period is chosen by keys alone. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** Findings of WCAG A and AA, each with where it is. */
async function findings(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const runner = (
      window as unknown as {
        axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      }
    ).axe;
    const { violations } = await runner.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe.each([
  ['ledger_grid', '.grid-row'],
  ['line_grid', '.line-grid-row'],
  ['board', '.board-card'],
  ['chart', '.chart-drawing'],
])('%s', (part, ready) => {
  test.each(['light', 'dark'])('axe finds nothing in the %s', async (scheme) => {
    const page = await stage.open(part);
    await page.evaluate((value) => document.documentElement.setAttribute('data-scheme', value), scheme);
    await page.locator(ready).first().waitFor();
    expect(await findings(page)).toEqual([]);
    await page.context().close();
  });
});

test('axe finds nothing in what opens: the period, the columns, the filter, the menu of a row, the bar of a selection', async () => {
  const page = await stage.open('ledger_grid');
  await page.locator('.grid-row').first().waitFor();
  for (const open of ['F2', 'x', '.']) {
    await page.keyboard.press(open);
    expect(await findings(page), open).toEqual([]);
    if (open !== 'x') await page.keyboard.press('Escape');
  }
  for (const name of ['Columns', 'Filter']) {
    await page.getByRole('button', { name, exact: true }).click();
    expect(await findings(page), name).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.context().close();
});

test('F2 opens the period; arrows, first letters, digits and Enter choose; a wrong date says what is wrong', async () => {
  const page = await stage.open('ledger_grid');
  await page.locator('.grid-row').first().waitFor();
  const button = page.getByRole('button', { name: /^Period / });
  const chosen = (): Promise<string | null> => button.textContent();
  await page.keyboard.press('F2');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Enter');
  expect(await chosen()).toBe('Period FY 2026-27 · 01 Apr 26 – 31 Mar 27F2');
  await page.keyboard.press('F2');
  await page.keyboard.type('last m');
  await page.keyboard.press('Enter');
  expect(await chosen()).toBe('Period Last month · 01 Oct 26 – 31 Oct 26F2');
  await page.keyboard.press('F2');
  await page.keyboard.type('1/4/26');
  await page.keyboard.press('Tab');
  await page.keyboard.type('31/6/26');
  await page.keyboard.press('Enter');
  expect(await page.getByRole('alert').textContent()).toContain('“31/6/26” is no date');
  await page.getByLabel('To', { exact: true }).fill('30/6/26');
  await page.keyboard.press('Enter');
  expect(await chosen()).toContain('01 Apr 26 – 30 Jun 26');
  await page.keyboard.press('F2');
  await page.keyboard.press('Escape');
  expect(await page.getByRole('dialog').count()).toBe(0);
  expect(await page.locator('[data-index="0"]').textContent()).toContain('30 Jun 26');
  await page.context().close();
});
