/** The list of a declared kind of records: columns, filters, sorts, bulk, export, archive; the view is the address. */
import { lazy, type ReactNode, Suspense, useMemo, useState } from 'react';
import { count as figure } from '../format/figures.ts';
import type { ActionTarget, GridAction } from '../grid/actions.tsx';
import { LedgerGrid } from '../grid/ledger_grid.tsx';
import type { GridPort, GridSummary } from '../grid/rows.ts';
import { EMPTY_VIEW, isUnfiltered } from '../grid/view.ts';
import { Button } from '../parts/button.tsx';
import { ConfirmDialog } from '../parts/dialog.tsx';
import { EmptyState } from '../parts/notice.tsx';
import type { ScreenProps } from '../screens/screen.ts';
import { useWords, type Words } from '../words/words.tsx';
import { attempt, type Desk, exportAll, queryInput, targetInput, turnMany } from './acts.ts';
import { gridColumns } from './list_columns.ts';
import { ledgerKeys } from './list_keys.ts';
import { useListView } from './list_view.ts';
import { rememberRows, rememberSearch } from './neighbours.ts';
import { type Page, titleOf } from './page.ts';
import { type PageKey, type Place, usePlace } from './place.tsx';
import { isFilter, type PageRecord, totalsOf } from './resource.ts';
import './list_page.css';

const ChangedLine = lazy(() => import('./changed_line.tsx'));
const ListPeriod = lazy(() => import('./list_period.tsx'));

function portOf({ resource }: Page, place: Place): GridPort<PageRecord> {
  const call = resource.routes.list?.call ?? '';
  return {
    async fetchPage(query, { cursor, limit }) {
      const input = { ...queryInput(query), fields: query.fields.join(','), limit, ...(cursor ? { cursor } : {}) };
      const { data, meta } = await place.call<PageRecord[]>(call, input);
      rememberRows(
        resource.noun,
        data.map(({ id }) => id),
        !cursor,
      );
      return { rows: data, next_cursor: meta?.next_cursor ?? null };
    },
    async fetchSummary(query): Promise<GridSummary> {
      const totals = totalsOf(resource).filter((name) => query.fields.includes(name));
      const { meta } = await place.call(call, {
        ...queryInput(query),
        ...(totals.length > 0 ? { totals: totals.join(',') } : {}),
        fields: 'id',
        limit: 1,
        count: true,
      });
      return { total: meta?.total ?? 0, totals: meta?.totals ?? {} };
    },
  };
}

type Waiting = { turn: 'archive' | 'restore'; target: Parameters<GridAction<PageRecord>['run']>[0]; count: number };

function actionsOf(desk: Desk, ask: (waiting: Waiting) => void, areArchived: boolean): GridAction<PageRecord>[] {
  const { page, place, words } = desk;
  const turns = areArchived ? (['restore'] as const) : (['archive'] as const);
  const refused: GridAction<PageRecord>['refused'] = (target) =>
    target.kind === 'all' && target.except.length > 0 ? words('page.all_or_some') : undefined;
  const own = (page.acts ?? [])
    .filter(({ permission }) => place.allows(permission))
    .map(({ key, label, run }) => ({
      ...{ key, label: words(label), bulk: true, refused },
      run: (target: ActionTarget<PageRecord>) =>
        void attempt(desk, () => run(targetInput(page, target), { place, words })),
    }));
  const turning = turns
    .filter((turn) => page.resource.routes[turn] && place.allows(page.resource.routes[turn]?.permission))
    .map((turn) => ({
      key: turn,
      label: words(`page.${turn}`),
      keys: turn === 'archive' ? 'A' : 'R',
      bulk: page.resource.routes[`${turn}_many`] !== undefined,
      refused,
      run(target: ActionTarget<PageRecord>) {
        // Many have no way back at the foot of the page: they are asked about first.
        if (target.kind === 'all') ask({ turn, target, count: target.count ?? 0 });
        else void turnMany(desk, turn, target);
      },
    }));
  return [...own, ...turning];
}

function useListKeys(page: Page, place: Place): void {
  const { resource } = page;
  const { create, import: takeIn } = resource.routes;
  const keys = useMemo<PageKey[]>(
    () => [
      ...(create && place.allows(create.permission)
        ? [{ keys: 'n', label: `${resource.noun}.new`, bar: true, run: () => place.go(`/${resource.noun}/new`) }]
        : []),
      ...(takeIn && place.allows(takeIn.permission)
        ? [{ keys: 'i', label: 'page.import', run: () => place.go(`/${resource.noun}/import`) }]
        : []),
      ...ledgerKeys.filter(({ keys }) => keys !== 'E' || resource.routes.export),
    ],
    [resource, create, takeIn, place],
  );
  place.useKeys(keys);
}

