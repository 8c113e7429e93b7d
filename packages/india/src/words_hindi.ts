/** Amounts in Hindi words, as they stand on cheques and bills. */

/** Every number to 99 has a word of its own. */
const SMALL = `शून्य एक दो तीन चार पाँच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस
बीस इक्कीस बाईस तेईस चौबीस पच्चीस छब्बीस सत्ताईस अट्ठाईस उनतीस तीस इकतीस बत्तीस तैंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस
चालीस इकतालीस बयालीस तैंतालीस चौवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास पचास इक्यावन बावन तिरपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ
साठ इकसठ बासठ तिरसठ चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर सतहत्तर अठहत्तर उन्यासी
अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे`.split(
  /\s+/,
);

const GROUPS = [
  [10_000_000, 'करोड़'],
  [100_000, 'लाख'],
  [1000, 'हज़ार'],
  [100, 'सौ'],
] as const;

/** A whole number of zero or more: `numberInHindi(407019)` is `चार लाख सात हज़ार उन्नीस`. */
export function numberInHindi(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number of 0 or more`);
  const words: string[] = [];
  let rest = value;
  for (const [size, name] of GROUPS) {
    if (rest >= size) words.push(numberInHindi(Math.floor(rest / size)), name);
    rest %= size;
  }
  if (rest > 0 || words.length === 0) words.push(SMALL[rest] as string);
  return words.join(' ');
}

/** Paise in words: `रुपये चार लाख सात हज़ार उन्नीस और पाँच पैसे मात्र`. Throws a RangeError for what is no whole number of paise. */
export function rupeesInHindi(paise: number): string {
  if (!Number.isSafeInteger(paise)) throw new RangeError(`${paise} is no whole number of paise`);
  const size = Math.abs(paise);
  const rest = size % 100;
  const tail = rest > 0 ? ` और ${numberInHindi(rest)} पैसे` : '';
  return `${paise < 0 ? 'ऋण ' : ''}रुपये ${numberInHindi((size - rest) / 100)}${tail} मात्र`;
}
