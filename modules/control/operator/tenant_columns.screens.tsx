/** The columns of the operators' list of organisations. */
import { count, fileSize } from '@tenantry/ui/format/figures.ts';
import type { GridColumn } from '@tenantry/ui/grid/columns.ts';
import type { Words } from '@tenantry/ui/words/words.tsx';
import type { TenantLine } from '../tenants/overview.ts';

export const KINDS = ['business', 'dental_clinic', 'clinic', 'manufacturing'];
export const PLANS = ['basic', 'premium', 'enterprise', 'custom'];

/** What of it may be used, beside what is. */
function against(words: Words, used: number, most: number | null | undefined, say: (value: number) => string): string {
  return typeof most === 'number' ? words('operator.of', { used: say(used), most: say(most) }) : say(used);
}

export function tenantColumns(words: Words): GridColumn<TenantLine>[] {
  return [
    { key: 'name', label: words('onboarding.name'), kind: 'text', width: 150, sortable: true, phone: 'title' },
    { key: 'slug', label: words('operator.slug'), kind: 'text', width: 100, sortable: true, phone: 'note' },
    {
      key: 'status',
      label: words('operator.status'),
      kind: 'choice',
      width: 110,
      filterable: true,
      choices: [
        { value: 'active', label: words('operator.status_active'), mark: 'full' },
        { value: 'provisioning', label: words('operator.status_provisioning'), mark: 'sent' },
        { value: 'suspended', label: words('operator.status_suspended'), mark: 'late' },
        { value: 'archived', label: words('operator.status_archived'), mark: 'off' },
      ],
    },
    {
      key: 'health',
      label: words('operator.health_word'),
      kind: 'choice',
      width: 92,
      filterable: true,
      phone: 'state',
      choices: [
        { value: 'well', label: words('operator.health_well'), mark: 'full' },
        { value: 'watch', label: words('operator.health_watch'), mark: 'part' },
        { value: 'unwell', label: words('operator.health_unwell'), mark: 'late' },
        { value: 'closed', label: words('operator.health_closed'), mark: 'off' },
      ],
    },
    { key: 'health_reason', label: words('operator.health_why'), kind: 'text', width: 120 },
    {
      key: 'plan',
      label: words('subscription.plan'),
      kind: 'choice',
      width: 88,
      filterable: true,
      phone: 'figure',
      choices: PLANS.map((value) => ({ value, label: words(`plan.${value}`) })),
    },
    { key: 'cell', label: words('operator.cell'), kind: 'text', width: 56, filterable: true },
    {
      key: 'users',
      label: words('operator.users'),
      kind: 'number',
      width: 92,
      sortable: true,
      text: (row) => against(words, row.users, row.max_users, count),
    },
    {
      key: 'storage_bytes',
      label: words('operator.storage'),
      kind: 'number',
      width: 122,
      sortable: true,
      text: (row) => against(words, row.storage_bytes, row.max_storage, fileSize),
    },
    {
      key: 'requests',
      label: words('operator.requests_today'),
      kind: 'number',
      width: 116,
      sortable: true,
      text: (row) => against(words, row.requests, row.max_requests_per_day, count),
    },
    {
      key: 'last_activity_at',
      label: words('operator.last_activity'),
      kind: 'instant',
      width: 124,
      sortable: true,
      filterable: true,
    },
    {
      key: 'organization_type',
      label: words('operator.kind'),
      kind: 'choice',
      width: 150,
      filterable: true,
      hidden: true,
      choices: KINDS.map((value) => ({ value, label: words(`onboarding.kind_${value}`) })),
    },
    {
      key: 'placement',
      label: words('operator.placement'),
      kind: 'choice',
      width: 110,
      hidden: true,
      choices: ['pool', 'silo'].map((value) => ({ value, label: words(`operator.placement_${value}`) })),
    },
    { key: 'city', label: words('tenant.city'), kind: 'text', width: 110, hidden: true },
    {
      key: 'created_at',
      label: words('members.since'),
      kind: 'instant',
      sortable: true,
      filterable: true,
      hidden: true,
    },
  ];
}
