/** The endpoints of what customers have left of credit notes and advances: spent, taken back, given back. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Decimal, Id, Line, Money, Nullable, OneOf, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { Note } from '../notes/notes.schema.ts';
import { creditNotes } from '../notes/notes.service.ts';
import { creditsFor } from './credits.ts';
import { notIssued, refundNote, releaseNote, spendNote, usesOfNote } from './note_credit.ts';
import { AllocateFields, Credit, MODES, NoteUse, Payment } from './payments.schema.ts';
import { overAllocated } from './settle.ts';

const strict = { additionalProperties: false };
const credit_note = Ref('credit-notes');
const version = Type.Optional(Type.Integer({ minimum: 1, description: 'The version you saw; also as If-Match.' }));
const base = { scope: 'tenant' as const };
const { notFound } = creditNotes.record;

export const noteCreditRoutes = [
  route({
    ...base,
    name: 'invoices.credits',
    method: 'GET',
    path: '/invoices/{invoice}/credits',
    permission: 'payments.read',
    summary:
      'What the customer of an invoice has left, and may use for it: advances and credit notes, the oldest first.',
    input: Type.Object({ invoice: Ref('invoices') }, strict),
    output: Type.Array(Credit),
    message: 'What the customer has left',
    problems: [invoiceRecord.notFound],
    run: (ctx, { invoice }) => creditsFor(ctx, invoice),
  }),
  route({
    ...base,
    name: 'note-allocations.list',
    method: 'GET',
    path: '/credit-notes/{credit_note}/uses',
    permission: 'payments.read',
    summary: 'What the balance of a credit note was used for: invoices, and money given back.',
    input: Type.Object({ credit_note }, strict),
    output: Type.Array(NoteUse),
    message: 'Uses of the note',
    problems: [notFound],
    run: async (ctx, input) =>
      usesOfNote(ctx, (await getRecord<{ id: string }>(ctx, creditNotes.record, input.credit_note)).id),
  }),
  route({
    ...base,
    name: 'note-allocations.create',
    method: 'POST',
    path: '/credit-notes/{credit_note}/allocate',
    permission: 'payments.write',
    summary: 'Settles open invoices of the customer with what is left of a credit note.',
    input: Type.Object({ credit_note, ...AllocateFields, version }, strict),
    output: Note,
    message: 'Invoices settled',
    problems: [notFound, notIssued, overAllocated],
    run: (ctx, { credit_note: ref, version: seen, ...given }) => spendNote(ctx, ref, given as never, seen),
  }),
  route({
    ...base,
    name: 'note-allocations.release',
    method: 'POST',
    path: '/credit-notes/{credit_note}/release',
    permission: 'payments.write',
    summary: 'Takes back what a credit note settled of an invoice.',
    input: Type.Object({ credit_note, document_id: Id({ 'x-ref': 'invoices' }), version }, strict),
    output: Note,
    message: 'Taken back',
    problems: [notFound, notIssued],
    run: (ctx, { credit_note: ref, document_id, version: seen }) => releaseNote(ctx, ref, document_id, seen),
  }),
  route({
    ...base,
    name: 'note-allocations.refund',
    method: 'POST',
    path: '/credit-notes/{credit_note}/refund',
    permission: 'payments.cancel',
    summary: 'Gives back what is left of a credit note; the payment that tells of it is cancelled like any other.',
    input: Type.Object(
      {
        credit_note,
        amount: Type.Optional(Money({ exclusiveMinimum: 0, description: 'All that is left when left out.' })),
        in_currency: Type.Optional(
          Nullable(
            Decimal(3, {
              exclusiveMinimum: 0,
              description:
                'What of the note in its own currency these rupees are; the difference is exchange gain or loss.',
            }),
          ),
        ),
        date: Type.Optional(PlainDate({ description: 'Today when left out.' })),
        mode: OneOf(MODES),
        account_id: Type.Optional(Nullable(Id({ 'x-ref': 'accounts' }))),
        reference: Type.Optional(Nullable(Line(60))),
        version,
      },
      strict,
    ),
    output: Payment,
    status: 201,
    message: 'Money given back',
    problems: [notFound, notIssued, overAllocated],
    run: (ctx, { credit_note: ref, version: seen, ...given }) => refundNote(ctx, ref, given as never, seen),
  }),
] as const;
