/** The facts hold: worked GSTINs, names of states, PIN codes, units and HSN codes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkDigitOf, isPan, parseGstin } from './gstin.ts';
import { isServiceCode, judgeHsn } from './hsn.ts';
import { isPincode, pinFitsState, STATES, stateOf } from './states.ts';
import { UQC, uqcOf } from './uqc.ts';

test.each([
  ['27AAPFU0939F1ZV', 'regular', true],
  ['24AAQCA8719H1ZC', 'regular', true],
  ['09AAECI1177P1Z1', 'regular', true],
  ['27AAACR5055K1Z7', 'regular', true],
  ['05AAACG2115R1ZN', 'regular', true],
  ['20ALYPD6528PQC5', 'tax_collector', true],
  ['07AAACT2727Q1ZU', 'regular', false],
  ['29AAACH7409R1Z2', 'regular', false],
  ['29GGGGG1314R9Z6', 'regular', false],
  ['27AABFS1234A1Z5', 'regular', false],
  ['27AABFS1234A1ZV', 'regular', true],
  ['29AABPM5678B2ZL', 'regular', true],
  ['24AABAT9876C3Z8', 'regular', true],
])('%s is %s, check digit right: %s', (gstin, form, right) => {
  expect(parseGstin(gstin)).toMatchObject({ class: form, check_digit_ok: right, state: gstin.slice(0, 2) });
});

test('other forms, cleaning, and what is no GSTIN', () => {
  expect(parseGstin(' 27aapfu 0939f1zv ')).toMatchObject({ gstin: '27AAPFU0939F1ZV', pan: 'AAPFU0939F' });
  expect(parseGstin('0717USA00001UNB')).toMatchObject({ class: 'uin', pan: null });
  expect(parseGstin('9917SGP29001OSB')).toMatchObject({ class: 'oidar', state: '99' });
  expect(parseGstin('2717USA12345NRX')?.class).toBe('non_resident');
  expect(parseGstin('07DELV12345A1D1')).toBeNull();
  expect(parseGstin('07DELVA1234A1D1')?.class).toBe('tax_deductor');
  for (const bad of ['', '27AAPFU0939F1Z', '40AAPFU0939F1ZV', '99AAPFU0939F1ZV', '27AAPFU0939F0ZV', '27AAPFU0939F1CV5'])
    expect(parseGstin(bad), bad).toBeNull();
  expect(isPan('AAPFU0939F')).toBe(true);
  expect(isPan('AAPXU0939F')).toBe(false);
});

test('one wrong character is always found', () => {
  const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  fc.assert(
    fc.property(fc.array(character, { minLength: 14, maxLength: 14 }), fc.nat(13), character, (body, at, other) => {
      const changed = body.with(at, other).join('');
      expect(checkDigitOf(changed) === checkDigitOf(body.join(''))).toBe(other === body[at]);
    }),
  );
});

test('states by code and by every name', () => {
  for (const { code, name, also = [] } of STATES)
    for (const word of [code, name, name.toUpperCase(), `${code}-${name}`, ...also])
      expect(stateOf(word)?.code, word).toBe(code);
  expect(stateOf('7')?.name).toBe('Delhi');
  expect(stateOf('Jammu and Kashmir')?.code).toBe('01');
  for (const bad of ['', '00', '40', 'Atlantis', '271']) expect(stateOf(bad), bad).toBeNull();
  expect(STATES.filter((state) => state.utgst && !state.dead).map((state) => state.code)).toEqual([
    '04',
    '26',
    '31',
    '35',
    '38',
    '97',
  ]);
});

test('PIN codes lie in states', () => {
  expect(pinFitsState('400050', '27')).toBe(true);
  expect(pinFitsState('110006', '24')).toBe(false);
  expect(pinFitsState('500001', '36')).toBeNull();
  expect(isPincode('012345')).toBe(false);
});

test('units as people write them', () => {
  expect(Object.keys(UQC)).toHaveLength(45);
  for (const [code, name] of Object.entries(UQC))
    for (const word of [code, code.toLowerCase(), name]) expect(uqcOf(word)).toBe(code);
  const said = {
    kg: 'KGS',
    Kilogram: 'KGS',
    'NOS-NUMBERS': 'NOS',
    Pcs: 'PCS',
    Litre: 'LTR',
    strips: 'OTH',
    hour: 'OTH',
  };
  for (const [word, code] of Object.entries(said)) expect(uqcOf(word), word).toBe(code);
  expect(uqcOf('parsec')).toBeNull();
  expect(uqcOf('')).toBeNull();
});

test('HSN and SAC codes', () => {
  expect(judgeHsn('7318.15 00', 'goods')).toEqual({ hsn: '73181500' });
  expect(judgeHsn('9983', 'service')).toEqual({ hsn: '9983' });
  expect(judgeHsn('4021010')).toMatchObject({ fault: expect.stringMatching(/leading 0/) });
  for (const bad of ['73', '731', '73181', '7318150', '731815001', '0012', 'abcd'])
    expect(judgeHsn(bad)).toHaveProperty('fault');
  expect(judgeHsn('998314', 'goods')).toHaveProperty('fault');
  expect(judgeHsn('7318', 'service')).toHaveProperty('fault');
  expect(isServiceCode('998314')).toBe(true);
});
