/** Reports as files: their rows for programs and spreadsheets, and on paper. */
import { outputConverter } from '@tenantry/kernel/http/convert.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import type { TObject } from 'typebox';
import { getLetterhead } from '../letterhead/letterhead.service.ts';
import { mayExport } from '../masters/masters.routes.ts';
import { pressFor } from '../print/press.ts';
import { houseFor, pdfDownload } from '../print/print.service.ts';
import { statementPdf } from '../statements/statements.service.ts';
import { type LedgerWanted, type Lines, linesOfParty, readLedger, wholeLedger } from './ledgers.ts';
import { linesOnPaper, refuseLonger } from './paper_bounds.ts';
import { type Form, type Found, ledgerForm } from './report_forms.ts';
import { columnsOf, fileNameOf, reportPaper } from './report_paper.ts';
import { sayIn } from './report_words.ts';
import { LedgerRow } from './reports.schema.ts';
import { type SalesInput, salesFile } from './sales.schema.ts';
import { salesRegister, wholeRegister } from './sales.ts';
import { registerOnPaper, salesForm } from './sales_paper.ts';

export interface Format {
  format?: 'json' | 'csv' | 'xlsx' | 'pdf';
}

/** In which language papers are printed, and the organisation’s colours. */
async function lookOf(ctx: Context) {
  const [letterhead, house] = [await getLetterhead(ctx), await houseFor(ctx)];
  return { house, language: letterhead.language ?? house.language };
}

async function* once(rows: object[]): AsyncIterable<object[]> {
  yield rows;
}

/** A report on paper, set when the transaction is over. Throws `reports.too_long`, `print.busy`. */
export async function onPaper(ctx: Context, name: string, row: TObject, found: Found, form: Form<never>) {
  const { house, language } = await lookOf(ctx);
  const most = linesOnPaper(columnsOf(row, form, sayIn(language)).length);
  if (found.rows.length > most) refuseLonger(most);
  const seller = await profileOf(ctx.kernel, ctx.tenant);
  const about = { name, row, form, seller, house, language, now: ctx.now, time_zone: ctx.tenant.time_zone };
  return {
    later: async () => {
      const data = JSON.stringify(reportPaper(found, about));
      const { content } = await pressFor(found.rows.length).print({ design: 'report', data, form: 'pdf' });
      return { download: { ...pdfDownload(fileNameOf(name, found), content), is_export: true as const } };
    },
  };
}

/** The rows of a report for programs, or for people in a workbook, in the columns of their shape without the ids. */
async function sheetOf(
  ctx: Context,
  name: string,
  row: TObject,
  format: 'csv' | 'xlsx',
  found: Found,
  form: Form<never>,
) {
  const toWire = outputConverter(row);
  const { language } = await lookOf(ctx);
  const isForPeople = format === 'xlsx';
  // Programs read the fields by their names, people read words.
  const columns = columnsOf(row, { words: form.words ?? {} }, sayIn(language)).map(({ key, title }) => ({
    key,
    title: isForPeople ? title : key,
  }));
  const wired = (one: object) => toWire({ ...one }) as Record<string, unknown>;
  const totals = found.totals && isForPeople ? { totals: wired(found.totals) } : {};
  const pages = once(found.rows.map(wired)) as AsyncIterable<Record<string, unknown>[]>;
  return { sheet: { name, format, columns, ...totals, pages } };
}

/** What a report computes, or that as a file. */
export async function answer<R extends Found>(
  ctx: Context,
  name: string,
  row: TObject,
  { format = 'json' }: Format,
  report: Promise<R>,
  form: Form<R> = {},
): Promise<R> {
  const found = await report;
  if (format === 'json') return found;
  mayExport(ctx, 'reports');
  const file =
    format === 'pdf'
      ? onPaper(ctx, name, row, found, form as Form<never>)
      : sheetOf(ctx, name, row, format, found, form as Form<never>);
  return (await file) as never;
}

/** A page of a ledger, or all of it as a file. */
export async function answerLedger(ctx: Context, name: string, lines: Lines, input: LedgerWanted & Format) {
  const { format = 'json', ...wanted } = input;
  if (format === 'json') return readLedger(ctx, lines, wanted);
  mayExport(ctx, 'reports');
  return answer(ctx, name, LedgerRow, { format }, wholeLedger(ctx, lines, wanted, format === 'pdf'), ledgerForm);
}

/** A page of the sales register, or all of it as a file. */
export function answerSales(ctx: Context, input: SalesInput) {
  const { by = 'document', format = 'json' } = input;
  const read = { json: salesRegister, csv: wholeRegister, xlsx: wholeRegister, pdf: registerOnPaper }[format];
  return answer(ctx, `sales-by-${by}`, salesFile(by), { format }, read(ctx, input), salesForm(by));
}

/** The ledger of a customer or vendor; on paper it is the statement that is sent. */
export async function answerStatement(ctx: Context, party: string, input: LedgerWanted & Format) {
  if (input.format !== 'pdf') return answerLedger(ctx, 'statement', await linesOfParty(ctx, party), input);
  mayExport(ctx, 'reports');
  return { download: { ...(await statementPdf(ctx, party, input)), is_export: true } } as never;
}
