/** The words of the screens: every visible string is a key of a catalogue, in the language that the person chose. */
import { type I18n, setupI18n } from '@lingui/core';
import { I18nProvider, useLingui } from '@lingui/react';
import { type ReactNode, useCallback } from 'react';

/** What a key's ICU message is filled with. */
export type WordValues = Record<string, string | number>;

/** Says the message of a key, e.g. `words('grid.rows', { count: 3 })`. */
export type Words = (key: string, values?: WordValues) => string;

export const LANGUAGES = ['en', 'hi'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A catalogue as the build compiles it: key → message. */
export type Messages = Parameters<I18n['load']>[1] & object;

/** The catalogue and the language of one page. */
export const i18n: I18n = setupI18n();

/** Adds messages of a language; `speak` makes it the language of the page. */
export function learn(language: Language, messages: Messages): void {
  i18n.load(language, messages);
}

/** Shows the page in a language whose messages were learnt; figures are grouped as in India. */
export function speak(language: Language): void {
  i18n.activate(language, `${language}-IN`);
}

/** A sentence of the server; by its code and values it can be said in another language. */
export interface Sentence {
  detail: string;
  code?: string;
  values?: WordValues;
}

/** What the server said, in the language of the page. It says it in English; another language brings its way along (`said.ts`). */
export const said: { inWords(one: Sentence): string } = { inWords: ({ detail }) => detail };

/** Puts the words at the disposal of everything within. */
export function WordsProvider({ children }: { children: ReactNode }): ReactNode {
  return <I18nProvider i18n={i18n}>{children}</I18nProvider>;
}

/** Says keys in the language of the page, and again when it changes. */
export function useWords(): Words {
  const { _ } = useLingui();
  return useCallback((key, values) => _(key, values), [_]);
}
