/** What a person likes: language, scheme, density, single keys; kept in this browser. */
import { LANGUAGES, type Language, learn, speak } from '@tenantry/ui/words/words.tsx';
import { useSyncExternalStore } from 'react';

export const SCHEMES = ['auto', 'light', 'dark'] as const;
export const DENSITIES = ['compact', 'regular', 'touch'] as const;

export interface Preferences {
  language: Language;
  scheme: (typeof SCHEMES)[number];
  density: (typeof DENSITIES)[number];
  /** Whether keys without Ctrl or Alt do anything (WCAG 2.1.4). */
  single_keys: boolean;
}

const KEY = 'tenantry.preferences';
const FIRST: Preferences = { language: 'en', scheme: 'auto', density: 'compact', single_keys: true };

function read(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

const kept = read();
let current: Preferences = { ...FIRST, ...kept };
let isLanguageChosen = kept.language !== undefined;
const hearers = new Set<() => void>();

export const preferences = (): Preferences => current;

/** Writes them down again, after a sign-out has emptied the browser. */
export function keepPreferences(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(current));
  } catch {
    // A browser that keeps nothing forgets them with the page.
  }
}

function show(): void {
  const { dataset } = document.documentElement;
  if (current.scheme === 'auto') delete dataset.scheme;
  else dataset.scheme = current.scheme;
  dataset.density = current.density;
  document.documentElement.lang = current.language;
}

/** Words of parts of the application that were loaded: each can say itself in another language. */
const rooms = new Map<string, (language: Language) => Promise<unknown>>();

/** Adds the words of a part; shown in the language of the page from now on. */
export async function addWords(
  room: string,
  load: (language: Language) => Promise<{ default: object }>,
): Promise<void> {
  const fetchWords = async (language: Language): Promise<void> => {
    learn(language, (await load(language)).default as never);
    if (language === current.language) speak(language);
  };
  if (rooms.has(room)) return;
  rooms.set(room, fetchWords);
  await fetchWords(current.language);
}

/** Changes what is given and shows it at once. */
export async function prefer(changes: Partial<Preferences>): Promise<void> {
  const next = { ...current, ...changes };
  if (changes.language && LANGUAGES.includes(changes.language)) {
    await Promise.all([...rooms.values()].map((load) => load(next.language)));
    speak(next.language);
    isLanguageChosen = true;
  }
  current = next;
  keepPreferences();
  show();
  for (const hear of hearers) hear();
}

/** Speaks the language that the server knows of, in a browser in which nobody has chosen one. */
export async function suggestLanguage(language: Language | null | undefined): Promise<void> {
  if (!isLanguageChosen && language && language !== current.language) await prefer({ language });
}

export function usePreferences(): Preferences {
  return useSyncExternalStore(
    (hear) => {
      hearers.add(hear);
      return () => hearers.delete(hear);
    },
    () => current,
  );
}

show();
