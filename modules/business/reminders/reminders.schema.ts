/** The shape of a reminder: of which invoice, by which way, and whether a rule or somebody sent it. */
import { Email, Id, Instant, Line, Nullable, OneOf, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const CHANNELS = ['mail', 'whatsapp'] as const;

export const Reminder = Type.Object({
  id: Id(),
  party_id: Id(),
  document_id: Id({ description: 'The invoice.' }),
  document_number: Line(16),
  step: Type.Unsafe<number | null>({
    type: ['integer', 'null'],
    description: 'Days from the day that it was due, by the rule; null for one that somebody sent.',
  }),
  channel: OneOf(CHANNELS),
  sent_to: Nullable(Line(254)),
  created_at: Instant(),
});
export type Reminder = Static<typeof Reminder>;

export const Reminding = {
  channel: Type.Optional(OneOf(CHANNELS, { description: 'By mail when left out; for WhatsApp the text is answered.' })),
  to: Type.Optional(Email({ description: 'The customer’s address when left out.' })),
  message: Type.Optional(Nullable(Text(1000, { description: 'Stands in the letter.' }))),
  attaches: Type.Optional(
    Type.Boolean({
      description: 'Whether the PDF of what it reminds of goes with the mail, as it does when left out.',
    }),
  ),
};
export interface Reminding {
  channel?: (typeof CHANNELS)[number];
  to?: string;
  message?: string | null;
  attaches?: boolean;
}

/** What was sent, or is to be sent by hand. */
export const Reminded = Type.Object({
  reminders: Type.Array(Reminder),
  text: Type.String({ description: 'To be sent by hand, in the language of the organisation.' }),
  whatsapp_url: Type.String({ description: 'Opens WhatsApp with that text.' }),
});
export type Reminded = Static<typeof Reminded>;
