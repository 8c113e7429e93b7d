/** The rows of a ledger, kept outside React: pages are fetched one after another by their cursors, totals beside them. */
import type { GridQuery } from './view.ts';

export interface GridPage<Row> {
  rows: readonly Row[];
  /** Null at the end. */
  next_cursor: string | null;
}

export interface GridSummary {
  /** How many rows match the whole filter. */
  total: number;
  /** Field → sum over the whole filter; null where it is too large for a figure. */
  totals: Readonly<Record<string, number | null>>;
}

/** Where rows come from. Both calls are given up by their signal when a newer query has taken their place. */
export interface GridPort<Row> {
  fetchPage(
    query: GridQuery,
    page: { cursor: string | null; limit: number },
    signal: AbortSignal,
  ): Promise<GridPage<Row>>;
  fetchSummary(query: GridQuery, signal: AbortSignal): Promise<GridSummary>;
}

export interface RowsState<Row> {
  rows: readonly Row[];
  /** `first` has nothing to show yet; `again` shows the rows before while newer ones are fetched. */
  status: 'first' | 'again' | 'ready' | 'failed';
  /** A further page is on its way, or could not be had. */
  more: 'no' | 'loading' | 'failed' | 'yes';
  error: unknown;
  summary: GridSummary | null;
  /** Counts the queries whose rows are shown: a new one puts the sheet back to its first row. */
  generation: number;
}

export interface GridRows<Row> {
  get(): RowsState<Row>;
  subscribe(listener: () => void): () => void;
  /** Asks for a query from its first page. */
  load(query: GridQuery): Promise<void>;
  /** Asks for the same again, as many rows as there are. */
  reload(): Promise<void>;
  /** Fetches the next page, if there is one and none is on its way. */
  more(): Promise<void>;
  stop(): void;
}

/** Under this nobody sees that something is awaited. */
const PATIENCE_MS = 100;
const PAGE = 100;
const MAX_PAGE = 200;

export function createRows<Row>(port: () => GridPort<Row>): GridRows<Row> {
  let state: RowsState<Row> = { rows: [], status: 'first', more: 'no', error: null, summary: null, generation: 0 };
  let query: GridQuery | null = null;
  let cursor: string | null = null;
  let abort = new AbortController();
  const listeners = new Set<() => void>();

  function set(change: Partial<RowsState<Row>>): void {
    state = { ...state, ...change };
    for (const listener of listeners) listener();
  }

  async function summarise(asked: GridQuery, signal: AbortSignal): Promise<void> {
    try {
      const summary = await port().fetchSummary(asked, signal);
      if (!signal.aborted) set({ summary });
    } catch {
      // The foot stays empty; the rows tell of what is wrong.
    }
  }

  async function fetchRows(
    asked: GridQuery,
    wanted: number,
    signal: AbortSignal,
  ): Promise<{ rows: Row[]; next: string | null }> {
    const rows: Row[] = [];
    let next: string | null = null;
    do {
      const limit = Math.min(MAX_PAGE, wanted - rows.length);
      const page: GridPage<Row> = await port().fetchPage(asked, { cursor: next, limit }, signal);
      rows.push(...page.rows);
      next = page.next_cursor;
    } while (next !== null && rows.length < wanted && !signal.aborted);
    return { rows, next };
  }

  async function run(asked: GridQuery, wanted: number, fresh: boolean): Promise<void> {
    abort.abort();
    abort = new AbortController();
    const { signal } = abort;
    query = asked;
    const isFirst = state.status === 'first' || state.status === 'failed';
    const patience = setTimeout(
      () => set(isFirst ? { status: 'first', rows: [], error: null } : { status: 'again' }),
      PATIENCE_MS,
    );
    const summary = summarise(asked, signal);
    try {
      const { rows, next } = await fetchRows(asked, wanted, signal);
      if (signal.aborted) return;
      cursor = next;
      const generation = fresh ? state.generation + 1 : state.generation;
      set({ rows, status: 'ready', error: null, more: next === null ? 'no' : 'yes', generation });
    } catch (error) {
      if (!signal.aborted) set({ rows: [], status: 'failed', error, more: 'no', summary: null });
    } finally {
      clearTimeout(patience);
    }
    await summary;
  }

  return {
    get: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load: (asked) => run(asked, PAGE, true),
    reload: async () => {
      if (query) await run(query, Math.max(PAGE, state.rows.length), false);
    },
    async more() {
      if (!query || cursor === null || state.more === 'loading' || state.status !== 'ready') return;
      const { signal } = abort;
      set({ more: 'loading' });
      try {
        const page = await port().fetchPage(query, { cursor, limit: PAGE }, signal);
        if (signal.aborted) return;
        cursor = page.next_cursor;
        set({ rows: [...state.rows, ...page.rows], more: cursor === null ? 'no' : 'yes' });
      } catch {
        if (!signal.aborted) set({ more: 'failed' });
      }
    },
    stop: () => abort.abort(),
  };
}
