/** What a value of a record is called, as its form says it: choices and names, days, rupees; nobody reads codes in a timeline. */
import { type FieldSchema, isFigure, kindOf } from '../form/schema.ts';
import { day } from '../format/days.ts';
import { money, quantity } from '../format/figures.ts';
import type { Words } from '../words/words.tsx';
import { fieldOf, type Page, type PageField } from './page.ts';

/** The fields of a page's form by their names. */
export function fieldsOfForm({ form }: Pick<Page, 'form'>): Map<string, PageField> {
  return new Map(
    Object.values(form)
      .flat()
      .map(fieldOf)
      .map((field) => [field.name, field]),
  );
}

/** Says the values of a page's records by the names of their fields. */
export function saying(page: Page, words: Words, names: Named['names']): (name: string, value: unknown) => string {
  const fields = fieldsOfForm(page);
  const shape = page.resource.routes.create?.input.properties ?? {};
  return (name, value) =>
    valueText(value, { prefix: page.words, words, field: fields.get(name) ?? { name }, schema: shape[name], names });
}

export interface Named {
  /** The prefix of the words. */
  prefix: string;
  words: Words;
  field: PageField;
  schema: FieldSchema | undefined;
  /** Id → what the record is called. */
  names: ReadonlyMap<string, string>;
}

export function valueText(value: unknown, named: Named): string {
  const { prefix, words, field, schema, names } = named;
  if (value === null || value === undefined || value === '') return '–';
  if (typeof value === 'boolean') return words(value ? 'grid.yes' : 'grid.no');
  if (Array.isArray(value)) return value.map((one) => valueText(one, named)).join('; ') || '–';
  if (typeof value === 'object')
    return Object.values(value)
      .filter((part) => part !== null && part !== '' && typeof part !== 'object')
      .join(', ');
  const text = String(value);
  const chosen = field.choices?.find((choice) => choice.value === text);
  if (chosen) return chosen.label;
  if (schema?.enum) return words(`${prefix}.${field.name}_${text}`);
  const kind = field.kind ?? (schema ? kindOf(schema) : 'text');
  if (kind === 'day' && /^\d{4}-\d\d-\d\d$/.test(text)) return day(text);
  if (isFigure(kind) && typeof value === 'number') return kind === 'money' ? money(value) : quantity(value);
  return names.get(text) ?? text;
}
