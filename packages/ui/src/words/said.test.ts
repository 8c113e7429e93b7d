/** A sentence of the server is said in the language of the page: by itself, by its form with what stands in it, or by its code. */
import { beforeAll, describe, expect, it } from 'vitest';
import { compileMessageOrThrow } from './catalogue.ts';
import './said.ts';
import { learn, said, speak } from './words.tsx';

const HINDI: Readonly<Record<string, string>> = {
  'form.too_large': '{most, number} या उससे कम लिखें।',
  'Say why.': 'कारण लिखें।',
  'Give {most} or less.': 'ज़्यादा से ज़्यादा {most}।',
  'It is due before it is written; give {day} or a later day.': '{day} या बाद की तारीख लिखें।',
  '{number} has {left} left; give that or less.': '{number} में {left} बाकी है।',
  '{rate} % is not a GST rate on {day}; there are {rates}.': '{rates} में से {rate} नहीं ({day})।',
};

beforeAll(() => {
  learn('hi', Object.fromEntries(Object.entries(HINDI).map(([key, text]) => [key, compileMessageOrThrow(text)])));
  learn('en', {});
});

describe('in Hindi', () => {
  beforeAll(() => speak('hi'));
  it.each([
    [{ detail: 'Say why.' }, 'कारण लिखें।'],
    [{ detail: 'Give 1,00,000 or less.', code: 'too_large', values: { most: 100_000 } }, '1,00,000 या उससे कम लिखें।'],
    [{ detail: 'It is due before it is written; give 2026-11-21 or a later day.' }, '2026-11-21 या बाद की तारीख लिखें।'],
    [{ detail: 'INV/26-27/0004 has 8,300.00 left; give that or less.' }, 'INV/26-27/0004 में 8,300.00 बाकी है।'],
    [
      { detail: '17 % is not a GST rate on 2026-11-21; there are 0, 0.25, 5, 18.' },
      '0, 0.25, 5, 18 में से 17 नहीं (2026-11-21)।',
    ],
    // A row of a file says no code.
    [{ detail: 'Give 1,00,000 or less.' }, 'ज़्यादा से ज़्यादा 1,00,000।'],
    // What the catalogue has not is said as the server said it.
    [{ detail: 'Nobody translated this.', code: 'unheard_of' }, 'Nobody translated this.'],
  ])('%j', (sentence, text) => {
    expect(said.inWords(sentence)).toBe(text);
  });
});

it('is in English what the server said', () => {
  speak('en');
  expect(said.inWords({ detail: 'Say why.' })).toBe('Say why.');
});
