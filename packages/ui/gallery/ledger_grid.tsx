/** The ledger with a thousand invoices: everything that it can do, and its states on demand (`?state=empty|failed|loading`). */
import { type ReactNode, useMemo, useState } from 'react';
import { count } from '../src/format/figures.ts';
import type { GridAction } from '../src/grid/actions.tsx';
import type { GridColumn } from '../src/grid/columns.ts';
import type { SavedView, SavedViewsPort } from '../src/grid/kept.ts';
import { LedgerGrid } from '../src/grid/ledger_grid.tsx';
import { type GridView, paramsOfView, viewOfParams } from '../src/grid/view.ts';
import { PeriodPicker } from '../src/period/period_picker.tsx';
import { type PeriodCalendar, periodFilters } from '../src/period/presets.ts';
import { type Invoice, invoicePort, invoices } from './ledger_data.ts';

const COLUMNS: readonly GridColumn<Invoice>[] = [
  { key: 'number', label: 'Number', kind: 'text', width: 128, sortable: true, filterable: true, phone: 'note' },
  { key: 'date', label: 'Date', kind: 'date', width: 92, sortable: true, filterable: true, phone: 'note' },
  { key: 'due_date', label: 'Due', kind: 'date', width: 92, sortable: true, filterable: true },
  { key: 'customer', label: 'Customer', kind: 'text', width: 180, sortable: true, filterable: true, phone: 'title' },
  { key: 'place', label: 'Place of supply', kind: 'text', width: 128, filterable: true },
  {
    key: 'status',
    label: 'Status',
    kind: 'choice',
    width: 112,
    sortable: true,
    filterable: true,
    phone: 'state',
    choices: [
      { value: 'draft', label: 'Draft', mark: 'draft' },
      { value: 'sent', label: 'Sent', mark: 'sent' },
      { value: 'part', label: 'Part paid', mark: 'part' },
      { value: 'paid', label: 'Paid', mark: 'full' },
      { value: 'overdue', label: 'Overdue', mark: 'late' },
    ],
  },
  { key: 'taxable', label: 'Taxable', kind: 'money', sortable: true, filterable: true },
  { key: 'gst', label: 'GST', kind: 'money', width: 112, sortable: true, filterable: true },
  { key: 'total', label: 'Total', kind: 'money', sortable: true, filterable: true, total: true, phone: 'figure' },
  { key: 'balance', label: 'Balance', kind: 'money', sortable: true, filterable: true, total: true },
  { key: 'is_export', label: 'Export', kind: 'boolean', filterable: true, hidden: true },
];

const CALENDAR: PeriodCalendar = { today: '2026-11-21', year_start_month: 4, week_start: 1 };

function keptHere(): SavedViewsPort {
  let views: SavedView[] = [
    {
      id: '1',
      name: 'To collect',
      params: { status: 'overdue', sort: '-balance' },
      shared: true,
      mayChange: false,
      isDefault: false,
    },
  ];
  return {
    mayShare: true,
    list: async () => views,
    async add({ name, view, shared }) {
      const id = String(views.length + 1);
      views = [...views, { id, name, params: paramsOfView(view), shared, mayChange: true, isDefault: false }];
      return id;
    },
    async change(id, { name, view, shared }) {
      views = views.map((one) => (one.id === id ? { ...one, name, params: paramsOfView(view), shared } : one));
    },
    async remove(id) {
      views = views.filter((view) => view.id !== id);
    },
    async choose(id) {
      views = views.map((view) => ({ ...view, isDefault: view.id === id }));
    },
  };
}

const search = new URLSearchParams(location.search);
const wanted = search.get('state');
const rows = wanted === 'empty' ? [] : invoices(Number(search.get('rows') ?? 1000));

export function LedgerGridPage(): ReactNode {
  const [view, setView] = useState<GridView>(() => viewOfParams(Object.fromEntries(search), COLUMNS));
  const [period, setPeriod] = useState('all');
  const [said, setSaid] = useState('');
  const [broken, setBroken] = useState(wanted === 'failed');
  const saved = useMemo(keptHere, []);
  const port = invoicePort(rows, {
    fail: () => broken,
    wait: () => (wanted === 'loading' ? new Promise(() => {}) : Promise.resolve()),
  });
  const actions: GridAction<Invoice>[] = [
    {
      key: 'remind',
      label: 'Send reminder',
      keys: 'R',
      bulk: true,
      run: (target) =>
        setSaid(
          `remind ${target.kind === 'all' ? `all ${target.count} but ${target.except.length}` : target.keys.join(' ')}`,
        ),
    },
    { key: 'copy', label: 'Copy', run: (target) => setSaid(`copy ${target.kind}`) },
    {
      key: 'cancel',
      label: 'Cancel invoice',
      danger: true,
      bulk: true,
      refused: (target) =>
        target.kind === 'some' && target.rows.some(({ status }) => status === 'paid')
          ? 'A paid invoice is not cancelled'
          : undefined,
      run: () => setSaid('cancel'),
    },
  ];
  return (
    <div className="gallery-ledger">
      <PeriodPicker period={period} onPeriod={setPeriod} calendar={CALENDAR} />
      <LedgerGrid
        label="Invoices"
        columns={COLUMNS}
        port={port}
        view={view}
        onView={(next) => {
          setView(next);
          history.replaceState(null, '', `?${new URLSearchParams(paramsOfView(next))}${location.hash}`);
        }}
        scope={periodFilters(period, CALENDAR)}
        fields={['number']}
        rowLabel={(row) => row.number}
        countLabel={(total) => `${count(total)} invoices`}
        actions={actions}
        onOpen={(row) => setSaid(`open ${row.number}`)}
        onExport={(format, query) => setSaid(`export ${format} ${JSON.stringify(query.filters)}`)}
        saved={saved}
        title={<h1>Invoices</h1>}
        empty={<p>Invoices stand here once the first is made. Bring yours from a file, or press N.</p>}
      />
      <output className="gallery-said">{said}</output>
      {broken ? (
        <button type="button" onClick={() => setBroken(false)}>
          Mend
        </button>
      ) : null}
    </div>
  );
}
