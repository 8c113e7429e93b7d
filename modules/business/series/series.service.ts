/** Series that an organisation sets for itself, judged by the longest number that they ever give; the product's own stand in for the rest. */
import { defineRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { type Judged, type Master, todayOf } from '../masters/master.ts';
import { judgeTemplate, longestNumber, renderNumber } from './number.ts';
import { NUMBERED, Series, SeriesFields } from './series.schema.ts';
import { takeNumber } from './series.ts';

export const seriesRecord = defineRecord({
  noun: 'series',
  table: 'series',
  schema: Series,
  computed: ['example', 'longest', 'branch_name'],
});

/** The longest code that a branch may have. */
const ANY_BRANCH = 'BBB';

const taken = defineProblem('series.type_taken', 409, 'There is a series of this type and branch already.');
const unknownBranch = defineProblem('series.unknown_branch', 422, 'There is no such branch.');

function judgeSeries(values: Row, { today }: { today: string }): Judged {
  const branch = values.branch_id ? ANY_BRANCH : '';
  const text = values.template as string;
  const fault = judgeTemplate({ text, branch });
  const warnings = [];
  if (!fault && !/\{FY2?\}/.test(text))
    warnings.push({
      pointer: '/template',
      detail: 'Without {FY} or {FY2} its counter goes on over the years, and never begins anew.',
    });
  if (!fault)
    warnings.push({ pointer: '/template', detail: `Its first number: ${renderNumber({ text, branch }, today, 1)}` });
  return { values, faults: fault ? [{ pointer: '/template', detail: fault }] : [], warnings };
}

/** With the numbers that it gives, and what its branch is called. */
function rendered(row: Row, today: string, branch?: { code: string; name: string }): Row {
  const text = row.template as string;
  const code = row.branch_id ? (branch?.code ?? ANY_BRANCH) : '';
  return {
    ...row,
    branch_name: branch?.name ?? null,
    example: renderNumber({ text, branch: code }, today, 1),
    longest: longestNumber({ text, branch: code }),
  };
}
type Known = { id: string; code: string; name: string };

async function named(ctx: Context, rows: readonly Row[]): Promise<Row[]> {
  const ids = [...new Set(rows.flatMap(({ branch_id }) => (branch_id as string | null | undefined) ?? []))];
  const known = await branchesOf(ctx, ids);
  return rows.map((row) =>
    'template' in row
      ? rendered(
          row,
          todayOf(ctx),
          known.find(({ id }) => id === row.branch_id),
        )
      : row,
  );
}

async function branchesOf(ctx: Context, ids: readonly string[]): Promise<Known[]> {
  if (ids.length === 0) return [];
  return ctx.sql<Known>('select id, code, name from branches where tenant_id = $1 and id = any($2::uuid[])', [ids]);
}

export const series: Master<'series', 'series'> = {
  noun: 'series',
  one: 'series',
  title: 'Series',
  record: seriesRecord,
  list: defineList({
    record: seriesRecord,
    filters: {
      document_type: { kind: 'text', column: 'document_type', one_of: NUMBERED },
      is_active: 'boolean',
      created_at: 'instant',
      updated_at: 'instant',
    },
    sorts: { template: 'template_key', created_at: 'created_at', updated_at: 'updated_at' },
    default_sort: 'template',
    complete: named,
  }),
  fields: SeriesFields,
  defaults: { branch_id: null, is_active: true },
  judge: judgeSeries,
  twin_fields: [],
  findTwins: async () => [],
  complete: async (row, ctx) => (await named(ctx, [row]))[0] as Row,
  constraints: {
    series_type_key: { kind: taken, pointer: '/document_type', detail: 'Change that one, or archive it.' },
    series_branch_fkey: { kind: unknownBranch, pointer: '/branch_id', detail: 'There is no such branch.' },
  },
};

/** What a template gives, without storing it. */
export async function previewSeries(
  ctx: Context,
  {
    template: text,
    branch_id,
    branch_code,
    date,
  }: { template: string; branch_id?: string | null; branch_code?: string | null; date?: string },
): Promise<Row> {
  const [branch] = branch_id ? await branchesOf(ctx, [branch_id]) : [];
  if (branch_id && !branch)
    throw problem(ruleBroken, { errors: [{ pointer: '/branch_id', detail: unknownBranch.title }] });
  const given = { text, branch: branch?.code ?? branch_code ?? '' };
  const fault = judgeTemplate(given);
  if (fault) return { example: null, longest: null, fault };
  return { example: renderNumber(given, date ?? todayOf(ctx), 1), longest: longestNumber(given), fault: null };
}

interface Numbered {
  document_type: string;
  date: string;
  branch_id?: string | null;
}

/** How a branch (or none) numbers its documents: by the organisation's own series of a type, else by the product's. */
export interface Numbering {
  /** Takes the next number; it stays locked until COMMIT. */
  take(of: Omit<Numbered, 'branch_id'>): Promise<string>;
}

/** Asks for the series of all these types at once. */
export async function numberingOf(
  ctx: Context,
  templates: Readonly<Record<string, string>>,
  branch_id: string | null = null,
): Promise<Numbering> {
  const [row] = await ctx.sql<{ own: Record<string, string> | null; code: string | null }>(
    `select (select jsonb_object_agg(s.document_type, s.template) from series s where s.tenant_id = $1
         and s.document_type = any($2::text[]) and s.is_active and s.branch_id is not distinct from $3::uuid) as own,
       (select b.code from branches b where b.tenant_id = $1 and b.id = $3::uuid) as code`,
    [Object.keys(templates), branch_id],
  );
  const branch = row?.code ?? '';
  return {
    take({ document_type, date }) {
      const usual = templates[document_type] as string;
      // A branch has numbers of its own: INVPUN/2627/0001.
      const text = row?.own?.[document_type] ?? (branch ? usual.replace('/{FY}/', '{BR}/{FY2}/') : usual);
      return takeNumber(ctx, { text, branch }, date);
    },
  };
}

/** The next number of a document. */
export async function numberFor(
  ctx: Context,
  templates: Readonly<Record<string, string>>,
  { branch_id = null, ...of }: Numbered,
): Promise<string> {
  return (await numberingOf(ctx, templates, branch_id)).take(of);
}
