/** The worked numbers of the law and of public samples, and what the guide's own numbers are warned of. */
import { expect, test } from 'vitest';
import { gstinCheckDigit, gstinWarnings, readGstin } from './gstin.ts';
import { findState } from './states.ts';

test.each([
  ['27AAPFU0939F1ZV', 'regular', 'V'],
  ['24AAQCA8719H1ZC', 'regular', 'C'],
  ['09AAECI1177P1Z1', 'regular', '1'],
  ['27AAACR5055K1Z7', 'regular', '7'],
  ['05AAACG2115R1ZN', 'regular', 'N'],
  ['20ALYPD6528PQC5', 'tax_collector', '5'],
])('%s is a valid number of kind %s', (text, kind, digit) => {
  expect(readGstin(text)).toMatchObject({ kind, check_digit: digit, check_digit_ok: true });
});

test.each([
  ['07AAACT2727Q1ZU', 'Y'],
  ['29AAACH7409R1Z2', 'X'],
  ['29GGGGG1314R9Z6', 'A'],
  ['27AABFS1234A1Z5', 'V'],
  ['29AABPM5678B2Z9', 'L'],
  ['24AABAT9876C3Z1', '8'],
])('%s has the form of a number but ought to end in %s', (text, wanted) => {
  const read = readGstin(text);
  expect(read).toMatchObject({ kind: 'regular', check_digit: wanted, check_digit_ok: false });
  expect(readGstin(`${text.slice(0, 14)}${wanted}`)?.check_digit_ok).toBe(true);
});

test('every single wrong character of a valid number is noticed, by form or by check digit', () => {
  const good = '27AAPFU0939F1ZV';
  for (let place = 0; place < 15; place++) {
    for (const other of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
      if (other === good[place]) continue;
      const read = readGstin(good.slice(0, place) + other + good.slice(place + 1));
      // 88 is the transporters' prefix; no single change of 27 leads there.
      expect(read?.check_digit_ok ?? false).toBe(false);
    }
  }
});

test.each([
  ['27AAPFU0939F1Z', 'too short'],
  ['27AAPFU0939F1ZVV', 'too long'],
  ['AA27PFU0939F1ZV', 'no state'],
  ['39AAPFU0939F1ZV', 'a state that does not exist'],
  ['00AAPFU0939F1ZV', 'a state that does not exist'],
  ['27AAPFU0939F0ZV', 'registration number 0'],
  ['URP', 'unregistered'],
  ['', 'empty'],
])('%s is refused: %s', (text) => {
  expect(readGstin(text)).toBeNull();
});

test('the other forms are told apart', () => {
  expect(readGstin('07ABCD12345E1Z2')?.kind).toBe('government');
  expect(readGstin('07ABCDE1234E1D2')?.kind).toBe('regular');
  expect(readGstin('07ABCD11234E1D2')?.kind).toBe('tax_deductor');
  expect(readGstin('0717USA12345UNF')?.kind).toBe('uin');
  expect(readGstin('0717USA12345NRF')?.kind).toBe('non_resident');
  expect(readGstin('9917USA12345OSF')).toMatchObject({ kind: 'oidar', state: null });
  expect(readGstin('88AAPFU0939F1ZA')).toMatchObject({ kind: 'transporter', check_digit_ok: true, check_digit: null });
});

test('blanks and small letters are forgiven', () => {
  expect(readGstin(' 27 aapfu0939f1zv ')?.gstin).toBe('27AAPFU0939F1ZV');
});

test('warnings name the digit and the state that do not fit', () => {
  const read = readGstin('24AABAT9876C3Z1');
  const warnings = read ? gstinWarnings(read, findState('Delhi')) : [];
  expect(warnings).toHaveLength(2);
  expect(warnings[0]).toContain('8');
  expect(warnings[1]).toContain('Gujarat');
  const good = readGstin('27AAPFU0939F1ZV');
  expect(good && gstinWarnings(good, findState('27'))).toEqual([]);
});

test('the worked sum of the law', () => {
  expect(gstinCheckDigit('27AAPFU0939F1Z')).toBe('V');
});
