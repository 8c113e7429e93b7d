/** The audit trail: who changed what, from what to what; and whether anybody was at the trail itself. */

import { moment } from '@tenantry/ui/format/days.ts';
import { count } from '@tenantry/ui/format/figures.ts';
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { LedgerGrid, type LedgerGridProps } from '@tenantry/ui/grid/ledger_grid.tsx';
import { EMPTY_VIEW, type GridQuery, type GridView, sortText } from '@tenantry/ui/grid/view.ts';
import { exportList } from '@tenantry/ui/page/acts.ts';
import { ledgerKeys } from '@tenantry/ui/page/list_keys.ts';
import { useListView } from '@tenantry/ui/page/list_view.ts';
import { type Place, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DefinitionList } from '@tenantry/ui/parts/details.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { SidePanel } from '@tenantry/ui/parts/side_panel.tsx';
import { usePeriod } from '@tenantry/ui/period/period_place.tsx';
import { periodFilters, rangeOf } from '@tenantry/ui/period/presets.ts';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { listPort } from '@tenantry/ui/screens/list_port.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { useMemo, useState } from 'react';
import '../admin.css';

export interface AuditLine {
  id: string;
  at: string;
  actor: string;
  actor_kind: string;
  action: string;
  subject: string;
  subject_id: string | null;
  address: string | null;
  request_id: string;
  seq: number | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

interface Verdict {
  intact: boolean;
  links: number;
  unsealed: number;
  broken: { seq: number | null; detail: string } | null;
  verified_at: string;
}

const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const written = (value: unknown): string =>
  value === undefined || value === null ? '–' : typeof value === 'string' ? value : JSON.stringify(value);

/** What changed: each field with its old and its new value. */
function Changes({ line }: { line: AuditLine }) {
  const words = useWords();
  const zone = useApp().me?.tenant?.time_zone ?? ZONE;
  const fields = [...new Set([...Object.keys(line.before ?? {}), ...Object.keys(line.after ?? {})])];
  return (
    <div className="stack">
      <DefinitionList
        details={[
          { name: words('audit.at'), value: moment(line.at, zone) },
          { name: words('audit.actor'), value: line.actor },
          { name: words('audit.address'), value: line.address },
          { name: words('audit.subject'), value: <span className="admin-code">{line.subject_id}</span> },
          { name: words('audit.request'), value: <span className="admin-code">{line.request_id}</span> },
          { name: words('audit.seq'), value: line.seq === null ? words('audit.unsealed') : count(line.seq) },
        ]}
      />
      {fields.length > 0 ? (
        <table className="admin-table">
          <thead>
            <tr>
              <th scope="col">{words('audit.field')}</th>
              <th scope="col">{words('audit.before')}</th>
              <th scope="col">{words('audit.after')}</th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              <tr key={field}>
                <th scope="row" className="admin-code">
                  {field}
                </th>
                <td className="admin-code">{written(line.before?.[field])}</td>
                <td className="admin-code">{written(line.after?.[field])}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="dim">{words('audit.no_values')}</p>
      )}
    </div>
  );
}

type Listing = Pick<LedgerGridProps<AuditLine>, 'view' | 'onView' | 'saved' | 'scope' | 'onExport'>;

export interface AuditLedgerProps {
  title: string;
  /** The view as the page's address has it; left out, it is this visit's. */
  listing?: Listing;
  zone?: string;
  /** `GET /audit`, or the platform's. */
  list: string;
  verify: string | null;
  /** Where the whole filter is downloaded, when the listing does not say. */
  download?: string | ((asked: URLSearchParams) => void);
  /** Goes with every call: the name in the path. */
  fixed?: Record<string, unknown>;
}

const NOTHING = {};

export function auditColumns(words: Words): GridColumn<AuditLine>[] {
  return [
    { key: 'at', label: words('audit.at'), kind: 'instant', sortable: true, filterable: true, phone: 'note' },
    { key: 'actor', label: words('audit.actor'), kind: 'text', width: 200, filterable: true, phone: 'note' },
    { key: 'action', label: words('audit.action'), kind: 'text', width: 180, filterable: true, phone: 'title' },
    { key: 'subject', label: words('audit.about'), kind: 'text', width: 120, filterable: true },
    { key: 'address', label: words('audit.address'), kind: 'text', width: 120, filterable: true },
    { key: 'seq', label: words('audit.seq'), kind: 'number', filterable: true, phone: 'figure' },
    { key: 'actor_kind', label: words('audit.actor_kind'), kind: 'text', hidden: true },
    { key: 'subject_id', label: words('audit.subject'), kind: 'text', hidden: true, filterable: true },
    { key: 'request_id', label: words('audit.request'), kind: 'text', hidden: true, filterable: true },
  ];
}

export function AuditLedger({
  title,
  listing,
  zone = ZONE,
  list,
  verify,
  download,
  fixed = NOTHING,
}: AuditLedgerProps) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [view, setView] = useState<GridView>(EMPTY_VIEW);
  const [open, setOpen] = useState<AuditLine | null>(null);
  const [verdict, setVerdict] = useState<Verdict | null>(null);
  const columns = useMemo(() => auditColumns(words), [words]);
  const check = (): void => {
    if (verify) void saving.run(async () => setVerdict((await app.call<Verdict>(verify, fixed)).data));
  };
  const exportAll = (_format: string, query: GridQuery): void => {
    const asked = new URLSearchParams({ ...query.filters, ...(query.q ? { q: query.q } : {}), format: 'csv' });
    if (query.sort.length > 0) asked.set('sort', sortText(query.sort));
    if (typeof download === 'string') location.assign(`${download}?${asked}`);
    else download?.(asked);
  };
  return (
    <div className="admin-ledger">
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      {verdict ? (
        <Banner
          kind={verdict.intact ? 'good' : 'bad'}
          title={
            verdict.intact
              ? words('audit.intact', { links: count(verdict.links), unsealed: count(verdict.unsealed) })
              : words('audit.broken', { links: count(verdict.links), detail: verdict.broken?.detail ?? '' })
          }
        />
      ) : null}
      <LedgerGrid<AuditLine>
        label={title}
        columns={columns}
        port={listPort<AuditLine>(app, list, fixed)}
        {...(listing ?? { view, onView: setView, onExport: exportAll })}
        zone={zone}
        rowLabel={(row) => row.action}
        onOpen={setOpen}
        singleKeys={app.singleKeys}
        title={<h1>{title}</h1>}
        tools={
          verify ? (
            <Button onClick={check} busy={saving.isBusy}>
              {words('audit.verify')}
            </Button>
          ) : null
        }
      />
      <SidePanel open={open !== null} onClose={() => setOpen(null)} title={open?.action ?? ''}>
        {open ? <Changes line={open} /> : null}
      </SidePanel>
    </div>
  );
}

