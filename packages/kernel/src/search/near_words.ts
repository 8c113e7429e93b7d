/** Words of the organisation that look like a mistyped one: found by jumping through the index of stored words, never by reading them all. */
import { endOfPrefix } from '../db/words.ts';
import type { Context } from '../tenancy/context.ts';
import { distance, slipsIn } from './distance.ts';

/** Jumps from word to word that one question may cost. */
const MAX_JUMPS = 1_500;

/**
 * Each step reads one entry of the index and jumps behind all records of that word; words with digits (codes, phone numbers) are
 * jumped over together with all that begin like them up to the digit, for nobody mistypes those into a word. `:` is the sign
 * behind `9` in the order of code points.
 */
const DISTINCT_WORDS = `
  with recursive step as (
    (select word from search_words where tenant_id = $1 and noun = $2 and word >= $3 and word < $4 order by word limit 1)
    union all
    select (select w.word from search_words w where w.tenant_id = $1 and w.noun = $2 and w.word < $4
            and w.word > case when step.word ~ '[0-9]' then greatest(substring(step.word from '^[^0-9]*') || ':', $3) else step.word end
            order by w.word limit 1)
    from step where step.word is not null
  )
  select word from step where word is not null and word !~ '[0-9]' limit $5`;

/**
 * Where a mistyped word may stand in the index, the likeliest first: with its first two signs; with its first and third (the
 * second is one too many, or changed places with the third); with the first two changed; with its second and third (the first
 * is one too many); and only then in the long range of its first sign, which takes twenty times as many jumps.
 */
function beginnings(word: string): string[] {
  const [first = '', second = '', third = ''] = [...word];
  return [...new Set([first + second, first + third, second + first, second + third, first])];
}

/**
 * The stored words of these tables nearest to `word`, at most three, the nearest first. None for a short word or one with
 * digits.
 */
export async function nearWords(ctx: Context, tables: readonly string[], word: string): Promise<string[]> {
  const limit = slipsIn(word);
  if (limit === 0 || /\d/.test(word)) return [];
  let jumps = MAX_JUMPS;
  const found = new Map<string, number>();
  for (const beginning of beginnings(word)) {
    for (const table of tables) {
      if (jumps <= 0) break;
      const rows = await ctx.sql<{ word: string }>(
        DISTINCT_WORDS,
        [table, beginning, endOfPrefix(beginning), jumps],
        'fresh',
      );
      jumps -= rows.length;
      for (const { word: stored } of rows) {
        const apart = distance(word, stored, limit);
        if (apart <= limit) found.set(stored, apart);
      }
    }
    if (found.size > 0) break;
  }
  return [...found]
    .sort(([a, x], [b, y]) => x - y || (a < b ? -1 : 1))
    .slice(0, 3)
    .map(([stored]) => stored);
}
