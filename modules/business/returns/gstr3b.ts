/** GSTR-3B, its outward half: sums of the same stored lines and advances. What came in is not known until purchases are kept. */
import { returnPeriod } from '@tenantry/india/fiscal.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { amendmentRows, differenceOf } from '../gst-amendments/amended_rows.ts';
import { ABROAD } from '../tax/place.ts';
import { type AdvanceRow, advanceRows } from './advances.ts';
import { rupeesOf } from './gstr1.ts';
import type { Scope } from './periods.ts';
import { type DocumentRate, type GroupRow, groupRows, SUMS, type Sums } from './returns.rows.ts';
import type { Box, BoxName, Gstr3b } from './returns.schema.ts';

/** What tells in which boxes a row stands. */
type Placed = Pick<GroupRow | DocumentRate, 'section' | 'type' | 'treatment' | 'charge' | 'head' | 'category'>;

/** The box of 3.1 or 3.1.1 that a row is in; null for what the recipient pays. */
export function boxOf({
  section,
  type,
  treatment,
  charge,
}: Placed): 'det' | 'zero' | 'nil_exmp' | 'nongst' | 'eco_reg_sup' | null {
  if (section === 'paytx') return 'eco_reg_sup';
  if (section === 'nil') return treatment === 'non_gst' ? 'nongst' : 'nil_exmp';
  if (section === 'exp' || type.startsWith('SE') || type.startsWith('EXP')) return 'zero';
  return charge === 'reverse' ? null : 'det';
}

/** Of 3.1(a), to whom it went in another state (3.2); null for what is not told there. */
export function recipientOf(row: Placed): 'unreg' | 'comp' | 'uin' | null {
  const { head, category, section } = row;
  if (head !== 'inter' || boxOf(row) !== 'det') return null;
  if (['b2cs', 'b2cl', 'cdnur'].includes(section)) return 'unreg';
  if (category === 'composition') return 'comp';
  return category === 'uin_holder' ? 'uin' : null;
}

/** Whether a row stands behind a box. */
export const isBehind = (row: Placed, box: BoxName): boolean => boxOf(row) === box || recipientOf(row) === box;

/** The box of 3.1 that an advance is in: what is taken from abroad, or under IGST within the state from a special zone, is zero-rated. */
export function boxOfAdvance({ place_of_supply, head }: AdvanceRow, gstin: string): 'det' | 'zero' {
  const isZone = head === 'inter' && place_of_supply === gstin.slice(0, 2);
  return place_of_supply === ABROAD || isZone ? 'zero' : 'det';
}

const NOTHING = { iamt: 0, camt: 0, samt: 0, csamt: 0 };

function sumOf(rows: readonly Partial<Sums>[]) {
  const sum = (name: keyof Sums): number => rupeesOf(rows.reduce((all, row) => all + Number(row[name] ?? 0), 0));
  return { txval: sum('taxable_value'), iamt: sum('igst'), camt: sum('cgst'), samt: sum('sgst'), csamt: sum('cess') };
}

function byPlace(rows: readonly GroupRow[]) {
  return [...Map.groupBy(rows, ({ place_of_supply }) => place_of_supply)]
    .map(([pos, own]) => ({ pos, own: sumOf(own) }))
    .sort((a, b) => a.pos.localeCompare(b.pos))
    .map(({ pos, own: { txval, iamt } }) => ({ pos, txval, iamt }));
}

