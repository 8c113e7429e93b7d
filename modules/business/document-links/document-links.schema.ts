/** Links to documents: what is known of one, and what whoever has it sees. */
import { Decimal, Email, Id, Instant, Line, Money, Nullable, PlainDate, Text } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const DocumentLink = Type.Object({
  id: Id(),
  url: Type.String({ description: 'Opens the document without signing in.' }),
  expires_at: Instant(),
  revoked_at: Nullable(Instant()),
  sent_to: Nullable(Line(254)),
  views: Type.Integer({ description: 'How often it was opened.' }),
  viewed_at: Nullable(Instant()),
  created_at: Instant(),
});
export type DocumentLink = Static<typeof DocumentLink>;

/** A link that was just made, with what goes with it. */
export const Shared = Type.Object({
  ...DocumentLink.properties,
  text: Type.String({ description: 'To be sent by hand, in the language of the organisation.' }),
  whatsapp_url: Type.String({ description: 'Opens WhatsApp with that text.' }),
  upi_url: Nullable(Line(2000, { description: 'Opens a UPI app with what is still due.' })),
});
export type Shared = Static<typeof Shared>;

export const days = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 365, description: 'How long it is good; 90 days when left out.' }),
);
export const Sending = {
  to: Type.Optional(Email({ description: 'The customer’s address when left out.' })),
  message: Type.Optional(Nullable(Text(1000, { description: 'Stands in the letter.' }))),
  days,
};

/** What whoever has the link sees: the document, and nothing else of the organisation. */
export const SharedDocument = Type.Object({
  organisation: Line(200),
  title: Line(80),
  number: Line(16),
  date: PlainDate(),
  status: Line(30, { description: '`cancelled` where it no longer counts.' }),
  total: Money(),
  balance: Nullable(Money({ description: 'What is still due; null where nothing is asked for.' })),
  currency: Line(3, { description: 'What it is asked for in; `total` and `balance` are rupees.' }),
  total_in_currency: Nullable(Decimal(3, { description: 'Null for rupees, as is the next one.' })),
  balance_in_currency: Nullable(Decimal(3)),
  svg: Type.String({ description: 'The document as it prints.' }),
  upi_url: Nullable(Line(2000)),
});
