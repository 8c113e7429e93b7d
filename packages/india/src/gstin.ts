/** GSTINs: their forms, their check digit, and what they tell of their holder. */
import { stateOf } from './states.ts';

/** Who holds the number, as far as its form tells. */
export type GstinClass = 'regular' | 'tax_deductor' | 'tax_collector' | 'uin' | 'non_resident' | 'oidar';

export interface Gstin {
  /** Cleaned: upper case, without blanks. */
  gstin: string;
  class: GstinClass;
  /** Two digits. */
  state: string;
  /** The holder's PAN, where the number holds one. */
  pan: string | null;
  /** Whether the last character is what the others give. */
  check_digit_ok: boolean;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The more special form first: a collector's and a deductor's number would also pass as other ones. */
const FORMS: readonly (readonly [GstinClass, RegExp])[] = [
  ['tax_collector', /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]C[0-9A-Z]$/],
  ['tax_deductor', /^\d{2}[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z]D[0-9A-Z]$/],
  ['oidar', /^99\d{2}[A-Z]{3}\d{5}OS[0-9A-Z]$/],
  ['uin', /^\d{4}[A-Z]{3}\d{5}[UO]N[0-9A-Z]$/],
  ['non_resident', /^\d{4}[A-Z]{3}\d{5}NR[0-9A-Z]$/],
  ['regular', /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/],
  // Government departments.
  ['regular', /^\d{2}[A-Z]{4}\d{5}[A-Z]\dZ\d$/],
];

/** Upper case, without blanks. */
export function cleanGstin(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

/** The check digit of the first 14 characters: weights 1, 2, 1, 2 …, the digits of each product in base 36 added up. */
export function checkDigitOf(first14: string): string {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const product = DIGITS.indexOf(first14[i] as string) * ((i % 2) + 1);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return DIGITS[(36 - (sum % 36)) % 36] as string;
}

/** What a GSTIN or UIN tells, or null when it has none of the forms or names no state. */
export function parseGstin(text: string): Gstin | null {
  const gstin = cleanGstin(text);
  const form = FORMS.find(([, pattern]) => pattern.test(gstin));
  const state = gstin.slice(0, 2);
  if (!form || !stateOf(state) || state === '96' || (state === '99' && form[0] !== 'oidar')) return null;
  const pan = gstin.slice(2, 12);
  return {
    gstin,
    class: form[0],
    state,
    pan: isPan(pan) ? pan : null,
    check_digit_ok: gstin[14] === checkDigitOf(gstin),
  };
}

/** Whether a text has the form of a PAN: five letters, the fourth telling the kind of holder, four digits, a letter. */
export function isPan(text: string): boolean {
  return /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(text);
}
