/** The words of modules, loaded with the first of their screens. */
import { loaders } from 'virtual:words-of-modules';
import type { Language } from '@tenantry/ui/words/words.tsx';

/** The catalogue of a module; one without words has an empty one. */
export function loadWords(module: string, language: Language): Promise<{ default: object }> {
  return loaders[module]?.[language]?.() ?? Promise.resolve({ default: {} });
}
