/** Marking a return as filed: its figures and file are kept, and its days are closed; taking that back leaves a row that says why. */
import { hash } from 'node:crypto';
import { defineRecord, getRecord, insertRecord, lockRecord, updateRecord } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { todayOf } from '../masters/master.ts';
import { makeGstr1 } from '../returns/gstr1.ts';
import { makeGstr3b } from '../returns/gstr3b.ts';
import { monthInWords, TITLES } from '../returns/periods.ts';
import { listBoxes, listSections } from '../returns/returns.service.ts';
import { type AskedReturn, type AskedScope, scopeOf } from '../returns/scope.ts';
import { ALONE } from './filed.ts';
import { Filing, type FilingFields, FilingHead } from './gst-filings.schema.ts';

export const filingRecord = defineRecord({ noun: 'gst-filings', table: 'gst_filings', schema: FilingHead });
const whole = {
  ...defineRecord({ noun: 'gst-filings', table: 'gst_filings', schema: Filing, json: ['figures'] }),
  notFound: filingRecord.notFound,
};

export const alreadyFiled = defineProblem('gst-filings.already_filed', 409, 'This return is marked as filed already.');
export const notFiled = defineProblem('gst-filings.not_filed', 409, 'This return is not marked as filed any more.');

export const filingList = defineList({
  record: filingRecord,
  filters: {
    gstin: 'text',
    period: 'text',
    form: { kind: 'text', column: 'form', one_of: ['gstr1', 'iff', 'gstr3b'] },
  },
  sorts: { period: 'period' },
  default_sort: '-period',
});

const refuse = (pointer: string, detail: string): never => {
  throw problem(ruleBroken, { errors: [{ pointer, detail }] });
};

/** The filing of a return that holds, or nothing. */
async function standing(
  ctx: Context,
  { gstin, period }: Pick<AskedScope, 'gstin' | 'period'>,
  form: string,
): Promise<{ id: string; arn: string } | undefined> {
  const [row] = await ctx.sql<{ id: string; arn: string }>(
    `select id, arn from gst_filings where tenant_id = $1 and gstin = $2 and period = $3 and form = $4 and unfiled_at is null`,
    [gstin, period, form],
  );
  return row;
}

/**
 * Marks a return as filed. Throws 422 before its days are over, and for GSTR-3B while GSTR-1 is not filed (s.37(4)…39(10));
 * `gst-filings.already_filed`.
 */
export async function fileReturn(ctx: Context, given: FilingFields): Promise<Filing> {
  await ctx.sql(ALONE);
  const scope = await scopeOf(ctx, given.return, given as AskedReturn);
  const { name: form, gstin, period, from, to } = scope;
  const today = todayOf(ctx);
  const filed_on = given.filed_on ?? today;
  const title = `${TITLES[form]} of ${monthInWords(period)}`;
  if (to >= today) refuse('/period', `${title} covers days up to ${to}; it is filed when they are over.`);
  if (filed_on <= to || filed_on > today) refuse('/filed_on', `Between the day after ${to} and today.`);
  if (await standing(ctx, scope, form)) throw problem(alreadyFiled);
  if (form === 'gstr3b' && !(await standing(ctx, scope, 'gstr1')))
    refuse('/return', `Mark GSTR-1 of ${monthInWords(period)} as filed first: the portal takes GSTR-3B after it.`);
  const file = form === 'gstr3b' ? await makeGstr3b(ctx, scope) : await makeGstr1(ctx, scope);
  const content = JSON.stringify(file);
  const figures = { sections: await listSections(ctx, scope), boxes: await listBoxes(ctx, scope) };
  const head = await insertRecord<FilingHead>(
    ctx,
    filingRecord,
    {
      ...{ form, gstin, period, from_date: from, to_date: to, arn: given.arn, filed_on, filed_by: ctx.actor.label },
      ...{ figures: JSON.stringify(figures), content, sha256: hash('sha256', content) },
    },
    'file',
  );
  return { ...head, figures };
}

/**
 * Opens the days of a return again that was marked by mistake; the row stays and says why. Throws `gst-filings.not_filed`, 422 while a
 * later return rests on it.
 */
export async function unfileReturn(ctx: Context, id: string, reason: string, version?: number): Promise<FilingHead> {
  await ctx.sql(ALONE);
  const filing = (await lockRecord(ctx, filingRecord, id, version)) as FilingHead;
  if (filing.unfiled_at) throw problem(notFiled);
  const [later] = await ctx.sql<{ form: FilingHead['form']; period: string }>(
    `select form, period from gst_filings where tenant_id = $1 and gstin = $2 and unfiled_at is null and id <> $3
       and from_date <= $5 and to_date >= $4 and (form = 'gstr3b' or $6 = 'iff') order by form desc limit 1`,
    [filing.gstin, id, filing.from_date, filing.to_date, filing.form],
  );
  if (later && filing.form !== 'gstr3b')
    refuse('/filing', `${TITLES[later.form]} of ${monthInWords(later.period)} rests on it; take that back first.`);
  const [amended] = await ctx.sql<{ number: string }>(
    'select number from gst_amendments where tenant_id = $1 and gstin = $2 and original_period = $3 limit 1',
    [filing.gstin, filing.period],
  );
  if (amended && filing.form !== 'gstr3b')
    refuse('/filing', `${amended.number} of it is amended in a later month; take that amendment back first.`);
  const changes = { unfiled_at: ctx.now.toISOString(), unfiled_by: ctx.actor.label, unfile_reason: reason };
  return updateRecord<FilingHead>(ctx, filingRecord, filing.id, changes, undefined, 'unfile');
}

export function getFiling(ctx: Context, id: string): Promise<Filing> {
  return getRecord<Filing>(ctx, whole, id);
}

/** The file as it was. */
export async function fileOf(ctx: Context, id: string): Promise<{ name: string; content: Buffer }> {
  const { form, gstin, period } = await getRecord<FilingHead>(ctx, filingRecord, id);
  const [row] = await ctx.sql<{ content: string }>('select content from gst_filings where tenant_id = $1 and id = $2', [
    id,
  ]);
  return { name: `${form}_${gstin}-${period}-filed.json`, content: Buffer.from(row?.content ?? '') };
}