export default function Audit() {
  const words = useWords();
  const app = useApp();
  const around = usePlace();
  const { calendar, search } = around;
  // What somebody typed into the address may be no period.
  const period = search.period && rangeOf(search.period, calendar) ? search.period : 'all';
  // Another view of the list is a view of the same period.
  const place: Place = {
    ...around,
    go: (path, to = {}) =>
      around.go(path, { ...to, search: { ...to.search, ...(period === 'all' ? {} : { period }) } }),
  };
  usePeriod({
    period,
    calendar,
    onPeriod(next) {
      const { period: _before, ...rest } = search;
      around.go('/audit', { search: next === 'all' ? rest : { ...rest, period: next }, replace: true });
    },
  });
  const columns = useMemo(() => auditColumns(words), [words]);
  const { view, onView, saved } = useListView(place, 'audit', '/audit', columns);
  place.useKeys(ledgerKeys);
  return (
    <AuditLedger
      title={words('nav.audit')}
      listing={{
        view,
        onView,
        saved,
        scope: periodFilters(period, calendar, 'at'),
        onExport: (format, query) =>
          void exportList({ place, words }, { call: 'GET /audit', noun: 'audit' }, format, query),
      }}
      zone={place.zone}
      list="GET /audit"
      verify={app.allows('audit.verify') ? 'GET /audit/verify' : null}
    />
  );
}
