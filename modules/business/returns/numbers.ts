/** Table 13: the numbers that were given, in runs without a gap, and the gaps in words. */
import { isNext, numberKey, runsOf } from '../series/number.ts';
import type { NumberRow } from './returns.rows.ts';
import type { Gstr1 } from './returns.schema.ts';

/** What each kind of document is called there; challans by what they are for. */
const DOC_NUMS = { invoice: 1, debit_note: 4, credit_note: 5, receipt_voucher: 6, refund_voucher: 8 } as const;
const CHALLANS: Readonly<Record<string, number>> = { job_work: 9, approval: 10, liquid_gas: 11 };
const OTHER_CHALLAN = 12;

function docNumOf({ kind, purpose }: NumberRow): number {
  return kind === 'challan' ? (CHALLANS[purpose ?? ''] ?? OTHER_CHALLAN) : DOC_NUMS[kind];
}

/** Cancelled numbers stay in their run and are counted; numbers come in the order of their series. */
export function docIssueOf(numbers: readonly NumberRow[]): Gstr1['doc_issue'] {
  const kinds = [...Map.groupBy(numbers, docNumOf)].sort(([one], [other]) => one - other);
  if (kinds.length === 0) return undefined;
  return {
    doc_det: kinds.map(([doc_num, own]) => ({
      doc_num,
      docs: runsOf(own).map(({ from, to, total, cancelled }, index) => ({
        ...{ num: index + 1, from, to, totnum: total, cancel: cancelled, net_issue: total - cancelled },
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
