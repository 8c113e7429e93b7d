/** The part of JSON Schema that the server's shapes use, and which control a field of it wants. */

/** A field as the server publishes it. */
export interface FieldSchema {
  type?: string | readonly string[];
  enum?: readonly unknown[];
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  pattern?: string;
  description?: string;
  title?: string;
  default?: unknown;
  items?: FieldSchema;
  /** Of the rows of a list. */
  properties?: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  /** Rupees with at most two decimals. */
  'x-money'?: boolean;
  /** How many decimals a number may have. */
  'x-scale'?: number;
  /** What to say when `pattern` does not match, in English. */
  'x-hint'?: string;
  /** The noun whose record it names. */
  'x-ref'?: string;
  [keyword: string]: unknown;
}

/** A record as the server publishes it. */
export interface RecordSchema {
  properties: Readonly<Record<string, FieldSchema>>;
  required?: readonly string[];
  [keyword: string]: unknown;
}

export type FieldKind =
  | 'text'
  | 'long'
  | 'email'
  | 'phone'
  | 'password'
  | 'colour'
  | 'day'
  | 'choice'
  | 'choices'
  | 'tick'
  | 'switch'
  | 'ref'
  | 'money'
  | 'price'
  | 'quantity'
  | 'percent'
  | 'whole';

const FIGURES: ReadonlySet<FieldKind> = new Set(['money', 'price', 'quantity', 'percent', 'whole']);

/** Whether values of this kind are figures. */
export function isFigure(kind: FieldKind): boolean {
  return FIGURES.has(kind);
}

export function typesOf(schema: FieldSchema): readonly string[] {
  return schema.type === undefined ? [] : typeof schema.type === 'string' ? [schema.type] : schema.type;
}

/** Whether the field may be null, which is how the server is told that there is none. */
export function isNullable(schema: FieldSchema): boolean {
  return typesOf(schema).includes('null');
}

/** Longer than this, text gets several lines. */
const ONE_LINE = 500;

/** Which control a field wants when nothing else is said. */
export function kindOf(schema: FieldSchema): FieldKind {
  const types = typesOf(schema);
  if (schema['x-money']) return 'money';
  if (schema['x-scale'] !== undefined) return schema['x-scale'] === 4 ? 'price' : 'quantity';
  if (schema.enum) return 'choice';
  if (types.includes('boolean')) return 'tick';
  if (types.includes('integer')) return 'whole';
  if (types.includes('number')) return 'quantity';
  if (schema['x-ref']) return 'ref';
  if (schema.format === 'date') return 'day';
  if (schema.format === 'email') return 'email';
  return (schema.maxLength ?? 0) > ONE_LINE ? 'long' : 'text';
}

/** How many decimals a figure may have. */
export function decimalsOf(schema: FieldSchema): number {
  if (schema['x-money']) return 2;
  return schema['x-scale'] ?? (typesOf(schema).includes('integer') ? 0 : 3);
}