function Empty({ page, place, words }: { page: Page; place: Place; words: Words }): ReactNode {
  const { noun, routes } = page.resource;
  return (
    <EmptyState
      title={words(`${noun}.empty`)}
      acts={
        <>
          {routes.create && place.allows(routes.create.permission) ? (
            <Button kind="main" keys="N" onClick={() => place.go(`/${noun}/new`)}>
              {words(`${noun}.new`)}
            </Button>
          ) : null}
          {routes.import && place.allows(routes.import.permission) ? (
            <Button keys="I" onClick={() => place.go(`/${noun}/import`)}>
              {words('page.import_file')}
            </Button>
          ) : null}
        </>
      }
    >
      <p>{words(`${noun}.empty_hint`)}</p>
    </EmptyState>
  );
}

export function ListPage({ page }: ScreenProps & { page: Page }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { noun, routes } = page.resource;
  const columns = useMemo(() => gridColumns(page, words), [page, words]);
  const archives = isFilter(page.resource, 'is_active') && routes.archive !== undefined;
  const hidden = useMemo(
    () =>
      archives && !columns.some(({ key }) => key === 'is_active')
        ? [{ key: 'is_active', label: words('page.active'), kind: 'boolean' as const, filterable: true, hidden: true }]
        : [],
    [archives, columns, words],
  );
  const all = useMemo(() => [...columns, ...hidden], [columns, hidden]);
  const { view, onView: setView, saved } = useListView(place, noun, `/${noun}`, all);
  rememberSearch(noun, place.search);
  const areArchived = archives && view.filters.is_active === 'false';
  const [refresh, setRefresh] = useState(0);
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const desk: Desk = { page, place, words, changed: () => setRefresh((now) => now + 1) };
  const port = useMemo(() => portOf(page, place), [page, place]);
  useListKeys(page, place);
  const may = (name: string): boolean => routes[name] !== undefined && place.allows(routes[name]?.permission);
  const isEmpty = isUnfiltered(view);
  return (
    <div className="list-page">
      <Suspense>
        <ChangedLine noun={noun} onShow={() => setRefresh((now) => now + 1)} />
        {isFilter(page.resource, 'date') ? <ListPeriod view={view} onView={setView} /> : null}
      </Suspense>
      <LedgerGrid<PageRecord>
        label={words(`nav.${noun}`)}
        title={<h1 className="list-page-title">{words(`nav.${noun}`)}</h1>}
        columns={all}
        port={port}
        view={view}
        onView={setView}
        saved={saved}
        {...(archives ? { scope: { is_active: 'true' } } : {})}
        fields={[page.title ?? 'name']}
        rowLabel={(record) => titleOf(page, record)}
        countLabel={(total) => words(`${noun}.count`, { count: total, shown: figure(total) })}
        actions={actionsOf(desk, setWaiting, areArchived)}
        onOpen={(record) => place.go(`/${noun}/${record.id}`)}
        {...(may('export') ? { onExport: (format, query) => void exportAll(desk, format, query) } : {})}
        formats={page.resource.routes.export?.formats}
        singleKeys={place.singleKeys}
        zone={place.zone}
        refresh={refresh}
        empty={isEmpty ? <Empty {...{ page, place, words }} /> : undefined}
        tools={
          <>
            {archives ? (
              <button
                type="button"
                className="grid-button"
                aria-pressed={areArchived}
                onClick={() => setView({ ...EMPTY_VIEW, filters: areArchived ? {} : { is_active: 'false' } })}
              >
                {words('page.archive_shown')}
              </button>
            ) : null}
            {may('import') ? (
              <button type="button" className="grid-button" onClick={() => place.go(`/${noun}/import`)}>
                {words('page.import')} <kbd>I</kbd>
              </button>
            ) : null}
            {may('create') ? (
              <Button kind="main" keys="N" onClick={() => place.go(`/${noun}/new`)}>
                {words(`${noun}.new`)}
              </Button>
            ) : null}
          </>
        }
      />
      <ConfirmDialog
        open={waiting !== null}
        title={waiting ? words(`page.${waiting.turn}_all`, { count: waiting.count }) : ''}
        verb={waiting ? words(`page.${waiting.turn}`) : ''}
        onClose={() => setWaiting(null)}
        onConfirm={() => {
          if (waiting) void turnMany(desk, waiting.turn, waiting.target);
          setWaiting(null);
        }}
      >
        <p>{words('page.all_hint')}</p>
      </ConfirmDialog>
    </div>
  );
}
