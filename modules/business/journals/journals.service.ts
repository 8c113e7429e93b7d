/** Vouchers: read with both sides, written by hand, reversed once. */
import { defineRecord, getRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type AccountRole, accountsFor } from '../ledger/chart.ts';
import { type Posting, post, reverse } from '../ledger/posting.ts';
import { todayOf } from '../masters/master.ts';
import { renderNumber } from '../series/number.ts';
import { takeNumbers } from '../series/series.ts';
import {
  Journal,
  type JournalFields,
  type JournalLine,
  type JournalLineFields,
  type OpeningFields,
  type PartyOpening,
} from './journals.schema.ts';

export const notManual = defineProblem('journals.not_manual', 409, 'This voucher belongs to a record; undo it there.');
export const isReversed = defineProblem('journals.is_reversed', 409, 'This voucher was reversed already.');

export const journalRecord = defineRecord({
  noun: 'journals',
  table: 'journals',
  schema: Journal,
  number: 'number',
  number_column: 'number_key',
  computed: ['amount', 'lines'],
});

async function withLines(ctx: Context, rows: Row[]): Promise<Row[]> {
  const lines = await ctx.sql<JournalLine & { journal_id: string }>(
    `select l.journal_id, l.line, l.account_id, a.code as account_code, a.name as account_name, l.party_id, p.name as party_name, l.debit, l.credit
     from journal_lines l join accounts a on a.tenant_id = $1 and a.id = l.account_id
     left join parties p on p.tenant_id = $1 and p.id = l.party_id
     where l.tenant_id = $1 and l.journal_id = any($2::uuid[]) order by l.journal_id, l.line`,
    [rows.map(({ id }) => id)],
  );
  const found = Map.groupBy(lines, ({ journal_id }) => journal_id);
  return rows.map((row) => {
    const own = (found.get(row.id as string) ?? []).map(({ journal_id: _, ...line }) => line);
    return { ...row, lines: own, amount: own.reduce((sum, { debit }) => sum + debit, 0) };
  });
}

export const journalList = defineList({
  record: journalRecord,
  filters: { date: 'date', kind: 'text', source: 'text', source_id: 'id', created_at: 'instant' },
  sorts: { date: 'date', created_at: 'created_at' },
  default_sort: '-date',
  complete: withLines,
});

export async function getJournal(ctx: Context, ref: string): Promise<Journal> {
  const [row] = await withLines(ctx, [await getRecord(ctx, journalRecord, ref)]);
  return row as Journal;
}

const refuse = (errors: FieldError[]): void => {
  if (errors.length > 0) throw problem(ruleBroken, { errors });
};

interface KnownAccount {
  id: string;
  role: string | null;
  is_active: boolean;
}

/** Sees that accounts and parties are there and go together: what customers owe is always somebody's. */
async function judgeLines(ctx: Context, lines: readonly JournalLineFields[]): Promise<void> {
  const accounts = await ctx.sql<KnownAccount>(
    'select id, role, is_active from accounts where tenant_id = $1 and id = any($2::uuid[])',
    [lines.map(({ account_id }) => account_id)],
  );
  const parties = await ctx.sql<{ id: string; kind: string }>(
    'select id, kind from parties where tenant_id = $1 and id = any($2::uuid[])',
    [lines.flatMap(({ party_id }) => party_id ?? [])],
  );
  const errors: FieldError[] = [];
  for (const [index, { account_id, party_id, debit = 0, credit = 0 }] of lines.entries()) {
    const add = (field: string, detail: string): void =>
      void errors.push({ pointer: `/lines/${index}/${field}`, detail });
    const account = accounts.find(({ id }) => id === account_id.toLowerCase());
    const party = parties.find(({ id }) => id === party_id?.toLowerCase());
    if (!account) add('account_id', 'There is no such account.');
    else if (!account.is_active) add('account_id', 'This account is archived.');
    if (party_id && !party) add('party_id', 'There is no such customer or vendor.');
    const wanted = account?.role === 'receivable' ? 'customer' : account?.role === 'payable' ? 'vendor' : null;
    if (wanted && (!party || party.kind !== wanted)) add('party_id', `Say which ${wanted}.`);
    if ((debit === 0) === (credit === 0)) add('debit', 'Give a debit or a credit.');
  }
  refuse(errors);
}

const postingsOf = (lines: readonly JournalLineFields[]): Posting[] =>
  lines.map(({ account_id, party_id, debit = 0, credit = 0 }) => ({
    account_id,
    amount: debit - credit,
    ...(party_id ? { party_id } : {}),
  }));

