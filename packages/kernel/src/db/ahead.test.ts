/** Statements that travel ahead: no round trip of their own, seen before COMMIT, undone with the rest, bound like all others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Organisation, organisation } from '../testing/people.ts';
import { tripsOf } from '../testing/trips.ts';
import { createWorld, type World } from '../testing/world.ts';
import { type Transaction, transaction } from './handle.ts';
import type { Database } from './pool.ts';

const PUT = "insert into search_words (tenant_id, noun, word, record_id) values ($1, 'ahead', $2, gen_random_uuid())";
const WORDS = "select word from search_words where tenant_id = $1 and noun = 'ahead' order by word";

let world: World;
let one: Organisation;
let other: Organisation;

beforeAll(async () => {
  world = await createWorld({ modules: [] });
  [one, other] = [await organisation(world), await organisation(world)];
});
afterAll(() => world?.close());

const database = (): Database => world.kernel.cells.all()[0]?.database as Database;
const begin = ({ id }: Organisation): Transaction => transaction(database(), { tenant_id: id, plane: '' });
const wordsOf = async ({ id }: Organisation): Promise<unknown[]> =>
  (await world.admin.query(WORDS.replace('$1', `'${id}'`))).rows.map(({ word }) => word);

test('a statement travels with the next one, and what it answered is seen first', async () => {
  const tx = begin(one);
  const seen: unknown[] = [];
  const trips = await tripsOf(database(), one.id, async () => {
    tx.ahead?.(`${PUT} returning word`, ['first'], (rows) => void seen.push(...rows));
    await tx.execute(PUT, ['second']);
    expect(seen).toEqual([{ word: 'first' }]);
    tx.ahead?.(PUT, ['third']);
    expect(await tx.commit([{ text: 'select 1 as n' }])).toMatchObject([{ rows: [{ n: 1 }] }, {}]);
  });
  expect(trips).toBe(2);
  expect(await wordsOf(one)).toEqual(['first', 'second', 'third']);
  expect(await wordsOf(other)).toEqual([]);
});

test('a check that refuses comes before COMMIT, also when nothing follows', async () => {
  for (const next of [(tx: Transaction) => tx.execute(PUT, ['beside']), (tx: Transaction) => tx.commit()]) {
    const tx = begin(other);
    tx.ahead?.(PUT, ['never'], () => {
      throw new Error('no room');
    });
    await expect(next(tx)).rejects.toThrow('no room');
    await tx.rollback();
  }
  expect(await wordsOf(other)).toEqual([]);
});

test('a check may ask on, and what it sends ahead is settled as well', async () => {
  const tx = begin(other);
  const order: string[] = [];
  tx.ahead?.(PUT, ['outer'], async () => {
    expect(await tx.sql(WORDS)).toEqual([{ word: 'outer' }]);
    order.push('outer');
    tx.ahead?.(PUT, ['inner'], () => void order.push('inner'));
  });
  await tx.settle();
  expect(order).toEqual(['outer', 'inner']);
  await tx.commit();
  expect(await wordsOf(other)).toEqual(['inner', 'outer']);
});

test('it is bound to the tenant: a text that does not name it is refused, another tenant’s id finds nothing', async () => {
  const tx = begin(other);
  expect(() => tx.ahead?.("delete from search_words where noun = 'ahead'", [])).toThrow('tenant_id as $1');
  tx.ahead?.('delete from search_words where tenant_id = $1 or tenant_id = $2', [one.id]);
  await tx.commit();
  expect([await wordsOf(one), await wordsOf(other)]).toEqual([['first', 'second', 'third'], []]);
});

test('what is asked before an answer is waited for shares a trip, in order, and what travels ahead has its place among it', async () => {
  const tx = begin(other);
  const seen: string[] = [];
  let found: { word: string }[][] = [];
  const together = async (): Promise<void> => {
    const put = tx.execute(PUT, ['p']);
    const first = tx.sql<{ word: string }>(WORDS);
    tx.ahead?.(PUT, ['q'], () => void seen.push('q was put'));
    const second = tx.sql<{ word: string }>(WORDS).then((rows) => {
      seen.push('and then seen');
      return rows;
    });
    tx.ahead?.(PUT, ['r']);
    await put;
    found = await Promise.all([first, second]);
  };
  expect(await tripsOf(database(), other.id, together)).toBe(1);
  expect(seen).toEqual(['q was put', 'and then seen']);
  expect(found.map((rows) => rows.map(({ word }) => word))).toEqual([['p'], ['p', 'q']]);
  expect(await tripsOf(database(), other.id, () => tx.commit())).toBe(1);
  expect(await wordsOf(other)).toEqual(['p', 'q', 'r']);
});

test('one of them that fails fails those that it travels with and all that come later; nothing of them stays', async () => {
  const tx = begin(one);
  const outcomes = await Promise.allSettled([
    tx.execute(PUT, ['lost']),
    tx.sql('select 1 / 0 from search_words where tenant_id = $1'),
    tx.sql(WORDS),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  await expect(tx.sql(WORDS)).rejects.toMatchObject({ code: '22012' });
  await tx.rollback();
  expect(await wordsOf(one)).toEqual(['first', 'second', 'third']);
});

test('a check that refuses after one was answered is heard of by those that come later', async () => {
  const tx = begin(one);
  const answered = tx.sql(WORDS);
  tx.ahead?.(PUT, ['never'], () => {
    throw new Error('no room');
  });
  expect(await answered).toHaveLength(3);
  await expect(tx.commit()).rejects.toThrow('no room');
  await tx.rollback();
  expect(await wordsOf(one)).toEqual(['first', 'second', 'third']);
});
