/** What this process answered: how much since it started, how fast in the last five to ten minutes. */
import { classOf, newHistogram, percentile } from './histogram.ts';

export interface Served {
  /** Since the process started, like the next two. */
  requests: number;
  /** Answers 4xx. */
  refused: number;
  /** Answers 5xx. */
  errors: number;
  /** Of the last five to ten minutes; null when nothing was answered in them. */
  mean_ms: number | null;
  p95_ms: number | null;
}

export interface ServedCount {
  answered(status: number, ms: number): void;
  figures(): Served;
}

const WINDOW_MS = 300_000;

interface Window {
  at: number;
  count: number;
  total_ms: number;
  histogram: number[];
}

/** Begins to count. `now` is a clock in milliseconds. */
export function createServed(now: () => number = Date.now): ServedCount {
  const since = { requests: 0, refused: 0, errors: 0 };
  let windows: Window[] = [];

  const present = (): Window => {
    const at = Math.floor(now() / WINDOW_MS);
    windows = windows.filter((one) => one.at >= at - 1);
    let last = windows.at(-1);
    if (last?.at !== at) {
      last = { at, count: 0, total_ms: 0, histogram: newHistogram() };
      windows.push(last);
    }
    return last;
  };
  return {
    answered(status, ms) {
      since.requests++;
      if (status >= 500) since.errors++;
      else if (status >= 400) since.refused++;
      const window = present();
      window.count++;
      window.total_ms += ms;
      const index = classOf(ms);
      window.histogram[index] = (window.histogram[index] as number) + 1;
    },
    figures() {
      present();
      const count = windows.reduce((sum, one) => sum + one.count, 0);
      const total_ms = windows.reduce((sum, one) => sum + one.total_ms, 0);
      const histogram = newHistogram().map((_, at) => windows.reduce((sum, one) => sum + (one.histogram[at] ?? 0), 0));
      return {
        ...since,
        mean_ms: count === 0 ? null : Math.round((total_ms / count) * 100) / 100,
        p95_ms: percentile(histogram, 0.95),
      };
    },
  };
}
