/** Endpoints of plans. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { Plan } from './plans.schema.ts';
import { listPlans } from './plans.service.ts';

export const planRoutes: AnyRoute[] = [
  route({
    name: 'plans.list',
    method: 'GET',
    path: '/plans',
    scope: 'account',
    summary: 'The plans with their limits and features',
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Array(Plan),
    message: 'Plans',
    run: (ctx) => listPlans(ctx),
  }),
];
