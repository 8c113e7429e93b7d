/** Without network: what was seen is read, drafts outlive reload, session and network, nothing is sent by itself; installable; nobody sees another's. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAGES_FOLDER } from '@tenantry/server/pages.ts';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { enter, keptIn, type Office, openOffice, openStage, type Person, person, type Stage, signIn } from './stage.ts';

let stage: Stage;
let lakshmi: Office;
let asha: Person;
let other: Person;

beforeAll(async () => {
  stage = await openStage();
  lakshmi = await openOffice(stage.world, 'lakshmi');
  const smile = await openOffice(stage.world, 'smile');
  asha = await person(stage.world, { owner: lakshmi, admin: smile });
  other = await person(stage.world, { admin: smile });
  expect((await lakshmi.owner.post('/api/customers', { name: 'Zenith Stores', city: 'Pune' })).status).toBe(201);
});
afterAll(() => stage?.close());

/** A reload after which the service worker has the page: what it did not fetch itself it has not kept. */
async function settle(page: Page): Promise<void> {
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await page.reload();
  await page.locator('#sheet h1').waitFor();
  await page.waitForLoadState('networkidle');
}

/** Everything that the service worker keeps: address → the first letters of what it is. */
const CACHED = `caches.keys().then(async (names) => {
  const found = [];
  for (const name of names) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push([new URL(request.url).pathname + new URL(request.url).search, await (await cache.match(request)).text()]);
  }
  return found;
})`;

test('what was seen is read without network, with its time; what was not seen is said so; a change waits for the person', async () => {
  const { page, context } = await enter(stage, asha, '/t/lakshmi/customers');
  await settle(page);
  await page.getByText('Zenith Stores').dblclick();
  await page.getByLabel('City').first().waitFor();
  await page.waitForLoadState('networkidle');
  await context.setOffline(true);
  await page.reload();
  await page.getByText(/No network. What you see is from/).waitFor();
  expect(await page.getByLabel('City').first().inputValue()).toBe('Pune');
  await page.goto(`${stage.address}/t/lakshmi/customers`);
  await page.getByText('Zenith Stores').waitFor();
  // What the list asks for and does not get draws it once more: both clicks go to one row.
  await page.waitForLoadState('networkidle');
  // A draft is written without network, and outlives a reload.
  await page.getByText('Zenith Stores').dblclick();
  await page.getByLabel('City').first().fill('Nashik');
  await expect.poll(async () => JSON.stringify(await keptIn(page))).toContain('Nashik');
  await page.keyboard.press('Control+Enter');
  await page
    .getByText(/no network/i)
    .first()
    .waitFor();
  await page.reload();
  await expect.poll(() => page.getByLabel('City').first().inputValue()).toBe('Nashik');
  // The network is back: nothing was sent by itself.
  await context.setOffline(false);
  const asked = async () => (await lakshmi.owner.get('/api/customers?q=zenith')).body.data[0].city;
  await page.reload();
  await expect.poll(() => page.getByLabel('City').first().inputValue()).toBe('Nashik');
  expect(await asked()).toBe('Pune');
  // The session ends; whoever signs in again finds what he wrote, and saves it.
  await stage.world.admin.query('update sessions set ended_at = now() where user_id = $1', [asha.id]);
  stage.world.kernel.identity.forgetUser(asha.id);
  await page.reload();
  await signIn(page, asha);
  await expect.poll(() => page.getByLabel('City').first().inputValue()).toBe('Nashik');
  await page.getByLabel('City').first().press('Control+Enter');
  await page.getByText('Zenith Stores is saved').waitFor();
  expect(await asked()).toBe('Nashik');
  await context.close();
});

/** What stands at an address without network; empty where the browser has no page of it. */
async function offlineAt(page: Page, context: BrowserContext, path: string): Promise<string> {
  await context.setOffline(true);
  const isServed = await page.goto(`${stage.address}${path}`).then(
    () => true,
    () => false,
  );
  if (isServed) await page.locator('h1').first().waitFor();
  const text = isServed ? ((await page.locator('body').textContent()) ?? '') : '';
  await context.setOffline(false);
  return text;
}

test('the worker keeps no record, and without network nobody sees another organisation’s or another person’s', async () => {
  const { page, context } = await enter(stage, asha, '/t/lakshmi/customers');
  await page.getByText('Zenith Stores').waitFor();
  await settle(page);
  const kept = (await page.evaluate(CACHED)) as [string, string][];
  expect(kept.length).toBeGreaterThan(5);
  for (const [path, text] of kept) {
    expect(path).not.toMatch(/^\/(api|docs|health|metrics)/);
    expect(text).not.toContain('Zenith');
    expect(text).not.toContain(asha.email);
  }
  // Her other organisation, of which she has seen nothing in this browser, has nothing of the first.
  expect(await offlineAt(page, context, '/t/smile/customers')).not.toContain('Zenith');
  // Somebody else at the same machine, without signing out first.
  await context.clearCookies();
  await page.goto(`${stage.address}/t/smile/customers`);
  await signIn(page, other);
  await page.getByRole('grid').waitFor();
  expect(await offlineAt(page, context, '/t/lakshmi/customers')).not.toContain('Zenith');
  expect(await offlineAt(page, context, '/t/smile/customers')).not.toContain('Zenith');
  await context.close();
});

test('it can be installed: a manifest with icons of the sizes that they say, one of them to be cut', async () => {
  const manifest = JSON.parse(readFileSync(join(PAGES_FOLDER, 'manifest.webmanifest'), 'utf8'));
  const sizes: string[] = [];
  for (const { src, sizes: said, type, purpose } of manifest.icons) {
    const reply = await fetch(`${stage.address}${src}`);
    expect([src, reply.status, reply.headers.get('content-type')]).toEqual([src, 200, type]);
    if (type !== 'image/png') continue;
    const bytes = Buffer.from(await reply.arrayBuffer());
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(said);
    sizes.push(`${said} ${purpose}`);
  }
  expect(sizes.sort()).toEqual(['192x192 any', '512x512 any', '512x512 maskable']);
  expect(manifest).toMatchObject({ start_url: '/', display: 'standalone', scope: '/' });
});
