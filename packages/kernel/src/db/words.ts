/** Words: how a text is cut for search, when it is stored and when it is looked for. */

/** How many words of one record are kept, and how long a word may be. */
const MAX_WORDS = 60;
const MAX_LENGTH = 40;

/** Lower case, marks folded (é → e), letters and digits of any script kept together. */
function fold(text: string): string {
  // Combining marks of Latin are dropped; the vowel signs of Indic scripts belong to the word and stay.
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase();
}

function split(text: string): string[] {
  return fold(text)
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** The words by which a record is found: of each text its parts, and the text written together (`AB-12` is also `ab12`). */
export function wordsOf(texts: readonly (string | null | undefined)[]): Set<string> {
  const words = new Set<string>();
  for (const text of texts) {
    if (!text) continue;
    const parts = split(text);
    for (const part of parts) if (words.size < MAX_WORDS) words.add(part.slice(0, MAX_LENGTH));
    if (parts.length > 1 && !/\s/.test(text.trim()) && words.size < MAX_WORDS)
      words.add(parts.join('').slice(0, MAX_LENGTH));
  }
  return words;
}

/** What is looked for: each word as the beginning of a stored one, at most six. */
export function searchedWords(query: string): string[] {
  return [...new Set(split(query))].slice(0, 6).map((word) => word.slice(0, MAX_LENGTH));
}

/** The first text after all those that begin with `prefix`, in the order of code points (collation "C" over UTF-8). */
export function endOfPrefix(prefix: string): string {
  return `${prefix}\u{10ffff}`;
}
