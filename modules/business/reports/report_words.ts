/** The words of reports beyond the screen: the pages' own catalogue names a column on paper and in a workbook, too. */
import type { Language } from '@tenantry/kernel/mail/letters.ts';
import journalsEn from '../words/journals.en.json' with { type: 'json' };
import journalsHi from '../words/journals.hi.json' with { type: 'json' };
import navEn from '../words/nav.en.json' with { type: 'json' };
import navHi from '../words/nav.hi.json' with { type: 'json' };
import reportsEn from '../words/reports.en.json' with { type: 'json' };
import reportsHi from '../words/reports.hi.json' with { type: 'json' };

const CATALOGUES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  en: { ...journalsEn, ...navEn, ...reportsEn },
  hi: { ...journalsHi, ...navHi, ...reportsHi },
};

/** `say('not_due')` is `Not due`; what has no word is spelled out: `Round off` for `round_off`. */
export type Say = (key: string, values?: Readonly<Record<string, string>>) => string;

export function sayIn(language: Language): Say {
  const words = CATALOGUES[language];
  return (key, values = {}) => {
    const found = words[`reports.${key}`] ?? words[`nav.${key}`] ?? words[`journals.${key}`];
    if (found === undefined) return `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll(/[_-]/g, ' ')}`;
    return found.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  };
}

/** `1 April 2026`. */
export function dayInWords(date: string, language: Language): string {
  const form = { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(`${language}-IN`, form).format(new Date(`${date}T00:00:00Z`));
}
