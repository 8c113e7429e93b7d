/** What stands in a cell: the field as its kind is written, and marks with their words. */
import type { ReactNode } from 'react';
import { day, moment } from '../format/days.ts';
import { money, percent, quantity } from '../format/figures.ts';
import { StatusMark } from '../parts/status_mark.tsx';
import type { ColumnKind, GridColumn } from './columns.ts';

/** Digits are grouped as money is in India, whatever the language; negatives stand in brackets. */
export function figureText(kind: ColumnKind, value: number): string {
  if (kind === 'percent') return percent(value);
  return kind === 'money' ? money(value) : quantity(value);
}

export interface CellWords {
  yes: string;
  no: string;
  /** IANA zone in which instants are told. */
  zone: string;
}

/** A value of a column in words; an empty text for what is not there. */
export function valueText<Row>(column: GridColumn<Row>, value: unknown, words: CellWords): string {
  if (value === null || value === undefined || value === '') return '';
  const choice = column.choices?.find((one) => one.value === String(value));
  if (choice) return choice.label;
  switch (column.kind) {
    case 'boolean':
      return String(value) === 'true' ? words.yes : words.no;
    case 'date':
      return day(String(value));
    case 'instant':
      return String(value).length === 10 ? day(String(value)) : moment(String(value), words.zone);
    case 'text':
    case 'choice':
      return String(value);
    default:
      return Number.isFinite(Number(value)) ? figureText(column.kind, Number(value)) : String(value);
  }
}

export function cellText<Row>(column: GridColumn<Row>, row: Row, words: CellWords): string {
  return column.text?.(row) ?? valueText(column, (row as Record<string, unknown>)[column.key], words);
}

export function cellOf<Row>(column: GridColumn<Row>, row: Row, words: CellWords): ReactNode {
  if (column.render) return column.render(row);
  const value = (row as Record<string, unknown>)[column.key];
  const choice = column.choices?.find((one) => one.value === String(value));
  const text = cellText(column, row, words);
  return choice?.mark ? <StatusMark mark={choice.mark} word={text} /> : text;
}
