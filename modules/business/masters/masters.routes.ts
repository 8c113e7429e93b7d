/** The endpoints that each kind of master data has, written once as data. */
import { attachmentRoutes } from '@tenantry/kernel/attachments/attachments.routes.ts';
import { commentRoutes } from '@tenantry/kernel/comments/comments.routes.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import type { List } from '@tenantry/kernel/http/list.ts';
import { forbidden } from '@tenantry/kernel/http/problems.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, Ref } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { allows } from '@tenantry/kernel/tenancy/roles.ts';
import Type, { type TObject, type TProperties, type TSchema } from 'typebox';
import { createMaster, getMaster, type Master, setActive, setManyActive, Twin, updateMaster } from './master.ts';

const Version = Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }));

/** The list's filters without what belongs to pages. */
function filtersOf(list: TObject): Record<string, TSchema> {
  const { limit, cursor, sort, fields, count, totals, format, ...filters } = list.properties as Record<string, TSchema>;
  return filters;
}

/** What an export is asked by: the filters and sorts of the list, without pages. */
export function exportInput(
  { input }: Pick<List, 'input'>,
  formats: readonly ('csv' | 'xlsx' | 'pdf')[] = ['xlsx', 'csv'],
): TObject {
  return Type.Object(
    {
      ...filtersOf(input),
      sort: input.properties.sort as TSchema,
      fields: input.properties.fields as TSchema,
      format: Type.Optional(Type.Unsafe<(typeof formats)[number]>({ type: 'string', enum: [...formats] })),
    },
    { additionalProperties: false },
  );
}

/** For what needs one permission more than its route. Throws 403. */
export function assertAllows(ctx: Context, permission: string): void {
  if (allows(ctx.actor.permissions, permission)) return;
  throw problem(forbidden, { detail: `This needs the permission ${permission}.`, extra: { permission } });
}

/** Throws `http.forbidden` for who may not take a whole list away. */
export function mayExport(ctx: Context, noun: string): void {
  assertAllows(ctx, `${noun}.export`);
}

/** Routes of a master whose answered record is `Record` and whose input is `Fields`. */
export function masterRoutes<
  const N extends string,
  const O extends string,
  R extends TProperties,
  F extends TProperties,
