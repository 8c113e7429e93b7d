/** Posts a letter: in the organisation's words, looks and language where it comes from one, in the platform's where not. */
import { asSystem } from '../http/perform.ts';
import { inIdentityPlane } from '../identity/plane.ts';
import type { Context } from '../tenancy/context.ts';
import { type House, type Language, type Letter, type LetterText, renderLetter } from './letters.ts';
import type { Mail } from './mailer.ts';

/** Whom a letter goes to and what stands in it. */
export interface Posting {
  /** Its own, for work that may be tried again: a letter of that id goes once. */
  id?: string;
  letter: Letter;
  to: string;
  fields: Readonly<Record<string, string>>;
  /** What the letter's button opens. */
  link?: string;
  attachment?: NonNullable<Mail['attachment']>;
  /** Of a letter that the platform writes; the caller's when left out. */
  language?: Language;
  /** The organisation in whose name it goes: the one that `ctx` is bound to. */
  inNameOf?: { id: string; name: string };
}

const PLATFORM_COLOR = '#0f766e';

/** The look of the platform, for letters that come from no organisation. */
function platform(ctx: Context, language: Language = ctx.request.language): House {
  return { name: 'Tenantry', primary_color: PLATFORM_COLOR, logo_url: null, language };
}

/** The text that holds for the organisation of `ctx`: its own, or the letter's. */
export async function textFor(ctx: Context, letter: Letter, language: House['language']): Promise<LetterText> {
  const [own] = await ctx.sql<{ subject: string; body: string }>(
    'select subject, body from mail_templates where tenant_id = $1 and letter = $2 and language = $3',
    [letter.name, language],
  );
  return { ...letter.texts[language], ...own };
}

/** The look of the organisation that `ctx` is bound to. */
export async function houseOf(ctx: Context, name: string): Promise<House> {
  const { modules } = ctx.kernel;
  const given = await modules.find((module) => module.house)?.house?.(ctx);
  return { ...platform(ctx), name, ...given };
}

/** Queues the letter in the transaction of `ctx`, which must be one of the control plane. */
export async function postLetter(
  ctx: Context,
  { id, letter, to, fields, link, attachment, inNameOf, language }: Posting,
): Promise<void> {
  const house = inNameOf ? await houseOf(ctx, inNameOf.name) : platform(ctx, language);
  const text = inNameOf ? await textFor(ctx, letter, house.language) : letter.texts[house.language];
  await ctx.kernel.mailer.queue(ctx, {
    ...(id ? { id } : {}),
    tenant_id: inNameOf?.id ?? null,
    to,
    sender_name: inNameOf ? house.name : null,
    ...renderLetter(text, fields, house, link),
    ...(attachment ? { attachment } : {}),
  });
}

/**
 * Posts a letter in the name of the organisation that a job works for: in a transaction of its own, as letters lie in the control
 * database. With its `id` it goes once, however often the job is tried.
 */
export async function postForTenant(
  { kernel, tenant }: Context,
  posting: Omit<Posting, 'inNameOf' | 'language'> & { id: string },
): Promise<void> {
  const binding = { tenant_id: tenant.id, plane: '' } as const;
  const work = { tenant, database: kernel.control, binding, label: posting.letter.name };
  await asSystem(kernel, work, (own) => inIdentityPlane(own, () => postLetter(own, { ...posting, inNameOf: tenant })));
}
