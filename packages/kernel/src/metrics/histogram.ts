/** Durations counted by size, so that percentiles of any time and of several instances can be told from sums. */

/** Upper bounds in milliseconds; one more class is for whatever takes longer. Stored figures depend on them. */
export const BOUNDS_MS = [
  1, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000,
] as const;
export const CLASSES = BOUNDS_MS.length + 1;

/** The class of a duration. */
export function classOf(ms: number): number {
  let low = 0;
  let high: number = BOUNDS_MS.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ms <= (BOUNDS_MS[middle] as number)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Adds the counts of one histogram to another, class by class. */
export function addHistogram(to: number[], from: readonly number[]): void {
  for (let i = 0; i < CLASSES; i++) to[i] = (to[i] ?? 0) + (from[i] ?? 0);
}

/** An empty one. */
export const newHistogram = (): number[] => new Array<number>(CLASSES).fill(0);

/**
 * The duration in milliseconds that the given part (0 to 1) of all stays within, straight between the bounds of its class; the
 * last bound when it is longer than that. Null when nothing was counted.
 */
export function percentile(histogram: readonly number[], part: number): number | null {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  if (total === 0) return null;
  const wanted = Math.max(1, Math.ceil(total * part));
  let seen = 0;
  for (let i = 0; i < CLASSES; i++) {
    const count = histogram[i] ?? 0;
    if (count === 0 || seen + count < wanted) {
      seen += count;
      continue;
    }
    const below = i === 0 ? 0 : (BOUNDS_MS[i - 1] as number);
    const above = BOUNDS_MS[Math.min(i, BOUNDS_MS.length - 1)] as number;
    return Math.round((below + ((above - below) * (wanted - seen)) / count) * 100) / 100;
  }
  return BOUNDS_MS.at(-1) as number;
}
