/** Prints what a bench found: each ratio with its budget, and whether it holds. */

interface Line {
  what: string;
  value: number;
  unit: string;
  budget: number;
  /** Whether more is better (throughput) or less is (time). */
  better: 'more' | 'less';
  why?: string;
}

const lines: Line[] = [];

/** Notes one figure against its budget. `why` is printed when it misses. */
export function note(line: Line): void {
  lines.push(line);
  const holds = line.better === 'more' ? line.value >= line.budget : line.value <= line.budget;
  const sign = line.better === 'more' ? '≥' : '≤';
  const value = `${line.value.toFixed(line.value < 10 ? 2 : 1)}${line.unit}`;
  console.log(
    `${holds ? 'holds ' : 'MISSES'}  ${line.what.padEnd(72)} ${value.padStart(9)}  ${sign} ${line.budget}${line.unit}`,
  );
  if (!holds && line.why) console.log(`        ${line.why}`);
}

/** The middle of several figures. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Says how many budgets hold. */
export function summary(): void {
  const held = lines.filter((line) =>
    line.better === 'more' ? line.value >= line.budget : line.value <= line.budget,
  ).length;
  console.log(`\n${held} of ${lines.length} budgets hold`);
}
