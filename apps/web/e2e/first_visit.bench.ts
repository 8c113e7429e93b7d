/** Measures a first visit as a person far away has it: slow 4G and a slow processor, nothing kept; `npm run bench:web`. */

import { loadavg } from 'node:os';
import { startProgram } from '@tenantry/server/testing/program.ts';
import type { Browser, BrowserContext } from 'playwright-core';
import { openBrowser } from '../../../tools/browser.ts';

/** Slow 4G as Lighthouse has it, and a processor of a quarter of this one's speed. */
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_638_400 / 8, uploadThroughput: 750_000 / 8 };
const CPU_RATE = 4;
const ROUNDS = 5;
/** Milliseconds that a part may take at most. */
const BUDGETS: Visit = { painted: 2200, usable: 2500, blocked: 400 };

interface Visit {
  /** From the address being opened, milliseconds. */
  painted: number;
  usable: number;
  /** How long work kept the page from answering, beyond 50 ms a piece. */
  blocked: number;
}

/**
 * In the page: adds up work that takes long, and tells when what a person came for stands there and the next frame is painted, with
 * nothing waiting before it. Nothing else looks into the page meanwhile: that would be measured, too.
 */
const watch = (wanted: string): string => `
  let blocked = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) blocked += Math.max(0, duration - 50);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (!document.querySelector(${JSON.stringify(wanted)})?.checkVisibility()) return void requestAnimationFrame(look);
    requestAnimationFrame(() => setTimeout(() => tell(performance.now())));
  };
  const tell = (usable) => {
    // The browser says a little later when it painted.
    const painted = performance.getEntriesByName('first-contentful-paint')[0]?.startTime;
    if (painted === undefined) return void setTimeout(tell, 20, usable);
    tellVisit(JSON.stringify({ usable, painted, blocked }));
  };
  requestAnimationFrame(look);
`;

/** Opens the address and waits until what a person came for answers. */
async function visit(context: BrowserContext, address: string, wanted: string): Promise<Visit> {
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const told = new Promise<Visit>((resolve, reject) => {
    session.on('Runtime.bindingCalled', ({ payload }) => resolve(JSON.parse(payload)));
    setTimeout(() => reject(new Error(`${address} shows no ${wanted}`)), 60_000).unref();
  });
  for (const part of ['Page.enable', 'Runtime.enable', 'Network.enable'] as const) await session.send(part);
  await session.send('Runtime.addBinding', { name: 'tellVisit' });
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: watch(wanted) });
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_RATE });
  await page.goto(address, { waitUntil: 'commit' });
  const measured = await told;
  await page.close();
  return measured;
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function measure(browser: Browser, name: string, address: string, wanted: string, state?: string): Promise<void> {
  const visits: Visit[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    // Each visit is a first one: nothing is kept, no service worker answers.
    const context = await browser.newContext({
      serviceWorkers: 'block',
      ...(state ? { storageState: JSON.parse(state) } : {}),
    });
    visits.push(await visit(context, address, wanted));
    await context.close();
  }
  const said = (['usable', 'painted', 'blocked'] as const).map((part) => {
    const middle = median(visits.map((one) => one[part]));
    return `${part} ${middle.toFixed(0)} ms (${middle <= BUDGETS[part] ? 'within' : 'OVER'} ${BUDGETS[part]})`;
  });
  console.log(`${name.padEnd(20)} ${said.join(', ')}; median of ${ROUNDS}`);
}

const program = await startProgram({ PAGES: 'true' });
const browser = await openBrowser();
try {
  const [, slug = '', email = '', password = ''] =
    /^ {2}(\S+)\s+(\S+@\S+) {2}(\S.*?) {2}\(owner\)$/m.exec(program.output()) ?? [];
  console.log(
    `a first visit, slow 4G (1.6 Mbit/s, 150 ms) and 4x CPU; the machine's load was ${loadavg()[0]?.toFixed(1)}, quiet is under 1.5:`,
  );
  await measure(browser, 'sign-in', `${program.address}/sign-in`, 'input[type=password]');
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${program.address}/t/${slug}/customers`);
  await page.fill('input[type=email], input[autocomplete=username]', email);
  await page.fill('input[type=password]', password);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-index="0"]');
  const state = JSON.stringify(await context.storageState());
  await context.close();
  await measure(browser, 'Today', `${program.address}/t/${slug}/`, '#sheet h1', state);
  await measure(browser, 'list of customers', `${program.address}/t/${slug}/customers`, '[data-index="0"]', state);
  await measure(browser, 'new customer', `${program.address}/t/${slug}/customers/new`, '.schema-form input', state);
} finally {
  await browser.close();
  await program.stop();
}
