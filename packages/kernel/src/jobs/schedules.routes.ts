/** The endpoints of schedules. */
import type { Row } from '../db/records.ts';
import { type AnyRoute, route } from '../http/route.ts';
import { Job } from './jobs.schema.ts';
import { OneSchedule, Schedule, ScheduleChanges } from './schedules.schema.ts';
import {
  getSchedule,
  jobGone,
  runScheduleNow,
  scheduleList,
  scheduleRecord,
  updateSchedule,
} from './schedules.service.ts';

const reading = { method: 'GET', scope: 'tenant', permission: 'schedules.read' } as const;
const writing = { scope: 'tenant', permission: 'schedules.write' } as const;
const { notFound } = scheduleRecord;

export const scheduleRoutes: AnyRoute[] = [
  route({
    ...reading,
    name: 'schedules.list',
    path: '/schedules',
    summary: 'What is done again and again in the organisation: when it is due, and what became of the last run.',
    input: scheduleList.input,
    output: Schedule,
    list: true,
    message: 'Schedules',
    run: async (ctx, input) => (await scheduleList.run(ctx, input as Row)) as never,
  }),
  route({
    ...reading,
    name: 'schedules.get',
    path: '/schedules/{schedule}',
    summary: 'One schedule.',
    input: OneSchedule,
    output: Schedule,
    message: 'Schedule',
    problems: [notFound],
    run: (ctx, input) => getSchedule(ctx, input.schedule),
  }),
  route({
    ...writing,
    name: 'schedules.update',
    method: 'PATCH',
    path: '/schedules/{schedule}',
    summary: 'Switches a schedule off or on.',
    input: ScheduleChanges,
    output: Schedule,
    message: 'Schedule changed',
    problems: [notFound],
    run: (ctx, { schedule, version, ...changes }) => updateSchedule(ctx, schedule, changes, version),
  }),
  route({
    ...writing,
    name: 'schedules.run',
    method: 'POST',
    path: '/schedules/{schedule}/run',
    summary: 'Does now what the schedule would do when it is due.',
    input: OneSchedule,
    output: Job,
    status: 202,
    message: 'Schedule is run',
    problems: [notFound, jobGone],
    run: (ctx, input) => runScheduleNow(ctx, input.schedule),
  }),
];
