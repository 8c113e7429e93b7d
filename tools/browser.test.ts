/** The browser of the tests: it opens, runs pages, and a machine without one is told what to do. */
import { expect, test } from 'vitest';
import { openBrowser } from './browser.ts';

test('a page runs in it', async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<h1>Ledger</h1>');
    expect(await page.evaluate("document.querySelector('h1').textContent")).toBe('Ledger');
  } finally {
    await browser.close();
  }
});

test('a path that leads nowhere is named', async () => {
  process.env.CHROMIUM_PATH = '/nowhere/chromium';
  try {
    await expect(openBrowser()).rejects.toThrow(/CHROMIUM_PATH: there is no file \/nowhere\/chromium/);
  } finally {
    delete process.env.CHROMIUM_PATH;
  }
});
