/** Endpoints of performance, database and security figures of one tenant. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { DatabasePerformance, Performance, SecurityMetrics, SlowQueries } from './performance.schema.ts';
import { getDatabasePerformance, getPerformance, getSecurityMetrics, listSlowQueries } from './performance.service.ts';
import { ChartRange } from './range.ts';

const none = Type.Object({}, { additionalProperties: false });

export const performanceRoutes: AnyRoute[] = [
  route({
    name: 'usage.performance',
    method: 'GET',
    path: '/tenants/{tenant}/performance',
    aliases: ['/performance'],
    scope: 'control',
    permission: 'usage.read',
    summary: 'Requests, errors and times over a range, as a series and now',
    input: ChartRange,
    output: Performance,
    message: 'Performance',
    run: (ctx, input) => getPerformance(ctx, input),
  }),
  route({
    name: 'usage.database',
    method: 'GET',
    path: '/database/performance/{tenant}',
    scope: 'control',
    permission: 'usage.read',
    summary: 'What the organisation asks of the database, and what it stores there',
    input: ChartRange,
    output: DatabasePerformance,
    message: 'Database',
    run: (ctx, input) => getDatabasePerformance(ctx, input),
  }),
  route({
    name: 'usage.slow_queries',
    method: 'GET',
    path: '/database/slow-queries/{tenant}',
    scope: 'control',
    permission: 'usage.read',
    summary: 'Statements of the organisation that took too long',
    input: none,
    output: SlowQueries,
    message: 'Slow statements',
    run: (ctx) => listSlowQueries(ctx),
  }),
  route({
    name: 'usage.security',
    method: 'GET',
    path: '/security/metrics/{tenant}',
    scope: 'control',
    permission: 'usage.read',
    summary: 'Failed sign-ins, refused and foreign requests over a range',
    input: ChartRange,
    output: SecurityMetrics,
    message: 'Security',
    run: (ctx, input) => getSecurityMetrics(ctx, input),
  }),
];
