/** GSTR-1 of a month: the stored values of its documents, each in the section that was settled at issue. Nothing is computed anew. */
import { portalDate, returnPeriod } from '@tenantry/india/fiscal.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Section } from '../gst/sections.ts';
import { abroadItem, amendedSmall, amendedTables, amendmentRows, portalBill } from '../gst-amendments/amended_rows.ts';
import { type Bill, billsTold } from '../shipping-bills/shipping_bills.ts';
import { type AdvanceSum, advanceRows, advanceSums } from './advances.ts';
import { docIssueOf } from './numbers.ts';
import type { Scope } from './periods.ts';
import {
  type DocumentRate,
  documentRates,
  type GroupRow,
  groupRows,
  type HsnSum,
  hsnRows,
  type Liability,
  numbersOf,
  type OperatorSum,
  operatorRows,
  SUMS,
  type Sums,
} from './returns.rows.ts';
import type { Gstr1, HsnRow } from './returns.schema.ts';

/** What the offline tool called itself when this was written; the portal takes older ones too. */
export const TOOL_VERSION = 'GST3.2.4';

export const rupeesOf = (paise: number): number => Number(paise) / 100;

const isInter = ({ igst, cgst, sgst }: Sums, pos: string, own: string): boolean =>
  igst !== 0 || (cgst === 0 && sgst === 0 && pos !== own);

/** Only the head that applies is written. */
function headsOf(sums: Sums, inter: boolean) {
  return inter ? { iamt: rupeesOf(sums.igst) } : { camt: rupeesOf(sums.cgst), samt: rupeesOf(sums.sgst) };
}

/** `num` as the official tool writes it: the rate and 01. */
const numOf = (rate: number): number => Math.round(rate * 100) + 1;

function itmOf(row: DocumentRate, own: string) {
  const { rate, taxable_value, cess, type, place_of_supply } = row;
  const inter = type.startsWith('SE') || type.startsWith('EXP') || isInter(row, place_of_supply, own);
  return {
    num: numOf(rate),
    itm_det: { rt: rate, txval: rupeesOf(taxable_value), ...headsOf(row, inter), csamt: rupeesOf(cess) },
  };
}

type Need<T> = NonNullable<T>;
interface Sections {
  b2b: Map<string, Need<Gstr1['b2b']>[number]>;
  b2cl: Map<string, Need<Gstr1['b2cl']>[number]>;
  exp: Map<string, Need<Gstr1['exp']>[number]>;
  cdnr: Map<string, Need<Gstr1['cdnr']>[number]>;
  cdnur: Need<Gstr1['cdnur']>;
}

function entry<V>(map: Map<string, V>, key: string, made: () => V): V {
  const found = map.get(key) ?? made();
  map.set(key, found);
  return found;
}

/** Puts all rates of one document into its section. */
function place(into: Sections, rows: readonly DocumentRate[], own: string, bills: ReadonlyMap<string, Bill>): void {
  const [row] = rows as [DocumentRate];
  const { section, type, number, date, total, place_of_supply: pos, ctin } = row;
  const head = { inum: number, idt: portalDate(date), val: rupeesOf(total) };
  const rchrg = row.reverse_charge ? 'Y' : 'N';
  const note = {
    ntty: row.kind === 'credit_note' ? 'C' : 'D',
    nt_num: number,
    nt_dt: portalDate(date),
    val: rupeesOf(total),
  };
  const itms = rows.map((one) => itmOf(one, own));
  if (section === 'b2b')
    entry(into.b2b, ctin as string, () => ({ ctin: ctin as string, inv: [] })).inv.push({
      ...head,
      pos,
      rchrg,
      inv_typ: type,
      itms,
    });
  else if (section === 'b2cl') entry(into.b2cl, pos, () => ({ pos, inv: [] })).inv.push({ ...head, itms });
  else if (section === 'exp') {
    const bill = bills.get(row.id);
    const told = { ...head, ...(bill ? portalBill(bill) : {}), itms: rows.map(abroadItem) };
    entry(into.exp, type, () => ({ exp_typ: type, inv: [] })).inv.push(told);
  } else if (section === 'cdnr')
    entry(into.cdnr, ctin as string, () => ({ ctin: ctin as string, nt: [] })).nt.push({
      ...note,
      pos,
      rchrg,
      inv_typ: type,
      itms,
    });
  else into.cdnur.push({ typ: type, ...note, ...(type === 'B2CL' ? { pos } : {}), itms });
}

