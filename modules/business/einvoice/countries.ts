/** Two-letter codes (ISO 3166) of countries as people write them. */

const USED: Readonly<Record<string, string>> = {
  usa: 'US',
  america: 'US',
  uk: 'GB',
  england: 'GB',
  uae: 'AE',
  dubai: 'AE',
};

const fold = (text: string): string => text.toLowerCase().replace(/[^a-z]/g, '');

let known: Map<string, string> | undefined;

function names(): Map<string, string> {
  if (known) return known;
  const shown = new Intl.DisplayNames('en', { type: 'region' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  known = new Map();
  for (const first of letters)
    for (const second of letters) {
      const code = `${first}${second}`;
      const name = shown.of(code);
      if (name && name !== code) known.set(fold(name), code);
    }
  for (const [word, code] of Object.entries(USED)) known.set(word, code);
  return known;
}

/** `NP` for Nepal, `US` for USA or United States; null for what is no country. */
export function countryCode(text: string): string | null {
  return names().get(fold(text)) ?? null;
}
