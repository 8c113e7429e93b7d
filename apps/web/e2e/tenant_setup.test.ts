/** The newcomer's journey: an account, the mail's link, an organisation in his colour; then signed in, the neighbour nowhere. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findings, openOffice, openPage, openStage, type Stage } from './stage.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  const neighbour = await openOffice(stage.world, 'nila-traders');
  expect((await neighbour.owner.post('/api/customers', { name: 'Zubeida Stores' })).status).toBe(201);
});
afterAll(() => stage?.close());

/** The link of the newest mail to the address, as a path. */
async function linkTo(email: string): Promise<string> {
  const reply = await stage.world.operator.get(`/api/mail-outbox?limit=1&recipient=${encodeURIComponent(email)}`);
  return `/verify-email#token=${/token=([\w-]+)/.exec(reply.body.data[0].text)?.[1]}`;
}

test('from nothing to one’s own organisation: mail, GSTIN, slug, colour of the logo; the neighbour is nowhere', async () => {
  const { page, context, faults } = await openPage(stage, '/sign-in');
  await page.getByRole('link', { name: 'Set up a new organisation' }).click();
  await page.getByLabel('Your name').fill('Nila Rao');
  await page.getByLabel('E-mail').fill('nila@traders.example');
  await page.getByLabel('Password').fill('short');
  await page.keyboard.press('Enter');
  // What is wrong stands at its field, in words.
  await page.locator('.field-error').waitFor();
  await page.locator('[aria-busy]').waitFor({ state: 'detached' });
  await page.getByLabel('Password').fill('four plain words here');
  expect(await findings(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await page.getByText('A mail is on its way to nila@traders.example').waitFor();
  await page.getByRole('button', { name: 'I have opened the link' }).click();
  await page.getByText('The address is not confirmed yet').waitFor();
  const mail = await context.newPage();
  await mail.goto(`${stage.address}${await linkTo('nila@traders.example')}`);
  await mail.getByText('The address is confirmed.').waitFor();
  await mail.close();
  await page.getByRole('button', { name: 'I have opened the link' }).click();

  // The neighbour has the name: one that is free is suggested, and the one that is taken is refused while it is typed.
  await page.getByLabel('Name of the organisation').fill('Nila Traders');
  await page.getByText('This one is free.').waitFor();
  expect(await page.getByLabel('Name in addresses').inputValue()).toBe('nila-traders-2');
  await page.getByLabel('Name in addresses').fill('nila-traders');
  await page.getByText('Somebody has this one').waitFor();
  await page.getByLabel('Name in addresses').fill('nila-rao');
  await page.getByText('This one is free.').waitFor();
  await page.getByLabel('GSTIN').fill('27AAPFU0939F1ZV');
  await page.getByText('Maharashtra, PAN AAPFU0939F.').waitFor();
  expect(await page.getByLabel('State').inputValue()).toBe('Maharashtra');
  await page.getByLabel('Dental clinic').check();
  await page.getByText('Patients, Appointments', { exact: false }).first().waitFor();
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="#0b5394"/></svg>';
  await page.getByLabel('Logo', { exact: true }).setInputFiles({
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(svg),
  });
  await expect.poll(() => page.evaluate(`document.querySelector('.colour-field input').value`)).toBe('#0b5394');
  expect(await findings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Create the organisation' }).click();
  await page.waitForURL('**/t/nila-rao/');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  expect(await page.evaluate(`document.querySelector('meta[name=theme-color]').content`)).toBe('#0b5394');
  expect(await page.locator('.rail-name').textContent()).toBe('Nila Traders');
  // The policy of the page lets nobody wait inside it.
  await expect.poll(() => page.evaluate(`document.querySelector('.rail-logo')?.naturalWidth`)).toBeGreaterThan(0);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').waitFor();
  await page.keyboard.type('zubeida');
  await page.getByText('Nothing found.').waitFor();
  await context.close();
  expect(faults).toEqual([]);
});

/** So many letters a second does somebody type who looks at a paper meanwhile; so long he takes to find what is asked next. */
const LETTERS_A_SECOND = 2.5;
const SECONDS_A_STEP = 3;

test('by the keyboard alone, with few fields and keys: a person needs less than two minutes', async () => {
  const { page, context, faults } = await openPage(stage, '/tenant-setup');
  const done = { letters: 0, steps: 0 };
  /** What is typed goes where the focus stands, and the focus is moved by keys. */
  const type = async (label: string, text: string): Promise<void> => {
    done.letters += text.length;
    done.steps++;
    await page.getByLabel(label).and(page.locator(':focus')).waitFor();
    await page.keyboard.type(text);
  };
  const press = async (keys: string): Promise<void> => {
    done.steps++;
    await page.keyboard.press(keys);
  };
  const required = () =>
    page.locator('form :is(input, select):is([required], [aria-required="true"]):not([type=radio])').count();
  await page.getByLabel('Your name').waitFor();
  expect(await required()).toBe(3);
  await type('Your name', 'Kaveri Iyer');
  await press('Tab');
  await type('E-mail', 'kaveri@mills.example');
  await press('Tab');
  await type('Password', 'four plain words here');
  await press('Enter');
  await page.getByText('A mail is on its way').waitFor();
  done.steps += 2;
  const mail = await context.newPage();
  await mail.goto(`${stage.address}${await linkTo('kaveri@mills.example')}`);
  await mail.getByText('The address is confirmed.').waitFor();
  await mail.close();
  await page.getByRole('button', { name: 'I have opened the link' }).focus();
  await press('Enter');
  await page.getByLabel('Name of the organisation').waitFor();
  // The name alone is asked for; the slug is suggested from it, the rest may stay empty.
  expect(await required()).toBeLessThanOrEqual(2);
  await type('Name of the organisation', 'Kaveri Mills');
  await page.getByText('This one is free.').waitFor();
  expect(await page.getByLabel('Name in addresses').inputValue()).toBe('kaveri-mills');
  await press('Tab');
  await press('Tab');
  await type('GSTIN', '27AAPFU0939F1ZV');
  await page.getByText('Maharashtra, PAN AAPFU0939F.').waitFor();
  expect(await page.getByLabel('State').inputValue()).toBe('Maharashtra');
  await press('Enter');
  await page.waitForURL('**/t/kaveri-mills/');
  await page.getByRole('heading', { name: 'Today' }).waitFor();
  const [founded] = (await stage.world.operator.get('/api/tenants?q=kaveri-mills')).body.data;
  expect(founded).toMatchObject({ gstin: '27AAPFU0939F1ZV', state: 'Maharashtra', users: 1, status: 'active' });
  expect(done.letters / LETTERS_A_SECOND + done.steps * SECONDS_A_STEP, JSON.stringify(done)).toBeLessThan(120);
  await context.close();
  expect(faults).toEqual([]);
});

test('on a phone in the dark and in Hindi nothing is wider than the screen and axe finds nothing', async () => {
  const { page, context } = await openPage(stage, '/tenant-setup', {
    viewport: { width: 360, height: 740 },
    colorScheme: 'dark',
  });
  await page.getByLabel('Your name').waitFor();
  await page.evaluate(`localStorage.setItem('tenantry.preferences', JSON.stringify({ language: 'hi' }))`);
  await page.reload();
  await page.getByLabel('आपका नाम').waitFor();
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  await page.getByRole('button', { name: 'मेरा खाता है' }).click();
  await page.getByLabel('ई-मेल').fill('owner@nila-traders.example');
  await page.locator('input[type=password]').fill('a good long password for tests');
  await page.keyboard.press('Enter');
  await page.getByLabel('संस्थान का नाम').waitFor();
  await expect.poll(() => page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
  expect(await findings(page)).toEqual([]);
  await context.close();
});
