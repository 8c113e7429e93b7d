/** Passwords: hashed with argon2id, and refused when they are among the first that anyone would try. */
import { hash, verify } from '@node-rs/argon2';
import { defineProblem, problem } from '../problems/problem.ts';
import { COMMON_WORDS } from './common_words.ts';

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

/** Whether the hash was made with other parameters than today's. */
export function needsRehash(stored: string): boolean {
  return !stored.startsWith(CURRENT);
}

/** Ways along the alphabet, the digits and the keyboard; each is walked in both directions. */
const WALKS = [
  'abcdefghijklmnopqrstuvwxyz',
  '012345678901234567890',
  'qwertyuiop[]',
  'asdfghjkl;',
  'zxcvbnm,./',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  'zaq12wsxcde34rfvbgt56yhnmju78ik',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
].flatMap((walk) => [walk, [...walk].reverse().join('')]);

/** The digit on the key of each sign, for walks with the shift key down. */
const KEYS: Record<string, string> = {
  '!': '1',
  '@': '2',
  '#': '3',
  $: '4',
  '%': '5',
  '^': '6',
  '&': '7',
  '*': '8',
  '(': '9',
  ')': '0',
};

/** How many characters are left when every piece of four or more along a walk is taken out. */
function besideWalks(text: string): number {
  const keys = [...text].map((sign) => KEYS[sign] ?? sign).join('');
  let left = 0;
  for (let at = 0; at < keys.length; ) {
    let length = 3;
    while (at + length < keys.length && WALKS.some((walk) => walk.includes(keys.slice(at, at + length + 1)))) length++;
    if (length >= 4) at += length;
    else {
      left++;
      at++;
    }
  }
  return left;
}

const SWAPS: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '+': 't',
};

/** The letters alone: as they stand, and with the usual swaps undone once the signs at both ends are gone. */
function readings(lower: string): string[] {
  const letters = lower.replace(/[^a-z]/g, '');
  const core = lower.replace(/^[^a-z@$]+|[^a-z]+$/g, '');
  const unswapped = (one: string): string =>
    [...core].map((sign) => (sign === '1' ? one : (SWAPS[sign] ?? sign))).join('');
  return [letters, unswapped('i'), unswapped('l')].map((text) => text.replace(/[^a-z]/g, ''));
}

/** One common word at any length; two, or one doubled, when there is little else. */
function isCommon(lower: string): boolean {
  if (!/[a-z]/.test(lower) || /[^\x20-\x7e]/.test(lower)) return false;
  const forwards = readings(lower);
  const backwards = forwards.map((text) => [...text].reverse().join(''));
  return [...forwards, ...backwards].some((text) => {
    if (COMMON_WORDS.has(text)) return true;
    if (lower.length > 16) return false;
    for (let at = 2; at <= text.length - 2; at++)
      if (COMMON_WORDS.has(text.slice(0, at)) && COMMON_WORDS.has(text.slice(at))) return true;
    return false;
  });
}

/** Digits alone are dates, telephone numbers and the like until they are long. */
const DIGITS_ALONE = 14;

/** Why a password is too easy, or null. `personal` are words that an attacker knows: the address, the name, the organisation. */
export function passwordFault(password: string, personal: readonly string[] = [], minimum = 8): string | null {
  const text = normal(password);
  const length = [...text].length;
  if (length < minimum) return `Use at least ${minimum} characters.`;
  if (length > 128) return 'Use at most 128 characters.';
  const lower = text.toLowerCase();
  if (new Set(lower).size < 4 || /^(.{1,6}?)\1+$/s.test(lower)) return 'Do not repeat the same few characters.';
  if (/^\d+$/.test(lower) && length < DIGITS_ALONE)
    return 'Digits alone are quickly guessed; a few words in a row are better.';
  if (isCommon(lower)) return 'This is among the first passwords that are tried; a few words in a row are better.';
  if (besideWalks(lower) <= 3) return 'This follows the keyboard or the alphabet; a few words in a row are better.';
  for (const word of personal.flatMap((one) => one.toLowerCase().split(/[^a-z0-9]+/))) {
    if (word.length >= 4 && lower.includes(word) && lower.length - word.length < 8)
      return 'Do not build it around your name, your address or the organisation.';
  }
  return null;
}

/** What an organisation asks of its people's passwords beyond what nobody may leave out. */
export interface PasswordPolicy {
  min_length: number;
  require_uppercase?: boolean;
  require_lowercase?: boolean;
  require_numbers?: boolean;
  require_special_chars?: boolean;
}

/** What satisfies all of the policies. */
export function strictest(policies: readonly (PasswordPolicy | null)[]): PasswordPolicy {
  const all = policies.filter((one) => one !== null);
  return {
    min_length: Math.max(8, ...all.map((one) => one.min_length)),
    require_uppercase: all.some((one) => one.require_uppercase),
    require_lowercase: all.some((one) => one.require_lowercase),
    require_numbers: all.some((one) => one.require_numbers),
    require_special_chars: all.some((one) => one.require_special_chars),
  };
}

/** What the policy misses in the password, or null. */
function policyFault(password: string, policy: PasswordPolicy): string | null {
  const text = normal(password);
  const misses = [
    policy.require_uppercase && !/\p{Lu}/u.test(text) && 'a capital letter',
    policy.require_lowercase && !/\p{Ll}/u.test(text) && 'a small letter',
    policy.require_numbers && !/\p{Nd}/u.test(text) && 'a digit',
    policy.require_special_chars && !/[^\p{L}\p{N}\s]/u.test(text) && 'a sign such as ! or -',
  ].filter((one) => typeof one === 'string');
  return misses.length > 0 ? `Use ${misses.join(' and ')}; your organisation asks for it.` : null;
}

/** Throws `identity.weak_password`, which says what to do. `pointer` is the field that the password came in. */
export function assertPassword(
  password: string,
  personal: readonly string[] = [],
  pointer = '/password',
  policy: PasswordPolicy = { min_length: 8 },
): void {
  const fault = passwordFault(password, personal, policy.min_length) ?? policyFault(password, policy);
  if (fault) throw problem(weakPassword, { detail: fault, errors: [{ pointer, detail: fault }] });
}
