/** Axe finds nothing on every screen in light and dark, in three colours of organisations and on a phone of 360 pixels. */
import { brandTokens, type Scheme } from '@tenantry/brand/tokens.ts';
import { OPERATOR } from '@tenantry/kernel/testing/world.ts';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Axe, openAxe } from './axe.ts';
import { pathsOfRouter, screensOfModules } from './screens.ts';
import {
  enter,
  type Office,
  openOffice,
  openPage,
  openStage,
  type Person,
  person,
  type Stage,
  signIn,
} from './stage.ts';

/** The organisation's own is one of the three; yellow is the worst of colours, black has no hue at all. */
const SEEDS = ['#0b5394', '#ffeb3b', '#000000'];
/** So tall that nothing of a page lies half below what sticks to its foot. */
const DESK = { width: 1280, height: 3200 };
const PHONE = { width: 360, height: 3200 };

let stage: Stage;
let office: Office;
let asha: Person;
let ids: Record<string, string>;

beforeAll(async () => {
  stage = await openStage();
  office = await openOffice(stage.world, 'lakshmi');
  asha = await person(stage.world, { owner: office });
  const run = await stage.world.operator.post('/api/tenant-runs', {
    action: 'resume',
    tenants: [office.id],
    expected: 1,
  });
  await stage.world.kernel.rounds.run('system.sample');
  const account = await office.owner.post('/api/accounts', { name: 'Till', class: 'cash' });
  const party = await office.owner.post('/api/customers', { name: 'One that owes' });
  const sale = { customer_id: party.body.data.id, lines: [] };
  const invoice = await office.owner.post('/api/invoices', sale);
  const wanted = { form: 'pdf', ids: [invoice.body.data.id] };
  // Who asked for it sees it, and nobody else.
  const caller = await stage.world.nobody.signIn(asha.email, asha.password, 'lakshmi');
  const printout = await caller.post('/api/invoices/printouts', wanted);
  expect(printout.status, printout.text).toBe(202);
  ids = {
    ...{ tenant: 'lakshmi', run: run.body.data.id, account: account.body.data.id, party: party.body.data.id },
    printout: printout.body.data.id,
  };
});
afterAll(() => stage?.close());

/** Some 45 screens in seven guises each: half a minute alone, more beside others. */
const LONG_MS = 900_000;

/** A record of the kind: one that is there, or one of a name alone. Kinds that need more are given one before the walk. */
async function recordOf(noun: string): Promise<string | undefined> {
  const found = (await office.owner.get(`/api/${noun}?limit=1`)).body.data?.[0]?.id;
  return found ?? (await office.owner.post(`/api/${noun}`, { name: `One of the ${noun}` })).body.data?.id;
}

/** Addresses that a path stands for: the form of a new record, and one that is there. */
async function addressesOf(path: string, noun: string): Promise<string[]> {
  const named = path.replace(/\$(\w+)/g, (whole, name: string) => ids[name] ?? whole);
  if (!named.includes('$')) return [named];
  if (!named.endsWith('/$id')) throw new Error(`${path}: give the walk what it names`);
  const record = await recordOf(noun);
  return ['new', ...(record ? [record] : [])].map((id) => named.replace('$id', id));
}

/** Opens an address in the page that is open, as a link does, and waits until everything there has come. */
async function go(page: Page, address: string): Promise<void> {
  if (new URL(page.url()).pathname === address) return;
  await page.evaluate(`for (const one of document.querySelectorAll('h1')) one.setAttribute('data-before', '');
    history.pushState({}, '', ${JSON.stringify(address)})`);
  await page.locator('h1:not([data-before])').first().waitFor();
  await page.locator('.loading-line, [aria-busy="true"]').first().waitFor({ state: 'detached' });
}

/** Shows the page in a scheme and a colour; null leaves it in its own. */
async function paint(page: Page, scheme: Scheme, seed: string | null): Promise<void> {
  const tokens = seed === null ? {} : brandTokens(seed, scheme);
  await page.evaluate(`(() => {
    const { style, dataset } = document.documentElement;
    dataset.scheme = ${JSON.stringify(scheme)};
    for (const name of [...style].filter((one) => one.startsWith('--brand-'))) style.removeProperty(name);
    for (const [name, value] of Object.entries(${JSON.stringify(tokens)})) style.setProperty('--brand-' + name, value);
  })()`);
}

/** Everything wrong with the screen that is open, in every guise. */
async function faultsOf(page: Page, axe: Axe, seeds: readonly (string | null)[]): Promise<string[]> {
  const faults: string[] = [];
  const keep = (guise: string, found: readonly string[]): void => {
    for (const one of found) faults.push(`${guise}: ${one}`);
  };
  // The columns that a list begins with are seen without scrolling: the last ones are the figures.
  const hidden = await page.evaluate<number>(
    `Math.max(0, ...[...document.querySelectorAll('.grid-sheet')].map((grid) => grid.scrollWidth - grid.clientWidth))`,
  );
  if (hidden > 1) keep('desk', [`${hidden} pixels of the list are out of sight`]);
  for (const [n, seed] of seeds.entries())
    for (const scheme of ['light', 'dark'] as const) {
      await paint(page, scheme, seed);
      keep(`${scheme} ${seed ?? ''}`, await axe.find(n === 0 && scheme === 'light' ? undefined : 'colours'));
    }
  await page.setViewportSize(PHONE);
  // In the dark first, for that is how the desk was left.
  await paint(page, 'dark', null);
  keep('phone dark', await axe.find('colours'));
  await paint(page, 'light', null);
  keep('phone', await axe.find());
  const width = () => page.evaluate<number>('document.documentElement.scrollWidth');
  const fits = expect.poll(width).toBeLessThanOrEqual(PHONE.width);
  await fits.catch(async () => keep('phone', [`${await width()} pixels wide`]));
  await page.setViewportSize(DESK);
  return faults;
}

