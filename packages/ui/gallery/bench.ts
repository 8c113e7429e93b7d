/** Measures what people feel: picking a period over a thousand rows, a key in a thousand lines; `npm run bench:web`. */
import { cpus } from 'node:os';
import type { Page } from 'playwright-core';
import { openStage, type Stage } from './stage.ts';

interface Figures {
  median: number;
  p95: number;
}

function figures(samples: number[]): Figures {
  const sorted = [...samples].sort((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}

async function slow(page: Page, rate: number): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate });
}

/** From the press on a preset until the other rows are painted, milliseconds. */
async function presetPicks(stage: Stage, rate: number): Promise<{ figures: Figures; nodes: number }> {
  const page = await stage.open('ledger_grid', { query: 'rows=1000&density=compact' });
  await page.waitForSelector('[data-index="0"]');
  await slow(page, rate);
  const samples = await page.evaluate(async () => {
    const painted = (): Promise<void> =>
      new Promise((done) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done();
          channel.port2.postMessage(0);
        }),
      );
    const foot = (): string => document.querySelector('.grid-foot')?.textContent ?? '';
    const presets = [6, 11, 7, 8, 4, 9, 5, 11];
    const times: number[] = [];
    for (let round = 0; round < 48; round += 1) {
      document.querySelector<HTMLElement>('.period-button')?.click();
      await painted();
      const option = document.querySelectorAll<HTMLElement>('.period-preset')[presets[round % presets.length] ?? 0];
      const [before, start] = [foot(), performance.now()];
      option?.click();
      do await painted();
      while (foot() === before && performance.now() - start < 2_000);
      times.push(performance.now() - start);
      await painted();
    }
    return times.slice(8);
  });
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  await page.context().close();
  return { figures: figures(samples), nodes };
}

/** From a key in a cell of a thousand lines until it is painted, milliseconds. */
async function lineKeys(stage: Stage, rate: number): Promise<Figures> {
  const page = await stage.open('line_grid', { query: 'lines=1000' });
  await page.getByLabel('Quantity, line 9', { exact: true }).focus();
  await slow(page, rate);
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { times });
    window.addEventListener(
      'keydown',
      () => {
        const start = performance.now();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => times.push(performance.now() - start);
          channel.port2.postMessage(0);
        });
      },
      true,
    );
  });
  for (let stroke = 0; stroke < 70; stroke += 1) {
    await page.keyboard.press(stroke % 6 === 5 ? 'ArrowDown' : String((stroke % 9) + 1));
    await page.waitForTimeout(20);
  }
  const samples = await page.evaluate(() => (window as unknown as { times: number[] }).times);
  await page.context().close();
  return figures(samples.slice(6));
}

/** What a frame takes in which nothing happens: on a busy machine the other figures hold as much waiting. */
async function emptyFrames(stage: Stage, rate: number): Promise<Figures> {
  const page = await stage.open('ledger_grid', { query: 'rows=10' });
  await page.waitForSelector('[data-index="0"]');
  await slow(page, rate);
  const samples = await page.evaluate(async () => {
    const times: number[] = [];
    for (let round = 0; round < 60; round += 1) {
      const start = performance.now();
      await new Promise<void>((done) =>
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done();
          channel.port2.postMessage(0);
        }),
      );
      times.push(performance.now() - start);
    }
    return times;
  });
  await page.context().close();
  return figures(samples);
}

const shown = ({ median, p95 }: Figures): string => `median ${median.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;

/** A figure beside its budget. */
const judged = (figures: Figures, most: Partial<Figures>): string => {
  const isWithin = figures.median <= (most.median ?? Infinity) && figures.p95 <= (most.p95 ?? Infinity);
  const budget = [most.median ? `median ${most.median}` : '', most.p95 ? `p95 ${most.p95}` : ''].filter(Boolean);
  return `${shown(figures)}   (${isWithin ? 'within' : 'OVER'} ${budget.join(', ')})`;
};

const stage = await openStage();
try {
  console.log(`${cpus().length} processors, Chromium ${stage.browser.version()}`);
  console.log(`a frame with nothing in it, 1x: ${shown(await emptyFrames(stage, 1))}`);
  const picks = await presetPicks(stage, 1);
  console.log(`preset pick, 1,000 rows, 1x:   ${judged(picks.figures, { median: 30, p95: 50 })}`);
  console.log(`preset pick, 1,000 rows, 4x:   ${judged((await presetPicks(stage, 4)).figures, { p95: 200 })}`);
  console.log(`key in 1,000 lines, 1x:        ${judged(await lineKeys(stage, 1), { p95: 32 })}`);
  console.log(`key in 1,000 lines, 4x:        ${judged(await lineKeys(stage, 4), { p95: 80 })}`);
  console.log(`elements, list of 1,000 rows:  ${picks.nodes}   (budget 1,500)`);
} finally {
  await stage.close();
}
