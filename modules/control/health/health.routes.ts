/** Whether the installation is well: for load balancers without a session, in detail for operators. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { ChartRange } from '../performance/range.ts';
import { getSystemSeries, SystemSeries } from '../system-series/series.ts';
import { DetailedHealth, Health, SystemStatus } from './health.schema.ts';
import { getDetailedHealth, getHealth, getSystemStatus } from './health.service.ts';

const none = Type.Object({}, { additionalProperties: false });

export const healthRoutes: AnyRoute[] = [
  route({
    name: 'health.get',
    method: 'GET',
    path: '/health',
    scope: 'public',
    uncounted: 'a load balancer must learn it, whoever else asks from its address',
    summary: 'Whether the installation answers; 503 when its database does not',
    input: none,
    output: Health,
    message: 'Healthy',
    run: (ctx) => getHealth(ctx),
  }),
  route({
    name: 'health.detailed',
    method: 'GET',
    path: '/health/detailed',
    scope: 'platform',
    summary: 'Each part of the installation',
    input: none,
    output: DetailedHealth,
    message: 'Health in detail',
    run: (ctx) => getDetailedHealth(ctx),
  }),
  route({
    name: 'system.status',
    method: 'GET',
    path: '/system/status',
    scope: 'platform',
    summary: 'Organisations, people, requests and memory',
    input: none,
    output: SystemStatus,
    message: 'Status',
    run: (ctx) => getSystemStatus(ctx),
  }),
  route({
    name: 'system.series',
    method: 'GET',
    path: '/system/series',
    scope: 'platform',
    summary: 'The installation over time: answers, work of the database, connections, jobs, bytes',
    input: ChartRange,
    output: SystemSeries,
    message: 'Series of the installation',
    run: (ctx, input) => getSystemSeries(ctx, input),
  }),
];
