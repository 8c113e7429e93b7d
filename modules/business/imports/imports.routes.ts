/** The endpoints of imports: those that each kind of master data has, and those of the batches. */

import type { Row } from '@tenantry/kernel/db/records.ts';
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Job } from '@tenantry/kernel/jobs/jobs.schema.ts';
import { accepted } from '@tenantry/kernel/jobs/jobs.service.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import type { Master } from '../masters/master.ts';
import type { SheetForm } from './imports.rows.ts';
import { Import, ImportFields, ImportResult } from './imports.schema.ts';
import { importList, importRecord, noNameColumn, readImport, rowsInvalid, runImport } from './imports.service.ts';
import { alreadyUndone, changedSince, type Undoing, undoable, undoImport } from './imports.undo.ts';

/** Megabytes of a file. */
const UPLOAD_MB = 10;

/** Routes that take files of one kind of master data. */
export function importRoutes<const N extends string, const O extends string>(master: Master<N, O>, form: SheetForm) {
  const { noun, title, constraints } = master;
  const names = Object.keys(master.fields.properties).filter((name) => form.samples.some((sample) => name in sample));
  async function* samples(): AsyncGenerator<Row[]> {
    yield form.samples as Row[];
  }
  return [
    route({
      name: `${noun}.import` as const,
      method: 'POST',
      path: `/${noun}/import` as const,
      scope: 'tenant',
      permission: `${noun}.import`,
      summary: `Takes ${noun} from a CSV or XLSX file, or from rows as JSON; a preview tells what would happen.`,
      input: ImportFields,
      output: ImportResult,
      message: `${title}s read`,
      upload_mb: UPLOAD_MB,
      unaudited: 'a preview stores nothing; a batch audits each record',
      problems: [rowsInvalid, noNameColumn, ...Object.values(constraints).map((one) => one.kind)],
      constraints,
      run: async (ctx: Context, input) => runImport(ctx, master, form, await readImport(ctx, input as Row)),
    }),
    route({
      name: `${noun}.import_later` as const,
      method: 'POST',
      path: `/${noun}/import/later` as const,
      scope: 'tenant',
      permission: `${noun}.import`,
      summary: `Takes ${noun} in apart from the request, for files of thousands of rows; the job's result is what an import answers.`,
      input: ImportFields,
      output: Job,
      status: 202,
      message: `${title}s are taken in`,
      upload_mb: UPLOAD_MB,
      run: async (ctx: Context, input) => {
        const { mode: _mode, ...read } = await readImport(ctx, input as Row);
        return accepted(ctx, await ctx.enqueue({ job: `${noun}.import`, data: { ...read } }));
      },
    }),
    route({
      name: `${noun}.import_template` as const,
      method: 'GET',
      path: `/${noun}/import/template` as const,
      scope: 'tenant',
      permission: `${noun}.import`,
      summary: 'A file to fill in, with rows that show how.',
      input: Type.Object(
        { format: Type.Optional(Type.Unsafe<'csv' | 'xlsx'>({ type: 'string', enum: ['csv', 'xlsx'] })) },
        { additionalProperties: false },
      ),
      output: Type.Object({}),
      message: 'Template',
      run: async (_ctx: Context, input) => ({
        sheet: {
          name: `${noun}-template`,
          format: input.format ?? 'csv',
          columns: names.map((key) => ({ key, title: form.titles[key]?.[0] ?? key })),
          pages: samples(),
        },
      }),
    }),
  ] as const;
}

/** Routes of the batches of all kinds. */
export function batchRoutes(kinds: readonly Undoing[]) {
  const ref = Type.Object({ import: Ref('imports') }, { additionalProperties: false });
  return [
    route({
      name: 'imports.list',
      method: 'GET',
      path: '/imports',
      scope: 'tenant',
      permission: 'imports.read',
      summary: 'Files that were taken in, the latest first.',
      input: importList.input,
      output: Import,
      list: true,
      message: 'Imports',
      run: async (ctx, input) => (await importList.run(ctx, input as Row)) as never,
    }),
    route({
      name: 'imports.get',
      method: 'GET',
      path: '/imports/{import}',
      scope: 'tenant',
      permission: 'imports.read',
      summary: 'One import.',
      input: ref,
      output: Import,
      message: 'Import',
      problems: [importRecord.notFound],
      run: (ctx, input) => getRecord<Import>(ctx, importRecord, input.import),
    }),
    route({
      name: 'imports.undo_later',
      method: 'POST',
      path: '/imports/{import}/undo/later',
      scope: 'tenant',
      permission: 'imports.write',
      summary: 'Takes an import back apart from the request, for thousands of records; the job’s result is the import.',
      input: ref,
      output: Job,
      status: 202,
      message: 'The import is being taken back',
      problems: [importRecord.notFound, alreadyUndone],
      async run(ctx, input) {
        const { batch } = await undoable(ctx, kinds, input.import);
        return accepted(ctx, await ctx.enqueue({ job: 'imports.undo', data: { import_id: batch.id }, key: batch.id }));
      },
    }),
    route({
      name: 'imports.undo',
      method: 'POST',
      path: '/imports/{import}/undo',
      scope: 'tenant',
      permission: 'imports.write',
      summary: 'Takes an import back while nobody has worked on its records.',
      input: ref,
      output: Import,
      message: 'Import taken back',
      problems: [importRecord.notFound, alreadyUndone, changedSince],
      run: (ctx, input) => undoImport(ctx, kinds, input.import),
    }),
  ] as const;
}
