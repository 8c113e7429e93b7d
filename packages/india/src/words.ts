/** Amounts in words and in groups of digits, as they are written in India. */

const SMALL = [
  ...['', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'],
  ...['Thirteen', 'Fourteen', 'Fifteen', 'Sixteen', 'Seventeen', 'Eighteen', 'Nineteen'],
];
const TENS = ['', '', 'Twenty', 'Thirty', 'Forty', 'Fifty', 'Sixty', 'Seventy', 'Eighty', 'Ninety'];

/** From the largest; whatever stands before `Crore` is put into words the same way (250 crore). */
const GROUPS = [
  [10_000_000, 'Crore'],
  [100_000, 'Lakh'],
  [1000, 'Thousand'],
  [100, 'Hundred'],
] as const;

/** As they are counted abroad. */
export const THOUSANDS = [
  [1_000_000_000, 'Billion'],
  [1_000_000, 'Million'],
  [1000, 'Thousand'],
  [100, 'Hundred'],
] as const;

/** A whole number of zero or more in words: `numberInWords(407019)` is `Four Lakh Seven Thousand Nineteen`. */
export function numberInWords(value: number, groups: readonly (readonly [number, string])[] = GROUPS): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number of 0 or more`);
  if (value === 0) return 'Zero';
  const words: string[] = [];
  let rest = value;
  for (const [size, name] of groups) {
    if (rest >= size) words.push(numberInWords(Math.floor(rest / size), groups), name);
    rest %= size;
  }
  if (rest >= 20) words.push(TENS[Math.floor(rest / 10)] as string, SMALL[rest % 10] as string);
  else words.push(SMALL[rest] as string);
  return words.filter(Boolean).join(' ');
}

/**
 * Paise in words: `Rupees Four Lakh Seven Thousand Nineteen and Paise Five Only`. A negative amount begins with `Minus`.
 * Throws a RangeError for what is no whole number of paise.
 */
export function rupeesInWords(paise: number): string {
  if (!Number.isSafeInteger(paise)) throw new RangeError(`${paise} is no whole number of paise`);
  const size = Math.abs(paise);
  const rest = size % 100;
  const tail = rest > 0 ? ` and Paise ${numberInWords(rest)}` : '';
  return `${paise < 0 ? 'Minus ' : ''}Rupees ${numberInWords((size - rest) / 100)}${tail} Only`;
}

/** Paise as rupees with two decimals, the last three digits together and then pairs: `-12,34,567.80`. */
export function groupedRupees(paise: number): string {
  if (!Number.isSafeInteger(paise)) throw new RangeError(`${paise} is no whole number of paise`);
  const size = Math.abs(paise);
  const whole = String((size - (size % 100)) / 100);
  const head = whole.slice(0, -3).replace(/\B(?=(\d{2})+$)/g, ',');
  const tail = whole.slice(-3);
  return `${paise < 0 ? '-' : ''}${head ? `${head},` : ''}${tail}.${String(size % 100).padStart(2, '0')}`;
}

/** Paise as a sentence says them, whole rupees without decimals: `₹1,00,000`, `₹786.50`. */
export const saidRupees = (paise: number): string => `₹${groupedRupees(paise).replace(/\.00$/, '')}`;
