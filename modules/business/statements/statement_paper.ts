/** What stands on a printed statement of account: texts of what the books say of a customer or vendor. Pure. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { findState, stateLabel } from '@tenantry/india/states.ts';
import { groupedRupees } from '@tenantry/india/words.ts';
import type { House } from '@tenantry/kernel/mail/letters.ts';
import type { Profile } from '@tenantry/kernel/tenancy/profile.ts';
import type { LedgerRow } from '../reports/reports.schema.ts';

const LABELS = {
  en: {
    title: 'Statement of account',
    columns: ['Date', 'Particulars', 'Debit', 'Credit', 'Balance'],
    opening: 'Opening balance',
    closing: 'Closing balance',
    debit: 'Debit',
    credit: 'Credit',
    page: 'Page',
    until: (day: string): string => `up to ${day}`,
  },
  hi: {
    title: 'खाता विवरण',
    columns: ['तिथि', 'विवरण', 'नामे', 'जमा', 'शेष'],
    opening: 'प्रारंभिक शेष',
    closing: 'अंतिम शेष',
    debit: 'नामे',
    credit: 'जमा',
    page: 'पेज',
    until: (day: string): string => `${day} तक`,
  },
} as const;

interface Statement {
  name: string;
  from: string;
  to: string;
  opening: number;
  closing: number;
  rows: readonly Pick<LedgerRow, 'date' | 'narration' | 'debit' | 'credit' | 'balance'>[];
}

export type PartySide = Pick<
  Profile,
  'name' | 'gstin' | 'state' | 'address_line1' | 'address_line2' | 'city' | 'pincode'
>;

function sideOf({ name, gstin, state, address_line1, address_line2, city, pincode }: PartySide) {
  const found = state ? findState(state) : null;
  const lines = [
    address_line1,
    address_line2,
    [city, pincode].filter(Boolean).join(' '),
    found ? stateLabel(found) : null,
    gstin ? `GSTIN: ${gstin}` : null,
  ];
  return { name, lines: lines.filter(Boolean) };
}

/** Paise, the sign as books have it: what is owed to us stands to the debit. */
const balanceText = (paise: number): string =>
  paise === 0 ? '0.00' : `${groupedRupees(Math.abs(paise))} ${paise > 0 ? 'Dr' : 'Cr'}`;
const figureText = (paise: number): string => (paise === 0 ? '' : groupedRupees(paise));

/** The values that `typ/statement.typ` lays out. */
export function statementPaper(
  { from, to, opening, closing, rows }: Statement,
  { seller, party, house, language }: { seller: Profile; party: PartySide; house: House; language: 'en' | 'hi' },
) {
  const labels = LABELS[language];
  const sum = (side: 'debit' | 'credit'): string => groupedRupees(rows.reduce((all, row) => all + row[side], 0));
  return {
    lang: language,
    accent: house.primary_color,
    title: labels.title,
    page: labels.page,
    span: from <= '2000-01-01' ? labels.until(portalDate(to)) : `${portalDate(from)} – ${portalDate(to)}`,
    seller: sideOf(seller),
    party: sideOf(party),
    foot: `${house.name} · ${labels.title}`,
    columns: labels.columns,
    sums: [
      [labels.opening, balanceText(opening)],
      [labels.debit, sum('debit')],
      [labels.credit, sum('credit')],
      [labels.closing, balanceText(closing)],
    ],
    opening: [labels.opening, balanceText(opening)],
    closing: [labels.closing, balanceText(closing)],
    rows: rows.map(({ date, narration, debit, credit, balance }) => [
      portalDate(date),
      narration,
      figureText(debit),
      figureText(credit),
      balanceText(balance),
    ]),
  };
}
