/** The endpoints that every kind of document has, written once as data. */
import { attachmentRoutes } from '@tenantry/kernel/attachments/attachments.routes.ts';
import { commentRoutes } from '@tenantry/kernel/comments/comments.routes.ts';
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Id, Nullable, Ref } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type, { type TObject, type TProperties } from 'typebox';
import { exportInput, mayExport } from '../masters/masters.routes.ts';
import { customers } from '../parties/parties.service.ts';
import { strict } from './documents.schema.ts';
import { createDocument, deleteDocument, getDocument, previewDocument, updateDocument } from './documents.service.ts';
import type { Documents } from './documents.ts';
import { Link, linksOf } from './links.ts';

export const Version = Type.Optional(
  Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }),
);

/** The record's name in paths, and the version that was seen. */
export function refInput<const O extends string>(
  noun: string,
  one: O,
): { [K in O]: ReturnType<typeof Ref> } & { version: typeof Version } {
  return { [one]: Ref(noun), version: Version } as { [K in O]: ReturnType<typeof Ref> } & { version: typeof Version };
}

/** What an act on one record was asked, apart: which, the version, and the rest. */
export function asked(one: string, input: unknown): { ref: string; version: number | undefined; rest: Row } {
  const { [one]: ref, version, ...rest } = input as Row;
  return { ref: ref as string, version: version as number | undefined, rest };
}

interface Shapes<H extends TProperties, A extends TProperties> {
  Head: TObject<H>;
  Answer: TObject<A>;
}

/** Reading a kind of document: the list, the file of it, one of them; with what hangs on each. */
export function readRoutes<
  const N extends string,
  const O extends string,
  H extends TProperties,
  A extends TProperties,
>(
  documents: Documents<N, O>,
  { Head, Answer }: Shapes<H, A>,
  get: (ctx: Context, ref: string) => Promise<unknown> = (ctx, ref) => getDocument(ctx, documents, ref),
) {
  const { noun, one, title, record, list } = documents;
  const base = { scope: 'tenant' as const };
  return [
    ...attachmentRoutes<N, O>(documents),
    ...commentRoutes<N, O>(documents),
    route({
      ...base,
      name: `${noun}.list` as const,
      method: 'GET',
      path: `/${noun}` as const,
      permission: `${noun}.read`,
      summary: `The ${noun}, page by page or as a file.`,
      input: list.input,
      output: Head,
      list: true,
      message: noun,
      async run(ctx, input) {
        const { format } = input as Row;
        if (format === 'csv' || format === 'xlsx') mayExport(ctx, noun);
        return (await list.run(ctx, input as Row)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.export` as const,
      method: 'GET',
      path: `/${noun}/export` as const,
      permission: `${noun}.export`,
      summary: `All ${noun} that match, as CSV or XLSX.`,
      input: exportInput(list),
      output: Head,
      list: true,
      message: noun,
      run: async (ctx, input) => (await list.run(ctx, { format: 'csv', ...(input as Row) })) as never,
    }),
    route({
      ...base,
      name: `${noun}.get` as const,
      method: 'GET',
      path: `/${noun}/{${one}}` as const,
      permission: `${noun}.read`,
      summary: `One of the ${noun} with its lines.`,
      input: Type.Object({ [one]: Ref(noun) } as { [K in O]: ReturnType<typeof Ref> }, strict),
      output: Answer,
      message: title,
      problems: [record.notFound],
      run: async (ctx, input) => (await get(ctx, asked(one, input).ref)) as never,
    }),
    route({
      ...base,
      name: `${noun}.links` as const,
      method: 'GET',
      path: `/${noun}/{${one}}/links` as const,
      permission: `${noun}.read`,
      summary: 'What it came from and what came of it, as far as you may read that.',
      input: Type.Object({ [one]: Ref(noun) } as { [K in O]: ReturnType<typeof Ref> }, strict),
      output: Type.Array(Link),
      message: 'Before and after',
      problems: [record.notFound],
      run: (ctx, input) => linksOf(ctx, record, asked(one, input).ref),
    }),
  ] as const;
}

/** Of a preview: the draft that it is a change of, whose own lines are still there to take. */
const draftOf = (noun: string) => ({
  draft_id: Type.Optional(Nullable(Id({ 'x-ref': noun, description: 'The draft that this is a change of.' }))),
});

/** Drafts of a kind that is computed from its lines; `Fields` is what people give, `Preview` what is computed without storing. */
export function draftRoutes<
  const N extends string,
  const O extends string,
  A extends TProperties,
  F extends TProperties,
  P extends TProperties,
>(documents: Documents<N, O>, Answer: TObject<A>, Fields: TObject<F>, Preview: TObject<P>) {
  const { noun, one, record, notDraft } = documents;
  const base = { scope: 'tenant' as const, permission: `${noun}.write` };
  const unknown = customers.record.notFound;
  const given = Type.Object({ ...refInput(noun, one), ...Type.Partial(Fields).properties } as TProperties, strict);
  return [
    route({
      ...base,
      name: `${noun}.preview` as const,
      method: 'POST',
      path: `/${noun}/preview` as const,
      summary: 'What it would come to; nothing is stored.',
      input: Type.Object({ ...Fields.properties, ...draftOf(noun) } as TProperties, strict),
      output: Preview,
      status: 200,
      message: 'Computed',
      problems: [unknown],
      unaudited: 'nothing is stored',
      run: async (ctx, input) => (await previewDocument(ctx, documents, input as never)) as never,
    }),
    route({
      ...base,
      name: `${noun}.create` as const,
      method: 'POST',
      path: `/${noun}` as const,
      summary: 'Stores a draft; it has no number and may lack something yet.',
      input: Fields,
      output: Answer,
      status: 201,
      message: 'Draft stored',
      problems: [unknown],
      run: async (ctx, input) => (await createDocument(ctx, documents, input as never)) as never,
    }),
    route({
      ...base,
      name: `${noun}.update` as const,
      method: 'PATCH',
      path: `/${noun}/{${one}}` as const,
      summary: 'Changes the named fields of a draft; lines that are given replace all.',
      input: given,
      output: Answer,
      message: 'Draft changed',
      problems: [record.notFound, unknown, notDraft],
      async run(ctx, input) {
        const { ref, version, rest } = asked(one, input);
        return (await updateDocument(ctx, documents, ref, rest, version)) as never;
      },
    }),
    route({
      ...base,
      name: `${noun}.delete` as const,
      method: 'DELETE',
      path: `/${noun}/{${one}}` as const,
      summary: 'Removes a draft; what is issued is cancelled instead.',
      input: Type.Object(refInput(noun, one), strict),
      output: Answer,
      message: 'Draft removed',
      problems: [record.notFound, notDraft],
      async run(ctx: Context, input: unknown) {
        const { ref, version } = asked(one, input);
        return (await deleteDocument(ctx, documents, ref, version)) as never;
      },
    }),
  ] as const;
}