>(master: Master<N, O>, Record: TObject<R>, Fields: TObject<F>) {
  const { noun, one, title, list, constraints } = master;
  const problems = [master.record.notFound];
  const kinds = Object.values(constraints).map((constraint) => constraint.kind);
  const ref = { [one]: Ref(noun) } as { [K in O]: ReturnType<typeof Ref> };
  const refOf = (input: unknown): string => (input as Row)[one] as string;
  const Warned = Type.Object({
    ...Record.properties,
    warnings: Type.Array(Type.String(), { description: 'What looks odd and was stored all the same.' }),
    twins: Type.Array(Twin, { description: 'Records that look like the same.' }),
  });
  const Partial = Type.Partial(Fields);
  const path = `/${noun}` as const;
  const item = `/${noun}/{${one}}` as const;
  const filters = filtersOf(list.input);
  const base = { scope: 'tenant' as const };
  const many = Type.Object(
    {
      ...filters,
      ids: Type.Optional(Type.Array(Id(), { minItems: 1, maxItems: 5000 })),
      all: Type.Optional(Type.Boolean()),
    },
    { additionalProperties: false },
  );
  const Changed = Type.Object({ changed: Type.Integer() });

  const rest = (input: unknown): { changes: Row; version: number | undefined } => {
    const { version, [one]: _ref, ...changes } = input as Row;
    return { changes, version: version as number | undefined };
  };

  return [
    ...attachmentRoutes<N, O>(master),
    ...commentRoutes<N, O>(master),
    route({
      ...base,
      name: `${noun}.list` as const,
      method: 'GET',
      path,
      permission: `${noun}.read`,
      summary: `The ${noun}, page by page or as a file.`,
      input: list.input,
      output: Record,
      list: true,
      message: `${noun}`,
      async run(ctx, input) {
        const { format } = input as Row;
        if (format === 'csv' || format === 'xlsx') mayExport(ctx, noun);
        return (await list.run(ctx, input as Row)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.duplicates` as const,
      method: 'GET',
      path: `/${noun}/duplicates` as const,
      permission: `${noun}.read`,
      summary: `Those of the ${noun} that look like the one you are about to save.`,
      input: Type.Object(
        Object.fromEntries(master.twin_fields.map((name) => [name, Type.Optional(Type.String({ maxLength: 254 }))])),
        { additionalProperties: false },
      ),
      output: Type.Array(Twin),
      message: 'Those that look like it',
      run: async (ctx, input): Promise<Twin[]> => master.findTwins(ctx, input as Row, null),
    }),
    route({
      ...base,
      name: `${noun}.export` as const,
      method: 'GET',
      path: `/${noun}/export` as const,
      permission: `${noun}.export`,
      summary: `All ${noun} that match, as CSV or XLSX.`,
      input: exportInput(list),
      output: Record,
      list: true,
      message: `${noun}`,
      run: async (ctx, input) => (await list.run(ctx, { format: 'csv', ...(input as Row) })) as never,
    }),
    route({
      ...base,
      name: `${noun}.get` as const,
      method: 'GET',
      path: item,
      permission: `${noun}.read`,
      summary: `One ${one}.`,
      input: Type.Object(ref, { additionalProperties: false }),
      output: Record,
      message: title,
      problems,
      run: async (ctx, input) => (await getMaster(ctx, master, refOf(input))) as never,
    }),
    route({
      ...base,
      name: `${noun}.create` as const,
      method: 'POST',
      path,
      permission: `${noun}.write`,
      summary: `Adds a ${one}; what looks odd comes back as warnings.`,
      input: Fields,
      output: Warned,
      status: 201,
      message: `${title} added`,
      problems: kinds,
      constraints,
      run: async (ctx, input) => (await createMaster(ctx, master, input as Row)) as never,
    }),
    route({
      ...base,
      name: `${noun}.update` as const,
      method: 'PATCH',
      path: item,
      permission: `${noun}.write`,
      summary: `Changes the named fields of a ${one}; null clears a field.`,
      input: Type.Object({ ...ref, ...Partial.properties, version: Version }, { additionalProperties: false }),
      output: Warned,
      message: `${title} changed`,
      problems: [...problems, ...kinds],
      constraints,
      async run(ctx, input) {
        const { changes, version } = rest(input);
        return (await updateMaster(ctx, master, refOf(input), changes, version)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.replace` as const,
      method: 'PUT',
      path: item,
      permission: `${noun}.write`,
      summary: `Writes a ${one} anew; fields left out take their defaults.`,
      input: Type.Object({ ...ref, ...Fields.properties, version: Version }, { additionalProperties: false }),
      output: Warned,
      message: `${title} changed`,
      problems: [...problems, ...kinds],
      constraints,
      async run(ctx, input) {
        const { changes, version } = rest(input);
        return (await updateMaster(ctx, master, refOf(input), changes, version, true)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.archive` as const,
      method: 'DELETE',
      path: item,
      permission: `${noun}.write`,
      summary: `Archives a ${one}: it stays where it is used and is offered no more.`,
      input: Type.Object({ ...ref, version: Version }, { additionalProperties: false }),
      output: Record,
      message: `${title} archived`,
      problems,
      run: async (ctx, input) => (await setActive(ctx, master, refOf(input), false, rest(input).version)) as never,
    }),
    route({
      ...base,
      name: `${noun}.restore` as const,
      method: 'POST',
      path: `/${noun}/{${one}}/restore` as const,
      permission: `${noun}.write`,
      summary: `Takes a ${one} back from the archive.`,
      input: Type.Object({ ...ref, version: Version }, { additionalProperties: false }),
      output: Record,
      message: `${title} restored`,
      problems: [...problems, ...kinds],
      constraints,
      run: async (ctx, input) => (await setActive(ctx, master, refOf(input), true, rest(input).version)) as never,
    }),
    route({
      ...base,
      name: `${noun}.archive_many` as const,
      method: 'POST',
      path: `/${noun}/archive` as const,
      permission: `${noun}.write`,
      summary: `Archives all ${noun} that match.`,
      input: many,
      output: Changed,
      message: `${title}s archived`,
      unaudited: 'nothing may match; each change is audited',
      run: async (ctx, input) => ({ changed: await setManyActive(ctx, master, input as Row, false) }),
    }),
    route({
      ...base,
      name: `${noun}.restore_many` as const,
      method: 'POST',
      path: `/${noun}/restore` as const,
      permission: `${noun}.write`,
      summary: `Takes all ${noun} that match back from the archive.`,
      input: many,
      output: Changed,
      message: `${title}s restored`,
      problems: kinds,
      constraints,
      unaudited: 'nothing may match; each change is audited',
      run: async (ctx, input) => ({ changed: await setManyActive(ctx, master, input as Row, true) }),
    }),
  ] as const;
}
