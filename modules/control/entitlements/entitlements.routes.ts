/** Endpoints of entitlements; the platform's alone. What follows from them stands in subscription and features. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { unknownFeature } from '@tenantry/kernel/tenancy/features.ts';
import Type from 'typebox';
import { PLATFORM } from '../tenants/operators.ts';
import { EntitlementEnd, EntitlementFilter, EntitlementLine, NewEntitlement } from './entitlements.schema.ts';
import {
  endEntitlement,
  entitlementEnded,
  entitlementNotFound,
  grantEntitlement,
  listEntitlements,
} from './entitlements.service.ts';

export const entitlementRoutes: AnyRoute[] = [
  route({
    name: 'entitlements.list',
    method: 'GET',
    path: '/tenants/{tenant}/entitlements',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Limits and features for a time, past, present and future, and which of them decide',
    input: EntitlementFilter,
    output: Type.Array(EntitlementLine),
    message: 'Entitlements',
    run: (ctx, input) => listEntitlements(ctx, input),
  }),
  route({
    name: 'entitlements.create',
    method: 'POST',
    path: '/tenants/{tenant}/entitlements',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Grant a limit or a feature for a time; of several that hold the one that began last decides',
    input: NewEntitlement,
    output: EntitlementLine,
    status: 201,
    problems: [unknownFeature],
    message: 'Entitlement granted',
    run: (ctx, input) => grantEntitlement(ctx, input),
  }),
  route({
    name: 'entitlements.end',
    method: 'POST',
    path: '/tenants/{tenant}/entitlements/{entitlement}/end',
    scope: 'control',
    permission: PLATFORM,
    summary: 'Let one end, now or at an instant to come',
    input: EntitlementEnd,
    output: EntitlementLine,
    problems: [entitlementNotFound, entitlementEnded],
    message: 'Entitlement ended',
    run: (ctx, input) => endEntitlement(ctx, input),
  }),
];
