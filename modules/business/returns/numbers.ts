/** Table 13: the numbers that were given, in runs without a gap, and the gaps in words. */
import { isNext, numberKey, runsOf } from '../series/number.ts';
import type { NumberRow } from './returns.rows.ts';
import type { Gstr1, NumberRun } from './returns.schema.ts';

/** What each kind of document is called there; challans by what they are for. */
const DOC_NUMS: Readonly<Record<NumberRun['kind'], number>> = {
  ...{ invoice: 1, debit_note: 4, credit_note: 5, receipt_voucher: 6, refund_voucher: 8 },
  ...{ challan_job_work: 9, challan_approval: 10, challan_liquid_gas: 11, challan_other: 12 },
};
const CHALLANS = {
  job_work: 'challan_job_work',
  approval: 'challan_approval',
  liquid_gas: 'challan_liquid_gas',
} as const;

function kindOf({ kind, purpose }: NumberRow): NumberRun['kind'] {
  return kind === 'challan' ? (CHALLANS[purpose as keyof typeof CHALLANS] ?? 'challan_other') : kind;
}

/** Cancelled numbers stay in their run and are counted; numbers come in the order of their series. */
export function numberRuns(numbers: readonly NumberRow[]): NumberRun[] {
  return [...Map.groupBy(numbers, kindOf)]
    .sort(([one], [other]) => DOC_NUMS[one] - DOC_NUMS[other])
    .flatMap(([kind, own]) =>
      runsOf(own).map(({ from, to, total, cancelled }) => ({
        ...{ kind, from, to, total, cancelled, net: total - cancelled },
      })),
    );
}

/** The same as the file tells it. */
export function docIssueOf(numbers: readonly NumberRow[]): Gstr1['doc_issue'] {
  const runs = numberRuns(numbers);
  if (runs.length === 0) return undefined;
  return {
    doc_det: [...Map.groupBy(runs, ({ kind }) => DOC_NUMS[kind])].map(([doc_num, own]) => ({
      doc_num,
      docs: own.map(({ from, to, total, cancelled, net }, index) => ({
        ...{ num: index + 1, from, to, totnum: total, cancel: cancelled, net_issue: net },
      })),
    })),
  };
}

/** Numbers that stand in no run though one before and one after do. */
export interface Gap {
  kind: NumberRow['kind'];
  before: string;
  after: string;
  /** The keys of those between, at most so many as are looked for. */
  missing: string[];
}

/** More than these between two numbers are another series, or nobody looks for each of them. */
const MOST = 200;

/** The numbers between two of one series; nothing when they are of two. */
export function between(before: string, after: string): string[] {
  const one = /^(.*?)(\d+)$/.exec(numberKey(before));
  const two = /^(.*?)(\d+)$/.exec(numberKey(after));
  if (!one || !two || one[1] !== two[1]) return [];
  const [from, to] = [Number(one[2]), Number(two[2])];
  const width = (one[2] as string).length;
  return Array.from({ length: Math.min(Math.max(to - from - 1, 0), MOST) }, (_, index) =>
    `${one[1]}${String(from + 1 + index).padStart(width, '0')}`.toLowerCase(),
  );
}

/** Gaps of each kind, challans of all purposes together, since they share a series. */
export function gapsOf(numbers: readonly NumberRow[]): Gap[] {
  const gaps: Gap[] = [];
  for (const [kind, own] of Map.groupBy(numbers, (one) => one.kind))
    for (const [at, { number: after }] of own.entries()) {
      const before = own[at - 1]?.number;
      if (before === undefined || isNext(before, after)) continue;
      const missing = between(before, after);
      if (missing.length > 0) gaps.push({ kind, before, after, missing });
    }
  return gaps;
}
