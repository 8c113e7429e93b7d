/** Adds or changes a filter: a field, and what it must be, each kind of field in its own way. */
import { type FormEvent, type ReactNode, type RefObject, useId, useState } from 'react';
import { parseFigure } from '../format/figures.ts';
import { parseDay } from '../format/typed_days.ts';
import { Pop } from '../pop/pop.tsx';
import { useWords } from '../words/words.tsx';
import type { GridColumn } from './columns.ts';
import { filterShape } from './filters.ts';
import { type GridView, withFilters } from './view.ts';

export interface FilterEditorProps<Row> {
  anchor: RefObject<HTMLElement | null>;
  columns: readonly GridColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
  onClose(): void;
}

export function FilterEditor<Row>({ anchor, columns, view, onView, onClose }: FilterEditorProps<Row>): ReactNode {
  const words = useWords();
  const fields = columns.filter(({ filterable }) => filterable);
  const [field, setField] = useState(fields[0]?.key ?? '');
  const [fault, setFault] = useState<string | null>(null);
  const column = fields.find(({ key }) => key === field);
  if (!column) return null;
  const shape = filterShape(column);

  /** What was typed as the server takes it; null tells that it cannot be read. */
  function read(value: string): string | null {
    if (value.trim() === '') return '';
    if (shape === 'range') return parseFigure(value)?.toString() ?? null;
    if (shape === 'days') return parseDay(value, new Date().toLocaleDateString('en-CA'));
    return value.trim();
  }

  function apply(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const changes: Record<string, string> = {};
    for (const [name, value] of form.entries()) {
      const text = read(String(value));
      if (text === null) {
        setFault(words(shape === 'days' ? 'grid.no_date' : 'grid.no_figure', { value: String(value) }));
        event.currentTarget.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
        return;
      }
      changes[name] = text;
    }
    onView(withFilters(view, changes));
    onClose();
  }

  return (
    <Pop anchor={anchor} label={words('grid.filter')} onClose={onClose} className="grid-filter">
      <form onSubmit={apply} autoComplete="off">
        <label className="grid-field">
          {words('grid.filter_field')}
          <select
            value={field}
            onChange={(event) => {
              setField(event.target.value);
              setFault(null);
            }}
          >
            {fields.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </label>
        <Inputs key={field} column={column} filters={view.filters} />
        {fault ? (
          <p className="grid-fault" role="alert">
            {fault}
          </p>
        ) : null}
        <button type="submit" className="grid-button grid-button-main">
          {words('grid.filter_apply')} <kbd>Enter</kbd>
        </button>
      </form>
    </Pop>
  );
}

function Inputs<Row>({ column, filters }: { column: GridColumn<Row>; filters: GridView['filters'] }): ReactNode {
  const words = useWords();
  const hint = useId();
  const { key } = column;
  const shape = filterShape(column);
  if (shape === 'choice' || shape === 'boolean') {
    const choices =
      shape === 'choice'
        ? (column.choices ?? [])
        : [
            { value: 'true', label: words('grid.yes') },
            { value: 'false', label: words('grid.no') },
          ];
    return (
      <label className="grid-field">
        {words('grid.filter_value')}
        <select name={key} defaultValue={filters[key] ?? ''}>
          <option value="">{words('grid.filter_any')}</option>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
      </label>
    );
  }
  if (shape === 'text') {
    return (
      <label className="grid-field">
        {words('grid.filter_value')}
        <input name={key} defaultValue={filters[key] ?? ''} />
      </label>
    );
  }
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="grid-field">
          {words(`grid.${end}`)}
          <input
            name={`${key}_${end}`}
            inputMode={shape === 'range' ? 'decimal' : 'text'}
            defaultValue={filters[`${key}_${end}`] ?? ''}
            aria-describedby={hint}
          />
        </label>
      ))}
      <p id={hint} className="grid-dim">
        {words(shape === 'days' ? 'grid.days_hint' : 'grid.figures_hint')}
      </p>
    </>
  );
}
