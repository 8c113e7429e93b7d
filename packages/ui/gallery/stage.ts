/** Builds the page of parts as it is delivered, serves it on this machine, and opens one part in a real browser. */
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { openBrowser } from '../../../tools/browser.ts';
import { wordsPlugin } from '../src/words/catalogue.ts';

export interface Stage {
  /** Opens a part in a window of its own; faults of the page come out of `close`. */
  open(part: string, options?: { query?: string; width?: number; height?: number; hasTouch?: boolean }): Promise<Page>;
  browser: Browser;
  close(): Promise<void>;
}

const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
};
const gallery = fileURLToPath(new URL('.', import.meta.url));

async function serve(folder: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      const body = await readFile(join(folder, path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream' }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

/** As it is delivered: the test runner's mode would take React's slow half. */
async function buildInto(folder: string): Promise<void> {
  const mode = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      root: gallery,
      configFile: false,
      logLevel: 'error',
      mode: 'production',
      plugins: [react(), wordsPlugin({ shell: [{ folder: join(gallery, '../words') }] })],
      build: { outDir: folder, emptyOutDir: true, rolldownOptions: { input: join(gallery, 'alone.html') } },
    });
  } finally {
    if (mode === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = mode;
  }
}

let built: Promise<string> | undefined;

/** The folder of the built page; a process that runs several files of tests builds it once, and leaves nothing behind. */
function buildOnce(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tenantry-stage-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    await buildInto(folder);
    return folder;
  })();
  return built;
}

export async function openStage(): Promise<Stage> {
  const server = await serve(await buildOnce());
  const browser = await openBrowser();
  const faults: string[] = [];
  return {
    browser,
    async open(part, { query = '', width = 1366, height = 768, hasTouch = false } = {}) {
      const context = await browser.newContext({ viewport: { width, height }, hasTouch, reducedMotion: 'reduce' });
      context.setDefaultTimeout(30_000);
      const page = await context.newPage();
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on(
        'console',
        (message) => message.type() === 'error' && !message.text().includes('404') && faults.push(message.text()),
      );
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/alone.html?${query}#${part}`);
      return page;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      if (faults.length > 0) throw new Error(`the page reported faults:\n${faults.join('\n')}`);
    },
  };
}
