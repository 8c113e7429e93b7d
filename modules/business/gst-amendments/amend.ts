/** What a document ought to have been told as: the same value with another GSTIN or another place. Pure. */
import type { FieldError } from '@tenantry/kernel/problems/problem.ts';
import type { Section } from '../gst/sections.ts';

/** One rate of a document as a return tells it, in paise. */
export interface ToldRate {
  section: Section;
  type: string;
  rate: number;
  treatment: string;
  taxable_value: number;
  igst: number;
  cgst: number;
  sgst: number;
  cess: number;
}

export interface Correction {
  /** What the document is told with now. */
  buyer_gstin: string | null;
  place_of_supply: string;
  head: 'intra' | 'inter';
}

/** The tables in which a section is amended; the others have none. */
export const AMENDED = {
  b2b: 'b2ba',
  b2cl: 'b2cla',
  b2cs: 'b2csa',
  exp: 'expa',
  cdnr: 'cdnra',
  cdnur: 'cdnura',
} as const;
export type Amended = keyof typeof AMENDED;
export const isAmendable = (section: Section): section is Amended => section in AMENDED;

/** What of table 8 is within the state, and to whom. */
const nilType = (type: string, head: Correction['head']): string =>
  `${head === 'inter' ? 'INTR' : 'INTRA'}${type.endsWith('B2B') ? 'B2B' : 'B2C'}`;

/** A rate with the head that applies; half a paisa of an odd tax goes up in both halves. */
export function withHead(row: ToldRate, head: Correction['head']): ToldRate {
  const tax = row.igst + row.cgst + row.sgst;
  const half = Math.round(tax / 2);
  const taxes = head === 'inter' ? { igst: tax, cgst: 0, sgst: 0 } : { igst: 0, cgst: half, sgst: half };
  if (row.section === 'nil') return { ...row, type: nilType(row.type, head) };
  const type = row.section === 'b2cs' ? (head === 'inter' ? 'INTER' : 'INTRA') : row.type;
  return { ...row, ...(row.igst > 0 === (head === 'inter') ? {} : taxes), type };
}

/** Why what is wanted cannot be told as an amendment, each with the field. */
export function faultsOf(
  rows: readonly ToldRate[],
  before: Correction,
  after: Correction,
  value: { isLarge: boolean },
): FieldError[] {
  const faults: FieldError[] = [];
  const [first] = rows.filter(({ section }) => section !== 'nil');
  const add = (pointer: string, detail: string): void => void faults.push({ pointer, detail });
  if (first?.section === 'paytx') {
    add('/document_id', 'What the operator pays the tax of is told as a sum; put it right by a note.');
    return faults;
  }
  if (!first || !isAmendable(first.section)) {
    add('/document_id', 'What bears no tax is not amended; write a credit note and a new invoice.');
    return faults;
  }
  const { section, type } = first;
  if (section === 'exp') {
    add(
      '/document_id',
      'Of an export its shipping bill is amended: record it on the invoice. All else is put right by a note.',
    );
    return faults;
  }
  if (Boolean(before.buyer_gstin) !== Boolean(after.buyer_gstin))
    add(
      '/buyer_gstin',
      'Between registered and unregistered it is another table; write a credit note and a new invoice.',
    );
  if (type.startsWith('SE') && before.place_of_supply !== after.place_of_supply)
    add('/place_of_supply', 'A supply to a special economic zone is in its state; give its GSTIN.');
  if (before.buyer_gstin === after.buyer_gstin && before.place_of_supply === after.place_of_supply)
    add('/place_of_supply', 'Nothing is other than it was told.');
  if (section === 'b2cl' && after.head === 'intra')
    add('/place_of_supply', 'Within the state it is another table; write a credit note and a new invoice.');
  if (section === 'b2cs' && before.head === 'intra' && after.head === 'inter' && value.isLarge)
    add('/place_of_supply', 'Above the limit it is told by itself; write a credit note and a new invoice.');
  if (section === 'cdnur' && after.head === 'intra')
    add('/place_of_supply', 'Within the state it is another table; write another note.');
  return faults;
}

/** The rates as they ought to have been told. */
export const amended = (rows: readonly ToldRate[], { head }: Correction): ToldRate[] =>
  rows.map((row) => (row.type.startsWith('SE') ? row : withHead(row, head)));
