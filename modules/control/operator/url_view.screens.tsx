/** The view of a ledger of the console in its address: filters, search and sort are there after a reload and in a link. */
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { type GridView, paramsOfView, viewOfParams } from '@tenantry/ui/grid/view.ts';
import { useEffect, useState } from 'react';

const read = <Row,>(columns: readonly GridColumn<Row>[]): GridView =>
  viewOfParams(Object.fromEntries(new URLSearchParams(location.search)), columns);

/** The view that the address asks for, and how it is changed. */
export function useUrlView<Row>(columns: readonly GridColumn<Row>[]): [GridView, (view: GridView) => void] {
  const [view, setView] = useState<GridView>(() => read(columns));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the columns of a screen do not change
  useEffect(() => {
    const hear = (): void => setView(read(columns));
    addEventListener('popstate', hear);
    return () => removeEventListener('popstate', hear);
  }, []);
  return [
    view,
    (next) => {
      setView(next);
      const text = new URLSearchParams(paramsOfView(next)).toString();
      history.replaceState(history.state, '', `${location.pathname}${text ? `?${text}` : ''}`);
    },
  ];
}
