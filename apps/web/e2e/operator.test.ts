/** The operator's journey: a sign-in of its own, organisations created, suspended many at once, health, the proof of isolation. */
import { OPERATOR } from '@tenantry/kernel/testing/world.ts';
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

beforeAll(async () => {
  stage = await openStage();
  const office = await openOffice(stage.world, 'lakshmi');
  await openOffice(stage.world, 'ashwini');
  asha = await person(stage.world, { owner: office });
  expect((await office.owner.post('/api/customers', { name: 'Zubeida Stores' })).status).toBe(201);
});
afterAll(() => stage?.close());

const enter = (path: string, options?: Parameters<typeof openPage>[2]) => enterAs(stage, OPERATOR, path, options);

test('people of organisations do not come in, and learn so in words', async () => {
  const { page, context } = await openPage(stage, '/operator');
  await signIn(page, asha);
  await page.getByText('This account does not run the installation.').waitFor();
  await page.locator('[aria-busy]').waitFor({ state: 'detached' });
  expect(await findings(page)).toEqual([]);
  expect(await page.getByText('ashwini').count()).toBe(0);
  await context.close();
});

test('an organisation is created; two are suspended at once with a reason; nothing of their records is seen', async () => {
  const { page, context, faults } = await enter('/operator');
  await page.getByRole('button', { name: 'New organisation' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name of the organisation').fill('Meera Mills');
  await dialog.getByLabel('E-mail of the owner').fill('meera@mills.example');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('row', { name: /Meera Mills/ }).waitFor();
  await page.getByRole('grid').focus();
  await page.keyboard.press('Control+a');
  await page.getByRole('toolbar', { name: /./ }).getByRole('button', { name: 'Suspend' }).click();
  const asked = page.getByRole('alertdialog', { name: 'Suspend 3 organisations?' });
  await asked.getByLabel('Reason').fill('Bills unpaid');
  await asked.getByRole('button', { name: 'Suspend' }).click();
  await page.getByText('3 done, 0 refused of 3').waitFor();
  await page.getByRole('row', { name: /Meera Mills.*Done/ }).waitFor();
  await page.goto(`${stage.address}/operator`);
  await page.getByRole('row', { name: /Meera Mills/ }).waitFor();
  const { rows } = await stage.world.admin.query("select slug from tenants where status = 'suspended' order by slug");
  expect(rows).toEqual([{ slug: 'ashwini' }, { slug: 'lakshmi' }, { slug: 'meera-mills' }]);
  expect(await page.getByText('Zubeida').count()).toBe(0);
  await context.close();
  expect(faults).toEqual([]);
});

test('health, the proof that organisations are apart, jobs, alerts and the trail; light, dark and on a phone', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const viewport = colorScheme === 'dark' ? { width: 360, height: 740 } : { width: 1280, height: 800 };
    const { page, context } = await enter('/operator/health', { colorScheme, viewport });
    await page.getByRole('button', { name: 'Run the audit' }).click();
    await page.getByText(/tables looked at, 0 findings/).waitFor();
    for (const path of ['health', 'jobs', 'alerts', 'audit', '', 'tenants/lakshmi']) {
      await page.goto(`${stage.address}/operator/${path}`);
      await page.locator('.console-sheet h1').waitFor();
      await page.waitForLoadState('networkidle');
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth'), { message: path })
        .toBeLessThanOrEqual(viewport.width);
      expect(await findings(page), path).toEqual([]);
      if (process.env.SHOTS)
        await page.screenshot({ path: `/tmp/shots/op-${path.replace('/', '-')}-${colorScheme}.png` });
    }
    await context.close();
  }
});
