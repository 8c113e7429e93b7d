/** Many documents printed at once: what is asked for, and how far it is. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

/** One PDF of all, to be printed; or a PDF of each in a ZIP, to be sent on. */
export const FORMS = ['pdf', 'zip'] as const;

export const Printout = Type.Object({
  id: Id(),
  noun: Line(40),
  form: OneOf(FORMS),
  state: OneOf(['making', 'ready', 'failed']),
  document_count: Type.Integer(),
  done_count: Type.Integer({ description: 'How many are set.' }),
  error: Nullable(Line(500)),
  bytes: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
  created_at: Instant(),
  expires_at: Instant({ description: 'Then it is gone.' }),
});
export type Printout = Static<typeof Printout>;
