/** PIN codes: their form, and whether they fit a state. */
import type { State } from './states.ts';

/** What a foreign address carries in the place of a PIN code. */
export const FOREIGN_PIN = '999999';

/** Six digits, the first from 1 to 9. */
export function isPincode(text: string): boolean {
  return /^[1-9]\d{5}$/.test(text);
}

/** False only when the state has a rule and the PIN breaks it: a warning, never a refusal. */
export function pincodeFits(pincode: string, state: State): boolean {
  if (!isPincode(pincode) || state.pins === null || pincode === FOREIGN_PIN) return true;
  const prefix = Number(pincode.slice(0, 3));
  return state.pins.some(([from, to]) => prefix >= from && prefix <= to);
}
