/** The ledger in a real browser: its keys, its selection of the whole filter, its URL, its states, and how little stands in the document. */
// biome-ignore-all lint/performance/useDomNodeTextContent: what people see is asked for, not what the document holds
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStage, type Stage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

async function ledger(query = '', size = {}): Promise<Page> {
  const page = await stage.open('ledger_grid', { query, ...size });
  await page.waitForSelector('[role=grid]:not([aria-busy=true])');
  return page;
}
const active = (page: Page): Promise<string> => page.locator('[data-active] [role=gridcell]').nth(1).innerText();
const said = (page: Page): Promise<string> => page.locator('.gallery-said').innerText();
const foot = (page: Page): Promise<string> => page.locator('.grid-foot').innerText();

describe('keys', () => {
  test('J and K move, Enter opens, the end is reached row by row and the next pages come by themselves', async () => {
    const page = await ledger();
    expect(await active(page)).toBe('INV/26-27/1000');
    for (const key of ['j', 'j', 'ArrowDown', 'k']) await page.keyboard.press(key);
    expect(await active(page)).toBe('INV/26-27/0998');
    await page.keyboard.press('Enter');
    expect(await said(page)).toBe('open INV/26-27/0998');
    const grid = page.getByRole('grid');
    const named = await grid.getAttribute('aria-activedescendant');
    expect(await page.locator(`[id="${named}"]`).getAttribute('aria-rowindex')).toBe('4');
    for (let pages = 0; pages < 12; pages += 1) await page.keyboard.press('End');
    await page.waitForFunction(() => document.querySelector('[data-active]')?.textContent?.includes('INV/26-27/0001'));
    expect(await grid.getAttribute('aria-rowcount')).toBe('1001');
    await page.context().close();
  });

  test('whoever moves up and down stays in sight, never under head or foot', async () => {
    const page = await ledger();
    const covered = (): Promise<boolean> =>
      page.evaluate(() => {
        const box = (selector: string): DOMRect =>
          (document.querySelector(selector) as Element).getBoundingClientRect();
        const [row, head, bottom] = [box('[data-active]'), box('.grid-head'), box('.grid-foot')];
        return row.top < head.bottom - 1 || row.bottom > bottom.top + 1;
      });
    await page.getByRole('grid').focus();
    for (const key of [
      ...Array(40).fill('ArrowDown'),
      'PageDown',
      'PageDown',
      ...Array(60).fill('ArrowUp'),
    ] as string[]) {
      await page.keyboard.press(key);
    }
    await expect.poll(covered).toBe(false);
    await page.keyboard.press('PageDown');
    await expect.poll(covered).toBe(false);
    await page.context().close();
  });

  test('letters that are typed are text', async () => {
    const page = await ledger();
    await page.keyboard.press('/');
    await page.keyboard.type('jai xe');
    expect(await page.getByRole('searchbox').inputValue()).toBe('jai xe');
    expect(await page.locator('[aria-selected=true]').count()).toBe(0);
    await page.getByText('Nothing matches').waitFor();
    await page.getByRole('button', { name: 'Clear search and filters' }).click();
    await page.waitForFunction(() => document.querySelector('.grid-foot')?.textContent?.includes('1,000 invoices'));
    await page.context().close();
  });
});

describe('selection', () => {
  test('rows one by one, a range with Shift, and all that match, which is the filter and no page', async () => {
    const page = await ledger('status=overdue');
    await page.getByRole('grid').focus();
    for (const key of ['x', 'j', 'j', 'x']) await page.keyboard.press(key);
    await page.getByText('2 selected').first().waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    for (const key of ['Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowUp'])
      await page.keyboard.press(key);
    await page.getByText('3 selected').first().waitFor();
    await page.keyboard.press('Control+a');
    const count = Number((await foot(page)).match(/\d+/)?.[0]);
    await page.getByText(`All ${count} matching selected`).waitFor();
    expect(await page.locator('[data-index]').count()).toBeLessThan(count);
    await page.keyboard.press('x');
    await page.keyboard.press('r');
    expect(await said(page)).toBe(`remind all ${count - 1} but 1`);
    await page.context().close();
  });

  test('what cannot be done says why, in the menu and in the bar', async () => {
    const page = await ledger('status=paid');
    await page.keyboard.press('.');
    const refused = page.getByRole('menuitem', { name: /Cancel invoice/ });
    expect(await refused.innerText()).toContain('A paid invoice is not cancelled');
    await refused.click({ force: true });
    expect(await said(page)).toBe('');
    await page.keyboard.press('Home');
    await page.keyboard.press('c');
    await page.keyboard.press('Enter');
    expect(await said(page)).toBe('copy some');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('role'))).toBe('grid');
    await page.context().close();
  });
});

