/** A kind of records as pages show it: one declaration, from which list, record and import are made. */
import type { FieldKind } from '../form/schema.ts';
import type { ColumnKind, PhonePlace } from '../grid/columns.ts';
import type { PageRecord, Resource } from './resource.ts';

/** A column; what is left out the server's shape says. */
export interface PageColumn {
  /** The field, and after the prefix of the words its title. */
  name: string;
  kind?: ColumnKind;
  /** Pixels. */
  width?: number;
  hidden?: boolean;
  phone?: PhonePlace;
  /** What the values are called where the shape names no choices, e.g. the states. */
  choices?: readonly { value: string; label: string }[];
  text?(record: PageRecord): string;
}

/** A field of the form; control, checks and choices come from the shape. */
export interface PageField {
  name: string;
  kind?: FieldKind;
  /** Takes the whole width. */
  wide?: boolean;
  /** All choices are seen at once. */
  open?: boolean;
  /** There is a word `<words>.<name>_hint`. */
  hint?: boolean;
  autoComplete?: string;
  /** What may be chosen where the shape names no choices, e.g. the states. */
  choices?: readonly { value: string; label: string }[];
  /** A word of a unit, `<words>.unit_<unit>`. */
  unit?: string;
  /** The fields of each of a list of rows; `<words>.<name>_add` is on the button that adds one. */
  rows?: readonly (PageField | string)[];
}

export interface Page {
  resource: Resource;
  /** The prefix of the words of fields, their choices and sections: `parties.gstin`, `parties.category_sez`. */
  words: string;
  columns: readonly (PageColumn | string)[];
  /** Sections of the form, each headed by `<words>.section_<name>`. */
  form: Readonly<Record<string, readonly (PageField | string)[]>>;
  /** The field by which people know a record; `name` when left out. */
  title?: string;
  /** A field that tells two of one name apart, shown beside it. */
  detail?: string;
  /** Fields that a new record begins with. */
  begins?: Readonly<Record<string, unknown>>;
}

/** Declares the pages of a kind of records. */
export function definePage(page: Page): Page {
  return page;
}

export const titleOf = (page: Page, record: PageRecord): string => String(record[page.title ?? 'name'] ?? record.id);

export const fieldOf = (field: PageField | string): PageField => (typeof field === 'string' ? { name: field } : field);
