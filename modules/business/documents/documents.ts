/** A kind of document as data: what it is called, which columns it answers, how it is listed and what it refuses. */
import { defineRecord, type RecordDefinition, type RecordType } from '@tenantry/kernel/db/records.ts';
import { defineList, type List, type ListDefinition } from '@tenantry/kernel/http/list.ts';
import { defineProblem, type ProblemKind } from '@tenantry/kernel/problems/problem.ts';
import type { TObject } from 'typebox';

/** The column `kind`: all documents stand in one table. */
export type Kind = 'invoice' | 'credit_note' | 'debit_note' | 'estimate' | 'order' | 'challan';

export interface DocumentKind<N extends string = string, O extends string = string> {
  kind: Kind;
  /** `invoices`, and one of them in paths: `invoice`. */
  noun: N;
  one: O;
  /** `Invoice`, for messages. */
  title: string;
  statuses: readonly string[];
  /** The first is what a draft is when nobody says. */
  document_types: readonly string[];
  /** Template of the numbers of each type (rule 46(b)). */
  templates: Readonly<Record<string, string>>;
}

/** A change of state that somebody makes. */
export interface Move {
  from: readonly string[];
  to: string;
  /** What is answered. */
  message: string;
}

export interface Documents<N extends string = string, O extends string = string> extends DocumentKind<N, O> {
  record: RecordType;
  list: List;
  notDraft: ProblemKind;
  notReady: ProblemKind;
  notIssued: ProblemKind;
}

/** What a kind lists beside what all do. */
type More = Pick<ListDefinition, 'filters' | 'sorts' | 'totals' | 'complete'> & Pick<RecordDefinition, 'computed'>;

/** Completes a kind of document, whose head has the shape `schema`. */
export function defineDocuments<const N extends string, const O extends string>(
  kind: DocumentKind<N, O>,
  schema: TObject,
  more: More,
): Documents<N, O> {
  const { noun, title } = kind;
  const record = defineRecord({
    noun,
    table: 'documents',
    schema,
    number: 'number',
    number_column: 'number_key',
    json: [
      'buyer',
      'seller',
      'ship_to',
      'ecommerce_operator',
      ...('original' in schema.properties ? ['original'] : []),
    ],
    condition: `kind = '${kind.kind}'`,
    ...(more.computed ? { computed: more.computed } : {}),
    words: ({ number, buyer, reference, ecommerce_operator }) => [
      number as string | null,
      (buyer as { name: string } | null)?.name,
      (ecommerce_operator as { name: string } | null)?.name,
      reference as string | null,
    ],
  });
  const list = defineList({
    record,
    filters: {
      status: { kind: 'text', column: 'status', one_of: kind.statuses },
      document_type: { kind: 'text', column: 'document_type', one_of: kind.document_types },
      customer_id: 'text',
      branch_id: 'text',
      currency: 'text',
      place_of_supply: 'text',
      date: 'date',
      total: 'money',
      created_at: 'instant',
      updated_at: 'instant',
      ...more.filters,
    },
    sorts: {
      date: 'date',
      number: 'number_key',
      customer: 'buyer_key',
      total: 'total',
      created_at: 'created_at',
      updated_at: 'updated_at',
      ...more.sorts,
    },
    default_sort: '-date',
    search: true,
    totals: ['taxable_value', 'cgst', 'sgst', 'igst', 'cess', 'total', ...(more.totals ?? [])],
    ...(more.complete ? { complete: more.complete } : {}),
  });
  const thing = title.toLowerCase();
  return {
    ...kind,
    record,
    list,
    notDraft: defineProblem(`${noun}.not_draft`, 409, `This ${thing} is issued and stays as it is.`),
    notReady: defineProblem(`${noun}.not_ready`, 422, `The ${thing} cannot be issued yet.`),
    notIssued: defineProblem(`${noun}.not_issued`, 409, `Only an issued ${thing} can be cancelled.`),
  };
}
