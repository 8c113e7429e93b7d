/** The tokens of a brand as a style sheet: both schemes, chosen by the page or by the system. */
import { type BrandTokens, brandTokens } from './tokens.ts';

/** The tokens as custom properties: `--brand-fill` and so on, for `style.setProperty`. */
export function brandVariables(tokens: BrandTokens): [name: string, value: string][] {
  return Object.entries(tokens).map(([name, value]) => [`--brand-${name}`, value as string]);
}

function block(tokens: BrandTokens): string {
  return `{${brandVariables(tokens)
    .map(([name, value]) => `${name}:${value}`)
    .join(';')}}`;
}

/**
 * The style sheet of `seed`: light, and dark where `data-scheme` on the page or, without it, the system says so. What is printed
 * is always light. It holds nothing but colours: a seed that is none throws a RangeError.
 */
export function brandCss(seed: string): string {
  const light = block(brandTokens(seed, 'light'));
  const dark = block(brandTokens(seed, 'dark'));
  return [
    `:root,[data-scheme=light]${light}`,
    `@media screen and (prefers-color-scheme:dark){:root:not([data-scheme=light])${dark}}`,
    `@media screen{[data-scheme=dark]${dark}}`,
  ].join('');
}
