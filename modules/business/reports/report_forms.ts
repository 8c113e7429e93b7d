/** How each report stands on paper where that does not follow from the shape of its rows: columns, headings, sums. Pure. */
import type { Language } from '@tenantry/kernel/mail/letters.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Say } from './report_words.ts';
import type { AmountRow, LedgerRow } from './reports.schema.ts';

/** A line on paper by column, in the values of the report's rows: an ordinary one, a heading, a sum, or what all comes to. */
export interface PaperLine {
  kind: 'row' | 'heading' | 'sum' | 'total';
  values: Readonly<Record<string, unknown>>;
}

/** What all reports answer; which day or days they are of, and what their columns come to, where they tell it. */
export interface Found {
  rows: readonly object[];
  name?: string;
  from?: string;
  to?: string;
  as_of?: string;
  totals?: object;
  /** What of it is looked at, beside its days. */
  of?: (say: Say) => string[];
}

export interface Form<R extends Found = Found> {
  /** The words of its title, where that is not its name. */
  title?: readonly string[];
  /** The columns on paper in their order; all but ids where it is left out. */
  columns?: readonly string[];
  /** Column → the word of reports that names it, where that is not its own name. */
  words?: Readonly<Record<string, string>>;
  /** Figures that are written where they are nothing. */
  zeros?: readonly string[];
  /** What takes no column where there is nothing in it. */
  spare?: readonly string[];
  /** What the values of a column say. */
  texts?: Readonly<Record<string, (value: unknown, say: Say, language: Language) => string>>;
  /** All lines in their order; the rows and below them `totals` where it is left out. */
  lines?(found: R, say: Say): PaperLine[];
}

const row = (values: object): PaperLine => ({ kind: 'row', values: values as PaperLine['values'] });

/** The rows as they come, and what they come to, named in the column `label`. */
export function plainLines({ rows, totals }: Found, label: string, say: Say): PaperLine[] {
  const lines = rows.map(row);
  return totals && rows.length > 0
    ? [...lines, { kind: 'total', values: { [label]: say('total'), ...totals } }]
    : lines;
}

const account = { words: { name: 'account' } };

export const trialForm: Form = { ...account, columns: ['code', 'name', 'opening', 'debit', 'credit', 'closing'] };

type Section = [word: string, type: AmountRow['type'], amount: Paise];

/** Accounts below the heading of their section, its sum below them, and what all comes to. */
function sections(rows: readonly AmountRow[], of: readonly Section[], last: [string, number], say: Say): PaperLine[] {
  const lines = of.flatMap(([word, type, amount]): PaperLine[] => [
    { kind: 'heading', values: { code: say(word) } },
    ...rows
      .filter((one) => one.type === type)
      .map((one) => row(one.account_id ? one : { ...one, name: say('profit_so_far') })),
    { kind: 'sum', values: { name: say('sum_of', { title: say(word) }), amount } },
  ]);
  return [...lines, { kind: 'total', values: { name: last[0], amount: last[1] } }];
}

const inSections = { ...account, columns: ['code', 'name', 'amount'] };

interface Profit extends Found {
  rows: AmountRow[];
  income: Paise;
  expense: Paise;
  profit: Paise;
}

export const profitForm: Form<Profit> = {
  ...inSections,
  lines: ({ rows, income, expense, profit }, say) =>
    sections(
      rows,
      [
        ['income', 'income', income],
        ['expense', 'expense', expense],
      ],
      [say(profit < 0 ? 'loss' : 'profit'), profit],
      say,
    ),
};

interface Sheet extends Found {
  rows: AmountRow[];
  assets: Paise;
  liabilities: Paise;
  equity: Paise;
}

export const sheetForm: Form<Sheet> = {
  ...inSections,
  lines: ({ rows, assets, liabilities, equity }, say) =>
    sections(
      rows,
      [
        ['assets', 'asset', assets],
        ['liabilities', 'liability', liabilities],
        ['equity', 'equity', equity],
      ],
      [say('both'), liabilities + equity],
      say,
    ),
};

export const ageingForm: Form = { words: { party_name: 'customer' } };

interface Lines extends Found {
  rows: LedgerRow[];
  opening: Paise;
  closing: Paise;
}

export const ledgerForm: Form<Lines> = {
  columns: ['date', 'narration', 'party_name', 'debit', 'credit', 'balance'],
  words: { narration: 'particulars', party_name: 'party' },
  zeros: ['balance'],
  lines: ({ rows, opening, closing }, say) => {
    const sum = (side: 'debit' | 'credit'): number => rows.reduce((all, one) => all + one[side], 0);
    return [
      { kind: 'sum', values: { narration: say('opening'), balance: opening } },
      ...rows.map(row),
      { kind: 'sum', values: { narration: say('total'), debit: sum('debit'), credit: sum('credit') } },
      { kind: 'total', values: { narration: say('closing'), balance: closing } },
    ];
  },
};
