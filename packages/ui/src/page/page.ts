/** A kind of records as pages show it: one declaration, from which list, record and import are made. */
import type { ComponentType } from 'react';
import type { FieldKind } from '../form/schema.ts';
import type { FormValues } from '../form/values.ts';
import type { ColumnKind, PhonePlace } from '../grid/columns.ts';
import type { Mark } from '../parts/status_mark.tsx';
import type { Words } from '../words/words.tsx';
import type { Place } from './place.tsx';
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
  /** How values look beside their words. */
  marks?: Readonly<Record<string, Mark>>;
  text?(record: PageRecord, words: Words): string;
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
  /** The records that it may name: what they are called, and the field of this record that says so. */
  from?: { noun: string; label: string; note?: string; shown: string; query?: Readonly<Record<string, string>> };
  /** A word of a unit, `<words>.unit_<unit>`. */
  unit?: string;
  /** The fields of each of a list of rows; `<words>.<name>_add` is on the button that adds one. */
  rows?: readonly (PageField | string)[];
}

/** Something that is done with those that are selected, or with all that the filter matches. */
export interface PageAct {
  key: string;
  /** A key of the words. */
  label: string;
  permission: string;
  /** `input` names them: `ids`, or the filter with `all`. */
  run(input: Record<string, unknown>, around: { place: Place; words: Words }): Promise<void>;
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
  /** What is done with many of them. */
  acts?: readonly PageAct[];
  /** What stands above the form of one record, such as how a customer stands; fetched after it. */
  Above?: ComponentType<{ record: PageRecord }>;
  /** Fields that a new record begins with; the query of the page's address may say them. */
  begins?:
    | Readonly<Record<string, unknown>>
    | ((search: Readonly<Record<string, string>>) => Readonly<Record<string, unknown>>);
  /** What follows from what stands in the form, shown below its fields. */
  Below?: ComponentType<{ values: FormValues; record: PageRecord | null }>;
  /** Words for archiving where people call it otherwise, such as pausing. */
  verbs?: { archive: string; restore: string; archived: string };
}

/** Declares the pages of a kind of records. */
export function definePage(page: Page): Page {
  return page;
}

export const titleOf = (page: Page, record: PageRecord): string => String(record[page.title ?? 'name'] ?? record.id);

export const fieldOf = (field: PageField | string): PageField => (typeof field === 'string' ? { name: field } : field);
