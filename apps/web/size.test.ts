/** How much script a first visit fetches, route by route, compressed: the budgets of the pages. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES_FOLDER } from '@tenantry/server/pages.ts';
import { ensurePages } from '@tenantry/server/pages_build.ts';
import { beforeAll, expect, test } from 'vitest';
import type { RouteFiles } from './build/routes.ts';
import { screensOfModules } from './e2e/screens.ts';

interface Chunk {
  file: string;
  imports?: string[];
}

let chunks: Record<string, Chunk>;

beforeAll(async () => {
  const fault = await ensurePages(() => {});
  if (fault) throw new Error(`the pages could not be built: ${fault}`);
  chunks = JSON.parse(readFileSync(join(PAGES_FOLDER, '.vite/manifest.json'), 'utf8'));
});

/** Bytes of the chunks of these sources with all that they import at once; each counts once. */
function weigh(sources: readonly string[]): number {
  const files = new Set<string>();
  const visit = (key: string): void => {
    const chunk = chunks[key];
    if (!chunk) throw new Error(`there is no chunk of ${key}`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const source of sources) {
    const key = Object.keys(chunks).find((one) => one.endsWith(source));
    if (!key) throw new Error(`there is no chunk of ${source}`);
    visit(key);
  }
  const sizeOf = (file: string): number => {
    try {
      return readFileSync(join(PAGES_FOLDER, `${file}.br`)).length;
    } catch {
      return readFileSync(join(PAGES_FOLDER, file)).length;
    }
  };
  return [...files].filter((file) => file.endsWith('.js')).reduce((sum, file) => sum + sizeOf(file), 0);
}

const FRAME = ['index.html', 'shell/frame.tsx', 'virtual:words/business/en'];

test.each([
  ['sign-in', ['index.html', 'screens/sign_in.tsx'], 105],
  ['list', [...FRAME, 'src/page/list_page.tsx', 'parties/customers.screens.tsx'], 130],
  [
    'list of items',
    [...FRAME, 'virtual:words/business.products/en', 'src/page/list_page.tsx', 'products/products.screens.tsx'],
    130,
  ],
  ['record', [...FRAME, 'src/page/record_page.tsx', 'parties/customers.screens.tsx'], 120],
  ['import', [...FRAME, 'src/page/import_page.tsx', 'parties/customers.screens.tsx'], 130],
])('%s stays within its budget', (_route, sources, most) => {
  expect(weigh(sources) / 1000).toBeLessThanOrEqual(most);
});

test('the HTML of every screen that modules declare names its files, and all of them are there', async () => {
  const routes = JSON.parse(readFileSync(join(PAGES_FOLDER, '.vite/routes.json'), 'utf8')) as RouteFiles[];
  const declared = (await screensOfModules()).map(({ path }) => path);
  const nameless = declared.filter((path) => !routes.some((one) => one.path === path && one.scripts.length > 0));
  expect(nameless).toEqual([]);
  for (const { scripts, styles } of routes)
    for (const file of [...scripts, ...styles]) expect(existsSync(join(PAGES_FOLDER, file)), file).toBe(true);
  const list = routes.find(({ path }) => path === '/customers');
  for (const part of ['customers', 'ledger', 'frame'])
    expect(
      list?.scripts.some((file) => file.startsWith(`assets/${part}-`)),
      part,
    ).toBe(true);
});
