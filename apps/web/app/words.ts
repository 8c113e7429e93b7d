/** The words of modules, loaded with the first of their screens; those of areas apart with their own. */
import { loaders } from 'virtual:words-of-modules';
import type { Language } from '@tenantry/ui/words/words.tsx';

/** The catalogue of a room; one without words has an empty one. */
export function loadWords(room: string, language: Language): Promise<{ default: object }> {
  return loaders[room]?.[language]?.() ?? Promise.resolve({ default: {} });
}
