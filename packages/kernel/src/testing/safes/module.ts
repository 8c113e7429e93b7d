/** Safes: a module with sealed fields, on which keys are tested. */
import Type, { type Static } from 'typebox';
import { defineRecord, getRecord, insertRecord, insertRecords, type Row, updateRecord } from '../../db/records.ts';
import { deleteRecord, updateRecords } from '../../db/records_many.ts';
import { defineList } from '../../http/list.ts';
import type { Module } from '../../http/module.ts';
import { route } from '../../http/route.ts';
import { Id, Instant, Line, Nullable, Ref, Text } from '../../schema/fields.ts';

const fields = {
  title: Line(100),
  combination: Type.Optional(Nullable(Text(2000))),
  hint: Type.Optional(Nullable(Text(2000))),
};
export const Safe = Type.Object({
  id: Id(),
  title: Line(100),
  combination: Nullable(Text(2000)),
  hint: Nullable(Text(2000)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Safe = Static<typeof Safe>;

export const safeRecord = defineRecord({
  noun: 'safes',
  table: 'safes',
  schema: Safe,
  sealed: ['combination', 'hint'],
  // Sealed values are given here as well, and must not get into the words.
  words: (row) => [row.title as string, row.combination as string | null],
});

export const safeList = defineList({
  record: safeRecord,
  filters: { title: 'text' },
  sorts: { title: 'title' },
  default_sort: 'title',
  search: true,
});

const strict = { additionalProperties: false };
const safe = Ref('safes');
const on = { scope: 'tenant', output: Safe, message: 'Safe' } as const;

export const safes: Module = {
  name: 'safes',
  routes: [
    route({
      ...on,
      name: 'safes.list',
      method: 'GET',
      path: '/safes',
      permission: 'safes.read',
      summary: 'The safes.',
      input: safeList.input,
      list: true,
      run: async (ctx, input) => (await safeList.run(ctx, input as Row)) as never,
    }),
    route({
      ...on,
      name: 'safes.get',
      method: 'GET',
      path: '/safes/{safe}',
      permission: 'safes.read',
      summary: 'One safe.',
      input: Type.Object({ safe }, strict),
      problems: [safeRecord.notFound],
      run: (ctx, input) => getRecord<Safe>(ctx, safeRecord, input.safe),
    }),
    route({
      ...on,
      name: 'safes.create',
      method: 'POST',
      path: '/safes',
      permission: 'safes.write',
      summary: 'A new safe.',
      status: 201,
      input: Type.Object(fields, strict),
      run: (ctx, input) => insertRecord<Safe>(ctx, safeRecord, input),
    }),
    route({
      ...on,
      name: 'safes.fill',
      method: 'POST',
      path: '/safes/fill',
      permission: 'safes.write',
      summary: 'Many safes at once, each changed once.',
      input: Type.Object({ safes: Type.Array(Type.Object(fields, strict)) }, strict),
      run: async (ctx, input) => {
        const made = await insertRecords<Row>(ctx, safeRecord, input.safes);
        const changes = made.map((before) => ({ before, changes: { combination: `${before.combination} again` } }));
        return (await updateRecords<Safe>(ctx, safeRecord, changes))[0] as Safe;
      },
    }),
    route({
      ...on,
      name: 'safes.update',
      method: 'PATCH',
      path: '/safes/{safe}',
      permission: 'safes.write',
      summary: 'Changes a safe.',
      input: Type.Object({ safe, ...Type.Partial(Type.Object(fields)).properties }, strict),
      problems: [safeRecord.notFound],
      run: (ctx, { safe: ref, ...changes }) => updateRecord<Safe>(ctx, safeRecord, ref, changes),
    }),
    route({
      ...on,
      name: 'safes.delete',
      method: 'DELETE',
      path: '/safes/{safe}',
      permission: 'safes.write',
      summary: 'Removes a safe.',
      input: Type.Object({ safe }, strict),
      problems: [safeRecord.notFound],
      run: async (ctx, input) => (await deleteRecord(ctx, safeRecord, input.safe)) as Safe,
    }),
  ],
  features: [],
  roles: [],
  migrations: new URL('./migrations/', import.meta.url),
  sealed: ['combination', 'hint'].map((field) => ({ table: 'safes', field, form: 'text', planes: ['cell'] })),
};
