/** All organisations, for operators: state, plan and place; suspending, opening, archiving, one or many at once. */

import type { ActionTarget } from '@tenantry/ui/grid/actions.tsx';
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import { LedgerGrid } from '@tenantry/ui/grid/ledger_grid.tsx';
import { EMPTY_VIEW, type GridView } from '@tenantry/ui/grid/view.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useApp } from '@tenantry/ui/screens/app.tsx';
import { listInput, listPort } from '@tenantry/ui/screens/list_port.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useState } from 'react';
import { Console } from './console.tsx';
import { type Job, MoveDialog, type Verb } from './move_dialog.screens.tsx';
import { NewTenantDialog } from './new_tenant.screens.tsx';

export interface TenantLine {
  id: string;
  slug: string;
  name: string;
  status: string;
  organization_type: string;
  plan: string;
  placement: string;
  max_users: number | null;
  city: string | null;
  created_at: string;
}

const VERBS: readonly Verb[] = ['suspend', 'resume', 'archive', 'restore', 'plan'];
const KINDS = ['business', 'dental_clinic', 'clinic', 'manufacturing'];
const PLANS = ['basic', 'premium', 'enterprise', 'custom'];

function Tenants() {
  const words = useWords();
  const app = useApp();
  const [view, setView] = useState<GridView>(EMPTY_VIEW);
  const [refresh, setRefresh] = useState(0);
  const [job, setJob] = useState<Job | null>(null);
  const [isNew, setNew] = useState(false);
  const columns: GridColumn<TenantLine>[] = [
    { key: 'name', label: words('onboarding.name'), kind: 'text', sortable: true, phone: 'title' },
    { key: 'slug', label: words('operator.slug'), kind: 'text', width: 150, sortable: true, phone: 'note' },
    {
      key: 'status',
      label: words('operator.status'),
      kind: 'choice',
      filterable: true,
      phone: 'state',
      choices: [
        { value: 'active', label: words('operator.status_active'), mark: 'full', tone: 'good' },
        { value: 'provisioning', label: words('operator.status_provisioning'), mark: 'ring', tone: 'wait' },
        { value: 'suspended', label: words('operator.status_suspended'), mark: 'turned', tone: 'bad' },
        { value: 'archived', label: words('operator.status_archived'), mark: 'dashed', tone: 'dim' },
      ],
    },
    {
      key: 'plan',
      label: words('subscription.plan'),
      kind: 'choice',
      width: 110,
      filterable: true,
      phone: 'figure',
      choices: PLANS.map((value) => ({ value, label: words(`plan.${value}`) })),
    },
    {
      key: 'organization_type',
      label: words('operator.kind'),
      kind: 'choice',
      width: 170,
      filterable: true,
      choices: KINDS.map((value) => ({ value, label: words(`onboarding.kind_${value}`) })),
    },
    {
      key: 'placement',
      label: words('operator.placement'),
      kind: 'choice',
      width: 110,
      choices: ['pool', 'silo'].map((value) => ({ value, label: words(`operator.placement_${value}`) })),
    },
    { key: 'max_users', label: words('operator.max_users'), kind: 'number', width: 90 },
    { key: 'city', label: words('tenant.city'), kind: 'text', width: 110, hidden: true },
    { key: 'created_at', label: words('members.since'), kind: 'instant', sortable: true, filterable: true },
  ];
  /** Those that were chosen; of a whole filter they are read page by page. */
  const targets = async (target: ActionTarget<TenantLine>): Promise<TenantLine[]> => {
    if (target.kind === 'some') return [...target.rows];
    const all: TenantLine[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const asked = { ...listInput(target.query), limit: 200, ...(cursor ? { cursor } : {}) };
      const page: { data: TenantLine[]; meta?: { next_cursor: string | null } } = await app.call('GET /tenants', asked);
      all.push(...page.data.filter(({ id }) => !target.except.includes(id)));
      cursor = page.meta?.next_cursor ?? null;
    }
    return all;
  };
  const start = (verb: Verb) => (target: ActionTarget<TenantLine>) => {
    void targets(target).then(
      (tenants) => setJob({ verb, tenants }),
      (error: unknown) => tell({ text: app.faultOf(error).text }),
    );
  };
  const close = (): void => {
    setJob(null);
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
        onOpen={(row) => app.go(`/operator/tenants/${row.slug}`)}
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
      {job ? <MoveDialog job={job} onClose={close} /> : null}
      {isNew ? <NewTenantDialog onClose={close} /> : null}
    </div>
  );
}

export default function TenantsScreen() {
  return (
    <Console page="tenants">
      <Tenants />
    </Console>
  );
}
