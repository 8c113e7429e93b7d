/** Colours as sRGB and as OKLCH (Björn Ottosson's OKLab in polar form), and the way between them. */

/** Red, green and blue as sRGB has them, each from 0 to 1. */
export type Rgb = readonly [number, number, number];

/** Lightness 0–1, chroma 0–0.4, hue in degrees; equal steps look equal. */
export interface Oklch {
  readonly l: number;
  readonly c: number;
  readonly h: number;
}

const HEX = /^#(?:[0-9a-f]{3}|[0-9a-f]{6})$/i;

/** Whether `text` is a colour that the functions here take: `#rgb` or `#rrggbb`. */
export function isHex(text: string): boolean {
  return HEX.test(text);
}

/** Reads `#rgb` or `#rrggbb`; anything else is an error, so that no other text ever gets into a style sheet. */
export function parseHex(text: string): Rgb {
  if (!isHex(text)) throw new RangeError(`"${text}" is no colour of the form #rrggbb`);
  const digits = text.length === 4 ? text.replace(/[0-9a-f]/gi, '$&$&') : text;
  const value = Number.parseInt(digits.slice(1), 16);
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}

/** Writes `#rrggbb`, rounded to what a screen can show. */
export function formatHex(rgb: Rgb): string {
  return `#${rgb
    .map((channel) =>
      Math.round(Math.min(1, Math.max(0, channel)) * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

/** A channel without the gamma of sRGB (IEC 61966-2-1). */
export function linear(channel: number): number {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
}

function gamma(channel: number): number {
  return channel <= 0.0031308 ? channel * 12.92 : 1.055 * channel ** (1 / 2.4) - 0.055;
}

/** From sRGB to OKLCH. Greys have chroma 0 and hue 0. */
export function toOklch(rgb: Rgb): Oklch {
  const [r, g, b] = [linear(rgb[0]), linear(rgb[1]), linear(rgb[2])];
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  const greenRed = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const blueYellow = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const chroma = Math.hypot(greenRed, blueYellow);
  if (chroma < 1e-4) return { l: lightness, c: 0, h: 0 };
  const hue = (Math.atan2(blueYellow, greenRed) * 180) / Math.PI;
  return { l: lightness, c: chroma, h: hue < 0 ? hue + 360 : hue };
}

function toRgbUnbounded({ l: lightness, c, h }: Oklch): Rgb {
  const angle = (h * Math.PI) / 180;
  const [a, b] = [c * Math.cos(angle), c * Math.sin(angle)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    gamma(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    gamma(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    gamma(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

function inGamut(rgb: Rgb): boolean {
  return rgb.every((channel) => channel >= -1e-4 && channel <= 1.0001);
}

/** From OKLCH to sRGB; where sRGB has no such colour, the same lightness and hue with as much chroma as fits. */
export function toRgb(colour: Oklch): Rgb {
  const exact = toRgbUnbounded(colour);
  if (inGamut(exact)) return exact;
  let [low, high] = [0, colour.c];
  for (let step = 0; step < 12; step += 1) {
    const middle = (low + high) / 2;
    if (inGamut(toRgbUnbounded({ ...colour, c: middle }))) low = middle;
    else high = middle;
  }
  return toRgbUnbounded({ ...colour, c: low });
}