/** The file of these rows; what amendments change is among them as a difference. Advances count in 3.1(a), those of zero-rated supplies in 3.1(b): received ones add, what was adjusted or given back takes off. */
export function gstr3bOf(
  gstin: string,
  period: string,
  rows: readonly GroupRow[],
  advances: readonly AdvanceRow[] = [],
): Gstr3b {
  const inBox = (box: ReturnType<typeof boxOf>): GroupRow[] => rows.filter((row) => boxOf(row) === box);
  const taken = (box: 'det' | 'zero'): AdvanceRow[] => advances.filter((row) => boxOfAdvance(row, gstin) === box);
  const { txval, iamt, csamt } = sumOf([...inBox('zero'), ...taken('zero')]);
  const to = (who: ReturnType<typeof recipientOf>) => byPlace(rows.filter((row) => recipientOf(row) === who));
  return {
    gstin,
    ret_period: returnPeriod(period),
    sup_details: {
      osup_det: sumOf([...inBox('det'), ...taken('det')]),
      osup_zero: { txval, iamt, csamt },
      osup_nil_exmp: { txval: sumOf(inBox('nil_exmp')).txval },
      isup_rev: { txval: 0, ...NOTHING },
      osup_nongst: { txval: sumOf(inBox('nongst')).txval },
    },
    // 3.1.1(i) is what an operator says of himself.
    eco_dtls: { eco_sup: { txval: 0, ...NOTHING }, eco_reg_sup: { txval: sumOf(inBox('eco_reg_sup')).txval } },
    inter_sup: { unreg_details: to('unreg'), comp_details: to('comp'), uin_details: to('uin') },
    itc_elg: {
      itc_avl: ['IMPG', 'IMPS', 'ISRC', 'ISD', 'OTH'].map((ty) => ({ ty, ...NOTHING })),
      itc_rev: ['RUL', 'OTH'].map((ty) => ({ ty, ...NOTHING })),
      itc_net: NOTHING,
      itc_inelg: ['RUL', 'OTH'].map((ty) => ({ ty, ...NOTHING })),
    },
    inward_sup: { isup_details: ['GST', 'NONGST'].map((ty) => ({ ty, inter: 0, intra: 0 })) },
    intr_ltfee: { intr_details: NOTHING },
  };
}

export async function makeGstr3b(ctx: Pick<Context, 'sql'>, scope: Scope): Promise<Gstr3b> {
  const difference = differenceOf(await amendmentRows(ctx, scope));
  const rows = [...(await groupRows(ctx, scope)), ...difference];
  return gstr3bOf(scope.gstin, scope.period, rows, await advanceRows(ctx, scope));
}

const UNKNOWN = Object.fromEntries(SUMS.map((name) => [name, null])) as Record<keyof Sums, null>;
const told = (of: { txval: number; iamt?: number; camt?: number; samt?: number; csamt?: number }) => ({
  taxable_value: of.txval,
  ...{ igst: of.iamt ?? 0, cgst: of.camt ?? 0, sgst: of.samt ?? 0, cess: of.csamt ?? 0 },
});

/** The file in boxes for people: what rests on purchases is told as not known. */
export function boxesOf({ sup_details, eco_dtls, inter_sup }: Gstr3b): Box[] {
  const known = (box: BoxName, table: string, of: Parameters<typeof told>[0], place: string | null = null): Box => ({
    ...{ box, table, place_of_supply: place, is_known: true },
    ...told(of),
  });
  const unknown = (box: BoxName, table: string): Box => ({
    ...{ box, table, place_of_supply: null, is_known: false },
    ...UNKNOWN,
  });
  const places = (box: BoxName, rows: Gstr3b['inter_sup']['unreg_details']): Box[] =>
    rows.map(({ pos, ...of }) => known(box, '3.2', of, pos));
  return [
    known('det', '3.1(a)', sup_details.osup_det),
    known('zero', '3.1(b)', sup_details.osup_zero),
    known('nil_exmp', '3.1(c)', sup_details.osup_nil_exmp),
    unknown('isup_rev', '3.1(d)'),
    known('nongst', '3.1(e)', sup_details.osup_nongst),
    known('eco_reg_sup', '3.1.1(ii)', eco_dtls.eco_reg_sup),
    ...places('unreg', inter_sup.unreg_details),
    ...places('comp', inter_sup.comp_details),
    ...places('uin', inter_sup.uin_details),
    unknown('itc', '4'),
    unknown('inward', '5'),
  ];
}
