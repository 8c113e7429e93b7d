/** What a form holds, outside of React: values, what is wrong with them, and who has been where; each field hears of its own alone. */
import { useCallback, useSyncExternalStore } from 'react';
import type { FieldValue, FormRow } from './check.ts';
import type { FormValues } from './values.ts';

/** Where a value stands: `name`, or `addresses[1].city` in a row. */
export type Path = string;

const IN_ROW = /^(\w+)\[(\d+)\]\.(\w+)$/;

const NO_ROWS: readonly FormRow[] = [];

/** The rows of a field; none where it holds something else. */
export function rowsOf(values: FormValues, name: string): readonly FormRow[] {
  const rows = values[name];
  return Array.isArray(rows) ? (rows as readonly FormRow[]) : NO_ROWS;
}

export function valueAt(values: FormValues, path: Path): FieldValue {
  const [, name, index, part] = IN_ROW.exec(path) ?? [];
  if (name === undefined || part === undefined) return values[path] ?? null;
  return rowsOf(values, name)[Number(index)]?.values[part] ?? null;
}

function putAt(values: FormValues, path: Path, value: FieldValue): FormValues {
  const [, name, index, part] = IN_ROW.exec(path) ?? [];
  if (name === undefined || part === undefined) return { ...values, [path]: value };
  const rows = rowsOf(values, name).map((row, at) =>
    at === Number(index) ? { ...row, values: { ...row.values, [part]: value } } : row,
  );
  return { ...values, [name]: rows };
}

export interface FormStore {
  values(): FormValues;
  faults(): ReadonlyMap<Path, string>;
  subscribe(listener: () => void): () => void;
  /** Somebody typed: a fault of the place is looked at again. */
  set(path: Path, value: FieldValue): void;
  /** Other rows, or in another order: faults of the old places are gone with them. */
  setRows(name: string, rows: readonly FormRow[]): void;
  /** Somebody left the place: from now on it says what is wrong. */
  leave(path: Path): void;
  /** Checks everything; whether all of it is fine. */
  checkAll(): boolean;
  /** What the server says is wrong; each is gone when its place is typed in. */
  place(faults: ReadonlyMap<Path, string>): void;
  reset(values: FormValues): void;
}

/** `check` says of values what is wrong, place by place; `typed` hears of what a person changes. */
export function createFormStore(
  begin: FormValues,
  check: (values: FormValues) => ReadonlyMap<Path, string>,
  typed: (values: FormValues) => void,
): FormStore {
  let values = begin;
  let faults: ReadonlyMap<Path, string> = new Map();
  const seen = new Set<Path>();
  let isTried = false;
  const listeners = new Set<() => void>();
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const look = (path: Path): void => {
    const next = new Map(faults);
    const fault = isTried || seen.has(path) ? check(values).get(path) : undefined;
    if (fault === undefined) next.delete(path);
    else next.set(path, fault);
    faults = next;
  };
  return {
    values: () => values,
    faults: () => faults,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set(path, value) {
      values = putAt(values, path, value);
      look(path);
      typed(values);
      tell();
    },
    setRows(name, rows) {
      values = { ...values, [name]: rows };
      const isOf = (path: Path): boolean => path === name || path.startsWith(`${name}[`);
      for (const path of seen) if (isOf(path)) seen.delete(path);
      const found = isTried ? [...check(values)].filter(([path]) => isOf(path)) : [];
      faults = new Map([...[...faults].filter(([path]) => !isOf(path)), ...found]);
      typed(values);
      tell();
    },
    leave(path) {
      seen.add(path);
      // What the server said of it stands until it is changed.
      if (!faults.has(path)) look(path);
      tell();
    },
    checkAll() {
      isTried = true;
      faults = check(values);
      tell();
      return faults.size === 0;
    },
    place(found) {
      faults = new Map([...faults, ...found]);
      tell();
    },
    reset(next) {
      values = next;
      faults = new Map();
      seen.clear();
      isTried = false;
      tell();
    },
  };
}

/** The value and the fault at one place. */
export function useField(store: FormStore, path: Path): { value: FieldValue; fault: string | undefined } {
  const value = useSyncExternalStore(
    store.subscribe,
    useCallback(() => valueAt(store.values(), path), [store, path]),
  );
  const fault = useSyncExternalStore(
    store.subscribe,
    useCallback(() => store.faults().get(path), [store, path]),
  );
  return { value, fault };
}
