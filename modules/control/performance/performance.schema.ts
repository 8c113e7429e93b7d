/** How a tenant is served, at the web and at the database, and what threatened it; measured figures, null where nothing was. */
import { Id, Instant, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static, type TProperties } from 'typebox';

const Count = Type.Integer({ minimum: 0 });
const Milliseconds = Type.Unsafe<number | null>({ type: ['number', 'null'] });
const Share = Type.Unsafe<number | null>({ type: ['number', 'null'], description: 'Of all answers, 0 to 1.' });
const InstantOrNull = Type.Unsafe<string | null>({ type: ['string', 'null'] });

/** What every answer about a range begins with. */
const ranged = <P extends TProperties>(fields: P) =>
  Type.Object({
    tenant_id: Id(),
    time_range: Type.String(),
    resolution: OneOf(['5m', '1h', '1d'], { description: 'Width of a point of the series; days are those of UTC.' }),
    ...fields,
  });

const served = {
  requests: Count,
  refused: Type.Integer({ description: 'Answered 4xx.' }),
  errors: Type.Integer({ description: 'Answered 5xx.' }),
  error_rate: Share,
  mean_response_ms: Milliseconds,
  p50_response_ms: Milliseconds,
  p95_response_ms: Milliseconds,
};
const atDatabase = {
  statements: Count,
  database_ms: Type.Number({ description: 'Time that the database took for them.' }),
};

export const Performance = ranged({
  ...served,
  ...atDatabase,
  measured_since: Type.Unsafe<string | null>({
    ...InstantOrNull,
    description: 'The first day of which there are figures.',
  }),
  now: Type.Object(served, { description: 'The last five to ten minutes.' }),
  series: Type.Array(Type.Object({ at: Instant(), ...served, ...atDatabase })),
});
export type Performance = Static<typeof Performance>;

const load = {
  ...atDatabase,
  waiting_ms: Type.Number({ description: 'Time waited for a connection before.' }),
  mean_statement_ms: Milliseconds,
};

export const DatabasePerformance = ranged({
  ...load,
  database_ms_per_request: Milliseconds,
  slow_statements: Count,
  slow_ms: Type.Integer({ description: 'From this time on a statement is slow.' }),
  cell: Type.Object({ name: Type.String(), kind: OneOf(['pool', 'silo']) }),
  rows_by_table: Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: { type: 'integer' } }),
  row_bytes: Type.Unsafe<number | null>({ type: ['integer', 'null'] }),
  sampled_at: InstantOrNull,
  series: Type.Array(Type.Object({ at: Instant(), ...load })),
});
export type DatabasePerformance = Static<typeof DatabasePerformance>;

export const SlowQueries = Type.Object({
  tenant_id: Id(),
  slow_ms: Type.Integer({ description: 'From this time on a statement is slow.' }),
  queries: Type.Array(
    Type.Object({
      route: Type.String({ description: 'The route or job that asked.' }),
      statement: Type.String({ description: 'Its shape, without any value.' }),
      count: Count,
      mean_ms: Type.Number(),
      max_ms: Type.Number(),
      first_at: Instant(),
      last_at: Instant(),
    }),
    { description: 'Of the last seven days, the longest first.' },
  ),
});
export type SlowQueries = Static<typeof SlowQueries>;

const threats = {
  failed_sign_ins: Type.Integer({ description: 'Of people who belong to the organisation.' }),
  password_resets: Count,
  forbidden: Type.Integer({ description: 'Answered 403.' }),
  rate_limited: Type.Integer({ description: 'Answered 429.' }),
  conflicts: Type.Integer({ description: 'Requests of its people that named another organisation as well.' }),
  strangers: Type.Integer({ description: 'Requests for it of people who do not belong to it.' }),
};

export const SecurityMetrics = ranged({
  ...threats,
  active_sessions: Type.Integer({ description: 'Sessions of its people that are open now.' }),
  series: Type.Array(Type.Object({ at: Instant(), ...threats })),
});
export type SecurityMetrics = Static<typeof SecurityMetrics>;
