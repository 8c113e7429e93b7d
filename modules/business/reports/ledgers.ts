/** One account, or one customer or vendor, line by line with the balance after each; pages carry the balance on. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Paise } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { accountRecord } from '../accounts/accounts.service.ts';
import { type Span, spanOf } from './balances.ts';
import { linesOnPaper, refuseLonger } from './paper_bounds.ts';
import type { LedgerRow } from './reports.schema.ts';

export const partyNotFound = defineProblem('parties.not_found', 404, 'There is no such customer or vendor.');

export interface LedgerWanted {
  from?: string;
  to?: string;
  limit?: number;
  cursor?: string;
}

/** What tells the lines: an account's, or a party's in the accounts of customers and vendors. `$2` is the value. */
export interface Lines {
  name: string;
  where: string;
  value: string;
  party_kind?: 'customer' | 'vendor';
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const PARTY = `l.party_id = $2 and l.account_id in (select a.id from accounts a where a.tenant_id = $1 and a.role in ('receivable', 'payable'))`;

export async function linesOfAccount(ctx: Context, ref: string): Promise<Lines> {
  const { id, name } = await getRecord<{ id: string; name: string }>(ctx, accountRecord, ref);
  return { name, where: 'l.account_id = $2', value: id };
}

/** Throws `parties.not_found`. */
export async function linesOfParty(ctx: Context, id: string): Promise<Lines> {
  if (!UUID.test(id)) throw problem(partyNotFound);
  const [party] = await ctx.sql<{ name: string; kind: 'customer' | 'vendor' }>(
    'select name, kind from parties where tenant_id = $1 and id = $2::uuid',
    [id],
  );
  if (!party) throw problem(partyNotFound);
  return { name: party.name, where: PARTY, value: id, party_kind: party.kind };
}

interface Place {
  date: string;
  journal_id: string;
  line: number;
}

const PLACE = /^(\d{4}-\d{2}-\d{2})\/([0-9a-f-]{36})\/(\d{1,6})$/;

function placeOf(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const [, date, journal_id, line] = PLACE.exec(cursor) ?? [];
  if (!date || !journal_id)
    throw problem(invalidInput, {
      errors: [{ pointer: '/cursor', detail: 'Give the next_cursor of the page before.' }],
    });
  return { date, journal_id, line: Number(line) };
}

const SUM = (where: string): string =>
  `select coalesce(sum(l.debit::bigint) - sum(l.credit::bigint), 0)::bigint as sum from journal_lines l where l.tenant_id = $1 and ${where}`;

const AFTER = '(l.date, l.journal_id, l.line)';
const PLACED = '($6::date, $7::uuid, $8::integer)';

/** What stood there before the page, the page, and what stands there at the end: one statement, so that they agree while others post. */
const READ = (where: string, isFurther: boolean): string => `select o.sum as opening, c.sum as closing, r.*
  from (${SUM(`${where} and ${isFurther ? `${AFTER} <= ${PLACED}` : 'l.date < $3::date'}`)}) o
  cross join (${SUM(`${where} and l.date <= $4::date`)}) c
  left join (
    select l.date, l.journal_id, l.line, j.kind, j.source, j.source_id, j.narration, l.party_id, p.name as party_name, l.debit, l.credit
    from journal_lines l join journals j on j.tenant_id = $1 and j.id = l.journal_id
    left join parties p on p.tenant_id = $1 and p.id = l.party_id
    where l.tenant_id = $1 and ${where} and l.date >= $3::date and l.date <= $4::date${isFurther ? ` and ${AFTER} > ${PLACED}` : ''}
    order by l.date, l.journal_id, l.line limit $5) r on true
  order by r.date, r.journal_id, r.line`;

type Found = Omit<LedgerRow, 'balance'> & { opening: number; closing: number };

/** A page of lines; `opening` is what stood there before its first one. */
export async function readLedger(ctx: Context, lines: Lines, given: LedgerWanted) {
  const span: Span = spanOf(ctx, given);
  const limit = given.limit ?? 200;
  const place = placeOf(given.cursor);
  const found = await ctx.sql<Found>(READ(lines.where, place !== null), [
    lines.value,
    ...[span.from, span.to, limit + 1],
    ...(place ? [place.date, place.journal_id, place.line] : []),
  ]);
  const { opening, closing } = found[0] as Found;
  let running = opening;
  const isThere = ({ journal_id }: Found): boolean => journal_id !== null;
  const rows = found
    .filter(isThere)
    .slice(0, limit)
    .map(({ opening: _, closing: __, ...row }) => {
      running += row.debit - row.credit;
      return { ...row, balance: running as Paise };
    });
  const last = rows.at(-1);
  const next_cursor = found.length > limit && last ? `${last.date}/${last.journal_id}/${last.line}` : null;
  const { name, party_kind } = lines;
  const whose = party_kind ? { party_kind } : {};
  return { name, ...whose, ...span, opening: opening as Paise, rows, closing: closing as Paise, next_cursor };
}

/** The lines of a file are read at once, so that they agree with each other; it holds no more than so many. */
const MOST_LINES = 100_000;
/** A ledger on paper has six columns. */
const COLUMNS = 6;

/** All lines of a period at once. Throws `reports.too_long` where they are for paper, else 422 for more than a file holds. */
export async function wholeLedger(ctx: Context, lines: Lines, given: LedgerWanted, isForPaper = false) {
  const { from, to, cursor } = given;
  const most = isForPaper ? linesOnPaper(COLUMNS) : MOST_LINES;
  const whole = await readLedger(ctx, lines, {
    limit: most,
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(cursor ? { cursor } : {}),
  });
  if (!whole.next_cursor) return whole;
  if (isForPaper) refuseLonger(most);
  throw problem(ruleBroken, {
    errors: [{ pointer: '/from', detail: `These are more than ${most} lines; choose a shorter period.` }],
  });
}
