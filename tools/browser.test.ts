/** The browser of the tests: it opens, runs pages, and a machine without one is told what to do. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
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

test('it guards origins, as the browsers of people do', async () => {
  const server = createServer((_request, reply) => reply.setHeader('content-type', 'text/html').end('<h1>Here</h1>'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${port}`);
    const asked = (host: string): Promise<string> =>
      page.evaluate(`fetch('http://${host}:${port}').then(({ status }) => String(status), (error) => error.name)`);
    expect([await asked('127.0.0.1'), await asked('localhost')]).toEqual(['200', 'TypeError']);
  } finally {
    await browser.close();
    server.close();
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
