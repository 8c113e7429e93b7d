/** What fires in the installation and what fired, and that somebody looks after it. */
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { LedgerGrid } from '@tenantry/ui/grid/ledger_grid.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { listPort } from '@tenantry/ui/screens/list_port.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { useMemo, useState } from 'react';
import type { Alert } from '../alerts/alerts.schema.ts';
import { Console } from './console.tsx';
import { useUrlView } from './url_view.screens.tsx';

function alertColumns(words: Words): GridColumn<Alert>[] {
  return [
    {
      key: 'state',
      label: words('operator.status'),
      kind: 'choice',
      filterable: true,
      phone: 'state',
      choices: [
        { value: 'firing', label: words('operator.firing'), mark: 'late' },
        { value: 'resolved', label: words('operator.resolved'), mark: 'full' },
      ],
    },
    { key: 'rule', label: words('operator.rule'), kind: 'text', width: 150, filterable: true },
    { key: 'detail', label: words('operator.detail'), kind: 'text', width: 320, phone: 'title' },
    {
      key: 'fired_at',
      label: words('operator.fired_at'),
      kind: 'instant',
      sortable: true,
      filterable: true,
      phone: 'note',
    },
    { key: 'resolved_at', label: words('operator.resolved_at'), kind: 'instant' },
    { key: 'acknowledged_by', label: words('operator.acknowledged_by'), kind: 'text', width: 180 },
    { key: 'acknowledged_at', label: words('operator.acknowledged_at'), kind: 'instant', hidden: true },
  ];
}

function Alerts() {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [refresh, setRefresh] = useState(0);
  const columns = useMemo(() => alertColumns(words), [words]);
  const [view, setView] = useUrlView(columns);
  return (
    <div className="admin-ledger">
      {saving.fault ? <Banner kind="bad" title={saving.fault.text} /> : null}
      <LedgerGrid<Alert>
        label={words('operator.page_alerts')}
        columns={columns}
        port={listPort<Alert>(app, 'GET /alerts')}
        view={view}
        onView={setView}
        rowLabel={(row) => row.detail}
        refresh={refresh}
        singleKeys={app.singleKeys}
        actions={[
          {
            key: 'acknowledge',
            label: words('operator.acknowledge'),
            run: (target) => {
              const [alert] = target.kind === 'some' ? target.rows : [];
              if (alert)
                void saving.run(() =>
                  app
                    .call('POST /alerts/{alert}/acknowledge', { alert: alert.id })
                    .then(() => setRefresh((now) => now + 1)),
                );
            },
          },
        ]}
        title={<h1>{words('operator.page_alerts')}</h1>}
        empty={<p>{words('operator.no_alerts')}</p>}
      />
    </div>
  );
}

export default function AlertsScreen() {
  return (
    <Console page="alerts" ledger>
      <Alerts />
    </Console>
  );
}