/** Rows that stand for sums: one for each key. */
function summed<T extends GroupRow>(rows: readonly T[], keyOf: (row: T) => string): T[] {
  const found = new Map<string, T>();
  for (const row of rows) {
    const one = found.get(keyOf(row));
    if (!one) found.set(keyOf(row), { ...row });
    else
      for (const name of ['taxable_value', 'igst', 'cgst', 'sgst', 'cess'] as const)
        one[name] = Number(one[name]) + Number(row[name]);
  }
  return [...found.values()];
}

export function b2csOf(rows: readonly GroupRow[]): Need<Gstr1['b2cs']> {
  const own = rows.filter(({ section }) => section === 'b2cs');
  return summed(own, ({ type, place_of_supply, rate }) => `${type} ${place_of_supply} ${rate}`)
    .sort((a, b) => a.place_of_supply.localeCompare(b.place_of_supply) || b.rate - a.rate)
    .map((row) => ({
      ...{ sply_ty: row.type, pos: row.place_of_supply, typ: 'OE' as const, rt: row.rate },
      ...{ txval: rupeesOf(row.taxable_value), ...headsOf(row, row.type === 'INTER'), csamt: rupeesOf(row.cess) },
    }));
}

/** Table 8, with all four buckets when one has something. */
export function nilOf(rows: readonly GroupRow[]): Gstr1['nil'] {
  const own = rows.filter(({ section }) => section === 'nil');
  if (own.length === 0) return undefined;
  const sum = (bucket: string, treatment: string): number =>
    rupeesOf(
      own
        .filter((row) => row.type === bucket && row.treatment === treatment)
        .reduce((all, row) => all + Number(row.taxable_value), 0),
    );
  return {
    inv: ['INTRB2B', 'INTRAB2B', 'INTRB2C', 'INTRAB2C'].map((sply_ty) => ({
      sply_ty,
      expt_amt: sum(sply_ty, 'exempt'),
      nil_amt: sum(sply_ty, 'nil_rated'),
      ngsup_amt: sum(sply_ty, 'non_gst'),
    })),
  };
}

export function hsnOf(rows: readonly HsnSum[], which: HsnSum['hsn_of']): HsnRow[] {
  return rows
    .filter(({ hsn, hsn_of }) => hsn !== null && hsn_of === which)
    .map((row, index) => ({
      ...{ num: index + 1, hsn_sc: row.hsn as string, desc: row.description.slice(0, 30), uqc: row.unit },
      ...{ qty: Math.round(row.quantity * 100) / 100, rt: row.rate, txval: rupeesOf(row.taxable_value) },
      ...{ iamt: rupeesOf(row.igst), camt: rupeesOf(row.cgst), samt: rupeesOf(row.sgst), csamt: rupeesOf(row.cess) },
    }));
}

/** Tables 11A and 11B, by place; the value is told without its tax. */
export function advancesOf(sums: readonly AdvanceSum[]): Need<Gstr1['at']> {
  return [...Map.groupBy(sums, ({ place_of_supply, head }) => `${place_of_supply} ${head}`).values()].map((own) => {
    const [{ place_of_supply: pos, head }] = own as [AdvanceSum];
    const inter = head === 'inter';
    return {
      pos,
      sply_ty: inter ? 'INTER' : 'INTRA',
      itms: own.map((sum) => ({
        ...{ rt: sum.rate, ad_amt: rupeesOf(sum.taxable_value), ...headsOf({ ...sum, cess: 0 }, inter), csamt: 0 },
      })),
    };
  });
}

