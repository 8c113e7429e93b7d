/** Mail templates of an organisation: its own words for a letter, over those that the program brings. */
import { invalidInput, versionMismatch } from '../http/problems.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import {
  type Language,
  type Letter,
  type LetterText,
  type RenderedLetter,
  renderLetter,
  templateFault,
} from './letters.ts';
import type { MailTemplate, OneTemplate, TemplateDraft, TemplateWords } from './mail_templates.schema.ts';
import { houseOf, textFor } from './post.ts';

export const templateNotFound = defineProblem('mail-templates.not_found', 404, 'There is no such letter.');

interface Row {
  letter: string;
  language: Language;
  subject: string;
  body: string;
  version: number;
  updated_at: string;
}

const COLUMNS = 'letter, language, subject, body, version, updated_at';

function letterNamed(ctx: Context, name: string): Letter {
  const letter = ctx.kernel.letters.get(name);
  // What comes from the platform is not an organisation's to word.
  if (!letter || !('organisation' in letter.fields)) throw problem(templateNotFound);
  return letter;
}

async function languageFor(ctx: Context, wanted: Language | undefined): Promise<Language> {
  return wanted ?? (await houseOf(ctx, ctx.tenant.name)).language;
}

function shown(letter: Letter, language: Language, row: Row | undefined): MailTemplate {
  const text: LetterText = row ?? letter.texts[language];
  return {
    letter: letter.name,
    title: letter.title,
    language,
    subject: text.subject,
    body: text.body,
    fields: Object.keys(letter.fields),
    is_default: row === undefined,
    version: row?.version ?? 0,
    updated_at: row?.updated_at ?? null,
  };
}

/** Every letter that the organisation sends, in each language, with the words that hold. */
export async function listTemplates(ctx: Context): Promise<MailTemplate[]> {
  const rows = await ctx.sql<Row>(`select ${COLUMNS} from mail_templates where tenant_id = $1`);
  return [...ctx.kernel.letters.values()]
    .filter((letter) => 'organisation' in letter.fields)
    .flatMap((letter) =>
      (Object.keys(letter.texts) as Language[]).map((language) =>
        shown(
          letter,
          language,
          rows.find((row) => row.letter === letter.name && row.language === language),
        ),
      ),
    );
}

async function findRow(ctx: Context, letter: Letter, language: Language, lock = ''): Promise<Row | undefined> {
  const [row] = await ctx.sql<Row>(
    `select ${COLUMNS} from mail_templates where tenant_id = $1 and letter = $2 and language = $3${lock}`,
    [letter.name, language],
  );
  return row;
}

export async function getTemplate(ctx: Context, input: OneTemplate): Promise<MailTemplate> {
  const letter = letterNamed(ctx, input.letter);
  const language = await languageFor(ctx, input.language);
  return shown(letter, language, await findRow(ctx, letter, language));
}

function assertWords(letter: Letter, words: { subject?: string; body?: string }): void {
  const errors = (['subject', 'body'] as const).flatMap((field) => {
    const template = words[field];
    if (template === undefined) return [];
    const fault = template.trim() === '' ? 'Write something.' : templateFault(letter, template);
    return fault ? [{ pointer: `/${field}`, detail: fault }] : [];
  });
  if (errors.length > 0) throw problem(invalidInput, { errors });
}

/** Puts a letter into the organisation's words. */
export async function setTemplate(ctx: Context, input: TemplateWords): Promise<MailTemplate> {
  const letter = letterNamed(ctx, input.letter);
  assertWords(letter, input);
  const language = await languageFor(ctx, input.language);
  const before = await findRow(ctx, letter, language, ' for update');
  const { subject, body, version } = input;
  if (version !== undefined && version !== (before?.version ?? 0))
    throw problem(versionMismatch, { extra: { current_version: before?.version ?? 0 } });
  const [row] = await ctx.sql<Row>(
    `insert into mail_templates (tenant_id, id, letter, language, subject, body) values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint mail_templates_letter_key do update set subject = excluded.subject, body = excluded.body,
       version = mail_templates.version + 1, updated_at = now() returning ${COLUMNS}`,
    [ctx.newId(), letter.name, language, subject, body],
  );
  ctx.audit({
    action: 'mail-templates.update',
    subject: 'mail-templates',
    subject_id: null,
    before: { letter: letter.name, language, subject: before?.subject, body: before?.body },
    after: { letter: letter.name, language, subject, body },
  });
  return shown(letter, language, row);
}

/** Back to the program's words. */
export async function resetTemplate(ctx: Context, input: OneTemplate): Promise<MailTemplate> {
  const letter = letterNamed(ctx, input.letter);
  const language = await languageFor(ctx, input.language);
  const before = await findRow(ctx, letter, language, ' for update');
  await ctx.execute('delete from mail_templates where tenant_id = $1 and letter = $2 and language = $3', [
    letter.name,
    language,
  ]);
  ctx.audit({
    action: 'mail-templates.reset',
    subject: 'mail-templates',
    subject_id: null,
    before: { letter: letter.name, language, subject: before?.subject, body: before?.body },
  });
  return shown(letter, language, undefined);
}

/** The letter as it would arrive, filled with its examples; nothing is stored or sent. */
export async function previewTemplate(ctx: Context, input: TemplateDraft): Promise<RenderedLetter> {
  const letter = letterNamed(ctx, input.letter);
  assertWords(letter, input);
  const house = await houseOf(ctx, ctx.tenant.name);
  const language = input.language ?? house.language;
  const text = await textFor(ctx, letter, language);
  const { subject = text.subject, body = text.body } = input;
  const fields = { ...letter.fields, organisation: house.name };
  return renderLetter({ ...text, subject, body }, fields, { ...house, language }, ctx.kernel.config.public_url);
}
