/** One file of many documents: asked for, looked at, fetched by whoever asked, and removed after some days. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { Download } from '@tenantry/kernel/http/download.ts';
import type { List } from '@tenantry/kernel/http/list.ts';
import { invalidInput, ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, type FieldError, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Transport } from '../einvoice/eway.schema.ts';
import { transportFaults } from '../einvoice/eway.ts';
import type { Printed } from '../print/ready.ts';
import { mostOf } from './portal_files.ts';
import { type Form, isForPortal, type LeftOut, type Printout } from './printouts.schema.ts';

export const printoutNotFound = defineProblem('printouts.not_found', 404, 'There is no such printout.');
export const notReady = defineProblem('printouts.not_ready', 409, 'It is not made yet.');

/** So many on paper at once: about a minute's work. */
export const MOST = 1000;
/** So many in one file for a portal, which reads it while somebody waits. */
export const MOST_FILED = 500;
const DAYS = 3;
const DAY_MS = 86_400_000;
export const MAKE_JOB = 'printouts.make';

/** A kind that is printed, and how it is listed. */
export type Listed = Printed & { list: List };

export interface Asked {
  form: Form;
  copy?: string;
  /** Of e-way bills: one for all of them. */
  transport?: Transport;
  ids?: string[];
  all?: boolean;
  [filter: string]: unknown;
}

/** The ids that match, in the order of their dates and numbers. Throws 422 for none and for too many. */
async function chosen(ctx: Context, { record, list }: Listed, form: Form, asked: Row): Promise<string[]> {
  const { ids, all, ...filter } = asked;
  const most = isForPortal(form) ? MOST_FILED : MOST;
  if (ids === undefined && all !== true && Object.keys(filter).length === 0)
    throw problem(invalidInput, { errors: [{ pointer: '', detail: 'Give ids, a filter, or "all": true.' }] });
  const { text, values } = list.where(ctx, filter);
  const those = ids === undefined ? '' : ` and t.id = any($${values.push(ids) + 1}::uuid[])`;
  const rows = await ctx.sql<{ id: string }>(
    `select t.id from ${record.table} t where ${text}${those} order by t.date, t.number_key, t.id limit ${most + 1}`,
    values,
  );
  if (rows.length === 0)
    throw problem(ruleBroken, {
      detail: `Nothing matches; there is nothing to ${isForPortal(form) ? 'tell' : 'print'}.`,
    });
  if (rows.length > most)
    throw problem(ruleBroken, {
      detail: `More than ${most.toLocaleString('en-IN')} match, and so many ${isForPortal(form) ? 'go in one file' : 'are printed at once'}; narrow the filter, such as to a ${isForPortal(form) ? 'week' : 'month'}.`,
    });
  return rows.map(({ id }) => id);
}

/** What goes with one form alone. Throws 422 at the field. */
function assertFits({ form, copy, transport }: Asked): void {
  const refuse = (errors: FieldError[]): never => {
    throw problem(ruleBroken, { errors });
  };
  if (copy && isForPortal(form)) refuse([{ pointer: '/copy', detail: 'Copies are of what is printed; leave it out.' }]);
  if (!transport) return;
  if (form !== 'eway_bill') refuse([{ pointer: '/transport', detail: 'Transport is of e-way bills; leave it out.' }]);
  const faults = transportFaults(transport);
  if (faults.length > 0) refuse(faults.map(({ pointer, detail }) => ({ pointer: `/transport${pointer}`, detail })));
}

/** Leaves it to a job. */
export async function askPrintout(ctx: Context, kind: Listed, given: Asked): Promise<Printout> {
  const { form, copy, transport, ...asked } = given;
  assertFits(given);
  const ids = await chosen(ctx, kind, form, asked);
  const gstin = isForPortal(form) ? await mostOf(ctx, ids) : null;
  const id = ctx.newId();
  const { noun } = kind;
  await ctx.execute(
    `insert into printouts (tenant_id, id, noun, form, document_count, created_by, expires_at) values ($1, $2, $3, $4, $5, $6, $7)`,
    [id, noun, form, ids.length, ctx.actor.id, new Date(ctx.now.getTime() + DAYS * DAY_MS)],
  );
  const job_id = await ctx.enqueue({
    job: MAKE_JOB,
    data: {
      ...{ printout_id: id, noun, form, ids },
      ...(copy ? { copy } : {}),
      ...(transport ? { transport } : {}),
      ...(gstin ? { gstin } : {}),
    },
  });
  await ctx.execute('update printouts set job_id = $3 where tenant_id = $1 and id = $2', [id, job_id]);
  ctx.audit({
    action: 'printouts.create',
    subject: 'printouts',
    subject_id: id,
    after: { noun, form, document_count: ids.length },
  });
  return getPrintout(ctx, id);
}

const FOUND = `select p.id, p.noun, p.form, p.document_count, p.created_at, p.expires_at, p.file_id, p.left_out, f.bytes, j.state as job_state,
    j.progress_done, j.error
  from printouts p left join jobs j on j.tenant_id = p.tenant_id and j.id = p.job_id
  left join files f on f.tenant_id = p.tenant_id and f.id = p.file_id
  where p.tenant_id = $1 and p.id = $2 and p.created_by is not distinct from $3::uuid and p.expires_at > $4`;

type Found = Omit<Printout, 'state' | 'done_count' | 'left_out'> & {
  left_out: LeftOut[] | null;
  file_id: string | null;
  job_state: string | null;
  progress_done: number | null;
};

/** Whoever asked for it finds it, and nobody else. */
async function find(ctx: Context, id: string): Promise<Found> {
  const [row] = await ctx.sql<Found>(FOUND, [id, ctx.actor.id, ctx.now]);
  if (!row) throw problem(printoutNotFound);
  return row;
}

export async function getPrintout(ctx: Context, id: string): Promise<Printout> {
  const { file_id, job_state, progress_done, left_out, ...row } = await find(ctx, id);
  const isOver = job_state === null || ['done', 'failed', 'parked', 'cancelled'].includes(job_state);
  const state = file_id ? 'ready' : left_out ? 'empty' : isOver ? 'failed' : 'making';
  const { document_count, error } = row;
  return {
    ...row,
    state,
    left_out: left_out ?? [],
    done_count: file_id || left_out ? document_count : Math.min(progress_done ?? 0, document_count),
    error: state === 'failed' ? (error ?? 'The file is gone; ask for it again.') : null,
  };
}

export async function openPrintout(ctx: Context, id: string): Promise<Download> {
  const { file_id } = await find(ctx, id);
  if (!file_id) throw problem(notReady);
  const { is_shown: _isShown, ...download } = await ctx.kernel.files.show(ctx.tenant, file_id);
  return { ...download, is_ours: true };
}

/** Removes those whose days are over, with their files; so many a night. */
export async function expirePrintouts(ctx: Context): Promise<{ expired: number }> {
  const rows = await ctx.sql<Row & { file_id: string | null }>(
    'delete from printouts where tenant_id = $1 and id in (select id from printouts where tenant_id = $1 and expires_at < $2 order by expires_at limit 500) returning file_id',
    [ctx.now],
  );
  await ctx.kernel.files.drop(
    ctx,
    rows.flatMap(({ file_id }) => file_id ?? []),
  );
  return { expired: rows.length };
}
