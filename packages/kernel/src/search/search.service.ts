/** The search of a whole organisation: every registered resource at once, by beginnings of words, forgiving slips. */
import type { RecordType, Row } from '../db/records.ts';
import { endOfPrefix, searchedWords, wordsOf } from '../db/words.ts';
import type { Context } from '../tenancy/context.ts';
import { allows } from '../tenancy/roles.ts';
import { nearWords } from './near_words.ts';
import type { Found, SearchResult } from './search.schema.ts';
import type { SearchSource } from './source.ts';

/** Up to so many records of the rarest word are looked at one by one; beyond it the words are common. */
const MAX_FOLLOWED = 1_000;
/** So many matches among those are plenty: the search stops there and says that it is not complete. */
const PLENTY = 50;
/** Records of one table that are read and ranked, or as many as are asked for. */
const RANKED = 100;

/** What the caller may find. */
function sourcesFor(ctx: Context, nouns: readonly string[] | undefined): SearchSource[] {
  return ctx.kernel.modules
    .flatMap((module) => module.searches ?? [])
    .filter(
      ({ record, permission, feature }) =>
        (!nouns || nouns.includes(record.noun)) &&
        allows(ctx.actor.permissions, permission) &&
        (!feature || ctx.kernel.features.isOn(ctx.tenant, feature)),
    );
}

/** How many records have each word, counted up to the bound; one round trip for all tables and words. */
async function countWords(
  ctx: Context,
  tables: readonly string[],
  words: readonly string[],
): Promise<Map<string, number>> {
  const rows = await ctx.sql<{ noun: string; word: string; n: number }>(
    `select n.noun, w.word, (select count(*) from (select from search_words s
       where s.tenant_id = $1 and s.noun = n.noun and s.word >= w.word and s.word < w.last limit ${MAX_FOLLOWED + 1}) x) as n
     from unnest($2::text[]) as n(noun) cross join unnest($3::text[], $4::text[]) as w(word, last)`,
    [tables, words, words.map(endOfPrefix)],
    'fresh',
  );
  return new Map(rows.map(({ noun, word, n }) => [`${noun} ${word}`, n]));
}

/** Ids of records that have all the words, which come with the rarest first, and whether they are all. */
async function findIds(
  ctx: Context,
  table: string,
  words: readonly string[],
  { isRare, most }: { isRare: boolean; most: number },
): Promise<{ ids: string[]; isAll: boolean }> {
  const values = [table, ...words.flatMap((word) => [word, endOfPrefix(word)])];
  const [rarest, ...others] = words.map((_, at) => `word >= $${at * 2 + 3} and word < $${at * 2 + 4}`);
  const ask = async (text: string): Promise<string[]> => {
    const rows = await ctx.sql<{ record_id: string }>(`${text} limit ${most}`, values, 'fresh');
    return [...new Set(rows.map((row) => row.record_id))];
  };
  const entries = (range: string | undefined): string =>
    `select record_id from search_words where tenant_id = $1 and noun = $2 and ${range}`;
  const each = others.map((range) => `exists (${entries(range)} and record_id = d.record_id)`);
  const first = await ask(
    `select d.record_id from (${entries(rarest)} order by word limit ${MAX_FOLLOWED}) d where ${['true', ...each].join(' and ')}`,
  );
  if (isRare || first.length >= PLENTY) return { ids: first, isAll: isRare && first.length < most };
  // Common words that seldom meet: looked up one by one they would take longer than all entries side by side.
  const both = others.map((range) => ` and record_id in (${entries(range)})`);
  const ids = await ask(`${entries(rarest)}${both.join('')}`);
  return { ids, isAll: ids.length < most };
}

function readRows(ctx: Context, { table, select, condition }: RecordType, ids: readonly string[]): Promise<Row[]> {
  const only = condition ? ` and ${condition}` : '';
  return ctx.sql<Row>(`select ${select} from ${table} where tenant_id = $1 and id = any($2::uuid[])${only}`, [ids]);
}

/** Whole words count twice as much as beginnings. */
function score({ record }: SearchSource, row: Row, words: readonly string[]): number {
  const stored = wordsOf(record.words?.(row) ?? []);
  return words.reduce((sum, word) => sum + (stored.has(word) ? 2 : 1), 0);
}

/** For each word that nothing begins with, the nearest that is there; null when there is none, and so nothing to be found. */
async function corrected(
  ctx: Context,
  tables: readonly string[],
  words: readonly string[],
  counts: ReadonlyMap<string, number>,
): Promise<string[] | null> {
  const known: string[] = [];
  for (const word of words) {
    const isKnown = tables.some((table) => (counts.get(`${table} ${word}`) ?? 0) > 0);
    const [near] = isKnown ? [word] : await nearWords(ctx, tables, word);
    if (near === undefined) return null;
    known.push(near);
  }
  return known;
}

/** `GET /search`. */
export async function search(
  ctx: Context,
  input: { q?: string | undefined; nouns?: string | undefined; limit?: number | undefined },
): Promise<SearchResult> {
  const limit = input.limit ?? 20;
  const asked = searchedWords(input.q ?? '');
  const sources = sourcesFor(
    ctx,
    input.nouns?.split(',').map((noun) => noun.trim()),
  );
  const tables = [...new Set(sources.map(({ record }) => record.table))];
  const nothing: SearchResult = { results: [], corrected: null, is_complete: true };
  if (asked.length === 0 || tables.length === 0) return nothing;

  let counts = await countWords(ctx, tables, asked);
  const words = await corrected(ctx, tables, asked, counts);
  if (!words) return nothing;
  const isCorrected = words.join(' ') !== asked.join(' ');
  if (isCorrected) counts = await countWords(ctx, tables, words);

  const found: (Found & { score: number })[] = [];
  let isComplete = true;
  for (const table of tables) {
    const count = (word: string): number => counts.get(`${table} ${word}`) ?? 0;
    const ordered = words.toSorted((a, b) => count(a) - count(b));
    const least = count(ordered[0] as string);
    if (least === 0) continue;
    const { ids, isAll } = await findIds(ctx, table, ordered, {
      isRare: least <= MAX_FOLLOWED,
      most: Math.max(RANKED, limit + 1),
    });
    if (!isAll) isComplete = false;
    if (ids.length === 0) continue;
    for (const source of sources.filter(({ record }) => record.table === table)) {
      for (const row of await readRows(ctx, source.record, ids)) {
        found.push({
          noun: source.record.noun,
          id: row.id as string,
          number: ((source.record.number && row[source.record.number]) as string | undefined) ?? null,
          title: source.title(row),
          detail: source.detail?.(row) ?? null,
          score: score(source, row, words),
        });
      }
    }
  }
  found.sort((a, b) => b.score - a.score || a.title.localeCompare(b.title) || (a.id < b.id ? -1 : 1));
  return {
    results: found.slice(0, limit).map(({ score: _, ...one }) => one),
    corrected: isCorrected ? words.join(' ') : null,
    is_complete: isComplete && found.length <= limit,
  };
}
