/** Contrast of two colours as WCAG 2.2 measures it. */
import { linear, parseHex, type Rgb } from './oklch.ts';

/** Relative luminance, 0 (black) to 1 (white). */
export function luminance(rgb: Rgb): number {
  return 0.2126 * linear(rgb[0]) + 0.7152 * linear(rgb[1]) + 0.0722 * linear(rgb[2]);
}

/** The ratio of two luminances, 1 to 21. */
export function ratio(one: number, other: number): number {
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
}

/** Contrast of two colours written as `#rrggbb`, 1 to 21: text needs 4.5, the edge of a control 3. */
export function contrast(one: string, other: string): number {
  return ratio(luminance(parseHex(one)), luminance(parseHex(other)));
}
