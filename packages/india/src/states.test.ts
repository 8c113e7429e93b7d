/** Names, codes and PIN codes of states as people write them. */
import { expect, test } from 'vitest';
import { isPincode, pincodeFits } from './pincode.ts';
import { findState, isDeadState, type State, stateLabel, states } from './states.ts';

test.each([
  ['27', '27'],
  ['7', '07'],
  ['Maharashtra', '27'],
  [' tamil nadu ', '33'],
  ['TAMILNADU', '33'],
  ['Jammu and Kashmir', '01'],
  ['Andaman and Nicobar Islands', '35'],
  ['Dadra & Nagar Haveli and Daman & Diu', '26'],
  ['Orissa', '21'],
  ['24-Gujarat', '24'],
  ['Delhi', '07'],
])('%s is state %s', (text, code) => {
  expect(findState(text)?.code).toBe(code);
});

test.each(['', '25', '28', '99', '24-Maharashtra', 'Atlantis', '270'])('%s is no state of today', (text) => {
  expect(findState(text)).toBeNull();
});

test('the table is whole: 37 codes, each found by its code, its name and its label', () => {
  expect(states).toHaveLength(37);
  for (const state of states) {
    for (const text of [state.code, state.name, stateLabel(state)]) expect(findState(text)).toBe(state);
  }
  expect(states.filter((state) => state.union_territory).map((state) => state.code)).toEqual([
    '04',
    '26',
    '31',
    '35',
    '38',
    '97',
  ]);
  expect(isDeadState('25') && isDeadState('28')).toBe(true);
});

test('a PIN code is six digits and fits its state', () => {
  expect(['400050', '999999'].every(isPincode)).toBe(true);
  expect(['040050', '40005', '4000500', '40005a'].some(isPincode)).toBe(false);
  const fits = (pincode: string, state: string): boolean => pincodeFits(pincode, findState(state) as State);
  expect(fits('400050', 'Maharashtra')).toBe(true);
  expect(fits('110006', 'Maharashtra')).toBe(false);
  expect(fits('110006', 'Delhi')).toBe(true);
  expect(fits('362520', 'Gujarat') && fits('362520', '26')).toBe(true);
  expect(fits('500001', 'Telangana')).toBe(true);
  expect(fits('607401', 'Puducherry')).toBe(true);
});