describe('view', () => {
  test('sorting by several heads, filters in words, columns: all of it stands in the URL and comes back from it', async () => {
    const page = await ledger();
    await page.getByRole('button', { name: 'Status', exact: true }).click();
    await page.getByRole('button', { name: 'Total', exact: true }).click({ modifiers: ['Shift'] });
    await page.getByRole('button', { name: 'Total' }).click({ modifiers: ['Shift'] });
    expect(await page.getByRole('columnheader', { name: 'Total' }).getAttribute('aria-sort')).toBe('descending');
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Field').selectOption('total');
    await page.getByLabel('From').fill('nine');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('alert').innerText()).toContain('“nine” is no figure');
    await page.getByLabel('From').fill('1L');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Remove filter: Total from 1,00,000.00' }).waitFor();
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('checkbox', { name: 'Place of supply' }).uncheck();
    await page.getByRole('checkbox', { name: 'Number' }).press('Alt+ArrowDown');
    await page.keyboard.press('Escape');
    const url = new URL(page.url());
    expect(Object.fromEntries(url.searchParams)).toMatchObject({ sort: 'status,-total', total_from: '100000' });
    expect(url.searchParams.get('columns')).toMatch(/^date,number,due_date,customer,status/);
    const before = [await page.getByRole('rowgroup').first().innerText(), await active(page), await foot(page)];
    await page.reload();
    await page.waitForFunction(() => document.querySelector('.grid-foot')?.textContent?.includes('invoices'));
    expect([await page.getByRole('rowgroup').first().innerText(), await active(page), await foot(page)]).toEqual(
      before,
    );
    await page.getByRole('button', { name: 'Remove filter' }).click();
    await page.waitForFunction(() => document.querySelector('.grid-foot')?.textContent?.includes('1,000 invoices'));
    await page.context().close();
  });

  test('heads are reached by one Tab; arrows walk, Alt moves, Shift widens', async () => {
    const page = await ledger();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Alt+ArrowLeft');
    await page.waitForFunction(
      () => document.activeElement?.textContent === 'Date' && location.search.includes('date'),
    );
    expect(new URL(page.url()).searchParams.get('columns')).toMatch(/^date:108,number,/);
    await page.context().close();
  });

  test('a view is kept under a name and chosen again: tabs, their digits, and V', async () => {
    const page = await ledger('status=sent&sort=-total');
    const tabs = page.getByRole('toolbar', { name: 'Views' });
    await tabs.getByRole('button', { name: 'Keep this view' }).waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('v');
    await page.keyboard.type('Large and open');
    await page.keyboard.press('Enter');
    await tabs.getByRole('button', { name: 'Large and open', pressed: true }).waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('2');
    await page.getByRole('button', { name: 'Remove filter: Status is Overdue' }).waitFor();
    expect(new URL(page.url()).searchParams.get('sort')).toBe('-balance');
    await page.keyboard.press('1');
    await tabs.getByRole('button', { name: 'Everything', pressed: true }).waitFor();
    expect(new URL(page.url()).search).toBe('');
    // What is changed in a view of one's own is kept in it, or as another.
    await tabs.getByRole('button', { name: 'Large and open' }).click();
    await page.getByRole('button', { name: 'Total', exact: true }).click();
    await tabs.getByRole('button', { name: 'Keep this view' }).click();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Large and open');
    await page.getByRole('checkbox', { name: 'My list opens with it' }).check();
    await page.getByRole('button', { name: 'Keep changes' }).click();
    await tabs.getByRole('button', { name: 'Large and open', pressed: true }).waitFor();
    await page.keyboard.press('v');
    await page.getByRole('button', { name: 'Open the list with Large and open', pressed: true }).waitFor();
    await page.getByRole('button', { name: 'Remove view Large and open' }).click();
    await expect.poll(() => tabs.getByRole('button', { name: 'Large and open' }).count()).toBe(0);
    await page.context().close();
  });

  test('what is selected by a range is summed above the whole, and all but a few too', async () => {
    const page = await ledger();
    await page.getByRole('grid').focus();
    await page.keyboard.press('x');
    await page.keyboard.press('Shift+ArrowDown');
    await page.keyboard.press('Shift+ArrowDown');
    const figures = (await page.locator('[data-index="0"], [data-index="1"], [data-index="2"]').allInnerTexts()).map(
      (text) => Number(text.trim().split('\n').filter(Boolean).at(-2)?.replaceAll(',', '')),
    );
    const [chosen = ''] = await page.locator('.grid-foot-row').allInnerTexts();
    expect(chosen).toContain('3 selected');
    expect(chosen.replaceAll(',', '')).toContain((figures.reduce((sum, one) => sum + one * 100, 0) / 100).toFixed(2));
    await page.keyboard.press('Control+a');
    const [all = '', whole = ''] = await page.locator('.grid-foot-row').allInnerTexts();
    expect(all.match(/[\d,]+\.\d\d/g)).toEqual(whole.match(/[\d,]+\.\d\d/g));
    await page.keyboard.press('Escape');
    expect(await page.locator('.grid-foot-row').count()).toBe(1);
    await page.context().close();
  });
});

describe('states and sizes', () => {
  test('empty says what goes here; a failure says so and is tried again', async () => {
    const empty = await ledger('state=empty');
    expect(await empty.locator('.grid-state').innerText()).toContain('press N');
    await empty.context().close();
    const page = await ledger('state=failed');
    expect(await page.getByRole('alert').innerText()).toContain('The server does not answer.');
    await page.getByRole('button', { name: 'Mend' }).click();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.waitForSelector('[data-index="0"]');
    await page.context().close();
    const waiting = await stage.open('ledger_grid', { query: 'state=loading' });
    expect(await waiting.locator('.grid-state').innerText()).toBe('Fetching…');
    await waiting.context().close();
  });

  test('of a thousand rows few are in the document, and the foot has the totals of all', async () => {
    const page = await ledger();
    expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(1_500);
    expect(await foot(page)).toContain('23,93,48,267.21');
    await page.context().close();
  });

  test('a phone shows two lines a record, and nothing is wider than its screen', async () => {
    const page = await ledger('', { width: 360, height: 740, hasTouch: true });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
    expect(await page.locator('[data-index="0"]').innerText()).toMatch(
      /Deccan Auto Spares\s+7,20,656.85\s+INV\/26-27\/1000 · 21 Nov 26\s+Part paid/,
    );
    await page.getByRole('button', { name: 'Select' }).tap();
    await page.locator('[data-index="2"] .grid-check').tap();
    await page.getByText('1 selected').first().waitFor();
    await page.context().close();
  });
});
