/** One file of many documents, on paper or for a portal: what is asked for, and how far it is. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

/** One PDF of all, to be printed; or a PDF of each in a ZIP, to be sent on. */
export const PAPER_FORMS = ['pdf', 'zip'] as const;
/** JSON of all as the portals' bulk tools read it: INV-01 in a list, or e-way bills in one file. */
export const PORTAL_FORMS = ['einvoice', 'eway_bill'] as const;
export type PortalForm = (typeof PORTAL_FORMS)[number];
export const FORMS = [...PAPER_FORMS, ...PORTAL_FORMS] as const;
export type Form = (typeof FORMS)[number];

export const isForPortal = (form: Form): form is PortalForm => form === 'einvoice' || form === 'eway_bill';

/** Of the file's name. */
export const endingOf = (form: Form): string => (isForPortal(form) ? 'json' : form);

const values = Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]));

/** A document that the portal would not take. */
export const LeftOut = Type.Object({
  document_id: Id(),
  number: Nullable(Line(16, { description: 'Null of a draft.' })),
  code: Line(40, { description: 'Why, for programs; `values` fill the sentence.' }),
  detail: Type.String({ description: 'Why.' }),
  values,
  errors: Type.Array(
    Type.Object({
      pointer: Type.String({ description: 'The field at fault.' }),
      detail: Type.String({ description: 'What it lacks and where it is mended.' }),
      code: Type.Optional(Type.String()),
      values: Type.Optional(values),
    }),
  ),
});
export type LeftOut = Static<typeof LeftOut>;

export const Printout = Type.Object({
  id: Id(),
  noun: Line(40),
  form: OneOf(FORMS),
  state: OneOf(['making', 'ready', 'empty', 'failed'], {
    description: '`empty`: all were left out, and there is no file.',
  }),
  document_count: Type.Integer(),
  done_count: Type.Integer({ description: 'How many are set.' }),
  left_out: Type.Array(LeftOut, { description: 'Of a file for a portal, once it is made.' }),
  error: Nullable(Line(500)),
  bytes: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
  created_at: Instant(),
  expires_at: Instant({ description: 'Then it is gone.' }),
});
export type Printout = Static<typeof Printout>;