async function store(
  ctx: Context,
  kind: 'journal' | 'opening',
  date: string,
  narration: string,
  postings: Posting[],
): Promise<Journal> {
  const id = ctx.newId();
  const text = kind === 'journal' ? 'JV/{FY}/{0000}' : 'OB/{FY}/{0000}';
  const counter = await takeNumbers(ctx, renderNumber({ text: text.replace(/\{0+\}/, '') }, date, 0), 1);
  const number = renderNumber({ text }, date, counter);
  await post(ctx, { id, number, kind, date, source: 'journals', source_id: id, narration, postings });
  const journal = await getJournal(ctx, id);
  ctx.audit({
    action: `journals.${kind === 'journal' ? 'create' : 'begin'}`,
    subject: 'journals',
    subject_id: id,
    after: { number, date, narration, amount: journal.amount / 100, lines: journal.lines.length },
  });
  return journal;
}

function judgeDate(ctx: Context, date: string): void {
  if (date > todayOf(ctx))
    refuse([{ pointer: '/date', detail: 'Give today or a day before: a voucher is not dated ahead.' }]);
}

function unequal(rest: number): string {
  const [more, less] = rest > 0 ? ['Debit', 'credit'] : ['Credit', 'debit'];
  return `${more} is ${(Math.abs(rest) / 100).toFixed(2)} more than ${less}; make them equal.`;
}

/** Writes a voucher by hand. Throws 422 for sides that are not equal and for what is not there. */
export async function createJournal(
  ctx: Context,
  { date = todayOf(ctx), narration, lines }: JournalFields,
): Promise<Journal> {
  judgeDate(ctx, date);
  await judgeLines(ctx, lines);
  const postings = postingsOf(lines);
  const rest = postings.reduce((sum, { amount }) => sum + amount, 0);
  if (rest !== 0) refuse([{ pointer: '/lines', detail: unequal(rest) }]);
  return store(ctx, 'journal', date, narration, postings);
}

/** What the parties' opening balances say beyond what stands of them in the books. */
export async function openingsLeft(ctx: Context): Promise<PartyOpening[]> {
  const rows = await ctx.sql<PartyOpening>(
    `select p.id as party_id, p.name as party_name, p.kind, (case p.kind when 'customer' then p.opening_balance::bigint else -p.opening_balance::bigint end
       - coalesce(b.posted, 0))::bigint as amount
     from parties p left join (
       select l.party_id, sum(l.debit::bigint) - sum(l.credit::bigint) as posted
       from journals j join journal_lines l on l.tenant_id = $1 and l.journal_id = j.id
       left join journals o on o.tenant_id = $1 and o.id = j.reverses
       where j.tenant_id = $1 and j.source = 'journals' and 'opening' in (j.kind, o.kind) and l.party_id is not null
       group by l.party_id) b on b.party_id = p.id
     where p.tenant_id = $1 and (p.opening_balance::bigint <> 0 or b.posted is not null) order by p.name_key, p.id`,
  );
  return rows.filter(({ amount }) => amount !== 0);
}

async function openingsOfParties(ctx: Context): Promise<Posting[]> {
  return (await openingsLeft(ctx)).map(({ party_id, kind, amount }) => ({
    role: kind === 'customer' ? 'receivable' : 'payable',
    amount,
    party_id,
  }));
}

/** Posts balances that the books begin with. Throws 422 when nothing is left to post. */
export async function createOpening(ctx: Context, given: OpeningFields): Promise<Journal> {
  const { date = todayOf(ctx), narration = 'Opening balances', lines = [] } = given;
  judgeDate(ctx, date);
  await judgeLines(ctx, lines);
  const postings = [...postingsOf(lines), ...(given.parties ? await openingsOfParties(ctx) : [])].filter(
    ({ amount }) => amount !== 0,
  );
  if (postings.length === 0) refuse([{ pointer: '/lines', detail: 'Nothing is left to be posted.' }]);
  const rest = postings.reduce((sum, { amount }) => sum + amount, 0);
  const role: AccountRole = 'opening';
  await accountsFor(ctx, [role]);
  return store(ctx, 'opening', date, narration, [...postings, { role, amount: -rest }]);
}

/** Posts the exact reverse of a voucher that people wrote. Throws `journals.not_manual`, `journals.is_reversed`. */
export async function reverseJournal(
  ctx: Context,
  ref: string,
  given: { reason: string; date?: string },
): Promise<Journal> {
  const journal = await getRecord<Journal>(ctx, journalRecord, ref);
  if (journal.source !== 'journals' || journal.reverses !== null) throw problem(notManual);
  if (given.date !== undefined) judgeDate(ctx, given.date);
  if (given.date !== undefined && given.date < journal.date)
    refuse([{ pointer: '/date', detail: `From ${journal.date} until today.` }]);
  const [id] = await reverse(ctx, 'journals', journal.id, `${journal.number} reversed: ${given.reason}`, given.date);
  if (!id) throw problem(isReversed);
  ctx.audit({
    action: 'journals.reverse',
    subject: 'journals',
    subject_id: journal.id,
    after: { reason: given.reason },
  });
  return getJournal(ctx, id);
}
