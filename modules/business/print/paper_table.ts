/** The tables on paper: lines, sums, and the tax by HSN and rate. */
import { groupedRupees } from '@tenantry/india/words.ts';
import { currencyAmount, RUPEES } from '../currencies/iso4217.ts';
import type { DocumentLine } from '../documents/documents.schema.ts';
import type { Size } from '../letterhead/letterhead.schema.ts';
import { isUtgst } from '../tax/place.ts';
import type { Labels } from './labels.ts';
import type { PaperDocument } from './paper.ts';

type Head = 'cgst' | 'sgst' | 'igst' | 'cess';
type Key =
  | 'line'
  | 'description'
  | 'hsn'
  | 'quantity'
  | 'unit_price'
  | 'in_currency'
  | 'discount'
  | 'taxable_value'
  | 'tax_rate'
  | Head
  | 'total';

export interface Column {
  key: string;
  title: string;
  right: boolean;
  /** Takes what the others leave. */
  wide: boolean;
  /** Its sum goes over from page to page. */
  carries: boolean;
}

export interface PaperRow {
  cells: string[];
  /** Small print below a cell, by column. */
  notes: Record<string, string>;
  /** Paise. */
  total: number;
  /** What this line and all before it come to, for each column that carries; paise. */
  so_far: Record<string, number>;
  /** On a roll a line is two lines. */
  roll: { name: string; how: string };
}

/** Without zeros at the end: `2.5`, `1,200`. */
export function quantityOf(value: number): string {
  return value.toLocaleString('en-IN', { maximumFractionDigits: 3 });
}
const priceOf = (value: number): string =>
  value.toLocaleString('en-IN', { minimumFractionDigits: 2, maximumFractionDigits: 4 });
const percent = (rate: number): string => `${quantityOf(rate)} %`;

/** The heads of tax that stand in the document: none where none is charged. */
function headsOf({ head, charge, document_type, cess }: PaperDocument): Head[] {
  if (charge === 'none' || document_type === 'bill_of_supply') return [];
  return [
    ...(head === 'intra' ? (['cgst', 'sgst'] as const) : (['igst'] as const)),
    ...(cess > 0 ? (['cess'] as const) : []),
  ];
}

const titleOf = (head: Head, { place_of_supply }: PaperDocument, labels: Labels): string =>
  head === 'sgst' && isUtgst(place_of_supply) ? labels.utgst : labels[head];

/** A small page has no room for each head: the rate stands in the line, the heads in the table below. */
export function columnsOf(document: PaperDocument, size: Size, labels: Labels): (Column & { key: Key })[] {
  const heads = headsOf(document);
  const isSmall = size !== 'a4';
  const { currency } = document;
  const abroad = currency === RUPEES ? null : currency;
  const rupees = (label: string): string => (abroad ? `${label} (₹)` : label);
  const column = (key: Key, title: string = labels[key as keyof Labels], right = true): Column & { key: Key } => ({
    ...{ key, title, right, wide: false },
    carries: key === 'taxable_value' || key === 'total',
  });
  return [
    column('line', labels.line),
    { ...column('description', labels.description, false), wide: true },
    ...(isSmall ? [] : [column('hsn', labels.hsn, false)]),
    column('quantity'),
    column('unit_price', abroad ? `${labels.unit_price} (${abroad})` : labels.unit_price),
    ...(abroad ? [column('in_currency', `${labels.amount} (${abroad})`)] : []),
    ...(!isSmall && !abroad && document.lines.some(({ discount }) => discount > 0) ? [column('discount')] : []),
    column('taxable_value', rupees(labels.taxable_value)),
    ...(isSmall && heads.length > 0 ? [column('tax_rate')] : []),
    ...(isSmall ? [] : heads.map((head) => column(head, titleOf(head, document, labels)))),
    column('total', rupees(labels.total)),
  ];
}

/** The rate of one head: half of the whole each for CGST and SGST. */
function rateOf(head: Head, line: DocumentLine): number {
  if (head === 'igst') return line.tax_rate;
  return head === 'cess' ? line.cess_rate : line.tax_rate / 2;
}

const isTaxed = ({ treatment }: DocumentLine): boolean => treatment === 'taxable' || treatment === 'zero_rated';

function cellOf(key: Key, line: DocumentLine, labels: Labels): string {
  if (key === 'line') return String(line.line);
  if (key === 'description') return line.description;
  if (key === 'hsn') return line.hsn ?? '';
  if (key === 'quantity') return `${quantityOf(line.quantity)} ${line.unit}`;
  if (key === 'unit_price') return priceOf(line.unit_price);
  if (key === 'in_currency') return priceOf(line.taxable_in_currency ?? 0);
  if (key === 'tax_rate') return isTaxed(line) ? percent(line.tax_rate) : labels[line.treatment as 'exempt'];
  if (key === 'discount' && line.discount === 0) return '';
  return groupedRupees(line[key]);
}

