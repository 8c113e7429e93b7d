/** Imports apart from the request, and taking them back: the rows as they were read travel with the job, and all of them are stored or none. */
import { type AnyJob, defineJob } from '@tenantry/kernel/jobs/definition.ts';
import { Id, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import type { Master } from '../masters/master.ts';
import type { SheetForm } from './imports.rows.ts';
import { ImportFields, ON_DUPLICATE } from './imports.schema.ts';
import { runImport, type SheetImport } from './imports.service.ts';
import { type Undoing, undoable, undoImport } from './imports.undo.ts';

const Input = Type.Object(
  {
    sheet: Type.Array(Type.Unsafe<SheetImport['sheet'][number]>({ type: 'object' })),
    file_name: Nullable(Line(200)),
    mapping: Type.Optional(Type.Record(Type.String(), Nullable(Line(60)))),
    corrections: ImportFields.properties.corrections,
    on_duplicate: Type.Optional(OneOf(ON_DUPLICATE)),
    skip_errors: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);

/** The job of one kind of master data. What makes it fail, row by row, stands in its result as in the answer of an import. */
export function importJob(master: Master, form: SheetForm): AnyJob {
  return defineJob({
    name: `${master.noun}.import`,
    input: Input,
    attempts: 3,
    async run(ctx, input, job) {
      const total = Math.max(1, input.sheet.length - 1);
      await job.progress(0, total, 'The rows are judged');
      const result = await runImport(ctx, master, form, { ...input, mode: 'commit' }, (message) =>
        job.progress(0, total, message),
      );
      // The rows are records now, and need not lie beside them.
      await ctx.execute("update jobs set data = data - 'sheet' - 'corrections' where tenant_id = $1 and id = $2", [
        job.id,
      ]);
      return result;
    },
  });
}

const UNDO = Type.Object({ import_id: Id() }, { additionalProperties: false });

/** Takes an import of any size back, as a whole or not at all; answers the import. */
export function undoJob(kinds: readonly Undoing[]): AnyJob {
  return defineJob({
    name: 'imports.undo',
    input: UNDO,
    attempts: 3,
    async run(ctx, { import_id }, job) {
      const { batch } = await undoable(ctx, kinds, import_id);
      await job.progress(0, batch.created_count + batch.updated_count, 'The records are looked at');
      return undoImport(ctx, kinds, import_id);
    },
  });
}
