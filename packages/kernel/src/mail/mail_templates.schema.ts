/** Mail templates: the words in which an organisation's letters are written. */
import Type, { type Static } from 'typebox';
import { Instant, Line, Nullable, OneOf, Text } from '../schema/fields.ts';
import { LANGUAGES } from './letters.ts';

const Subject = Line(200, { description: '`{{field}}` stands for a field of the letter.' });
const Body = Text(10_000, { description: 'Paragraphs parted by an empty line; `{{field}}` as in the subject.' });

export const MailTemplate = Type.Object({
  letter: Type.String({ examples: ['members.invitation'] }),
  title: Type.String(),
  language: OneOf(LANGUAGES),
  subject: Type.String(),
  body: Type.String(),
  fields: Type.Array(Type.String(), { description: 'What may stand in `{{…}}`.' }),
  is_default: Type.Boolean({ description: 'The organisation has not put it into words of its own.' }),
  version: Type.Integer(),
  updated_at: Nullable(Instant()),
});
export type MailTemplate = Static<typeof MailTemplate>;

const strict = { additionalProperties: false };
export const letter = Line(80, { minLength: 1, description: 'Name of a letter.', examples: ['members.invitation'] });
const language = Type.Optional(OneOf(LANGUAGES, { description: 'Left out: the language of the organisation.' }));

export const OneTemplate = Type.Object({ letter, language }, strict);
export type OneTemplate = Static<typeof OneTemplate>;

export const TemplateWords = Type.Object(
  { letter, language, subject: Subject, body: Body, version: Type.Optional(Type.Integer({ minimum: 0 })) },
  strict,
);
export type TemplateWords = Static<typeof TemplateWords>;

export const TemplateDraft = Type.Object(
  { letter, language, subject: Type.Optional(Subject), body: Type.Optional(Body) },
  strict,
);
export type TemplateDraft = Static<typeof TemplateDraft>;

export const Preview = Type.Object({ subject: Type.String(), text: Type.String(), html: Type.String() });
