/** Which rows are in sight of a sheet whose rows are all of one height, and how one is brought there. */
import { type RefObject, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

export interface RowSizes {
  /** Pixels of a row, and of what stays above and below the rows. */
  row: number;
  head: number;
  foot: number;
}

export interface RowRange {
  first: number;
  /** Inclusive. */
  last: number;
}

/** Rows drawn beyond the sight, so that a small step shows no gap. */
const BEYOND = 6;
/** Before the sheet has been measured. */
const FIRST: RowRange = { first: 0, last: 23 };

/** The rows between head and foot at a place of the sheet. */
export function rowsInSight(top: number, height: number, { row, head, foot }: RowSizes): RowRange {
  const first = Math.max(0, Math.floor(top / row));
  return { first, last: Math.max(first, Math.ceil((top + height - head - foot) / row) - 1) };
}

/** Where the sheet must stand so that the row is whole in sight; as little as possible is moved. */
export function placeToShow(index: number, top: number, height: number, { row, head, foot }: RowSizes): number {
  if (index * row < top) return index * row;
  return Math.max(top, (index + 1) * row + head + foot - height);
}

export interface RowWindow extends RowRange {
  /** Of the rows that are drawn, in order: those in sight, some beyond, and `active`. */
  indexes: number[];
  show(index: number): void;
}

export function useRowWindow(
  root: RefObject<HTMLElement | null>,
  count: number,
  active: number,
  sizes: RowSizes,
): RowWindow {
  const [range, setRange] = useState(FIRST);
  const latest = useRef(sizes);
  latest.current = sizes;
  const { row, head, foot } = sizes;
  // biome-ignore lint/correctness/useExhaustiveDependencies: other heights show other rows
  useLayoutEffect(() => {
    const sheet = root.current;
    if (!sheet) return;
    const look = (): void => {
      const next = rowsInSight(sheet.scrollTop, sheet.clientHeight, latest.current);
      setRange((now) => (now.first === next.first && now.last === next.last ? now : next));
    };
    look();
    // Drawn before the next painting: nothing blank is ever seen.
    const scrolled = (): void => flushSync(look);
    const observer = new ResizeObserver(look);
    observer.observe(sheet);
    sheet.addEventListener('scroll', scrolled, { passive: true });
    return () => {
      observer.disconnect();
      sheet.removeEventListener('scroll', scrolled);
    };
  }, [root, row, head, foot]);

  const last = Math.min(range.last, count - 1);
  const from = Math.max(0, Math.min(range.first, last) - BEYOND);
  const to = Math.min(count - 1, last + BEYOND);
  const indexes = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
  // The row that one stands on is always there for `aria-activedescendant`.
  if (active < count && active >= 0 && (active < from || active > to))
    indexes.splice(active < from ? 0 : indexes.length, 0, active);
  return {
    first: range.first,
    last,
    indexes,
    show(index) {
      const sheet = root.current;
      if (sheet) sheet.scrollTop = placeToShow(index, sheet.scrollTop, sheet.clientHeight, latest.current);
    },
  };
}
