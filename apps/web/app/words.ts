/** The words of modules, loaded with the first of their screens; those of areas apart with their own. */
import { loaders } from 'virtual:words-of-modules';
import type { Language } from '@tenantry/ui/words/words.tsx';
import { addWords } from './preferences.ts';

/** The catalogue of a room; one without words has an empty one. */
function loadWords(room: string, language: Language): Promise<{ default: object }> {
  return loaders[room]?.[language]?.() ?? Promise.resolve({ default: {} });
}

/** What is being loaded, with the words of these rooms. */
export async function withWords<T>(rooms: readonly string[], loading: Promise<T>): Promise<T> {
  const [loaded] = await Promise.all([
    loading,
    ...rooms.map((room) => addWords(room, (language) => loadWords(room, language))),
  ]);
  return loaded;
}
