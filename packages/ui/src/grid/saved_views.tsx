/** The views of a ledger as tabs above it: everything, and those that were kept, one's own and those shared with colleagues. */
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useWords } from '../words/words.tsx';
import type { GridColumn } from './columns.ts';
import { type Keeping, type SavedView, type SavedViewsPort, sameParams, type ViewsHandle } from './kept.ts';
import { EMPTY_VIEW, type GridView, paramsOfView, viewOfParams } from './view.ts';
import { ViewsSheet } from './views_sheet.tsx';
import './saved_views.css';

export interface SavedViewsProps<Row> {
  ref: Ref<ViewsHandle>;
  port: SavedViewsPort;
  columns: readonly GridColumn<Row>[];
  view: GridView;
  onView(view: GridView): void;
  toSheet(): void;
}

/** So many have a digit as their key. */
const DIGITS = 9;

/** The views of the port, and acts on them that tell when something went wrong. */
function useViews(port: SavedViewsPort) {
  const [views, setViews] = useState<readonly SavedView[]>([]);
  const [fault, setFault] = useState<string | null>(null);
  const latest = useRef(port);
  latest.current = port;
  async function run(act: (port: SavedViewsPort) => Promise<unknown>): Promise<boolean> {
    try {
      await act(latest.current);
      setViews(await latest.current.list());
      setFault(null);
      return true;
    } catch (error) {
      setFault(error instanceof Error ? error.message : '');
      return false;
    }
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are asked for once, and after each change
  useEffect(() => void run(async () => {}), []);
  return { views, fault, run };
}

export function SavedViews<Row>({ ref, port, columns, view, onView, toSheet }: SavedViewsProps<Row>): ReactNode {
  const words = useWords();
  const button = useRef<HTMLButtonElement>(null);
  const strip = useRef<HTMLDivElement>(null);
  const [isOpen, setOpen] = useState(false);
  const { views, fault, run } = useViews(port);
  /** The view that was shown last, so that what was changed in it since can be kept in it. */
  const [last, setLast] = useState<string | null>(null);

  const params = paramsOfView(view);
  const isEverything = Object.keys(params).length === 0;
  // What a view names and this list does not know is no difference.
  const known = (one: SavedView): Record<string, string> => paramsOfView(viewOfParams(one.params, columns));
  const present = isEverything ? undefined : views.find((one) => sameParams(known(one), params));
  const base = present ?? views.find(({ id }) => id === last);
  const tabs = [null, ...views];

  function show(one: SavedView | null): void {
    setOpen(false);
    setLast(one?.id ?? null);
    onView(one ? viewOfParams(one.params, columns) : EMPTY_VIEW);
  }
  useImperativeHandle(ref, () => ({
    open: () => setOpen(true),
    show(place) {
      const one = tabs[place];
      if (one === undefined) return;
      show(one);
      toSheet();
    },
  }));

  async function keep(keeping: Omit<Keeping, 'view'>, into: SavedView | null, isDefault: boolean): Promise<void> {
    const done = await run(async (to) => {
      const id = into ? into.id : await to.add({ ...keeping, view });
      if (into) await to.change(into.id, { ...keeping, view });
      if (isDefault !== (into?.isDefault ?? false)) await to.choose(isDefault ? id : null);
      setLast(id);
    });
    if (done) setOpen(false);
  }

  function walk(by: number): void {
    const all = [...(strip.current?.querySelectorAll<HTMLElement>('button') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all[(at + by + all.length) % all.length]?.focus();
  }
  const isOther = !isEverything && !present;
  return (
    <div
      ref={strip}
      role="toolbar"
      aria-label={words('grid.views')}
      className="grid-views-strip"
      onKeyDown={(event) => {
        const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
        if (by === 0 || event.altKey || (event.target as Element).closest('.pop')) return;
        event.preventDefault();
        walk(by);
      }}
    >
      {tabs.map((one, place) => {
        const isCurrent = one ? one === present : isEverything;
        return (
          <button
            key={one?.id ?? 'everything'}
            type="button"
            className="grid-view-tab"
            aria-pressed={isCurrent}
            aria-keyshortcuts={place < DIGITS ? String(place + 1) : undefined}
            onClick={() => show(one)}
          >
            {one?.name ?? words('grid.view_all')}
            {one?.shared ? <small>{words('grid.view_shared')}</small> : null}
          </button>
        );
      })}
      <button
        ref={button}
        type="button"
        className="grid-view-tab grid-view-more"
        data-changed={isOther || undefined}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {words(isOther ? 'grid.view_keep' : 'grid.views')} <kbd>V</kbd>
      </button>
      {isOpen ? (
        <ViewsSheet
          anchor={button}
          {...{ views, present, base, fault, show, keep }}
          mayShare={port.mayShare}
          onClose={() => setOpen(false)}
          remove={(one) => void run((from) => from.remove(one.id))}
          choose={(one) => void run((to) => to.choose(one.isDefault ? null : one.id))}
        />
      ) : null}
    </div>
  );
}
