/** A stage for journeys: the real server with the built pages, two organisations, and a browser. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Office, openOffice } from '@tenantry/kernel/testing/offices.ts';
import { type Person, person } from '@tenantry/kernel/testing/people.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { modules } from '@tenantry/server/modules.ts';
import { openPages } from '@tenantry/server/pages.ts';
import { ensurePages } from '@tenantry/server/pages_build.ts';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../../../tools/browser.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export interface Stage {
  world: World;
  browser: Browser;
  /** Where the pages are, on a host that browsers trust like one with TLS. */
  address: string;
  close(): Promise<void>;
}

export async function openStage(): Promise<Stage> {
  const fault = await ensurePages(() => {});
  if (fault) throw new Error(`the pages could not be built: ${fault}`);
  const world = await createWorld({
    modules,
    // Browsers find `smile.localhost` by themselves.
    config: { base_domain: 'localhost' },
    pages: (kernel) => openPages(kernel),
  });
  const browser = await openBrowser().catch(async (error: unknown) => {
    await world.close();
    throw error;
  });
  return {
    world,
    browser,
    address: world.address,
    async close() {
      await browser.close();
      await world.close();
    },
  };
}

/** A page that remembers what went wrong in it: nothing may. */
export async function openPage(
  stage: Stage,
  path: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; context: BrowserContext; faults: string[] }> {
  const context = await stage.browser.newContext({ locale: 'en-IN', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    // What the server refuses, the browser writes down as well; so it does when news are asked for after the session's end.
    const isRefused = /status of (400|401|403|404|409|422)|HTTP Authentication failed/.test(message.text());
    if (message.type() === 'error' && !isRefused) faults.push(message.text());
  });
  await page.goto(`${stage.address}${path}`);
  return { page, context, faults };
}

/** A page opened by someone who signs in on the way; what the address promises stands when this ends. */
export async function enter(
  stage: Stage,
  who: Pick<Person, 'email' | 'password'>,
  path: string,
  options: Parameters<typeof openPage>[2] = {},
): Promise<Awaited<ReturnType<typeof openPage>>> {
  const opened = await openPage(stage, path, options);
  await signIn(opened.page, who);
  await opened.page.locator('#sheet h1, .console-sheet h1').waitFor();
  return opened;
}

/** WCAG 2.2 A and AA, run in an isolated world so that the policy of the page holds. */
export async function findings(page: Page): Promise<string[]> {
  const cdp = await page.context().newCDPSession(page);
  const { frameTree } = await cdp.send('Page.getFrameTree');
  const { executionContextId } = await cdp.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  await cdp.send('Runtime.evaluate', { expression: AXE, contextId: executionContextId });
  const { result } = await cdp.send('Runtime.evaluate', {
    expression: `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })
      .then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join(' ')))`,
    contextId: executionContextId,
    awaitPromise: true,
    returnByValue: true,
  });
  return result.value as string[];
}

/** What this browser keeps of forms that are not stored, by name, as text. */
export function keptIn(page: Page): Promise<Record<string, string>> {
  return page.evaluate(`new Promise((done, fail) => {
    const opening = indexedDB.open('tenantry');
    opening.onerror = () => fail(opening.error);
    opening.onsuccess = () => {
      const asked = opening.result.transaction('drafts').objectStore('drafts').getAll();
      asked.onsuccess = () => {
        opening.result.close();
        done(Object.fromEntries(asked.result.map(({ key, value }) => [key, value.begun ?? JSON.stringify(value)])));
      };
    };
  })`);
}

/** Signs in by the keyboard alone. */
export async function signIn(page: Page, who: Pick<Person, 'email' | 'password'>): Promise<void> {
  await page.getByLabel('E-mail').waitFor();
  await page.keyboard.type(who.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(who.password);
  await page.keyboard.press('Enter');
}

export { type Office, openOffice, type Person, person };
