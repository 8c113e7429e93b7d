/** The seven colours that an interface takes from an organisation's one colour, in light and in dark. */
import { luminance, ratio } from './contrast.ts';
import { formatHex, type Oklch, parseHex, type Rgb, toOklch, toRgb } from './oklch.ts';

export type Scheme = 'light' | 'dark';

/** Colours as `#rrggbb`. */
export interface BrandTokens {
  /** The colour as it was given: decoration, never behind or as text. */
  spine: string;
  /** The main button. */
  fill: string;
  /** The label on `fill` and on `hover`, at least 4.6 : 1. */
  on: string;
  /** Links and the current item, at least 4.6 : 1 on paper, sheet, rail and tint. */
  text: string;
  /** Focus, chart line, edge of the main button: at least 3.1 : 1 on the same four. */
  ring: string;
  /** Behind the selected row; ink stands on it with at least 12 : 1. */
  tint: string;
  /** The main button under the pointer. */
  hover: string;
}

/** What the interface stands on and is written with. The style sheet of the interface has the same values; a test of it compares. */
export const GROUND = {
  light: { paper: '#fbfaf6', sheet: '#ffffff', rail: '#f1f0ea', ink: '#1d1f1c' },
  dark: { paper: '#151714', sheet: '#1c1f1b', rail: '#1a1d19', ink: '#eceee8' },
} as const satisfies Record<Scheme, Record<string, string>>;

const TEXT_CONTRAST = 4.6;
const RING_CONTRAST = 3.1;
const LABELS = ['#ffffff', '#151714'] as const;
const LABEL_LUMINANCE = LABELS.map((label) => luminance(parseHex(label)));
const GROUND_LUMINANCE = {
  light: [GROUND.light.paper, GROUND.light.sheet, GROUND.light.rail].map((colour) => luminance(parseHex(colour))),
  dark: [GROUND.dark.paper, GROUND.dark.sheet, GROUND.dark.rail].map((colour) => luminance(parseHex(colour))),
} as const;
const STEP = 0.01;

/** The colour as a screen will show it, so that contrast is measured on what is seen. */
function shown(colour: Oklch): { hex: string; light: number } {
  const hex = formatHex(toRgb(colour));
  return { hex, light: luminance(parseHex(hex)) };
}

/** Walks the lightness of `from` by `step` until `enough` says so; black or white end every walk. */
function walk(from: Oklch, step: number, enough: (light: number) => boolean): string {
  for (let l = from.l; ; l += step) {
    const bounded = Math.min(1, Math.max(0, l));
    const colour = shown({ ...from, l: bounded });
    if (enough(colour.light) || bounded !== l) return colour.hex;
  }
}

/** A touch of the hue on the sheet: light enough, or dark enough, for every ink to stay readable. */
function tintOf(seed: Oklch, scheme: Scheme): string {
  const c = Math.min(seed.c * 0.25, scheme === 'light' ? 0.024 : 0.03);
  return scheme === 'light'
    ? walk({ ...seed, c, l: 0.94 }, 0.004, (light) => light >= 0.855)
    : walk({ ...seed, c, l: 0.28 }, -0.004, (light) => light <= 0.024);
}

interface Fill {
  fill: string;
  on: string;
  hover: string;
}

function fillOf(seed: Oklch, hex: string): Fill {
  const light = luminance(parseHex(hex));
  const [white = 1, dark = 0] = LABEL_LUMINANCE;
  const onWhite = ratio(light, white) >= TEXT_CONTRAST;
  const onDark = ratio(light, dark) >= TEXT_CONTRAST;
  // White labels are what people expect of a coloured button, so white wins when both are readable or neither is.
  const label = onWhite || !onDark ? white : dark;
  const away = label === white ? -1 : 1;
  const readable = (value: number): boolean => ratio(value, label) >= TEXT_CONTRAST;
  const fill = onWhite || onDark ? hex : walk(seed, away * STEP, readable);
  const start = toOklch(parseHex(fill));
  // Near black there is no darker: there the button gets lighter under the pointer, and by more, for the eye sees less.
  const change = away < 0 ? (start.l > 0.2 ? -0.06 : 0.16) : start.l < 0.94 ? 0.06 : -0.06;
  const hover = walk({ ...start, l: start.l + change }, away * STEP, readable);
  return { fill, on: label === white ? LABELS[0] : LABELS[1], hover };
}

/** The tokens of `seed` (`#rgb` or `#rrggbb`; anything else throws a RangeError) for one scheme. */
export function brandTokens(seed: string, scheme: Scheme): BrandTokens {
  const rgb: Rgb = parseHex(seed);
  const spine = formatHex(rgb);
  const colour = toOklch(rgb);
  const tint = tintOf(colour, scheme);
  const grounds = [...GROUND_LUMINANCE[scheme], luminance(parseHex(tint))];
  const step = scheme === 'light' ? -STEP : STEP;
  const reach = (least: number) => (light: number) => grounds.every((ground) => ratio(light, ground) >= least);
  return {
    spine,
    ...fillOf(colour, spine),
    text: walk(colour, step, reach(TEXT_CONTRAST)),
    ring: walk(colour, step, reach(RING_CONTRAST)),
    tint,
  };
}
