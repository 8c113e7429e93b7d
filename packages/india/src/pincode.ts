/** PIN codes: their form, and whether they fit a state. */
import type { State } from './states.ts';

/** What a foreign address carries in the place of a PIN code. */
export const FOREIGN_PIN = '999999';

/** First three digits of a state's PIN codes, from and to; no rule holds for those that are not here. */
const PINS: Readonly<Record<string, readonly (readonly [number, number])[]>> = {
  '01': [[180, 194]],
  '02': [[171, 177]],
  '03': [[140, 160]],
  '04': [[160, 160]],
  '05': [[244, 263]],
  '06': [[121, 136]],
  '07': [[110, 110]],
  '08': [[301, 345]],
  '09': [[201, 285]],
  '10': [[800, 855]],
  '11': [[737, 737]],
  '12': [[790, 792]],
  '13': [[797, 798]],
  '14': [[795, 795]],
  '15': [[796, 796]],
  '16': [[799, 799]],
  '17': [[793, 794]],
  '18': [[781, 788]],
  '19': [[700, 743]],
  '20': [[813, 835]],
  '21': [[751, 770]],
  '22': [[490, 497]],
  '23': [[450, 488]],
  '24': [[360, 396]],
  '26': [
    [362, 362],
    [396, 396],
  ],
  '27': [[400, 445]],
  '29': [[560, 591]],
  '30': [[403, 403]],
  '31': [[682, 682]],
  '32': [[670, 695]],
  '33': [[600, 643]],
  '34': [
    [533, 533],
    [605, 605],
    [607, 607],
    [609, 609],
    [673, 673],
  ],
  '35': [[744, 744]],
  '37': [[500, 535]],
};

/** Six digits, the first from 1 to 9. */
export function isPincode(text: string): boolean {
  return /^[1-9]\d{5}$/.test(text);
}

/** False only when the state has a rule and the PIN breaks it: a warning, never a refusal. */
export function pincodeFits(pincode: string, state: State): boolean {
  const ranges = PINS[state.code];
  if (!isPincode(pincode) || !ranges || pincode === FOREIGN_PIN) return true;
  const prefix = Number(pincode.slice(0, 3));
  return ranges.some(([from, to]) => prefix >= from && prefix <= to);
}