export function rowsOf(
  document: PaperDocument,
  columns: readonly (Column & { key: Key })[],
  labels: Labels,
): PaperRow[] {
  const heads = headsOf(document);
  const keys = columns.map(({ key }) => key);
  let [taxable_value, total] = [0, 0];
  return document.lines.map((line) => {
    taxable_value += line.taxable_value;
    total += line.total;
    const notes: PaperRow['notes'] = {};
    if (!keys.includes('hsn') && line.hsn) notes.description = `${labels.hsn} ${line.hsn}`;
    if (!isTaxed(line)) notes.taxable_value = labels[line.treatment as 'exempt'];
    else for (const head of heads) if (keys.includes(head)) notes[head] = percent(rateOf(head, line));
    if (keys.includes('discount') && line.discount_percent > 0) notes.discount = percent(line.discount_percent);
    const how = [
      `${quantityOf(line.quantity)} ${line.unit} × ${priceOf(line.unit_price)}`,
      line.discount > 0 ? `− ${groupedRupees(line.discount)}` : null,
      heads.length > 0 ? `GST ${cellOf('tax_rate', line, labels)}` : null,
      line.hsn,
    ];
    return {
      cells: keys.map((key) => cellOf(key, line, labels)),
      notes,
      total: line.total,
      so_far: { taxable_value, total },
      roll: { name: line.description, how: how.filter(Boolean).join(' · ') },
    };
  });
}

const sum = (
  lines: readonly DocumentLine[],
  field: 'amount' | 'discount' | 'charges' | 'taxable_value' | Head,
): number => lines.reduce((all, line) => all + line[field], 0);

/** What it comes to before the total; what is nothing is left out. */
export function sumsOf(document: PaperDocument, labels: Labels): [string, string][] {
  const { lines, prices_include_tax, other_charges, round_off } = document;
  const found: [string, number][] = [];
  if (document.total_in_currency !== null) return foreignSums(document, labels);
  const [discount, charges] = [sum(lines, 'discount'), sum(lines, 'charges')];
  // With prices that include tax the amounts hold it, and would not add up to the taxable value.
  if (!prices_include_tax && (discount > 0 || charges > 0)) {
    found.push([labels.amount, sum(lines, 'amount')]);
    if (discount > 0) found.push([labels.discount, -discount]);
    if (charges > 0) found.push([labels.charges, charges]);
  }
  found.push([labels.taxable_value, document.taxable_value]);
  for (const head of headsOf(document)) found.push([titleOf(head, document, labels), document[head]]);
  if (other_charges > 0) found.push([labels.other_charges, other_charges]);
  if (round_off !== 0) found.push([labels.round_off, round_off]);
  return found.map(([label, value]) => [label, groupedRupees(value)]);
}

/** In the document's own currency; the rupees stand below the total. */
function foreignSums(document: PaperDocument, labels: Labels): [string, string][] {
  const { currency, taxable_in_currency, total_in_currency, other_charges } = document;
  const [value, other] = [taxable_in_currency ?? 0, other_charges / 100];
  const tax = (total_in_currency ?? 0) - value - other;
  const found: [string, number][] = [[labels.taxable_value, value]];
  if (tax > 0.0005) found.push([labels.total_tax, tax]);
  if (other > 0) found.push([labels.other_charges, other]);
  return found.map(([label, amount]) => [label, currencyAmount(amount, currency)]);
}

/** What a document in another currency is worth in rupees, head by head: tax is on that. */
export function rupeeSums(document: PaperDocument, labels: Labels): [string, string][] {
  if (document.total_in_currency === null) return [];
  const heads = headsOf(document);
  // Without tax the one is the other.
  const found: [string, number][] = heads.length > 0 ? [[labels.taxable_value, document.taxable_value]] : [];
  for (const head of heads) found.push([titleOf(head, document, labels), document[head]]);
  found.push([labels.value_in_rupees, document.total]);
  return found.map(([label, value]) => [label, `₹ ${groupedRupees(value)}`]);
}

const byCode = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

export interface TaxTable {
  columns: Pick<Column, 'title' | 'right' | 'wide'>[];
  rows: string[][];
  totals: string[];
}

/** Tax by HSN and rate, as the returns tell it; null where no tax is charged. */
export function taxesOf(document: PaperDocument, labels: Labels): TaxTable | null {
  const heads = headsOf(document);
  if (heads.length === 0) return null;
  const groups = Map.groupBy(
    document.lines,
    (line) => `${line.hsn ?? ''}|${isTaxed(line) ? line.tax_rate : line.treatment}`,
  );
  const column = (title: string, right = true, wide = false) => ({ title, right, wide });
  const allTaxes = (lines: readonly DocumentLine[]): number => heads.reduce((all, head) => all + sum(lines, head), 0);
  const figures = (lines: readonly DocumentLine[]): string[] => [
    ...heads.map((head) => groupedRupees(sum(lines, head))),
    groupedRupees(allTaxes(lines)),
  ];
  return {
    columns: [
      column(labels.hsn, false, true),
      column(labels.tax_rate),
      column(labels.taxable_value),
      ...heads.map((head) => column(titleOf(head, document, labels))),
      column(labels.total_tax),
    ],
    rows: [...groups]
      .sort(byCode)
      .map(([, lines]) => [
        lines[0]?.hsn ?? '—',
        cellOf('tax_rate', lines[0] as DocumentLine, labels),
        groupedRupees(sum(lines, 'taxable_value')),
        ...figures(lines),
      ]),
    totals: [labels.total, '', groupedRupees(sum(document.lines, 'taxable_value')), ...figures(document.lines)],
  };
}
