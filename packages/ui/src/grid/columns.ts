/** What a column of a ledger is, and how a person's order, widths and choice of columns are laid over what was declared. */
import type { ReactNode } from 'react';
import type { Mark } from '../parts/status_mark.tsx';

/** Figures and dates stand right or as wide as they are; a choice shows its mark and word. */
export type ColumnKind =
  | 'text'
  | 'number'
  | 'money'
  | 'quantity'
  | 'percent'
  | 'date'
  | 'instant'
  | 'choice'
  | 'boolean';

export interface Choice {
  value: string;
  label: string;
  mark?: Mark;
}

/** Where a column stands in the two lines that a phone shows. */
export type PhonePlace = 'title' | 'figure' | 'note' | 'state';

export interface GridColumn<Row> {
  /** The record's field, and its name in the server's `sort`, filters and `fields`. */
  key: string;
  /** Already in the person's language. */
  label: string;
  kind: ColumnKind;
  /** Pixels; a text column without a person's width takes what is left. */
  width?: number;
  choices?: readonly Choice[];
  sortable?: boolean;
  filterable?: boolean;
  /** The foot shows `totals[key]` of the whole filter. */
  total?: boolean;
  /** Not shown until somebody chooses it. */
  hidden?: boolean;
  /** Its words for people and screen readers; without it the field by its kind. */
  text?(row: Row): string;
  /** What stands in the cell instead of `text`. */
  render?(row: Row): ReactNode;
  phone?: PhonePlace;
}

/** One shown column of a person's view. */
export interface ColumnChoice {
  key: string;
  /** Pixels. */
  width?: number;
}

export interface LaidColumn<Row> {
  column: GridColumn<Row>;
  width: number;
  /** Takes what is left of the sheet. */
  grows: boolean;
}

export const MIN_WIDTH = 56;
export const MAX_WIDTH = 640;
const WIDTHS: Record<ColumnKind, number> = {
  text: 160,
  number: 96,
  money: 128,
  quantity: 104,
  percent: 88,
  date: 96,
  instant: 136,
  choice: 120,
  boolean: 80,
};
const RIGHT: readonly ColumnKind[] = ['number', 'money', 'quantity', 'percent'];

export function isRight(kind: ColumnKind): boolean {
  return RIGHT.includes(kind);
}

/** The person's choice, or what was declared when there is none; unknown keys are passed over, never all of them hidden. */
export function shownColumns<Row>(
  columns: readonly GridColumn<Row>[],
  chosen: readonly ColumnChoice[] | null,
): ColumnChoice[] {
  const known = (chosen ?? []).filter(({ key }) => columns.some((column) => column.key === key));
  return known.length > 0 ? known : columns.filter(({ hidden }) => !hidden).map(({ key }) => ({ key }));
}

export function layColumns<Row>(
  columns: readonly GridColumn<Row>[],
  chosen: readonly ColumnChoice[] | null,
): LaidColumn<Row>[] {
  const byKey = new Map(columns.map((column) => [column.key, column]));
  const laid = shownColumns(columns, chosen).flatMap(({ key, width }) => {
    const column = byKey.get(key);
    if (!column) return [];
    return [
      {
        column,
        width: clampWidth(width ?? column.width ?? WIDTHS[column.kind]),
        grows: !width && column.kind === 'text',
      },
    ];
  });
  const last = laid.at(-1);
  return last && !laid.some(({ grows }) => grows) ? [...laid.slice(0, -1), { ...last, grows: true }] : laid;
}

/** The tracks of a row: `grid-template-columns`, and the width under which the sheet scrolls sideways. */
export function tracksOf<Row>(
  laid: readonly LaidColumn<Row>[],
  leading: readonly number[],
): { template: string; least: number } {
  const tracks = laid.map(({ width, grows }) => (grows ? `minmax(${width}px, ${width}fr)` : `${width}px`));
  const least = laid.reduce((sum, { width }) => sum + width, 0) + leading.reduce((sum, width) => sum + width, 0);
  return { template: [...leading.map((width) => `${width}px`), ...tracks].join(' '), least };
}

export function clampWidth(width: number): number {
  return Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.round(width)));
}

/** Moves a shown column by so many places; at the ends it stays. */
export function moveColumn(shown: readonly ColumnChoice[], key: string, by: number): ColumnChoice[] {
  const from = shown.findIndex((choice) => choice.key === key);
  const to = Math.max(0, Math.min(shown.length - 1, from + by));
  const moved = shown[from];
  if (!moved) return [...shown];
  const rest = shown.filter((_, index) => index !== from);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

export function resizeColumn(shown: readonly ColumnChoice[], key: string, width: number): ColumnChoice[] {
  return shown.map((choice) => (choice.key === key ? { ...choice, width: clampWidth(width) } : choice));
}

/** Shows a column at the end or hides it; the last one that is shown stays. */
export function toggleColumn(shown: readonly ColumnChoice[], key: string): ColumnChoice[] {
  if (!shown.some((choice) => choice.key === key)) return [...shown, { key }];
  return shown.length === 1 ? [...shown] : shown.filter((choice) => choice.key !== key);
}
