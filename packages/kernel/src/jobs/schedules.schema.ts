/** A schedule as the people of an organisation see it. */
import Type, { type Static } from 'typebox';
import { Id, Instant, Line, Nullable, OneOf, Ref, Text } from '../schema/fields.ts';
import { STATES } from './jobs.schema.ts';

const LastState = Type.Unsafe<(typeof STATES)[number] | null>({
  ...Nullable(OneOf(STATES)),
  description: 'What became of the last run.',
});

export const Schedule = Type.Object({
  id: Id(),
  name: Line(100),
  job: Line(100, { description: 'The name of the job that each due time makes.' }),
  cron: Line(100, { description: 'Minute, hour, day of month, month, day of week, in the time zone.' }),
  time_zone: Line(60),
  is_active: Type.Boolean({ description: 'False: due times pass, and nothing is done.' }),
  next_at: Instant({ description: 'When it is due next; while it is off, when it would be.' }),
  last_at: Nullable(Instant({ description: 'When it was due, or was run by hand, the last time.' })),
  last_job_id: Nullable(Id()),
  last_state: LastState,
  last_finished_at: Nullable(Instant()),
  last_error: Nullable(Text(500)),
  version: Type.Integer(),
  created_at: Instant(),
  updated_at: Instant(),
});
export type Schedule = Static<typeof Schedule>;

const schedule = Ref('schedules');

export const OneSchedule = Type.Object({ schedule }, { additionalProperties: false });

export const ScheduleChanges = Type.Object(
  { schedule, version: Type.Optional(Type.Integer({ minimum: 1 })), is_active: Type.Optional(Type.Boolean()) },
  { additionalProperties: false },
);
