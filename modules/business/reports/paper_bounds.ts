/** How long a report on paper may be. */
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';

export const tooLong = defineProblem(
  'reports.too_long',
  422,
  'This has too many lines for a PDF; take it as CSV or Excel, or choose a shorter period.',
);

/** What is printed is held in memory whole: so many figures and texts want 600 MB of the press and four seconds of a processor. */
const MOST_CELLS = 30_000;

/** How many lines of so many columns: 5,000 of a ledger, which has six. */
export const linesOnPaper = (columns: number): number => Math.floor(MOST_CELLS / Math.max(1, columns));

/** Throws `reports.too_long`. */
export function refuseLonger(most: number): never {
  const detail = `A PDF of this holds at most ${most.toLocaleString('en-IN')} lines; take it as CSV or Excel, or choose a shorter period.`;
  throw problem(tooLong, { detail });
}
