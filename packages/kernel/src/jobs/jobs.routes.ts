/** The endpoints of jobs. */
import Type from 'typebox';
import { getRecord, type Row } from '../db/records.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Id, Instant, Line, Nullable, Ref } from '../schema/fields.ts';
import { Job } from './jobs.schema.ts';
import {
  cancelJob,
  jobFinished,
  jobKeyTaken,
  jobList,
  jobRecord,
  jobRunning,
  queueFigures,
  retryJob,
} from './jobs.service.ts';

const one = Type.Object({ job: Ref('jobs') }, { additionalProperties: false });

const Figures = Type.Object({
  tenant_id: Id(),
  slug: Nullable(Line(60)),
  status: Nullable(Line(20)),
  waiting: Type.Integer(),
  due: Type.Integer(),
  running: Type.Integer(),
  oldest_due_at: Nullable(Instant()),
});

export const jobRoutes: AnyRoute[] = [
  route({
    name: 'jobs.list',
    method: 'GET',
    path: '/jobs',
    scope: 'tenant',
    permission: 'jobs.read',
    summary: 'Work that is done apart from requests, the newest first.',
    input: jobList.input,
    output: Job,
    list: true,
    message: 'Jobs',
    run: async (ctx, input) => (await jobList.run(ctx, input as Row)) as never,
  }),
  route({
    name: 'jobs.get',
    method: 'GET',
    path: '/jobs/{job}',
    scope: 'tenant',
    permission: 'jobs.read',
    summary: 'One job: how far it is, what came of it.',
    input: one,
    output: Job,
    message: 'Job',
    problems: [jobRecord.notFound],
    run: (ctx, input) => getRecord<Job>(ctx, jobRecord, input.job),
  }),
  route({
    name: 'jobs.retry',
    method: 'POST',
    path: '/jobs/{job}/retry',
    scope: 'tenant',
    permission: 'jobs.write',
    summary: 'Tries a job again that failed, was parked, was cancelled or still waits.',
    input: one,
    output: Job,
    status: 202,
    message: 'Job is tried again',
    problems: [jobRecord.notFound, jobFinished, jobRunning, jobKeyTaken],
    constraints: { jobs_key_key: { kind: jobKeyTaken } },
    run: (ctx, input) => retryJob(ctx, input.job),
  }),
  route({
    name: 'jobs.cancel',
    method: 'POST',
    path: '/jobs/{job}/cancel',
    scope: 'tenant',
    permission: 'jobs.write',
    summary: 'Calls a job off that is not done.',
    input: one,
    output: Job,
    message: 'Job cancelled',
    problems: [jobRecord.notFound, jobFinished],
    run: (ctx, input) => cancelJob(ctx, input.job),
  }),
  route({
    name: 'system.jobs',
    method: 'GET',
    path: '/system/jobs',
    scope: 'platform',
    summary: 'What waits in the queue of jobs, organisation by organisation, the fullest first.',
    input: Type.Object(
      { limit: Type.Integer({ minimum: 1, maximum: 200, default: 50 }) },
      { additionalProperties: false },
    ),
    output: Figures,
    list: true,
    message: 'Queue of jobs',
    run: async (ctx, input) => (await queueFigures(ctx, input.limit)) as never,
  }),
];
