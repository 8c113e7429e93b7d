/** The returns of a registration: the files, what each part comes to, and the documents behind each figure. */
import type { Sheet } from '@tenantry/kernel/http/route.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Section } from '../gst/sections.ts';
import { type AmendmentRow, amendmentRows, differenceOf } from '../gst-amendments/amended_rows.ts';
import { type AdvanceRow, advanceRows } from './advances.ts';
import { rupeesOf } from './gstr1.ts';
import { boxesOf, boxOfAdvance, isBehind, makeGstr3b } from './gstr3b.ts';
import { type Scope, TITLES } from './periods.ts';
import {
  type DocumentRate,
  documentRates,
  groupRows,
  type OfHsn,
  operatorRows,
  SUMS,
  type Sums,
} from './returns.rows.ts';
import type { Behind, Box, BoxName, SectionSum } from './returns.schema.ts';

const NOUNS = { invoice: 'invoices', credit_note: 'credit-notes', debit_note: 'debit-notes' } as const;

export const SECTIONS = [
  'b2b',
  'b2cl',
  'b2cs',
  'exp',
  'cdnr',
  'cdnur',
  'nil',
  'at',
  'txpd',
  'amended',
  'clttx',
  'paytx',
] as const;
export type Part = (typeof SECTIONS)[number];
const DOCUMENTS: readonly Section[] = ['b2b', 'b2cl', 'b2cs', 'exp', 'cdnr', 'cdnur', 'nil', 'paytx'];
/** Where what operators collect tax of stands, too. */
const TAXED = DOCUMENTS.filter((one) => one !== 'nil' && one !== 'paytx');
/** What an IFF tells. */
const REGISTERED: readonly Part[] = ['b2b', 'cdnr', 'amended'];

export const amountsOf = (sums: Partial<Sums>, sign = 1): Record<keyof Sums, number> =>
  Object.fromEntries(SUMS.map((name) => [name, sign * rupeesOf(Number(sums[name] ?? 0)) || 0])) as Record<
    keyof Sums,
    number
  >;

/** Which documents are asked for. */
export interface Drill {
  section?: Part | undefined;
  box?: BoxName | undefined;
  /** Lines of table 12. */
  of?: OfHsn | undefined;
}

function documentOf(row: DocumentRate): Behind {
  const { id, kind, number, date, buyer, section, type, place_of_supply, rate } = row;
  const named = { document_id: id, noun: NOUNS[kind], number, date, buyer, section, type, place_of_supply, rate };
  return { ...named, ...amountsOf(row, kind === 'credit_note' ? -1 : 1) };
}

/** A voucher of an advance: 11A where it came in these days, else 11B, where what is used of it stands positive. */
function voucherOf(row: AdvanceRow, { from }: Scope, inBox: boolean): Behind {
  const section = row.date >= from ? 'at' : 'txpd';
  const { voucher_id, number, date, party, place_of_supply, head, rate } = row;
  return {
    ...{ document_id: voucher_id, noun: 'payments', number, date, buyer: party, section },
    ...{ type: head === 'inter' ? 'INTER' : 'INTRA', place_of_supply, rate },
    ...amountsOf(row, section === 'txpd' && !inBox ? -1 : 1),
  };
}

/** What an amendment changes, with the sign that it has in GSTR-3B. */
function amendedOf(row: AmendmentRow, box: BoxName | undefined): Behind[] {
  const { document_id, kind, number, date, buyer } = row;
  return differenceOf([row])
    .filter((one) => !box || isBehind(one, box))
    .map((one) => ({
      ...{ document_id, noun: NOUNS[kind], number, date, buyer, section: 'amended', type: one.section },
      ...{ place_of_supply: one.place_of_supply, rate: one.rate, ...amountsOf(one) },
    }));
}

