/** Which part of GSTR-1 each line of an issued document belongs to, settled once at issue and stored with it. */
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import { lastOn } from '../dated/dated.ts';
import type { DatedAmount, Shipped } from '../gst-values/own.ts';
import { ABROAD, type SupplyType } from '../tax/place.ts';
import type { Charge, Head, Treatment } from '../tax/tax.ts';

/** What a document is to the returns; challans, estimates and orders are nothing to them. */
export type ReturnDocument = 'invoice' | 'credit_note' | 'debit_note';

/** `paytx`: table 14(b), what an e-commerce operator pays the tax of; it stands in no table before. */
export type Section = 'b2b' | 'b2cl' | 'b2cs' | 'exp' | 'cdnr' | 'cdnur' | 'nil' | 'paytx';

/** A line as it was stored: the returns add these values and compute nothing anew. */
export interface IssuedLine {
  /** HSN or SAC; null where the law asks for none. */
  hsn: string | null;
  description: string;
  /** UQC. */
  unit: string;
  quantity: number;
  nature: 'goods' | 'service';
  treatment: Treatment;
  tax_rate: number;
  taxable_value: Paise;
  cgst: Paise;
  sgst: Paise;
  igst: Paise;
  cess: Paise;
}

/** What the returns must know of an issued document. */
export interface IssuedDocument {
  kind: ReturnDocument;
  number: string;
  /** `YYYY-MM-DD`. */
  date: string;
  supplier_gstin: string;
  /** GSTIN or UIN of the buyer; null when he has none. */
  buyer_gstin: string | null;
  supply_type: SupplyType;
  place_of_supply: string;
  head: Head;
  charge: Charge;
  /** What the document says to be paid; tax on reverse charge is not in it. */
  total: Paise;
  /** Of a note: the document it changes, and whether that was told as a large sale. */
  original?: { date: string; is_large: boolean } | null;
  lines: readonly IssuedLine[];
}

/** One line's part in the returns. Amounts are positive; `sign` is −1 where a credit note takes away. */
export interface ReturnRow {
  section: Section;
  /** Table 12: registered buyers (b2b, cdnr) and all others are listed apart (since 05-2025); null for what is not in it. */
  hsn_of: 'b2b' | 'b2c' | null;
  sign: 1 | -1;
  /** The line's place in the document, from 0. */
  line: number;
  /** Null below another rate than its own: exempt and the like stand under rate 0. */
  tax_rate: number;
  /** `R SEWP SEWOP DE` in b2b and cdnr, `WPAY WOPAY` in exp, `EXPWP EXPWOP B2CL` in cdnur, `INTRA INTER` in b2cs and paytx, bucket in nil. */
  type: string;
}

/** A limit with its dates: inter-state sales to the unregistered above it are told one by one. */
export const B2CL_LIMITS: readonly Shipped<DatedAmount>[] = [
  { valid_from: '2024-08-01', amount: 100_000_00, source: 'Notification 12/2024, Central Tax' },
  { valid_from: '2017-07-01', amount: 250_000_00, source: 'Rule 59(4)' },
];

/** The value above which an inter-state sale to somebody unregistered is listed by itself, in paise; of the product or the organisation's `own`, what began last. */
export function b2clLimitOn(date: string, own: readonly DatedAmount[] = []): number {
  return (lastOn(date, [own, B2CL_LIMITS]) ?? B2CL_LIMITS.at(-1))?.amount ?? Number.POSITIVE_INFINITY;
}

const isExport = (type: SupplyType): boolean => type.startsWith('export');
const isPaid = (type: SupplyType): boolean => !type.endsWith('without_payment');

/** `inv_typ` of b2b and cdnr. */
function registeredType(type: SupplyType): string {
  if (type === 'sez_with_payment') return 'SEWP';
  if (type === 'sez_without_payment') return 'SEWOP';
  return type === 'deemed_export' ? 'DE' : 'R';
}

type Limits = readonly DatedAmount[];

function isLarge({ head, total, original, date }: IssuedDocument, own: Limits): boolean {
  if (head !== 'inter') return false;
  return original?.is_large || total > b2clLimitOn(original?.date ?? date, own);
}

/** The section of the document's taxed lines; the first that fits. */
function sectionOf(document: IssuedDocument, own: Limits): Pick<ReturnRow, 'section' | 'type'> {
  const { kind, buyer_gstin, supply_type, head } = document;
  if (document.charge === 'operator') return { section: 'paytx', type: head === 'intra' ? 'INTRA' : 'INTER' };
  const abroad = isExport(supply_type) && document.place_of_supply === ABROAD;
  if (kind !== 'invoice') {
    if (buyer_gstin) return { section: 'cdnr', type: registeredType(supply_type) };
    if (abroad) return { section: 'cdnur', type: isPaid(supply_type) ? 'EXPWP' : 'EXPWOP' };
    if (isLarge(document, own)) return { section: 'cdnur', type: 'B2CL' };
    return { section: 'b2cs', type: head === 'intra' ? 'INTRA' : 'INTER' };
  }
  if (abroad) return { section: 'exp', type: isPaid(supply_type) ? 'WPAY' : 'WOPAY' };
  if (buyer_gstin) return { section: 'b2b', type: registeredType(supply_type) };
  if (isLarge(document, own)) return { section: 'b2cl', type: '' };
  return { section: 'b2cs', type: head === 'intra' ? 'INTRA' : 'INTER' };
}

const isUntaxed = (treatment: Treatment): boolean => treatment !== 'taxable' && treatment !== 'zero_rated';

/** The bucket of table 8: whether inter-state, and to whom. */
function nilBucket({ head, buyer_gstin }: IssuedDocument): string {
  return `${head === 'inter' ? 'INTR' : 'INTRA'}${buyer_gstin ? 'B2B' : 'B2C'}`;
}

/**
 * Each line's place in GSTR-1. Nothing for what passes between places of one registration. Nil-rated, exempt and non-GST lines
 * stand in table 8 (`nil`), save those of exports. The buyer's kind is decided here once, for the section and for table 12
 * alike, so that both add to the same. What an operator pays the tax of is told by him (table 15), and by the supplier in 14(b) alone.
 * `own` are the limits of large sales that the organisation set.
 */
export function returnRows(document: IssuedDocument, own: Limits = []): ReturnRow[] {
  if (document.buyer_gstin === document.supplier_gstin) return [];
  const found = sectionOf(document, own);
  const hsn_of = document.buyer_gstin ? 'b2b' : 'b2c';
  const sign = document.kind === 'credit_note' ? -1 : 1;
  const leavesIndia = found.section === 'exp' || found.type.startsWith('EXP');
  return document.lines.map((line, index) => {
    const untaxed = isUntaxed(line.treatment);
    const isCharged = document.charge !== 'none';
    const place = untaxed && !leavesIndia ? { section: 'nil' as const, type: nilBucket(document) } : found;
    return {
      ...place,
      hsn_of: place.section === 'paytx' ? null : hsn_of,
      sign,
      line: index,
      tax_rate: untaxed || !isCharged ? 0 : line.tax_rate,
    };
  });
}
