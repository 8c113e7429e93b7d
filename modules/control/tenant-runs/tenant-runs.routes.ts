/** Endpoints of runs over many organisations; the platform's alone. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { Id, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { unknownPlan } from '../plans/plans.service.ts';
import { NewRun, TenantRun, TenantRunItem } from './tenant-runs.schema.ts';
import {
  createRun,
  getRun,
  listItems,
  listRuns,
  nothingFailed,
  retryRun,
  runNotFound,
  selectionChanged,
} from './tenant-runs.service.ts';

const strict = { additionalProperties: false };
const one = Type.Object({ run: Id() }, strict);

export const tenantRunRoutes: AnyRoute[] = [
  route({
    name: 'tenant-runs.create',
    method: 'POST',
    path: '/tenant-runs',
    scope: 'platform',
    summary: 'Do one thing to many organisations, one after the other; answers at once, and goes on whoever looks',
    input: NewRun,
    output: TenantRun,
    status: 202,
    problems: [selectionChanged, unknownPlan],
    message: 'Begun',
    run: (ctx, input) => createRun(ctx, input),
  }),
  route({
    name: 'tenant-runs.list',
    method: 'GET',
    path: '/tenant-runs',
    scope: 'platform',
    summary: 'The newest runs over many organisations',
    input: Type.Object({}, strict),
    output: Type.Array(TenantRun),
    message: 'Runs',
    run: (ctx) => listRuns(ctx),
  }),
  route({
    name: 'tenant-runs.get',
    method: 'GET',
    path: '/tenant-runs/{run}',
    scope: 'platform',
    summary: 'How far a run is',
    input: one,
    output: TenantRun,
    problems: [runNotFound],
    message: 'Run',
    run: (ctx, { run }) => getRun(ctx, run),
  }),
  route({
    name: 'tenant-runs.items',
    method: 'GET',
    path: '/tenant-runs/{run}/items',
    scope: 'platform',
    summary: 'What came of a run, organisation by organisation',
    input: Type.Object(
      {
        run: Id(),
        state: Type.Optional(OneOf(['waiting', 'done', 'failed'])),
        limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 200 })),
        cursor: Type.Optional(
          Type.String({ pattern: '^[0-9]{1,9}$', 'x-hint': 'Give the next_cursor of the page before.' }),
        ),
      },
      strict,
    ),
    output: TenantRunItem,
    list: true,
    problems: [runNotFound],
    message: 'What came of it',
    run: (ctx, input) => listItems(ctx, input),
  }),
  route({
    name: 'tenant-runs.retry',
    method: 'POST',
    path: '/tenant-runs/{run}/retry',
    scope: 'platform',
    summary: 'Try again what was refused',
    input: one,
    output: TenantRun,
    status: 202,
    problems: [runNotFound, nothingFailed],
    message: 'Begun again',
    run: (ctx, { run }) => retryRun(ctx, run),
  }),
];
