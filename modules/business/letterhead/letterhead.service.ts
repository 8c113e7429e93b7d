/** The letterhead of an organisation: one record, with defaults until something is set. */
import { versionMismatch } from '@tenantry/kernel/http/problems.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { LETTERHEAD_FIELDS, type Letterhead, type LetterheadChanges } from './letterhead.schema.ts';

const DEFAULTS: Letterhead = {
  design: 'ledger',
  size: 'a4',
  language: null,
  copies: 'original',
  shows_logo: true,
  signing: 'line',
  bank_name: null,
  account_holder: null,
  account_number: null,
  ifsc: null,
  upi_address: null,
  signatory: null,
  terms: null,
  footer: null,
  lut_number: null,
  is_composition: false,
  version: 0,
  updated_at: null,
};

const COLUMNS = [...LETTERHEAD_FIELDS, 'version', 'updated_at'].join(', ');

/** What holds, defaults included. */
export async function getLetterhead(ctx: Pick<Context, 'sql'>, lock = ''): Promise<Letterhead> {
  const [row] = await ctx.sql<Letterhead>(`select ${COLUMNS} from letterheads where tenant_id = $1${lock}`);
  return row ?? DEFAULTS;
}

/** The letterhead as these changes would leave it. */
export function withChanges(before: Letterhead, given: Omit<LetterheadChanges, 'version'>): Letterhead {
  const changes = Object.entries(given)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => [name, value === '' ? null : value]);
  return { ...before, ...Object.fromEntries(changes) };
}

/** Changes what is given. Throws `http.version_mismatch` when somebody was quicker. */
export async function changeLetterhead(ctx: Context, { version, ...given }: LetterheadChanges): Promise<Letterhead> {
  await ctx.execute('insert into letterheads (tenant_id) values ($1) on conflict (tenant_id) do nothing');
  const before = await getLetterhead(ctx, ' for update');
  if (version !== undefined && version !== before.version)
    throw problem(versionMismatch, { extra: { current_version: before.version } });
  const names = LETTERHEAD_FIELDS.filter((name) => given[name] !== undefined);
  const values = names.map((name) => (given[name] === '' ? null : given[name]));
  const sets = names.map((name, index) => `${name} = $${index + 2}`);
  await ctx.execute(
    `update letterheads set ${[...sets, 'version = version + 1', 'updated_at = now()'].join(', ')} where tenant_id = $1`,
    values,
  );
  ctx.audit({
    action: 'letterhead.update',
    subject: 'letterhead',
    subject_id: null,
    before: Object.fromEntries(names.map((name) => [name, before[name]])),
    after: Object.fromEntries(names.map((name, index) => [name, values[index]])),
  });
  return getLetterhead(ctx);
}