async function walk(page: Page, addresses: readonly string[], seeds: readonly (string | null)[]): Promise<void> {
  const axe = await openAxe(page);
  for (const address of addresses) {
    await go(page, address).catch((error: Error) => expect.soft(error.message, address).toBe(''));
    expect.soft(await faultsOf(page, axe, seeds), address).toEqual([]);
  }
}

test('the ways in, and every screen of an organisation', { timeout: LONG_MS }, async () => {
  const screens = (await screensOfModules()).filter(({ path }) => !path.startsWith('/operator'));
  const ways = [...pathsOfRouter().filter((path) => !['/', '/profile'].includes(path)), '/tenant-setup'];
  const { page, context, faults } = await openPage(stage, '/t/lakshmi/sign-in', { viewport: DESK });
  await page.getByLabel('E-mail').waitFor();
  await walk(
    page,
    ways.map((path) => `/t/lakshmi${path}`),
    SEEDS,
  );
  await page.goto(`${stage.address}/t/lakshmi/`);
  await signIn(page, asha);
  await page.locator('#sheet h1').waitFor();
  const within = screens.filter(({ alone }) => !alone).map(({ path, noun }) => addressesOf(path, noun));
  const addresses = ['/', '/profile', ...(await Promise.all(within)).flat()];
  expect(addresses.length).toBeGreaterThanOrEqual(20);
  await walk(
    page,
    addresses.map((path) => `/t/lakshmi${path}`),
    SEEDS,
  );
  await context.close();
  expect(faults).toEqual([]);
});

/** What opens over a page: where, by which key or button, and what is there then. */
interface Opening {
  at: string;
  name: string;
  open(page: Page): Promise<void>;
  shown(page: Page): Locator;
}

/** A key where the list has the focus. */
const key = (pressed: string) => async (page: Page) => {
  await page.getByRole('grid').focus();
  await page.keyboard.press(pressed);
};
const button = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();
const dialog = (page: Page): Locator => page.getByRole('dialog');
const menu = (page: Page): Locator => page.getByRole('menu');

const OPENINGS: readonly Opening[] = [
  { at: '/customers', name: 'the palette', open: key('Control+k'), shown: (page) => page.getByRole('combobox') },
  { at: '/customers', name: 'all keys', open: key('?'), shown: dialog },
  { at: '/customers', name: 'what can be done with a row', open: key('.'), shown: menu },
  { at: '/customers', name: 'the formats of an export', open: key('e'), shown: menu },
  { at: '/customers', name: 'the views', open: key('v'), shown: dialog },
  { at: '/customers', name: 'the columns', open: button('Columns'), shown: dialog },
  { at: '/customers', name: 'the filters', open: button('Filter'), shown: (page) => page.locator('.pop') },
  { at: '/audit', name: 'the period', open: key('F2'), shown: (page) => page.getByRole('option').first() },
  { at: '/users', name: 'an invitation', open: button('Invite somebody'), shown: dialog },
];
const ON_PHONE: readonly Opening[] = [
  { at: '/customers', name: 'the pages', open: button('Pages'), shown: dialog },
  { at: '/customers', name: 'the search', open: button('Search'), shown: (page) => page.getByRole('combobox') },
];

test('what opens over a page, on a desk and on a phone, in light and in dark', { timeout: LONG_MS }, async () => {
  await recordOf('customers');
  const { page, context, faults } = await enter(stage, asha, '/t/lakshmi/customers', { viewport: DESK });
  const axe = await openAxe(page);
  for (const [size, openings] of [
    [DESK, OPENINGS],
    [PHONE, ON_PHONE],
  ] as const) {
    await page.setViewportSize(size);
    for (const { at, name, open, shown } of openings) {
      await go(page, `/t/lakshmi${at}`);
      await open(page);
      await shown(page).waitFor();
      for (const scheme of ['light', 'dark'] as const) {
        await paint(page, scheme, null);
        expect.soft(await axe.find(scheme === 'light' ? undefined : 'colours'), `${name}, ${scheme}`).toEqual([]);
      }
      await page.keyboard.press('Escape');
      await shown(page).waitFor({ state: 'detached' });
    }
  }
  await context.close();
  expect(faults).toEqual([]);
});

test('every screen of the operators’ console', { timeout: LONG_MS }, async () => {
  const screens = (await screensOfModules()).filter(({ path }) => path.startsWith('/operator'));
  const { page, context, faults } = await openPage(stage, '/operator', { viewport: DESK });
  await page.getByLabel('E-mail').waitFor();
  const axe = await openAxe(page);
  expect(await faultsOf(page, axe, [null])).toEqual([]);
  // The walk sees what it is for: pale words are found.
  await page.evaluate(`document.documentElement.style.setProperty('--ink', '#dddddd')`);
  expect(await axe.find('colours')).toEqual([expect.stringContaining('color-contrast')]);
  await page.evaluate(`document.documentElement.style.removeProperty('--ink')`);
  await signIn(page, OPERATOR);
  await page.locator('.console-sheet h1').waitFor();
  const addresses = await Promise.all(screens.map(({ path, noun }) => addressesOf(path, noun)));
  await walk(page, addresses.flat(), [null]);
  await context.close();
  expect(faults).toEqual([]);
});
