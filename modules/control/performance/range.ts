/** Ranges of time that charts ask for: `24h`, `30d`. */
import { invalidInput } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import Type, { type Static } from 'typebox';

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const MIN_MS = 5 * UNITS_MS.m;
const MAX_MS = 366 * UNITS_MS.d;

const range = (description: string) =>
  Type.Optional(
    Type.String({
      pattern: '^[1-9][0-9]{0,3}[mhd]$',
      'x-hint': 'Give minutes, hours or days, such as 30m, 24h or 7d.',
      description,
    }),
  );

export const ChartRange = Type.Object(
  {
    timeRange: range('Minutes, hours or days, e.g. 60m, 24h or 30d; 5m to 366d. 24h when left out.'),
    time_range: range('The same as timeRange.'),
  },
  { additionalProperties: false },
);
export type ChartRange = Static<typeof ChartRange>;

/** The range in words and in milliseconds. */
export function rangeOf({ timeRange, time_range }: ChartRange): { text: string; ms: number } {
  const fault = (detail: string): Error => problem(invalidInput, { errors: [{ pointer: '/time_range', detail }] });
  if (timeRange && time_range && timeRange !== time_range) throw fault('Give timeRange or time_range.');
  const text = timeRange ?? time_range ?? '24h';
  const ms = Number.parseInt(text, 10) * UNITS_MS[text.at(-1) as keyof typeof UNITS_MS];
  if (ms < MIN_MS || ms > MAX_MS) throw fault('Give 5m to 366d.');
  return { text, ms };
}
