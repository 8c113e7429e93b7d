/** Figures as Indian books write them: lakh grouping whatever the language of the page, brackets for what is negative. */

const formats = new Map<string, Intl.NumberFormat>();

function written(value: number, least: number, most: number): string {
  const key = `${least}/${most}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat('en-IN', { minimumFractionDigits: least, maximumFractionDigits: most });
    formats.set(key, format);
  }
  const text = format.format(Math.abs(value));
  // What rounds to nothing is not negative.
  return value < 0 && /[1-9]/.test(text) ? `(${text})` : text;
}

function around(text: string, before: string, after: string): string {
  return text.startsWith('(') ? `(${before}${text.slice(1, -1)}${after})` : `${before}${text}${after}`;
}

export interface FigureOptions {
  /** Puts ₹ before the figure. */
  symbol?: boolean;
}

/** Rupees with two decimals: `2,85,847.15`, `(1,230.60)` when negative. */
export function money(rupees: number, { symbol = false }: FigureOptions = {}): string {
  return around(written(rupees, 2, 2), symbol ? '₹' : '', '');
}

const CRORE = 1e7;
const LAKH = 1e5;

/** Rupees for headings and ticks: `19.83 Cr`, `62.50 L`, below a lakh whole rupees. */
export function compactMoney(rupees: number, { symbol = false }: FigureOptions = {}): string {
  const size = Math.abs(rupees);
  const before = symbol ? '₹' : '';
  // Half a paisa of a crore below it is written as a crore already.
  if (size >= CRORE - 500) return around(written(rupees / CRORE, 2, 2), before, ' Cr');
  if (size >= LAKH - 0.5) return around(written(rupees / LAKH, 2, 2), before, ' L');
  return around(written(rupees, 0, 0), before, '');
}

/** A quantity with up to three decimals and, if given, its unit: `1,250.5 KGS`. */
export function quantity(value: number, unit = ''): string {
  return around(written(value, 0, 3), '', unit && ` ${unit}`);
}

/** A price of one unit: two decimals, up to four when they are needed. */
export function unitPrice(rupees: number): string {
  return written(rupees, 2, 4);
}

/** A rate in percent: `18%`, `0.25%`. */
export function percent(value: number): string {
  return around(written(value, 0, 3), '', '%');
}

/** How many: `1,00,000`. */
export function count(value: number): string {
  return written(value, 0, 0);
}

const SIZES = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** The size of a file in decimal units: `1.2 MB`. */
export function fileSize(bytes: number): string {
  let [value, step] = [bytes, 0];
  while (value >= 999.5 && step < SIZES.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${written(value, 0, step === 0 || value >= 99.95 ? 0 : 1)} ${SIZES[step]}`;
}

const SCALES: Record<string, number> = { '': 1, k: 1e3, l: LAKH, lac: LAKH, lakh: LAKH, cr: CRORE, crore: CRORE };

/**
 * Reads a figure as people type it: `1,23,456.50`, `₹500`, `(500)` and `-500`, `1.5l`, `2 cr`. Null when it is none or has more
 * than `decimals` decimals: nothing is rounded behind anybody's back.
 */
export function parseFigure(text: string, decimals = 2): number | null {
  const bare = text.trim().replace(/^₹\s*/, '');
  const bracketed = /^\((.*)\)$/.exec(bare);
  const match = /^([-−]?)\s*₹?\s*([\d,]*)(?:\.(\d*))?\s*([a-z]*)$/i.exec(bracketed?.[1] ?? bare);
  if (!match || (bracketed && match[1])) return null;
  const [, minus, whole = '', fraction = '', word = ''] = match;
  const digits = whole.replaceAll(',', '');
  const scale = SCALES[word.toLowerCase()];
  if (scale === undefined || digits + fraction === '') return null;
  // Multiplying shifts the point; done on text so that no binary fraction creeps in.
  const shift = Math.log10(scale);
  const padded = fraction.padEnd(shift, '0');
  const rest = padded.slice(shift).replace(/0+$/, '');
  if (rest.length > decimals) return null;
  const value = Number(`${digits}${padded.slice(0, shift) || ''}.${rest || '0'}`);
  if (!Number.isFinite(value) || value > Number.MAX_SAFE_INTEGER / 100) return null;
  return (minus || bracketed) && value !== 0 ? -value : value;
}
