/** The letters to operators about alerts that begin to fire, and the lines that stand in them. */
import { defineLetter, fillText, type Language } from '@tenantry/kernel/mail/letters.ts';
import { postLetter } from '@tenantry/kernel/mail/post.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Alert } from './alerts.schema.ts';
import type { Finding } from './finding.ts';
import { INSTALLATION, WORDS } from './wording.ts';

const LINE = 'alert-shop (max_users): A limit is nearly used up: 80 %, threshold 80. 4 of 5 used.';
const BUTTONS = { en: 'Show what fires', hi: 'चेतावनियाँ देखें' };

export const alertLetter = defineLetter({
  name: 'alerts.fired',
  title: 'An alert to operators',
  fields: { alert: LINE },
  texts: {
    en: { subject: 'Alert: {{alert}}', body: '{{alert}}', button: BUTTONS.en },
    hi: { subject: 'चेतावनी: {{alert}}', body: '{{alert}}', button: BUTTONS.hi },
  },
});

export const alertsLetter = defineLetter({
  name: 'alerts.fired_together',
  title: 'Several alerts to operators',
  fields: { count: '2', alerts: `${LINE}\n${LINE}` },
  texts: {
    en: { subject: '{{count}} alerts', body: '{{count}} alerts began to fire:\n\n{{alerts}}', button: BUTTONS.en },
    hi: { subject: '{{count}} चेतावनियाँ', body: '{{count}} नई चेतावनियाँ:\n\n{{alerts}}', button: BUTTONS.hi },
  },
});

/** `about` is a limit, a part or a disk, and absent where there is but one. */
const LINES: Readonly<Record<Language, Record<'whole' | 'part' | 'rest', string>>> = {
  en: {
    whole: '{{whose}}: {{title}}: {{value}} {{unit}}, threshold {{threshold}}. {{detail}}.',
    part: '{{whose}} ({{about}}): {{title}}: {{value}} {{unit}}, threshold {{threshold}}. {{detail}}.',
    rest: '… and {{count}} more.',
  },
  hi: {
    whole: '{{whose}}: {{title}}: {{value}} {{unit}}, सीमा {{threshold}}। {{detail}}।',
    part: '{{whose}} ({{about}}): {{title}}: {{value}} {{unit}}, सीमा {{threshold}}। {{detail}}।',
    rest: '… और {{count}} और।',
  },
};

/** Lines that one letter holds; the rest is a number. */
const MAX_LINES = 50;

/** What was found, in words. */
export function detailOf({ rule, facts }: Pick<Finding, 'rule' | 'facts'>, language: Language): string {
  return fillText(WORDS[rule]?.[language].detail ?? '', facts).replace(/\.$/, '');
}

/** An alert with the figures it fired for. */
export interface Fired {
  alert: Alert;
  facts: Finding['facts'];
}

function lineOf({ alert, facts }: Fired, slugs: ReadonlyMap<string, string>, language: Language): string {
  const { rule, for_tenant_id, about, value, threshold } = alert;
  const { title = rule, unit = '' } = WORDS[rule]?.[language] ?? {};
  const whose = for_tenant_id ? (slugs.get(for_tenant_id) ?? for_tenant_id) : INSTALLATION[language];
  const detail = detailOf({ rule, facts }, language);
  return fillText(LINES[language][about ? 'part' : 'whole'], {
    whose,
    about,
    title,
    unit,
    detail,
    value: String(value),
    threshold: String(threshold),
  });
}

/** One letter to each operator, in the operator's language, about everything that began to fire in this round. */
export async function tellOperators(ctx: Context, fired: readonly Fired[]): Promise<void> {
  if (fired.length === 0) return;
  const operators = await ctx.sql<{ email: string; language: Language | null }>(
    'select email, language from users where is_operator and disabled_at is null',
  );
  const tenants = await ctx.sql<{ id: string; slug: string }>(
    'select id, slug from tenants where id = any($1::uuid[])',
    [fired.flatMap(({ alert }) => alert.for_tenant_id ?? [])],
  );
  const slugs = new Map(tenants.map(({ id, slug }) => [id, slug]));
  const link = `${ctx.kernel.config.public_url}/api/alerts?state=firing`;
  for (const { email, language: own } of operators) {
    const language = own ?? 'en';
    const lines = fired.slice(0, MAX_LINES).map((one) => lineOf(one, slugs, language));
    const rest = fired.length - lines.length;
    if (rest > 0) lines.push(fillText(LINES[language].rest, { count: String(rest) }));
    const [letter, fields] =
      fired.length === 1
        ? [alertLetter, { alert: lines[0] as string }]
        : [alertsLetter, { count: String(fired.length), alerts: lines.join('\n') }];
    await postLetter(ctx, { letter, to: email, fields, link, language });
  }
}
