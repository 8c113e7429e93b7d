/** Statements that travel ahead: no round trip of their own, seen before COMMIT, undone with the rest, bound like all others. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Organisation, organisation } from '../testing/people.ts';
import { createWorld, type World } from '../testing/world.ts';
import { roundTrips } from './batch.ts';
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

const begin = ({ id }: Organisation): Transaction =>
  transaction(world.kernel.cells.all()[0]?.database as Database, { tenant_id: id, plane: '' });
const wordsOf = async ({ id }: Organisation): Promise<unknown[]> =>
  (await world.admin.query(WORDS.replace('$1', `'${id}'`))).rows.map(({ word }) => word);

test('a statement travels with the next one, and what it answered is seen first', async () => {
  const before = roundTrips.count;
  const tx = begin(one);
  const seen: unknown[] = [];
  tx.ahead?.(`${PUT} returning word`, ['first'], (rows) => void seen.push(...rows));
  await tx.execute(PUT, ['second']);
  expect(seen).toEqual([{ word: 'first' }]);
  tx.ahead?.(PUT, ['third']);
  expect(await tx.commit([{ text: 'select 1 as n' }])).toMatchObject([{ rows: [{ n: 1 }] }, {}]);
  expect(roundTrips.count - before).toBe(2);
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
