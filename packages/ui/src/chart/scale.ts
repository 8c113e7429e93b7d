/** Where ticks stand and which labels fit: figures that people in India read at a glance. */

/** Ticks from at most the least value to at least the greatest, at round steps; zero is always among them. */
export function ticksOf(values: readonly number[], wanted = 4): number[] {
  const top = Math.max(0, ...values);
  const bottom = Math.min(0, ...values);
  if (top === bottom) return [0, 1];
  const rough = (top - bottom) / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999) ?? 10) * power;
  const first = Math.floor(bottom / step + 1e-9);
  const last = Math.ceil(top / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Every how many-th label is written so that none touches the next. */
export function labelEvery(count: number, width: number, labelPx: number): number {
  return Math.max(1, Math.ceil((count * labelPx) / Math.max(1, width)));
}

/** Heights of labels at the ends of lines, pushed apart so that each can be read, in the order given. */
export function apart(heights: readonly number[], least: number, bottom: number): number[] {
  const order = heights.map((height, index) => ({ height, index })).sort((one, other) => one.height - other.height);
  const placed: number[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const one of order) {
    before = Math.max(one.height, before + least);
    placed[one.index] = before;
  }
  const over = Math.max(0, before - bottom);
  return placed.map((height) => height - over);
}

/** Running sums of the series at each point, for bars that stand on each other. */
export function stacked(
  series: readonly (readonly (number | null)[])[],
  points: number,
): { from: number; to: number }[][] {
  const base = Array.from({ length: points }, () => 0);
  return series.map((values) =>
    base.map((from, index) => {
      const to = from + (values[index] ?? 0);
      base[index] = to;
      return { from, to };
    }),
  );
}
