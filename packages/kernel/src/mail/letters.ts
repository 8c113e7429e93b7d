/** Letters: the mails that the program writes, their texts by language, and how one becomes subject, plain text and HTML. */
import mustache from 'mustache';
import { letterHtml } from './letter_html.ts';

/** Languages that letters are written in; the first stands in where another is missing. */
export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A letter in one language. `{{field}}` stands for a field of the letter; nothing else is evaluated. */
export interface LetterText {
  subject: string;
  /** Paragraphs, parted by an empty line. */
  body: string;
  /** What the button to the letter's link says; a letter without a link has none. */
  button?: string;
}

export interface Letter {
  /** `noun.occasion`, e.g. `members.invitation`. */
  name: string;
  title: string;
  /** What may stand in `{{…}}`, each with an example that a preview shows. */
  fields: Readonly<Record<string, string>>;
  texts: Readonly<Record<Language, LetterText>>;
}

/** The look and the voice of whom a letter comes from: an organisation, or the platform. */
export interface House {
  name: string;
  /** `#rrggbb`. */
  primary_color: string;
  /** An https address, or null. */
  logo_url: string | null;
  language: Language;
  /** The first day of the week, 1 = Monday … 7 = Sunday; Monday when left out. */
  week_start?: number;
  /** The month in which the financial year begins, 1–12; April when left out. */
  year_start_month?: number;
}

export interface RenderedLetter {
  subject: string;
  text: string;
  html: string;
}

/** What is wrong with a template, said to its author; null when nothing is. */
export function templateFault(letter: Letter, template: string): string | null {
  let tokens: ReturnType<typeof mustache.parse>;
  try {
    tokens = mustache.parse(template);
  } catch {
    return 'A {{ is not closed.';
  }
  for (const [kind, value] of tokens) {
    if (kind === 'text') continue;
    if (kind !== 'name') return `Only {{field}} is possible, not {{${kind}${value}}}.`;
    if (!Object.hasOwn(letter.fields, value))
      return `There is no {{${value}}} here; there are ${Object.keys(letter.fields).join(', ')}.`;
  }
  return null;
}

/** Checks a letter once, at start: every text must be renderable. */
export function defineLetter(letter: Letter): Letter {
  for (const [language, { subject, body }] of Object.entries(letter.texts)) {
    const fault = templateFault(letter, subject) ?? templateFault(letter, body);
    if (fault) throw new Error(`${letter.name} (${language}): ${fault}`);
  }
  return letter;
}

/** The language of ours that comes first in what somebody asks for, e.g. `hi-IN` or an Accept-Language header. */
export function languageOf(wanted: string | null | undefined): Language {
  for (const part of (wanted ?? '').slice(0, 200).split(',')) {
    const tag = part.trim().slice(0, 2).toLowerCase();
    const known = LANGUAGES.find((language) => language === tag);
    if (known) return known;
  }
  return LANGUAGES[0];
}

const SIGNS: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const asHtml = (value: string): string => value.replace(/[&<>"']/g, (sign) => SIGNS[sign] as string);
const asText = (value: string): string => value;

/** Fills a line of plain text with its fields; values are never read as a template. */
export function fillText(template: string, fields: Readonly<Record<string, string>>): string {
  return mustache.render(template, Object.assign(Object.create(null), fields), {}, { escape: asText });
}

/**
 * Fills a text with its fields. `link`, where given, stands below the body as a button and, in plain text, as it is. Values
 * are escaped for HTML and never read as a template.
 */
export function renderLetter(
  text: LetterText,
  fields: Readonly<Record<string, string>>,
  house: House,
  link?: string,
): RenderedLetter {
  // Without a prototype `{{constructor}}` is nothing, whatever a stored template says.
  const view: Record<string, string> = Object.assign(Object.create(null), fields);
  const fill = (template: string, sign: (value: string) => string): string =>
    mustache.render(template, view, {}, { escape: sign });
  const body = fill(text.body, asText)
    .replaceAll(/\n\s*\n\s*\n/g, '\n\n')
    .trim();
  const paragraphs = text.body
    .trim()
    .split(/\n\s*\n/)
    .map((paragraph) => fill(asHtmlTemplate(paragraph), asHtml).trim().replaceAll('\n', '<br>'))
    // A field that is empty leaves no gap.
    .filter(Boolean);
  return {
    subject: fill(text.subject, asText).replaceAll(/\s+/g, ' ').trim(),
    text: [body, ...(link ? [link] : []), house.name].join('\n\n').concat('\n'),
    html: letterHtml({
      house: { ...house, name: asHtml(house.name), logo_url: house.logo_url && asHtml(house.logo_url) },
      paragraphs,
      ...(link ? { button: { title: asHtml(text.button ?? link), href: asHtml(link) } } : {}),
    }),
  };
}

/** The author's own words are text too: an organisation's template brings no HTML of its own. */
function asHtmlTemplate(paragraph: string): string {
  return paragraph.replace(/[&<>"']/g, (sign) => SIGNS[sign] as string);
}
