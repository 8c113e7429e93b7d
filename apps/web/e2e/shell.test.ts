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
  // Typed on at once, before it is there: nothing of it is taken for a key of the page.
  await page.keyboard.press('Control+k');
  await page.keyboard.type('zenith');
  await expect.poll(() => page.getByRole('dialog').getByRole('combobox').inputValue()).toBe('zenith');
  await page.getByRole('option', { name: /Zenith Stores/ }).waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('zubeida');
  await page.getByText('Nothing found.').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('dark');
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.documentElement.dataset.scheme')).toBe('dark');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').getByRole('combobox').waitFor();
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

/** Whose answers this browser keeps, and what they say. */
const KEPT = `new Promise((resolve) => {
  const asked = indexedDB.open('tenantry');
  asked.onsuccess = () => {
    const all = asked.result.transaction('answers').objectStore('answers').getAll();
    all.onsuccess = () => resolve(all.result.map(({ owner, body }) => [owner.split('|').at(-1), JSON.stringify(body)]));
  };
})`;

test('another organisation of one’s own has its own page, colours and memory; both stand side by side in one browser', async () => {
  const { page, context, faults } = await enter('/t/lakshmi/customers');
  await page.getByText('Zenith Stores').waitFor();
  await page.getByRole('heading', { name: 'Customers' }).click();
  await page.keyboard.type('go');
  await page
    .getByRole('dialog')
    .getByRole('link', { name: /lakshmi/ })
    .waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/t/smile/');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  // He is an admin here and an owner there: what he may do changed with the place.
  await page.goto(`${stage.address}/t/smile/customers`);
  await page.getByRole('grid').waitFor();
  expect(await page.getByText('Zenith').count()).toBe(0);
  const kept = (await page.evaluate(KEPT)) as [string, string][];
  expect(kept.some(([slug, body]) => slug === 'lakshmi' && body.includes('Zenith'))).toBe(true);
  expect(kept.filter(([slug, body]) => slug !== 'lakshmi' && body.includes('Zenith'))).toEqual([]);
  // Where no organisation is named one goes on in the last.
  const other = await context.newPage();
  await other.goto(`${stage.address}/`);
  await other.waitForURL('**/t/smile/');
  await other.goto(`${stage.address}/t/lakshmi/`);
  await other.getByRole('heading', { name: 'Today' }).waitFor();
  await page.reload();
  await page.getByRole('grid').waitFor();
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

test('what was kept of an organisation is gone when one belongs to it no longer', async () => {
  const [left, stays] = [await openOffice(stage.world, 'left'), await openOffice(stage.world, 'stays')];
  const ravi = await person(stage.world, { owner: left, admin: stays });
  const { page, context } = await enter('/t/left/', ravi);
  await page.goto(`${stage.address}/t/left/customers`);
  await page.getByRole('grid').waitFor();
  await expect.poll(() => page.evaluate(KEPT).then((all) => JSON.stringify(all))).toContain('"left"');
  await stage.world.admin.query('delete from memberships where user_id = $1 and tenant_id = $2', [ravi.id, left.id]);
  stage.world.kernel.identity.forgetUser(ravi.id);
  await page.goto(`${stage.address}/t/stays/`);
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  await expect
    .poll(() => page.evaluate(KEPT).then((all) => (all as [string][]).map(([slug]) => slug)))
    .not.toContain('left');
  await context.close();
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

test('on a phone all pages and organisations are in reach, and nothing is wider than the screen; light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = { width: 360, height: 740 };
    const { page, context } = await enter('/t/smile/', asha, { viewport, colorScheme });
    const pages = page.getByRole('navigation', { name: 'Main pages' }).getByRole('button', { name: 'Pages' });
    const there = await page.locator('.rail a').evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
    expect(there).toContain('/t/smile/customers');
    await pages.click();
    const drawer = page.getByRole('dialog');
    for (const href of [...there, '/t/smile/profile', '/t/lakshmi/'])
      await drawer.locator(`a[href="${href}"]`).first().waitFor();
    await drawer.getByRole('button', { name: 'Sign out' }).waitFor();
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await drawer.waitFor({ state: 'detached' });
    await pages.click();
    await drawer.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('heading', { name: 'Sessions' }).waitFor();
    await drawer.waitFor({ state: 'detached' });
    await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    expect(await findings(page)).toEqual([]);
    await context.close();
  }
});

test('who is named hears of it at once, and what others change is shown when one asks for it, not before', async () => {
  const office = await openOffice(stage.world, 'talk');
  const ravi = await person(stage.world, { admin: office });
  const made = await office.owner.post('/api/customers', { name: 'Quiet Stores', city: 'Pune' });
  const at = `/customers/${made.body.data.id}`;
  const { page, context, faults } = await enter(`/t/talk${at}`, ravi);
  const isHearing = new Promise<void>((resolve) => {
    page.on('websocket', (socket) =>
      socket.on('framereceived', ({ payload }) => String(payload).includes('live.subscribed') && resolve()),
    );
  });
  await page.reload();
  await isHearing;
  await page.getByLabel('City').first().waitFor();
  await page.waitForLoadState('networkidle');
  // The line that tells it comes after the record, and hears what happens from then on.
  let city = '';
  const isTold = async (): Promise<number> => {
    city = `Nashik ${Date.now()}`;
    await office.owner.patch(`/api${at}`, { city });
    return page.getByText('Changed by owner@talk.example').count();
  };
  await expect.poll(isTold, { interval: 1000 }).toBe(1);
  expect(await page.getByLabel('City').first().inputValue()).toBe('Pune');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect.poll(() => page.getByLabel('City').first().inputValue()).toBe(city);
  // One's own changes are no news.
  await page.getByLabel('City').first().fill('Satara');
  await page.keyboard.press('Control+Enter');
  await page.getByText('Quiet Stores is saved').waitFor();
  await office.owner.post(`/api${at}/comments`, { text: 'Please call them', mentions: [ravi.id] });
  const news = page.getByRole('button', { name: 'Notifications 1' });
  await news.waitFor();
  expect(await page.getByText(/Changed by|Somebody else/).count()).toBe(0);
  await news.click();
  const panel = page.getByRole('dialog', { name: 'Notifications' });
  await panel.getByRole('link', { name: /owner named you in a comment: Quiet Stores/ }).waitFor();
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('heading', { name: 'Quiet Stores' }).click();
  await page.keyboard.type('gh');
  await page.getByRole('heading', { name: 'For you' }).waitFor();
  await page.getByRole('heading', { name: 'Opened last' }).waitFor();
  await page.getByRole('link', { name: /named you in a comment/ }).click();
  await page.getByRole('heading', { name: 'Quiet Stores' }).waitFor();
  await page.getByRole('button', { name: 'Notifications', exact: true }).waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

test('the same pages answer below /clinic and on the organisation’s own sub-domain', async () => {
  const { page, context, faults } = await enter('/clinic/smile/customers');
  await page.getByRole('grid').waitFor();
  await page.getByRole('link', { name: /^Items/ }).click();
  await page.waitForURL('**/clinic/smile/products');
  const own = new URL(stage.address);
  own.hostname = 'smile.localhost';
  await page.goto(own.href);
  // The sub-domain is a host of its own, with a sign-in of its own.
  await signIn(page, asha);
  await page.getByRole('link', { name: /^Customers/ }).click();
  await page.getByRole('grid').waitFor();
  expect(new URL(page.url()).pathname).toBe('/customers');
  await page.getByRole('button', { name: /Organisation smile/ }).click();
  const other = page.getByRole('dialog').getByRole('link', { name: /lakshmi/ });
  expect(await other.getAttribute('href')).toMatch(/^https?:\/\/[^/]+\/t\/lakshmi\/$/);
  await context.close();
  expect(faults).toEqual([]);
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
