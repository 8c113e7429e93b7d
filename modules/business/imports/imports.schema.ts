/** The shape of imports: what is sent, what a preview tells, and the batch that is kept. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const ON_DUPLICATE = ['skip', 'update', 'create'] as const;

const Value = Type.Unsafe<string | number | boolean | null>({ type: ['string', 'number', 'boolean', 'null'] });

/** What an import takes. `file` comes as multipart, and then `mapping` is JSON in a text field; or `rows` come as JSON. */
export const ImportFields = Type.Object(
  {
    file: Type.Optional(Type.Unsafe<unknown>({ description: 'CSV or XLSX.' })),
    rows: Type.Optional(
      Type.Array(Type.Record(Type.String({ maxLength: 200 }), Value), {
        minItems: 1,
        maxItems: 20_000,
        description: 'Instead of a file: records whose names are its columns.',
      }),
    ),
    mapping: Type.Optional(
      Type.Record(Type.String({ maxLength: 200 }), Nullable(Line(60)), {
        description:
          'Column → field, null to leave a column out; columns that are not named are recognised by their titles.',
      }),
    ),
    corrections: Type.Optional(
      Type.Record(Type.String({ pattern: '^[1-9][0-9]{0,6}$' }), Type.Record(Type.String({ maxLength: 200 }), Value), {
        maxProperties: 2000,
        description:
          'Row, as errors number it → column → what stands there instead, so that faulty rows are mended without a new file. JSON in a text field beside a file.',
      }),
    ),
    mode: Type.Optional(OneOf(['preview', 'commit'], { description: 'preview (the default) stores nothing.' })),
    on_duplicate: Type.Optional(
      OneOf(ON_DUPLICATE, { description: 'What to do with rows that are already there; skip when left out.' }),
    ),
    skip_errors: Type.Optional(
      Type.Boolean({ description: 'Take the good rows and leave the others out; else one bad row stops all.' }),
    ),
  },
  { additionalProperties: false },
);
export type ImportInput = Static<typeof ImportFields>;

/** One cell, or row, that cannot be taken. */
export const RowError = Type.Object({
  row: Type.Integer({ description: 'As a spreadsheet numbers it; in JSON rows the first is 1.' }),
  column: Nullable(Line(200)),
  field: Nullable(Line(60)),
  value: Nullable(Line(200)),
  detail: Type.String(),
});
export type RowError = Static<typeof RowError>;

export const ColumnFound = Type.Object({
  column: Type.String(),
  field: Nullable(Line(60)),
  sample: Nullable(Line(200)),
});
export type ColumnFound = Static<typeof ColumnFound>;

/** What an import would do, or has done. */
export const ImportResult = Type.Object({
  import_id: Nullable(Id()),
  mode: OneOf(['preview', 'commit']),
  columns: Type.Array(ColumnFound),
  row_count: Type.Integer(),
  created_count: Type.Integer(),
  updated_count: Type.Integer(),
  skipped_count: Type.Integer({ description: 'Rows that were there already.' }),
  error_count: Type.Integer({ description: 'Rows that cannot be taken.' }),
  errors: Type.Array(RowError),
  warning_count: Type.Integer(),
  warnings: Type.Array(RowError, { description: 'What looks odd and is taken all the same; the first hundred.' }),
  rows: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
    description: 'The first ten rows as they are understood.',
  }),
});
export type ImportResult = Static<typeof ImportResult>;

/** A batch as it is kept. */
export const Import = Type.Object({
  id: Id(),
  noun: Line(60),
  file_name: Nullable(Line(200)),
  on_duplicate: OneOf(ON_DUPLICATE),
  mapping: Type.Record(Type.String(), Nullable(Line(60))),
  row_count: Type.Integer(),
  created_count: Type.Integer(),
  updated_count: Type.Integer(),
  skipped_count: Type.Integer(),
  error_count: Type.Integer(),
  imported_by: Line(254),
  undone_at: Nullable(Instant()),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Import = Static<typeof Import>;
