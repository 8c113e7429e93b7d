/** All organisations, for operators: how they stand, what they use, how they are; one thing done to one or to many. */

import { count } from '@tenantry/ui/format/figures.ts';
import type { ActionTarget } from '@tenantry/ui/grid/actions.tsx';
import { LedgerGrid } from '@tenantry/ui/grid/ledger_grid.tsx';
import { type GridQuery, sortText } from '@tenantry/ui/grid/view.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { listInput, listPort } from '@tenantry/ui/screens/list_port.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useMemo, useState } from 'react';
import type { TenantLine } from '../tenants/overview.ts';
import { BulkDialog, type Chosen, VERBS, type Verb } from './bulk_dialog.screens.tsx';
import { Console } from './console.tsx';
import { NewTenantDialog } from './new_tenant.screens.tsx';
import { tenantColumns } from './tenant_columns.screens.tsx';
import { useUrlView } from './url_view.screens.tsx';

/** Limits stand beside what is used; they are no columns of the file. */
function download(format: 'csv' | 'xlsx', query: GridQuery): void {
  const asked = new URLSearchParams({ ...query.filters, ...(query.q ? { q: query.q } : {}), format });
  if (query.sort.length > 0) asked.set('sort', sortText(query.sort));
  asked.set('fields', query.fields.join(','));
  location.assign(`/api/tenants?${asked}`);
}

function Tenants() {
  const words = useWords();
  const app = useApp();
  const columns = useMemo(() => tenantColumns(words), [words]);
  const [view, setView] = useUrlView(columns);
  const [refresh, setRefresh] = useState(0);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [isNew, setNew] = useState(() => new URLSearchParams(location.search).has('new'));
  const start = (verb: Verb) => (target: ActionTarget<TenantLine>) =>
    setChosen(
      target.kind === 'some'
        ? { verb, names: target.rows.map(({ name }) => name), tenants: target.rows.map(({ id }) => id) }
        : { verb, filter: listInput({ ...target.query, sort: [] }), except: target.except },
    );
  const close = (): void => {
    setChosen(null);
    setNew(false);
    setRefresh((now) => now + 1);
  };
  return (
    <div className="admin-ledger">
      <LedgerGrid<TenantLine>
        label={words('operator.page_tenants')}
        columns={columns}
        port={listPort<TenantLine>(app, 'GET /tenants')}
        view={view}
        onView={setView}
        rowLabel={(row) => row.name}
        countLabel={(total) => words('operator.count', { count: total, shown: count(total) })}
        onOpen={(row) => app.go(`/operator/tenants/${row.slug}`)}
        onExport={download}
        actions={VERBS.map((verb) => ({
          key: verb,
          label: words(`operator.${verb}`),
          bulk: true,
          danger: verb === 'archive',
          run: start(verb),
        }))}
        refresh={refresh}
        singleKeys={app.singleKeys}
        title={<h1>{words('operator.page_tenants')}</h1>}
        tools={
          <Button kind="main" onClick={() => setNew(true)}>
            {words('operator.new')}
          </Button>
        }
      />
      {chosen ? <BulkDialog chosen={chosen} onClose={close} /> : null}
      {isNew ? <NewTenantDialog onClose={close} /> : null}
    </div>
  );
}

export default function TenantsScreen() {
  return (
    <Console page="tenants" ledger>
      <Tenants />
    </Console>
  );
}
