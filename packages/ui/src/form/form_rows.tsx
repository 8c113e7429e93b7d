/** Rows within a form, such as further addresses: added, removed, moved by button or by key, each field with its own fault. */
import { type ReactNode, useEffect, useId, useRef, useSyncExternalStore } from 'react';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.tsx';
import type { FormRow } from './check.ts';
import type { FormField } from './form_field.tsx';
import { type FormStore, rowsOf, useField } from './form_store.ts';
import type { FieldSchema } from './schema.ts';
import { newRow } from './values.ts';
import './form_rows.css';

export interface FormRowsProps {
  store: FormStore;
  field: FormField;
  schema: FieldSchema;
  /** Draws the field of a row at its place. */
  draw(field: FormField, path: string, schema: FieldSchema, required: boolean): ReactNode;
}

export default function FormRows({ store, field, schema, draw }: FormRowsProps): ReactNode {
  const { name, label, hint, rows: parts = [] } = field;
  const words = useWords();
  const id = useId();
  const group = useRef<HTMLFieldSetElement>(null);
  const rows = useSyncExternalStore(store.subscribe, () => rowsOf(store.values(), name));
  const { fault } = useField(store, name);
  /** The row that is to have the focus once it is drawn; its first field, or the button that adds where there is none. */
  const wanted = useRef<number | null>(null);
  const shape = schema.items ?? {};
  const isFull = schema.maxItems !== undefined && rows.length >= schema.maxItems;

  // biome-ignore lint/correctness/useExhaustiveDependencies: the focus follows the rows
  useEffect(() => {
    const at = wanted.current;
    if (at === null) return;
    wanted.current = null;
    const row = group.current?.querySelectorAll<HTMLElement>('.form-row')[at];
    (
      row?.querySelector<HTMLElement>('input, select, textarea') ??
      group.current?.querySelector<HTMLElement>('.form-rows-add button')
    )?.focus();
  }, [rows]);

  function change(next: readonly FormRow[], focus: number): void {
    wanted.current = focus;
    store.setRows(name, next);
  }
  function add(after = rows.length - 1): void {
    if (!isFull) change([...rows.slice(0, after + 1), newRow(shape, parts), ...rows.slice(after + 1)], after + 1);
  }
  function remove(at: number): void {
    change(
      rows.filter((_, index) => index !== at),
      Math.min(at, rows.length - 2),
    );
  }
  function move(at: number, by: number): void {
    const to = at + by;
    const row = rows[at];
    if (!row || to < 0 || to >= rows.length) return;
    const rest = rows.filter((_, index) => index !== at);
    change([...rest.slice(0, to), row, ...rest.slice(to)], to);
  }
  /** What a key with Alt does from this place of the form; false for nothing. */
  function act(code: string, target: Element): boolean {
    const row = target.closest<HTMLElement>('.form-row');
    const at = row ? Number(row.dataset.at) : -1;
    if (code === 'KeyA') add(at < 0 ? undefined : at);
    else if (at < 0) return false;
    else if (code === 'KeyX') remove(at);
    else if (code === 'ArrowUp') move(at, -1);
    else if (code === 'ArrowDown') move(at, 1);
    else return false;
    return true;
  }
  const latest = useRef(act);
  latest.current = act;
  useEffect(() => {
    const form = group.current?.form;
    const listen = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
      const target = event.target as Element;
      const rowsAround = target.closest('.form-rows');
      // Whoever stands in other rows means those.
      if (rowsAround && rowsAround !== group.current) return;
      if (latest.current(event.code, target)) event.preventDefault();
    };
    form?.addEventListener('keydown', listen);
    return () => form?.removeEventListener('keydown', listen);
  }, []);
  const titleOf = (row: FormRow, at: number): string => {
    const said = parts[0] ? row.values[parts[0].name] : '';
    return words('form.row', { number: at + 1, title: typeof said === 'string' ? said : '' });
  };
  return (
    <fieldset ref={group} className="form-rows" aria-describedby={hint || fault ? id : undefined}>
      <legend className="form-rows-title">{label}</legend>
      {hint || fault ? (
        <p id={id} className={fault ? 'form-rows-fault' : 'dim'} data-invalid={fault ? '' : undefined}>
          {fault ?? hint}
        </p>
      ) : null}
      {rows.map((row, at) => (
        <fieldset key={row.key} className="form-row" data-at={at}>
          <legend>{titleOf(row, at)}</legend>
          <div className="form-row-acts">
            <Button
              onClick={() => move(at, -1)}
              disabled={at === 0}
              aria-label={words('form.row_up', { number: at + 1 })}
            >
              ↑
            </Button>
            <Button
              onClick={() => move(at, 1)}
              disabled={at === rows.length - 1}
              aria-label={words('form.row_down', { number: at + 1 })}
            >
              ↓
            </Button>
            <Button keys="Alt X" onClick={() => remove(at)}>
              {words('form.remove')}
            </Button>
          </div>
          <div className="schema-form-fields">
            {parts.map((part) =>
              draw(
                part,
                `${name}[${at}].${part.name}`,
                shape.properties?.[part.name] ?? {},
                shape.required?.includes(part.name) ?? false,
              ),
            )}
          </div>
        </fieldset>
      ))}
      <p className="form-rows-add">
        <Button keys="Alt A" onClick={() => add()} disabled={isFull}>
          {field.add ?? words('form.row_add')}
        </Button>
      </p>
    </fieldset>
  );
}
