/** Endpoints of usage and health of one tenant. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { TenantHealth, TimeRange, Usage } from './usage.schema.ts';
import { getTenantHealth, getUsage } from './usage.service.ts';

const none = Type.Object({}, { additionalProperties: false });

export const usageRoutes: AnyRoute[] = [
  route({
    name: 'usage.get',
    method: 'GET',
    path: '/tenants/{tenant}/usage',
    aliases: ['/usage'],
    scope: 'control',
    permission: 'usage.read',
    summary: 'People, records, bytes and requests, with the limits',
    input: TimeRange,
    output: Usage,
    message: 'Usage',
    run: (ctx, input) => getUsage(ctx, input),
  }),
  route({
    name: 'usage.health',
    method: 'GET',
    path: '/tenants/{tenant}/health',
    scope: 'control',
    permission: 'usage.read',
    summary: 'Whether the organisation is served well',
    input: none,
    output: TenantHealth,
    message: 'Health',
    run: (ctx) => getTenantHealth(ctx),
  }),
];
