/** The records and lists of the example, with every kind of filter that a list knows. */
import { defineRecord } from '../../db/records.ts';
import { defineList } from '../../http/list.ts';
import { defineProblem } from '../../problems/problem.ts';
import { KINDS, Note, Topic } from './notes.schema.ts';

export const topicTaken = defineProblem('topics.name_taken', 409, 'Another topic has this name.');
export const topicUnknown = defineProblem('notes.topic_unknown', 422, 'There is no such topic.');

export const topicRecord = defineRecord({
  noun: 'topics',
  table: 'topics',
  schema: Topic,
  number: 'name',
  number_column: 'name_key',
});

export const noteRecord = defineRecord({
  noun: 'notes',
  table: 'notes',
  schema: Note,
  words: (row) => [row.title as string, row.body as string | null],
});

export const noteList = defineList({
  record: noteRecord,
  filters: {
    title: 'text',
    kind: { kind: 'text', column: 'kind', one_of: KINDS },
    pinned: 'boolean',
    topic_id: 'id',
    stars: 'integer',
    amount: 'money',
    due_on: 'date',
    created_at: 'instant',
  },
  sorts: { title: 'title_key', stars: 'stars', amount: 'amount', due_on: 'due_on', created_at: 'created_at' },
  default_sort: 'title',
  search: true,
  totals: ['stars', 'amount'],
});
