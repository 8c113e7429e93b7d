/** Finds the colours of a logo in its pixels: those that cover much of it and are colours at all. */

interface Bucket {
  count: number;
  red: number;
  green: number;
  blue: number;
}

/** Parts of a channel into which pixels are sorted: 16 of them, so that shades of one colour count together. */
const SHIFT = 4;
/** Colours nearer than this, as the sum over the channels, are one to the eye. */
const APART = 96;

const hex = (value: number): string => Math.round(value).toString(16).padStart(2, '0');

/** How much of a colour it is, 0 for greys to 1. */
function chroma({ count, red, green, blue }: Bucket): number {
  const parts = [red / count, green / count, blue / count];
  return (Math.max(...parts) - Math.min(...parts)) / 255;
}

/** Up to `most` colours as `#rrggbb`, the strongest first; `pixels` are RGBA bytes. Greys only where there is nothing else. */
export function coloursOf(pixels: Uint8ClampedArray, most = 4): string[] {
  const buckets = new Map<number, Bucket>();
  for (let i = 0; i + 3 < pixels.length; i += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = pixels.subarray(i, i + 4);
    // What one sees through, and the paper around it, is no colour of the logo.
    if (alpha < 128 || Math.min(red, green, blue) > 238) continue;
    const key = ((red >> SHIFT) << 8) | ((green >> SHIFT) << 4) | (blue >> SHIFT);
    const bucket = buckets.get(key) ?? { count: 0, red: 0, green: 0, blue: 0 };
    buckets.set(key, bucket);
    bucket.count += 1;
    bucket.red += red;
    bucket.green += green;
    bucket.blue += blue;
  }
  const weight = (bucket: Bucket): number => bucket.count * (0.02 + chroma(bucket));
  const strongest = [...buckets.values()].sort((a, b) => weight(b) - weight(a));
  const chosen: Bucket[] = [];
  for (const bucket of strongest) {
    if (chosen.length === most) break;
    const isNew = chosen.every(
      (one) =>
        (['red', 'green', 'blue'] as const).reduce(
          (sum, part) => sum + Math.abs(one[part] / one.count - bucket[part] / bucket.count),
          0,
        ) >= APART,
    );
    if (isNew) chosen.push(bucket);
  }
  return chosen.map(({ count, red, green, blue }) => `#${hex(red / count)}${hex(green / count)}${hex(blue / count)}`);
}
