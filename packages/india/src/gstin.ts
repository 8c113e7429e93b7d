/** GSTINs: their forms, their check digit, what they tell of their holder, and what to warn of. */
import { findState, isDeadState, type State, stateLabel } from './states.ts';

/** Who holds the number, as far as its form tells. */
export type GstinKind =
  | 'regular'
  | 'government'
  | 'tax_deductor'
  | 'tax_collector'
  | 'uin'
  | 'non_resident'
  | 'oidar'
  | 'transporter';

export interface Gstin {
  /** Cleaned: upper case, without blanks. */
  gstin: string;
  kind: GstinKind;
  /** The state of the registration; null where the number names none of today's. */
  state: State | null;
  /** The holder's PAN, where the number holds one. */
  pan: string | null;
  /** What the last character ought to be; null for transporters, whose real numbers do not follow the rule. */
  check_digit: string | null;
  check_digit_ok: boolean;
}

/** Tried in this order. */
const FORMS: readonly (readonly [GstinKind, RegExp])[] = [
  ['transporter', /^88[A-Z]{5}\d{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/],
  ['regular', /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][Z1-9ABD-J][0-9A-Z]$/],
  ['government', /^\d{2}[A-Z]{4}\d{5}[A-Z]\dZ\d$/],
  ['tax_deductor', /^\d{2}[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z]D[0-9A-Z]$/],
  ['tax_collector', /^\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]C[0-9A-Z]$/],
  ['oidar', /^99\d{2}[A-Z]{3}\d{5}OS[0-9A-Z]$/],
  ['uin', /^\d{4}[A-Z]{3}\d{5}[UO]N[0-9A-Z]$/],
  ['non_resident', /^\d{4}[A-Z]{3}\d{5}NR[0-9A-Z]$/],
];

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** The check digit of the first 14 characters: weights 1, 2, 1, 2 …, the base-36 digits of each product added up. */
export function gstinCheckDigit(first14: string): string {
  let sum = 0;
  for (let i = 0; i < 14; i++) {
    const product = DIGITS.indexOf(first14[i] as string) * ((i % 2) + 1);
    sum += Math.floor(product / 36) + (product % 36);
  }
  return DIGITS[(36 - (sum % 36)) % 36] as string;
}

/** What a GSTIN, UIN or transporter id tells, or null when it has none of the forms or names no state. */
export function readGstin(text: string): Gstin | null {
  const gstin = text.replace(/\s/g, '').toUpperCase();
  const kind = FORMS.find(([, pattern]) => pattern.test(gstin))?.[0];
  if (!kind) return null;
  const code = gstin.slice(0, 2);
  const state = findState(code);
  if (!state && !isDeadState(code) && kind !== 'transporter' && kind !== 'oidar') return null;
  const pan = gstin.slice(2, 12);
  const wanted = kind === 'transporter' ? null : gstinCheckDigit(gstin);
  return {
    gstin,
    kind,
    state,
    pan: isPan(pan) ? pan : null,
    check_digit: wanted,
    check_digit_ok: wanted === null || gstin[14] === wanted,
  };
}

/** Whether a text has the form of a PAN: five letters, the fourth telling the kind of holder, four digits, a letter. */
export function isPan(text: string): boolean {
  return /^[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]$/.test(text);
}

/** Sentences for what is odd but not refused: a wrong check digit, a registration in another state than the address. */
export function gstinWarnings(read: Gstin, addressState: State | null): string[] {
  const warnings: string[] = [];
  if (!read.check_digit_ok) {
    warnings.push(
      `The check digit of GSTIN ${read.gstin} is wrong: it should end in ${read.check_digit}. Compare it with the certificate.`,
    );
  }
  if (read.state && addressState && read.state.code !== addressState.code) {
    warnings.push(
      `The GSTIN is registered in ${stateLabel(read.state)}, the address is in ${stateLabel(addressState)}.`,
    );
  }
  return warnings;
}