/** Table 14; a sum that notes took away wholly is not told. */
export function supecoOf(rows: readonly OperatorSum[]): Gstr1['supeco'] {
  const of = (liability: Liability) =>
    listed(
      rows
        .filter((row) => row.liability === liability && SUMS.some((name) => Number(row[name]) !== 0))
        .map(({ etin, taxable_value, igst, cgst, sgst, cess }) => ({
          ...{ etin, suppval: rupeesOf(taxable_value), igst: rupeesOf(igst) },
          ...{ cgst: rupeesOf(cgst), sgst: rupeesOf(sgst), cess: rupeesOf(cess) },
        })),
    );
  const [clttx, paytx] = [of('clttx'), of('paytx')];
  return clttx || paytx ? { ...(clttx && { clttx }), ...(paytx && { paytx }) } : undefined;
}

const listed = <T>(rows: readonly T[]): T[] | undefined => (rows.length > 0 ? [...rows] : undefined);

/** Sections that stand document by document. */
const SINGLE: readonly Section[] = ['b2b', 'b2cl', 'exp', 'cdnr', 'cdnur'];

/** The file; empty sections are left out, as the portal refuses them. An IFF has registered customers alone. */
export async function makeGstr1(ctx: Pick<Context, 'sql'>, scope: Scope): Promise<Gstr1> {
  const { gstin, period } = scope;
  const own = gstin.slice(0, 2);
  const isWhole = scope.name !== 'iff';
  const into: Sections = { b2b: new Map(), b2cl: new Map(), exp: new Map(), cdnr: new Map(), cdnur: [] };
  const bills = isWhole ? await billsTold(ctx, scope) : new Map<string, Bill>();
  for await (const rows of documentRates(ctx, scope, isWhole ? SINGLE : ['b2b', 'cdnr'])) {
    // Rates of one document follow each other; one document has one such section.
    for (let at = 0; at < rows.length; ) {
      const { id } = rows[at] as DocumentRate;
      let end = at + 1;
      while (rows[end]?.id === id) end++;
      place(into, rows.slice(at, end), own, bills);
      at = end;
    }
  }
  const amendments = await amendmentRows(ctx, scope);
  const { b2ba, cdnra, ...others } = amendedTables(amendments);
  const small = isWhole ? await amendedSmall(ctx, scope, amendments) : [];
  const sections = {
    b2b: listed([...into.b2b.values()]),
    b2cl: listed([...into.b2cl.values()]),
    exp: listed([...into.exp.values()]),
    cdnr: listed([...into.cdnr.values()]),
    cdnur: listed(into.cdnur),
    ...{ b2ba, cdnra },
    ...(isWhole ? { ...others, b2csa: listed(small), ...(await sumsOf(ctx, scope)) } : {}),
  };
  const present = Object.fromEntries(Object.entries(sections).filter(([, section]) => section !== undefined));
  return { gstin, fp: returnPeriod(period), version: TOOL_VERSION, hash: 'hash', ...present };
}

/** Lines without a code are told in no row. */
function tableOf(rows: readonly HsnSum[]): Gstr1['hsn'] {
  const [hsn_b2b, hsn_b2c, data] = [listed(hsnOf(rows, 'b2b')), listed(hsnOf(rows, 'b2c')), listed(hsnOf(rows, 'all'))];
  if (!hsn_b2b && !hsn_b2c && !data) return undefined;
  return { ...(hsn_b2b && { hsn_b2b }), ...(hsn_b2c && { hsn_b2c }), ...(data && { data }) };
}

/** The sections that are sums of many documents. */
async function sumsOf(ctx: Pick<Context, 'sql'>, scope: Scope): Promise<Partial<Gstr1>> {
  const groups = await groupRows(ctx, scope, ['b2cs', 'nil']);
  const { received, adjusted } = advanceSums(await advanceRows(ctx, scope), scope);
  const hsn = await hsnRows(ctx, scope);
  return {
    b2cs: listed(b2csOf(groups)),
    nil: nilOf(groups),
    at: listed(advancesOf(received)),
    txpd: listed(advancesOf(adjusted)),
    hsn: tableOf(hsn),
    supeco: supecoOf(await operatorRows(ctx, scope)),
    doc_issue: docIssueOf(await numbersOf(ctx, scope)),
  };
}
