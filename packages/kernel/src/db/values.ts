/** How values travel between TypeScript and PostgreSQL: text in, and records whose fields are plain JSON values out. */

type Decoder = (text: string) => unknown;

const asText: Decoder = (text) => text;
const asBoolean: Decoder = (text) => text === 't';
const asNumber: Decoder = (text) => Number(text);
const asJson: Decoder = (text) => JSON.parse(text);

/** bigint is read as a number; a value that a double cannot hold exactly is refused instead of being rounded. */
const asSafeInteger: Decoder = (text) => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} is beyond 2^53`);
  return value;
};

/** `2026-11-21 10:00:00.123456+00` (the session's zone is UTC) becomes `2026-11-21T10:00:00.123456Z`, RFC 3339. */
const asInstant: Decoder = (text) =>
  text.endsWith('+00') ? `${text.slice(0, 10)}T${text.slice(11, -3)}Z` : new Date(text).toISOString();

/** One-dimensional arrays: `{a,"b c",NULL}`. */
function arrayOf(element: Decoder): Decoder {
  return (text) => {
    const out: unknown[] = [];
    let i = 1;
    while (i < text.length - 1) {
      if (text[i] === '"') {
        let value = '';
        for (i++; text[i] !== '"'; i++) {
          if (text[i] === '\\') i++;
          value += text[i];
        }
        out.push(element(value));
        i += 2;
      } else {
        let end = text.indexOf(',', i);
        if (end < 0) end = text.length - 1;
        const value = text.slice(i, end);
        out.push(value === 'NULL' ? null : element(value));
        i = end + 1;
      }
    }
    return out;
  };
}

/** Keyed by type oid (pg_type.oid of PostgreSQL's built-in types); everything else stays text. */
const decoders = new Map<number, Decoder>([
  [16, asBoolean],
  [17, (text) => Buffer.from(text.slice(2), 'hex')],
  [20, asSafeInteger],
  [21, asNumber],
  [23, asNumber],
  [26, asNumber],
  [700, asNumber],
  [701, asNumber],
  [1700, asNumber],
  [114, asJson],
  [3802, asJson],
  [1184, asInstant],
  [1000, arrayOf(asBoolean)],
  [1005, arrayOf(asNumber)],
  [1007, arrayOf(asNumber)],
  [1016, arrayOf(asSafeInteger)],
  [1009, arrayOf(asText)],
  [1015, arrayOf(asText)],
  [2951, arrayOf(asText)],
]);

/** The decoder of a column's type oid. A domain (such as `paise`) arrives with the oid of its base type. */
export function decoderOf(oid: number): Decoder {
  return decoders.get(oid) ?? asText;
}

/** A bind value as PostgreSQL reads it in text form: arrays become array literals, plain objects become JSON. */
export function encodeValue(value: unknown): string | Buffer | null {
  if (value === null || value === undefined) return null;
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      if (!Number.isFinite(value)) throw new TypeError(`${value} cannot be stored`);
      return String(value);
    case 'boolean':
      return value ? 't' : 'f';
    case 'bigint':
      return String(value);
  }
  if (Buffer.isBuffer(value)) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `{${value.map(encodeElement).join(',')}}`;
  return JSON.stringify(value);
}

function encodeElement(value: unknown): string {
  const text = encodeValue(value);
  if (text === null) return 'NULL';
  if (Buffer.isBuffer(text)) throw new TypeError('bytea arrays are not supported');
  return Array.isArray(value) ? text : `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

/** Two values of a column are the same when they look the same as JSON. */
export function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
