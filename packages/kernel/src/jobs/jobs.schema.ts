/** A job as clients see it. */
import Type, { type Static } from 'typebox';
import { Id, Instant, Line, Nullable, OneOf, Text } from '../schema/fields.ts';

export const STATES = ['queued', 'running', 'done', 'failed', 'parked', 'cancelled'] as const;

const Result = Type.Unsafe<Record<string, unknown> | null>({ type: ['object', 'null'], additionalProperties: true });
const Count = Type.Unsafe<number | null>({ type: ['integer', 'null'] });

export const Job = Type.Object({
  id: Id(),
  name: Line(100),
  state: OneOf(STATES),
  key: Nullable(Text(200)),
  run_at: Instant(),
  attempts: Type.Integer(),
  max_attempts: Type.Integer(),
  progress_done: Type.Integer(),
  progress_total: Count,
  message: Nullable(Text(500)),
  result: Result,
  error: Nullable(Text(500)),
  actor: Line(254),
  created_at: Instant(),
  updated_at: Instant(),
  started_at: Nullable(Instant()),
  finished_at: Nullable(Instant()),
});
export type Job = Static<typeof Job>;
