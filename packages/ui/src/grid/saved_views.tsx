/** Views that were kept under a name, one's own and those shared with colleagues. */
import { type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { Pop } from '../pop/pop.tsx';
import { useWords } from '../words/words.tsx';
import type { GridColumn } from './columns.ts';
import { EMPTY_VIEW, type GridView, paramsOfView, viewOfParams } from './view.ts';

export interface SavedView {
  id: string;
  name: string;
  /** The query of the URL that shows it. */
  params: Readonly<Record<string, string>>;
  /** Colleagues have it too. */
  shared: boolean;
}

/** Where views are kept. */
export interface SavedViewsPort {
  list(): Promise<readonly SavedView[]>;
  save(view: { name: string; params: Readonly<Record<string, string>>; shared: boolean }): Promise<void>;
  remove(id: string): Promise<void>;
}

export interface SavedViewsProps<Row> {
  port: SavedViewsPort;
  columns: readonly GridColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
}

const sameParams = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  new URLSearchParams(Object.entries(one).sort()).toString() ===
  new URLSearchParams(Object.entries(other).sort()).toString();

export function SavedViews<Row>({ port, columns, view, onView }: SavedViewsProps<Row>): ReactNode {
  const words = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(false);
  const [views, setViews] = useState<readonly SavedView[]>([]);
  const [fault, setFault] = useState(false);
  const latest = useRef(port);
  latest.current = port;

  async function run(act: (port: SavedViewsPort) => Promise<void>): Promise<void> {
    try {
      await act(latest.current);
      setViews(await latest.current.list());
      setFault(false);
    } catch {
      setFault(true);
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are asked for once, and after each change
  useEffect(() => void run(async () => {}), []);

  const params = paramsOfView(view);
  const present = views.find((one) => sameParams(one.params, params));
  function choose(chosen: GridView): void {
    setOpen(false);
    onView(chosen);
  }
  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const name = String(form.get('name')).trim();
    if (!name) return;
    setOpen(false);
    void run((to) => to.save({ name, params, shared: form.get('shared') === 'on' }));
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        className="grid-button"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {present?.name ?? words(Object.keys(params).length === 0 ? 'grid.view_all' : 'grid.view_own')}{' '}
        <span aria-hidden="true">▾</span>
      </button>
      {isOpen ? (
        <Pop anchor={button} label={words('grid.views')} onClose={() => setOpen(false)} className="grid-views">
          <button
            type="button"
            className="pop-item"
            aria-current={Object.keys(params).length === 0}
            onClick={() => choose(EMPTY_VIEW)}
          >
            {words('grid.view_all')}
          </button>
          {views.map((one) => (
            <div key={one.id} className="grid-views-line">
              <button
                type="button"
                className="pop-item"
                aria-current={one === present}
                onClick={() => choose(viewOfParams(one.params, columns))}
              >
                {one.name} {one.shared ? <small>{words('grid.view_shared')}</small> : null}
              </button>
              <button
                type="button"
                className="grid-step"
                aria-label={words('grid.view_remove', { name: one.name })}
                onClick={() => void run((from) => from.remove(one.id))}
              >
                ×
              </button>
            </div>
          ))}
          {fault ? (
            <p role="alert" className="grid-fault">
              {words('grid.views_failed')}
            </p>
          ) : null}
          <form onSubmit={save} className="grid-views-save">
            <label className="grid-field">
              {words('grid.view_name')}
              <input name="name" maxLength={60} autoComplete="off" />
            </label>
            <label>
              <input type="checkbox" name="shared" /> {words('grid.view_share')}
            </label>
            <button type="submit" className="grid-button">
              {words('grid.view_save')}
            </button>
          </form>
        </Pop>
      ) : null}
    </>
  );
}