/** The documents behind the return, one line for each rate, of one section or one box where it is named. */
export async function* behind(ctx: Context, scope: Scope, { section, box, of }: Drill = {}): AsyncGenerator<Behind[]> {
  if (of) {
    // Told with the quarter, also what an IFF told by document; advances and amendments are in no row of it.
    const told = section ? DOCUMENTS.filter((one) => one === section) : DOCUMENTS;
    if (scope.name !== 'iff')
      for await (const rows of documentRates(ctx, { ...scope, told: [] }, told, { apart: true, of }))
        yield rows.filter((row) => !box || isBehind(row, box)).map(documentOf);
    return;
  }
  if (section === 'clttx') {
    // Told as a whole with the quarter, also what an IFF told by document.
    const whole = { ...scope, told: [] };
    for await (const rows of documentRates(ctx, whole, TAXED, { apart: true, through: true }))
      yield rows.map(documentOf);
    return;
  }
  const sections = section ? DOCUMENTS.filter((one) => one === section) : DOCUMENTS;
  const wanted = scope.name === 'iff' ? sections.filter((one) => REGISTERED.includes(one)) : sections;
  if (wanted.length > 0)
    for await (const rows of documentRates(ctx, scope, wanted, { apart: true }))
      yield rows.filter((row) => !box || isBehind(row, box)).map(documentOf);
  if (!section || section === 'amended') yield (await amendmentRows(ctx, scope)).flatMap((row) => amendedOf(row, box));
  if (
    scope.name === 'iff' ||
    (section && section !== 'at' && section !== 'txpd') ||
    (box && box !== 'det' && box !== 'zero')
  )
    return;
  const rows = (await advanceRows(ctx, scope)).filter((row) => !box || boxOfAdvance(row, scope.gstin) === box);
  const vouchers = rows.map((row) => voucherOf(row, scope, box !== undefined));
  yield vouchers.filter((row) => !section || row.section === section);
}

const COLUMNS = {
  number: 'Number',
  date: 'Date',
  buyer: 'Customer',
  section: 'Section',
  type: 'Type',
  place_of_supply: 'Place of supply',
  rate: 'GST %',
  taxable_value: 'Taxable value',
  igst: 'IGST',
  cgst: 'CGST',
  sgst: 'SGST',
  cess: 'Cess',
};

/** The work sheet: the same rows as a file that is written as they are read. */
export function workSheet(ctx: Context, scope: Scope, format: 'csv' | 'xlsx', drill: Drill): Sheet {
  const columns = Object.entries(COLUMNS).map(([key, title]) => ({ key, title }));
  const name = `${TITLES[scope.name].toLowerCase()} ${scope.period}`;
  return { name, format, columns, pages: behind(ctx, scope, drill) };
}

const added = (rows: readonly Partial<Sums>[], sign = 1): Sums =>
  Object.fromEntries(
    SUMS.map((name) => [name, sign * rows.reduce((all, row) => all + Number(row[name] ?? 0), 0)]),
  ) as unknown as Sums;

/** What each section comes to, and all of them: advances add, what was adjusted of them takes off. */
export async function listSections(ctx: Context, scope: Scope): Promise<SectionSum[]> {
  const rows = await groupRows(ctx, scope);
  const isWhole = scope.name !== 'iff';
  const advances = isWhole ? await advanceRows(ctx, scope) : [];
  const [received, adjusted] = [
    advances.filter(({ date }) => date >= scope.from),
    advances.filter(({ date }) => date < scope.from),
  ];
  const changes = differenceOf(await amendmentRows(ctx, scope));
  const through = isWhole ? await operatorRows(ctx, scope) : [];
  const parts = isWhole ? SECTIONS : REGISTERED;
  const documents = rows.filter(({ section }) => parts.includes(section) && section !== 'paytx');
  const of = (part: Part): Sums => {
    if (part === 'at') return added(received);
    if (part === 'amended') return added(changes);
    if (part === 'clttx' || part === 'paytx') return added(through.filter(({ liability }) => liability === part));
    return part === 'txpd' ? added(adjusted, -1) : added(documents.filter((row) => row.section === part));
  };
  return [
    ...parts.map((section) => ({ section, ...amountsOf(of(section)) })),
    { section: 'all', ...amountsOf(added([...documents, ...advances, ...changes])) },
  ];
}

/** GSTR-3B box by box. */
export async function listBoxes(ctx: Context, scope: Scope): Promise<Box[]> {
  return boxesOf(await makeGstr3b(ctx, { ...scope, told: [] }));
}
