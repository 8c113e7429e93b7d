/** Branches: where a document is written, and by which registration. */
import { gstinWarnings, readGstin } from '@tenantry/india/gstin.ts';
import { findState } from '@tenantry/india/states.ts';
import { defineRecord, type Row } from '@tenantry/kernel/db/records.ts';
import { defineList } from '@tenantry/kernel/http/list.ts';
import { defineProblem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Fault, Judged, Master, Twin } from '../masters/master.ts';
import { Branch, BranchFields } from './branches.schema.ts';

export const branchRecord = defineRecord({
  noun: 'branches',
  table: 'branches',
  schema: Branch,
  words: ({ name, code, city }) => [name as string, code as string, city as string | null],
});

const gstinUsed = defineProblem(
  'branches.gstin_used',
  409,
  'What this branch issued with its GSTIN stands in the returns of that one.',
);
const codeTaken = defineProblem('branches.code_taken', 409, 'Another branch has this code.');

/** A branch's state is that of its registration; what its documents bear follows from it. */
function judgeBranch(given: Row): Judged {
  const values = { ...given, code: String(given.code).toUpperCase() } as Row;
  const faults: Fault[] = [];
  const read = values.gstin ? readGstin(values.gstin as string) : null;
  if (values.gstin && !read) faults.push({ pointer: '/gstin', detail: 'This is no GSTIN: 15 characters.' });
  if (read) {
    values.gstin = read.gstin;
    values.state ??= read.state?.code ?? null;
  }
  const state = values.state ? findState(values.state as string) : null;
  if (state) values.state = state.code;
  else if (values.state) faults.push({ pointer: '/state', detail: 'There is no such state; give its name or code.' });
  if (read?.state && state && read.state.code !== state.code)
    faults.push({ pointer: '/state', detail: `The GSTIN is of ${read.state.name}.`, rule: true });
  const warnings = read ? gstinWarnings(read, null).map((detail) => ({ pointer: '/gstin', detail })) : [];
  return { values, faults, warnings };
}

async function findTwins(ctx: Context, { name }: Row, except: string | null): Promise<Twin[]> {
  const rows = await ctx.sql<{ id: string; name: string }>(
    `select id, name from branches where tenant_id = $1 and name_key = lower($2 collate "C") and id is distinct from $3::uuid limit 5`,
    [name ?? '', except],
  );
  return rows.map((row) => ({ ...row, by: ['name'] }));
}

export const branches: Master<'branches', 'branch'> = {
  noun: 'branches',
  one: 'branch',
  title: 'Branch',
  record: branchRecord,
  list: defineList({
    record: branchRecord,
    filters: { is_active: 'boolean', gstin: 'text', created_at: 'instant', updated_at: 'instant' },
    sorts: { name: 'name_key', code: 'code', created_at: 'created_at', updated_at: 'updated_at' },
    default_sort: 'name',
    search: true,
  }),
  fields: BranchFields,
  defaults: {
    gstin: null,
    address_line1: null,
    address_line2: null,
    city: null,
    state: null,
    pincode: null,
    phone: null,
    email: null,
    is_active: true,
  },
  judge: judgeBranch,
  twin_fields: ['name'],
  findTwins,
  constraints: {
    branches_code_key: { kind: codeTaken, pointer: '/code', detail: 'Choose another code.' },
    branches_gstin_used: {
      kind: gstinUsed,
      pointer: '/gstin',
      detail: 'Add a branch for another registration; where this one is wrong, cancel what was issued with it first.',
    },
  },
};
