/** The endpoints of credit and of debit notes. */
import { route } from '@tenantry/kernel/http/route.ts';
import { Line, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { asked, readRoutes, refInput, Version } from '../documents/documents.routes.ts';
import { strict } from '../documents/documents.schema.ts';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { cancelNote, issueNote } from './issue.ts';
import { Note, NoteChanges, NoteFields, NoteHead, NotePreview } from './notes.schema.ts';
import {
  createNote,
  creditNotes,
  debitNotes,
  deleteNote,
  getNote,
  type Notes,
  previewNote,
  updateNote,
} from './notes.service.ts';

function routesOf<const N extends string, const O extends string>(notes: Notes<N, O>) {
  const { noun, one, title, record, notDraft, notReady, notIssued, noInvoice, isUsed } = notes;
  const write = { scope: 'tenant' as const, permission: `${noun}.write` };
  const about = refInput(noun, one);
  const item = `/${noun}/{${one}}` as const;
  const unknown = [invoiceRecord.notFound, noInvoice];
  return [
    ...readRoutes(notes, { Head: NoteHead, Answer: Note }, (ctx, ref) => getNote(ctx, notes, ref)),
    route({
      ...write,
      name: `${noun}.preview` as const,
      method: 'POST',
      path: `/${noun}/preview` as const,
      summary: 'What a note would come to; nothing is stored. Without lines: all that is left of the invoice.',
      input: NoteFields,
      output: NotePreview,
      status: 200,
      message: 'Computed',
      problems: unknown,
      unaudited: 'nothing is stored',
      run: async (ctx, input) => (await previewNote(ctx, notes, input)) as never,
    }),
    route({
      ...write,
      name: `${noun}.create` as const,
      method: 'POST',
      path: `/${noun}` as const,
      summary: 'Stores a draft against an issued invoice: some of its quantities, or values.',
      input: NoteFields,
      output: Note,
      status: 201,
      message: 'Draft stored',
      problems: unknown,
      run: (ctx, input) => createNote(ctx, notes, input),
    }),
    route({
      ...write,
      name: `${noun}.update` as const,
      method: 'PATCH',
      path: item,
      summary: 'Changes the named fields of a draft; lines that are given replace all.',
      input: Type.Object({ ...about, ...NoteChanges.properties }, strict),
      output: Note,
      message: 'Draft changed',
      problems: [record.notFound, notDraft, ...unknown],
      run(ctx, input) {
        const { ref, version, rest } = asked(one, input);
        return updateNote(ctx, notes, ref, rest, version);
      },
    }),
    route({
      ...write,
      name: `${noun}.delete` as const,
      method: 'DELETE',
      path: item,
      summary: 'Removes a draft; what is issued is cancelled instead.',
      input: Type.Object(about, strict),
      output: Note,
      message: 'Draft removed',
      problems: [record.notFound, notDraft],
      run(ctx, input) {
        const { ref, version } = asked(one, input);
        return deleteNote(ctx, notes, ref, version);
      },
    }),
    route({
      scope: 'tenant',
      permission: `${noun}.issue`,
      name: `${noun}.issue` as const,
      method: 'POST',
      path: `${item}/issue` as const,
      summary: 'Issues a draft: numbered, posted, frozen, and what is due of the invoice changed.',
      input: Type.Object(about, strict),
      output: Note,
      message: `${title} issued`,
      problems: [record.notFound, notDraft, notReady, ...unknown],
      run(ctx, input) {
        const { ref, version } = asked(one, input);
        return issueNote(ctx, notes, ref, version);
      },
    }),
    route({
      scope: 'tenant',
      permission: `${noun}.cancel`,
      name: `${noun}.cancel` as const,
      method: 'POST',
      path: `${item}/cancel` as const,
      summary: 'Cancels an issued note; its number stays used, its voucher is reversed, the invoice is due as before.',
      input: Type.Object(
        { [one]: Ref(noun), reason: Line(300, { minLength: 1 }), version: Version } as typeof about & {
          reason: ReturnType<typeof Line>;
        },
        strict,
      ),
      output: Note,
      message: `${title} cancelled`,
      problems: [record.notFound, notIssued, isUsed],
      run(ctx, input) {
        const { ref, version, rest } = asked(one, input);
        return cancelNote(ctx, notes, ref, rest.reason as string, version);
      },
    }),
  ] as const;
}

export const noteRoutes = [...routesOf(creditNotes), ...routesOf(debitNotes)];
