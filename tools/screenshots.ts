/** `npm run screenshots`: the demo on a folder of its own, and pictures of the main screens into docs/pictures. */
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ensurePages } from '../apps/server/pages_build.ts';
import { startProgram } from '../apps/server/testing/program.ts';
import { openBrowser } from './browser.ts';

const FOLDER = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
/** Whoever clones the repository fetches them all. */
const MOST_BYTES = 150_000;
const SHOP = 'demo-factory';
const AT = `/t/${SHOP}`;
const DESK = { width: 1280, height: 800 };
const PHONE = { width: 360, height: 740 };

interface Picture {
  name: string;
  path: string | ((page: Page) => Promise<string>);
  look?: { colorScheme?: 'dark'; viewport?: typeof DESK };
  /** Does something on the page before it is taken. */
  before?(page: Page): Promise<void>;
}

/** The record that stands first in a list. */
const first =
  (noun: string, query = '') =>
  async (page: Page): Promise<string> => {
    const id = await page.evaluate<string>(
      `fetch('/api/tenants/${SHOP}/${noun}?limit=1${query}').then((reply) => reply.json()).then(({ data }) => data[0].id)`,
    );
    return `${AT}/${noun}/${id}`;
  };

/** A file as people have them: other heads, and one row that cannot be. */
const PARTIES = `Party name,GSTIN/UIN,City
Mehta Steel,27AABFS1234A1ZV,Pune
Wrong One,12345,Surat
Zenith Traders,,Nagpur
`;

async function chooseFile(page: Page): Promise<void> {
  const file = { name: 'parties.csv', mimeType: 'text/csv', buffer: Buffer.from(PARTIES) };
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await page.getByRole('cell', { name: '12345' }).waitFor();
}

const ofShop: readonly Picture[] = [
  { name: 'customers', path: `${AT}/customers` },
  { name: 'customer', path: first('customers') },
  { name: 'product-form', path: `${AT}/products/new` },
  { name: 'import', path: `${AT}/customers/import`, before: chooseFile },
  { name: 'invoices', path: `${AT}/invoices` },
  { name: 'invoice', path: first('invoices', '&status=issued') },
  { name: 'invoice-phone', path: first('invoices', '&status=issued'), look: { viewport: PHONE } },
  { name: 'ageing', path: `${AT}/reports/ageing` },
  { name: 'profit-and-loss', path: `${AT}/reports/profit-and-loss` },
  { name: 'gst', path: `${AT}/gst` },
  { name: 'letterhead', path: `${AT}/letterhead` },
  { name: 'branding', path: `${AT}/branding` },
  { name: 'audit', path: `${AT}/audit` },
  { name: 'products-dark', path: `${AT}/products`, look: { colorScheme: 'dark' } },
  { name: 'customers-phone', path: `${AT}/customers`, look: { viewport: PHONE } },
  // Last: the day begins with what one worked on before.
  { name: 'today', path: `${AT}/` },
];
const ofPlatform: readonly Picture[] = [
  { name: 'console-organisations', path: '/operator' },
  { name: 'console-organisation', path: `/operator/tenants/${SHOP}` },
  { name: 'console-health', path: '/operator/health?range=60m' },
];

interface Login {
  email: string;
  password: string;
}

/** What the program prints once at its first start. */
function loginsIn(output: string): { owner: Login; operator: Login } {
  const [, email, password] = new RegExp(`^ +${SHOP} +(\\S+) +(\\S+) +\\(owner\\)`, 'm').exec(output) ?? [];
  const [, admin, secret] = /Platform operator: (\S+), password (\S+)/.exec(output) ?? [];
  if (!email || !password || !admin || !secret) throw new Error(`who may sign in was not said:\n${output}`);
  return { owner: { email, password }, operator: { email: admin, password: secret } };
}

/** A page of somebody who has signed in. */
async function enter(browser: Browser, address: string, at: string, who: Login): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: DESK,
    locale: 'en-IN',
    timezoneId: 'Asia/Kolkata',
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await page.goto(`${address}${at}`);
  await page.getByLabel('E-mail').fill(who.email);
  await page.getByLabel('Password').fill(who.password);
  await page.keyboard.press('Enter');
  await page.locator('#sheet h1, .console-sheet h1').waitFor();
  await page.close();
  return context;
}

async function take(context: BrowserContext, address: string, { name, path, look, before }: Picture): Promise<void> {
  const page = await context.newPage();
  await page.emulateMedia({ colorScheme: look?.colorScheme ?? 'light', reducedMotion: 'reduce' });
  await page.setViewportSize(look?.viewport ?? DESK);
  if (typeof path !== 'string') await page.goto(`${address}${AT}/`);
  await page.goto(`${address}${typeof path === 'string' ? path : await path(page)}`);
  await page.locator('#sheet h1, .console-sheet h1').waitFor();
  await page.locator('.loading-line, [aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.waitForLoadState('networkidle');
  await before?.(page);
  // What is fetched after the first answers has come by then.
  await page.waitForTimeout(800);
  const file = join(FOLDER, `${name}.png`);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
  await page.close();
  const { size } = statSync(file);
  if (size > MOST_BYTES) throw new Error(`${name}.png has ${size} bytes; at most ${MOST_BYTES}`);
  console.log(`${name}.png`.padEnd(30), `${Math.round(size / 1000)} kB`);
}

async function main(): Promise<void> {
  const fault = await ensurePages((line) => console.log(line));
  if (fault) throw new Error(fault);
  mkdirSync(FOLDER, { recursive: true });
  const program = await startProgram({ PAGES: 'true', DEMO: 'true' });
  const browser = await openBrowser();
  try {
    const { owner, operator } = loginsIn(program.output());
    const shop = await enter(browser, program.address, `${AT}/sign-in`, owner);
    for (const picture of ofShop) await take(shop, program.address, picture);
    const platform = await enter(browser, program.address, '/operator', operator);
    for (const picture of ofPlatform) await take(platform, program.address, picture);
  } finally {
    await browser.close();
    await program.stop();
  }
}

await main();
