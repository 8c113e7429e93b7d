/** Prints what a bench found: each ratio with its budget, and whether it holds. */

interface Line {
  what: string;
  value: number;
  unit: string;
  /** Left out for a figure that explains another one. */
  budget?: number;
  /** Whether more is better (throughput) or less is (time). */
  better: 'more' | 'less';
  why?: string;
}

const lines: Line[] = [];

function holds({ value, budget, better }: Line): boolean {
  if (budget === undefined) return true;
  return better === 'more' ? value >= budget : value <= budget;
}

/** Notes one figure against its budget. `why` is printed when it misses. */
export function note(line: Line): void {
  lines.push(line);
  const sign = line.better === 'more' ? '≥' : '≤';
  const value = `${line.value.toFixed(line.value < 10 ? 2 : 1)}${line.unit}`;
  const [word, bound] =
    line.budget === undefined
      ? ['figure', '']
      : [holds(line) ? 'holds ' : 'MISSES', `  ${sign} ${line.budget}${line.unit}`];
  console.log(`${word}  ${line.what.padEnd(72)} ${value.padStart(9)}${bound}`);
  if (!holds(line) && line.why) console.log(`        ${line.why}`);
}

/** The middle of several figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Says how many budgets hold. */
export function summary(): void {
  const bound = lines.filter(({ budget }) => budget !== undefined);
  console.log(`\n${bound.filter(holds).length} of ${bound.length} budgets hold`);
}
