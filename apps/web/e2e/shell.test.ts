/** Journeys through the frame: in by keyboard, palette, keys, languages, a lost session, a lost network, the neighbour, the phone. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  enter as enterAs,
  findings,
  openOffice,
  openPage,
  openStage,
  type Person,
  person,
  type Stage,
  signIn,
} from './stage.ts';

let stage: Stage;
let asha: Person;
let neighbour: Person;

beforeAll(async () => {
  stage = await openStage();
  const [one, two, three] = [
    await openOffice(stage.world, 'lakshmi'),
    await openOffice(stage.world, 'smile'),
    await openOffice(stage.world, 'ashwini'),
  ];
  asha = await person(stage.world, { owner: one, admin: two });
  neighbour = await person(stage.world, { owner: three });
  expect((await three.owner.post('/api/customers', { name: 'Zubeida Traders' })).status).toBe(201);
  expect((await one.owner.post('/api/customers', { name: 'Zenith Stores' })).status).toBe(201);
});
afterAll(() => stage?.close());

const enter = (path: string, who: Person = asha, options?: Parameters<typeof openPage>[2]) =>
  enterAs(stage, who, path, options);

test('in by the keyboard alone, after a wrong password in words; back to where one wanted to go', async () => {
  const { page, context, faults } = await openPage(stage, '/t/lakshmi/profile');
  await signIn(page, { ...asha, password: 'something else entirely' });
  await page.getByText('The e-mail or the password is not right.').waitFor();
  await page.locator('[aria-busy]').waitFor({ state: 'detached' });
  expect(await findings(page)).toEqual([]);
  await page.keyboard.type(asha.password);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  expect(new URL(page.url()).pathname).toBe('/t/lakshmi/profile');
  expect(await page.evaluate('document.cookie')).toBe('');
  await context.close();
  expect(faults).toEqual([]);
});

test('the palette finds our records and pages, and nothing of the neighbour; `?` shows the keys; G H goes', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
  await page.keyboard.type('zenith');
  await page.getByRole('option', { name: /Zenith Stores/ }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('zubeida');
  await page.getByText('Nothing found.').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('profile');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await page.getByRole('heading', { name: 'Profile' }).click();
  await page.keyboard.type('?');
  await page.getByRole('dialog').getByText('Go to').waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.type('gh');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  // People who turned single keys off are left alone by them.
  await page.getByRole('link', { name: 'A Person' }).click();
  await page.getByRole('checkbox').uncheck();
  await page.getByRole('heading', { name: 'Profile' }).click();
  await page.keyboard.type('gh');
  expect(new URL(page.url()).pathname).toBe('/t/lakshmi/profile');
  await context.close();
  expect(faults).toEqual([]);
});

test('another organisation of one’s own has its own page and colours; both stand side by side in one browser', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/');
  await page.getByLabel('Organisation').selectOption('smile');
  await page.waitForURL('**/t/smile/');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  const other = await context.newPage();
  await other.goto(`${stage.address}/t/lakshmi/`);
  await other.getByRole('heading', { name: 'Today' }).waitFor();
  await page.reload();
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  // The neighbour's looks like one that does not exist.
  const said: string[] = [];
  for (const slug of ['ashwini', 'there-is-none']) {
    await other.goto(`${stage.address}/t/${slug}/`);
    await other.getByRole('heading', { name: 'This page could not be shown' }).waitFor();
    said.push(((await other.getByRole('alert').textContent()) ?? '').replaceAll(slug, ''));
  }
  expect(said[0]).toBe(said[1]);
  await context.close();
  expect(faults).toEqual([]);
});

test('Hindi and the dark are there at once and after a reload, and Hindi in the next browser too', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/profile');
  const isTold = (at: typeof page) => at.waitForResponse('**/api/auth/language');
  await Promise.all([isTold(page), page.getByLabel('Language').selectOption('hi')]);
  await page.getByRole('heading', { name: 'प्रोफ़ाइल' }).waitFor();
  await page.getByLabel('रंग').selectOption('dark');
  await page.reload();
  await page.getByRole('heading', { name: 'प्रोफ़ाइल' }).waitFor();
  expect(await page.evaluate('document.documentElement.dataset.scheme + document.documentElement.lang')).toBe('darkhi');
  expect(await findings(page)).toEqual([]);
  const next = await enter('/t/lakshmi/profile');
  await next.page.getByRole('heading', { name: 'प्रोफ़ाइल' }).waitFor();
  await Promise.all([isTold(next.page), next.page.getByLabel('भाषा').selectOption('en')]);
  for (const one of [context, next.context]) await one.close();
  expect([...faults, ...next.faults]).toEqual([]);
});

test('a session that was ended elsewhere is carried on in place', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/profile');
  await page.getByRole('heading', { name: 'Sessions' }).waitFor();
  await page.getByLabel('Password now').fill('half written');
  await stage.world.admin.query('update sessions set ended_at = now() where user_id = $1', [asha.id]);
  await stage.world.kernel.identity.forgetUser(asha.id);
  await page.getByLabel('New password').fill('four plain words more');
  await page.getByRole('button', { name: 'Change the password' }).click();
  const again = page.getByRole('alertdialog');
  await again.getByLabel('Password').fill(asha.password);
  await page.keyboard.press('Enter');
  await again.waitFor({ state: 'detached' });
  // What was sent goes through as it was written: the old password was not it.
  await page.getByRole('alert').first().waitFor();
  expect(await page.getByLabel('Password now').inputValue()).toBe('half written');
  await context.close();
  expect(faults).toEqual([]);
});

test('on a phone nothing is wider than the screen, in light and dark, and a screen reader finds its way', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: 360, height: 740 };
    const { page, context } = await enter('/t/smile/', asha, { viewport, colorScheme });
    await page.getByRole('navigation', { name: 'Main pages' }).waitFor();
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('link', { name: 'Profile' }).last().click();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await findings(page)).toEqual([]);
    await context.close();
  }
});

test('signing out leaves nothing of the person in the browser', async () => {
  const { page, context } = await enter('/t/ashwini/', neighbour);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('E-mail').waitFor();
  const left = await page.evaluate(`new Promise((resolve) => {
    const asked = indexedDB.open('tenantry');
    asked.onsuccess = () => {
      const names = [...asked.result.objectStoreNames];
      if (!names.includes('answers')) return resolve(0);
      const counted = asked.result.transaction('answers').objectStore('answers').count();
      counted.onsuccess = () => resolve(counted.result);
    };
  })`);
  expect(left).toBe(0);
  await context.close();
});
