/** The lines of a document, kept outside React: a key stroke tells one line and the totals, and can be undone. */
import { parseFigure } from '../format/figures.ts';

export type LineKind = 'text' | 'pick' | 'money' | 'quantity' | 'percent';

/** One line: field → what was typed. It is never changed, only replaced. */
export type Line = Readonly<Record<string, string>>;

/** One thing that a picker offers. */
export interface LineChoice {
  key: string;
  label: string;
  /** Said beside it: a code, a price. */
  note?: string;
  /** What choosing it writes into the line, the picked cell among it. */
  fills: Line;
}

export interface LineColumn {
  key: string;
  label: string;
  kind: LineKind;
  /** Pixels; the first text column takes what is left. */
  width?: number;
  /** Computed from the typed cells, a pure function; such a cell is not typed into. */
  compute?(line: Line): number | null;
  /** The foot sums it. */
  total?: boolean;
  /** What is offered for a text; given up by its signal when more is typed. Beside `pick` columns, anything else may be typed as well. */
  search?(text: string, signal: AbortSignal): Promise<readonly LineChoice[]>;
}

/** The figure in a cell; null when nothing or no figure was typed. */
export function figureOf(line: Line, field: string, decimals = 4): number | null {
  const text = line[field] ?? '';
  return text.trim() === '' ? null : parseFigure(text, decimals);
}

export interface LineStore {
  keys(): readonly string[];
  line(key: string): Line;
  lines(): readonly Line[];
  /** Sums of the columns with `total`, to the paisa. */
  totals(): Readonly<Record<string, number>>;
  /** Told when lines come or go. */
  onKeys(listener: () => void): () => void;
  onLine(key: string, listener: () => void): () => void;
  /** Told at every change. */
  onChange(listener: () => void): () => void;
  /** Strokes in one cell after another are undone together. */
  set(key: string, field: string, text: string): void;
  fill(key: string, values: Line): void;
  /** Writes what was computed elsewhere; it is no step to undo. */
  put(key: string, values: Line): void;
  /** Adds a line after `after`, else at the end; its key. */
  add(after?: string): string;
  /** The last line that there is is emptied instead; the key of the line that takes its place. */
  remove(key: string): string;
  /** Writes a block of cells from a place on, adding lines as needed. */
  paste(key: string, field: string, rows: readonly (readonly string[])[]): void;
  undo(): boolean;
  redo(): boolean;
}

interface Step {
  keys: readonly string[];
  lines: readonly (readonly [key: string, line: Line | undefined])[];
  /** Strokes of the same cell join a step. */
  cell: string | null;
}

const STEPS = 200;
const EMPTY: Line = {};

