/** Posts a letter: in the organisation's words, looks and language where it comes from one, in the platform's where not. */
import type { Context } from '../tenancy/context.ts';
import { type House, type Language, type Letter, type LetterText, renderLetter } from './letters.ts';

/** Whom a letter goes to and what stands in it. */
export interface Posting {
  letter: Letter;
  to: string;
  fields: Readonly<Record<string, string>>;
  /** What the letter's button opens. */
  link?: string;
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
  { letter, to, fields, link, inNameOf, language }: Posting,
): Promise<void> {
  const house = inNameOf ? await houseOf(ctx, inNameOf.name) : platform(ctx, language);
  const text = inNameOf ? await textFor(ctx, letter, house.language) : letter.texts[house.language];
  await ctx.kernel.mailer.queue(ctx, {
    tenant_id: inNameOf?.id ?? null,
    to,
    sender_name: inNameOf ? house.name : null,
    ...renderLetter(text, fields, house, link),
  });
}
