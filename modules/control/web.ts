/** The screens of the control plane: the newcomer's way in, the organisation's setup, the operator's console. */
import type { ModuleScreens } from '@tenantry/ui/screens/screen.ts';

export const screens: ModuleScreens = {
  module: 'control',
  screens: [
    {
      path: '/tenant-setup',
      noun: 'onboarding',
      alone: true,
      load: () => import('./onboarding/onboarding.screens.tsx'),
    },
    {
      path: '/tenant',
      noun: 'tenant',
      group: 'setup',
      permission: 'tenants.read',
      load: () => import('./tenants/tenant.screens.tsx'),
    },
    {
      path: '/branding',
      noun: 'branding',
      group: 'setup',
      permission: 'branding.write',
      load: () => import('./branding/branding.screens.tsx'),
    },
    {
      path: '/users',
      noun: 'users',
      group: 'people',
      permission: 'members.read',
      load: () => import('./members/members.screens.tsx'),
    },
    {
      path: '/roles',
      noun: 'roles',
      group: 'people',
      permission: 'roles.read',
      load: () => import('./roles/roles.screens.tsx'),
    },
    {
      path: '/subscription',
      noun: 'subscription',
      group: 'setup',
      permission: 'subscription.read',
      load: () => import('./subscriptions/subscription.screens.tsx'),
    },
    {
      path: '/settings',
      noun: 'settings',
      group: 'setup',
      permission: 'settings.read',
      load: () => import('./settings/settings.screens.tsx'),
    },
    {
      path: '/audit',
      noun: 'audit',
      group: 'setup',
      permission: 'audit.read',
      load: () => import('./audit/audit.screens.tsx'),
    },
    { path: '/operator', noun: 'operator', alone: true, load: () => import('./operator/tenants.screens.tsx') },
    {
      path: '/operator/tenants/$tenant',
      noun: 'operator',
      alone: true,
      load: () => import('./operator/tenant.screens.tsx'),
    },
    {
      path: '/operator/tenants/$tenant/audit',
      noun: 'operator',
      alone: true,
      load: () => import('./operator/tenant_audit.screens.tsx'),
    },
    { path: '/operator/runs/$run', noun: 'operator', alone: true, load: () => import('./operator/run.screens.tsx') },
    { path: '/operator/alerts', noun: 'operator', alone: true, load: () => import('./operator/alerts.screens.tsx') },
    { path: '/operator/jobs', noun: 'operator', alone: true, load: () => import('./operator/jobs.screens.tsx') },
    { path: '/operator/audit', noun: 'operator', alone: true, load: () => import('./operator/audit.screens.tsx') },
    {
      path: '/operator/isolation',
      noun: 'operator',
      alone: true,
      load: () => import('./operator/isolation.screens.tsx'),
    },
    { path: '/operator/health', noun: 'operator', alone: true, load: () => import('./operator/health.screens.tsx') },
  ],
};
