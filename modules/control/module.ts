/** The control plane: organisations, their people, plans, looks, switches and figures. */
import type { Module } from '@tenantry/kernel/http/module.ts';
import { alertRoutes } from './alerts/alerts.routes.ts';
import { alertRound } from './alerts/alerts.service.ts';
import { alertLetter, alertsLetter } from './alerts/letters.ts';
import { auditRoutes } from './audit/audit.routes.ts';
import { verifyRound } from './audit/verify_round.ts';
import { brandingRoutes } from './branding/branding.routes.ts';
import { readHouse } from './branding/house.ts';
import { domainRoutes } from './domains/domains.routes.ts';
import { entitlementRoutes } from './entitlements/entitlements.routes.ts';
import { readEntitlements } from './entitlements/rules.ts';
import { features } from './features/catalogue.ts';
import { featureRoutes } from './features/features.routes.ts';
import { healthRoutes } from './health/health.routes.ts';
import { logoRoutes } from './logos/logos.routes.ts';
import { ownLogo } from './logos/logos.service.ts';
import { memberRoutes } from './members/members.routes.ts';
import { onboardingRoutes } from './onboarding/onboarding.routes.ts';
import { performanceRoutes } from './performance/performance.routes.ts';
import { planRoutes } from './plans/plans.routes.ts';
import { builtinRoles } from './roles/builtin.ts';
import { roleRoutes } from './roles/roles.routes.ts';
import { sealedSettings } from './settings/seal.ts';
import { settingRoutes } from './settings/settings.routes.ts';
import { readUploadSize } from './settings/upload_size.ts';
import { subscriptionRoutes } from './subscriptions/subscriptions.routes.ts';
import { systemRound } from './system-series/samples.ts';
import { runRound } from './tenant-runs/carry_out.ts';
import { tenantRunRoutes } from './tenant-runs/tenant-runs.routes.ts';
import { readProfile } from './tenants/on_record.ts';
import { tenantRoutes } from './tenants/tenants.routes.ts';
import { sampleRound } from './usage/sample.ts';
import { usageRoutes } from './usage/usage.routes.ts';

export const control: Module = {
  name: 'control',
  routes: [
    ...healthRoutes,
    ...tenantRoutes,
    ...tenantRunRoutes,
    ...onboardingRoutes,
    ...planRoutes,
    ...subscriptionRoutes,
    ...entitlementRoutes,
    ...brandingRoutes,
    ...logoRoutes,
    ...featureRoutes,
    ...settingRoutes,
    ...memberRoutes,
    ...roleRoutes,
    ...domainRoutes,
    ...auditRoutes,
    ...usageRoutes,
    ...performanceRoutes,
    ...alertRoutes,
  ],
  house: readHouse,
  profile: readProfile,
  mark: ownLogo,
  upload_bytes: readUploadSize,
  rounds: [sampleRound, alertRound, verifyRound, runRound, systemRound],
  letters: [alertLetter, alertsLetter],
  entitlements: readEntitlements,
  features,
  roles: builtinRoles,
  sealed: [sealedSettings],
  migrations: new URL('./migrations/', import.meta.url),
};
