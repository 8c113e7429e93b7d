/** Passwords: hashed with argon2id, and refused when they are among the first that anyone would try. */
import { hash, verify } from '@node-rs/argon2';
import { defineProblem, problem } from '../problems/problem.ts';

/** OWASP's first choice for argon2id: 19 MiB, 2 passes, 1 lane; about 9 ms. The parameters stand in each hash. */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

const CURRENT = `$argon2id$v=19$m=${PARAMETERS.memoryCost},t=${PARAMETERS.timeCost},p=${PARAMETERS.parallelism}$`;

export const weakPassword = defineProblem('identity.weak_password', 422, 'This password is too easy to guess.');

/** The same characters, however the keyboard composes them. Nothing is trimmed or cut. */
function normal(password: string): string {
  return password.normalize('NFC');
}

export function hashPassword(password: string): Promise<string> {
  return hash(normal(password), PARAMETERS);
}

let nobodysHash: Promise<string> | undefined;

/** Verifies; with no hash (no such account) it takes as long and answers false. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  nobodysHash ??= hashPassword('a password that no account has');
  const matches = await verify(stored ?? (await nobodysHash), normal(password));
  return stored !== null && matches;
}

/** Whether the hash was made with weaker parameters than today's. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(CURRENT);
}

/** Stems that lead every list of leaked passwords; digits and signs around them do not help. */
const STEMS = new Set(
  `password passwort passw0rd p@ssword p@ssw0rd pass admin administrator root toor login letmein welcome qwerty qwertz azerty qazwsx
  asdfgh asdf zxcvbn zxcvbnm iloveyou monkey dragon sunshine princess football cricket baseball master shadow superman batman
  trustno secret changeme change default guest user test tester testing demo temp india bharat mumbai delhi bangalore chennai
  kolkata hyderabad krishna ganesh lakshmi saibaba omsairam hanuman jaishreeram tenantry company office hello summer winter
  monday abc abcd abcde abcdef abcdefg aaaaaa qwer`.split(/\s+/),
);

const RUNS = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  '09876543210',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedcrfvtgbyhnujmikolp',
];

/** Why a password is too easy, or null. `personal` are words that an attacker knows: the address, the name, the organisation. */
export function passwordFault(password: string, personal: readonly string[] = [], minimum = 8): string | null {
  const text = normal(password);
  if ([...text].length < minimum) return `Use at least ${minimum} characters.`;
  if ([...text].length > 128) return 'Use at most 128 characters.';
  const lower = text.toLowerCase();
  if (new Set(lower).size < 4) return 'Use more than three different characters.';
  const stem = lower.replace(/^[^a-z@]+|[^a-z]+$/g, '');
  if (STEMS.has(stem)) return 'This is among the first passwords that are tried; a few words in a row are better.';
  for (const run of RUNS) {
    if (run.includes(lower.slice(0, 6)) && lower.length < 14)
      return 'This follows the keyboard or the alphabet; a few words in a row are better.';
  }
  for (const word of personal.flatMap((one) => one.toLowerCase().split(/[^a-z0-9]+/))) {
    if (word.length >= 4 && lower.includes(word) && lower.length - word.length < 8)
      return 'Do not build it around your name, your address or the organisation.';
  }
  return null;
}

/** Throws `identity.weak_password`, which says what to do. */
export function assertPassword(password: string, personal: readonly string[] = [], minimum = 8): void {
  const fault = passwordFault(password, personal, minimum);
  if (fault) throw problem(weakPassword, { detail: fault, errors: [{ pointer: '/password', detail: fault }] });
}