export function createLines(columns: readonly LineColumn[], initial: readonly Line[] = []): LineStore {
  let counter = 0;
  const newKey = (): string => `line-${++counter}`;
  let keys: readonly string[] = [];
  const lines = new Map<string, Line>();
  const undos: Step[] = [];
  const redos: Step[] = [];
  const keyListeners = new Set<() => void>();
  const changeListeners = new Set<() => void>();
  const lineListeners = new Map<string, Set<() => void>>();
  const sums = columns.filter((column) => column.total);
  const running = sums.map(() => 0);
  let totals: Readonly<Record<string, number>> = {};
  for (const line of initial.length > 0 ? initial : [EMPTY]) {
    const key = newKey();
    lines.set(key, line);
    count(undefined, line);
  }
  keys = [...lines.keys()];
  tell();

  /** Whole paise, so that what is added and taken away again leaves nothing behind. */
  function paiseOf(column: LineColumn, of: Line | undefined): number {
    if (!of) return 0;
    const value = Math.round(((column.compute ? column.compute(of) : figureOf(of, column.key)) ?? 0) * 100);
    return Number.isFinite(value) ? value : 0;
  }

  /** A stroke in one of a thousand lines reckons this line alone. */
  function count(before: Line | undefined, after: Line | undefined): void {
    for (const [at, column] of sums.entries())
      running[at] = (running[at] ?? 0) + paiseOf(column, after) - paiseOf(column, before);
  }

  /** The totals stay the same object while they are the same, so that nobody draws them again. */
  function tell(): void {
    if (sums.every(({ key }, at) => totals[key] === (running[at] ?? 0) / 100)) return;
    totals = Object.fromEntries(sums.map(({ key }, at) => [key, (running[at] ?? 0) / 100]));
  }

  /** Puts keys and lines in place of those before, tells who watches, and gives back the step that leads back. */
  function change(nextKeys: readonly string[], changed: Step['lines'], cell: string | null): Step {
    const back: Step = { keys, lines: changed.map(([key]) => [key, lines.get(key)] as const), cell };
    for (const [key, line] of changed) {
      count(lines.get(key), line);
      if (line) lines.set(key, line);
      else lines.delete(key);
    }
    const isOther = nextKeys !== keys;
    keys = nextKeys;
    tell();
    for (const [key] of changed) for (const listener of lineListeners.get(key) ?? []) listener();
    if (isOther) for (const listener of keyListeners) listener();
    for (const listener of changeListeners) listener();
    return back;
  }

  function act(nextKeys: readonly string[], changed: Step['lines'], cell: string | null = null): void {
    const joins = cell !== null && undos.at(-1)?.cell === cell;
    const back = change(nextKeys, changed, cell);
    redos.length = 0;
    if (joins) return;
    undos.push(back);
    if (undos.length > STEPS) undos.shift();
  }

  function turn(from: Step[], to: Step[]): boolean {
    const step = from.pop();
    if (!step) return false;
    to.push(change(step.keys, step.lines, null));
    return true;
  }

  const line = (key: string): Line => lines.get(key) ?? EMPTY;

  const watch = (set: Set<() => void>, listener: () => void): (() => void) => {
    set.add(listener);
    return () => set.delete(listener);
  };

  return {
    keys: () => keys,
    line,
    lines: () => keys.map(line),
    totals: () => totals,
    onKeys: (listener) => watch(keyListeners, listener),
    onChange: (listener) => watch(changeListeners, listener),
    onLine(key, listener) {
      const set = lineListeners.get(key) ?? new Set();
      lineListeners.set(key, set);
      return watch(set, listener);
    },
    set: (key, field, text) => act(keys, [[key, { ...line(key), [field]: text }]], `${key}/${field}`),
    fill: (key, values) => act(keys, [[key, { ...line(key), ...values }]]),
    put: (key, values) => void change(keys, [[key, { ...line(key), ...values }]], null),
    add(after) {
      const key = newKey();
      const at = after === undefined ? keys.length : keys.indexOf(after) + 1;
      act([...keys.slice(0, at), key, ...keys.slice(at)], [[key, EMPTY]]);
      return key;
    },
    remove(key) {
      const at = keys.indexOf(key);
      if (keys.length === 1) {
        act(keys, [[key, EMPTY]]);
        return key;
      }
      act(
        keys.filter((other) => other !== key),
        [[key, undefined]],
      );
      return keys[Math.min(at, keys.length - 1)] ?? '';
    },
    paste(key, field, rows) {
      const typed = columns.filter((column) => !column.compute);
      const [row, first] = [keys.indexOf(key), typed.findIndex((column) => column.key === field)];
      const missing = Array.from({ length: Math.max(0, row + rows.length - keys.length) }, newKey);
      const nextKeys = missing.length > 0 ? [...keys, ...missing] : keys;
      const changed = rows.map((cells, index) => {
        const target = nextKeys[row + index] ?? '';
        const values = cells.flatMap((text, place) => {
          const column = typed[first + place];
          return column ? [[column.key, text.trim()]] : [];
        });
        return [target, { ...line(target), ...Object.fromEntries(values) }] as const;
      });
      act(nextKeys, changed);
    },
    undo: () => turn(undos, redos),
    redo: () => turn(redos, undos),
  };
}

/** Cells as a spreadsheet puts them on the clipboard; a quoted cell may hold line ends, `""` is a quote. */
export function readCells(text: string): string[][] {
  const rows: string[][] = [[]];
  const pattern = /("(?:[^"]|"")*"|[^\t\r\n]*)(\t|\r\n|\n|\r|$)/g;
  for (const match of text.matchAll(pattern)) {
    const [whole, cell = '', end = ''] = match;
    if (whole === '' && match.index === text.length) {
      if (rows.at(-1)?.length && text.endsWith('\t')) rows.at(-1)?.push('');
      break;
    }
    rows
      .at(-1)
      ?.push(
        cell.startsWith('"') && cell.endsWith('"') && cell.length > 1 ? cell.slice(1, -1).replaceAll('""', '"') : cell,
      );
    if (end !== '\t' && end !== '') rows.push([]);
  }
  return rows.filter((row) => row.length > 0);
}
