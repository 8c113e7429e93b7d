/** Usage and health of a tenant; what is not measured is null. */
import { Id, Instant, PlainDate } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';
import { limits } from '../plans/plans.schema.ts';
import { Allowance } from '../subscriptions/allowances.ts';

export const TimeRange = Type.Object(
  {
    timeRange: Type.Optional(
      Type.String({
        pattern: '^([1-9]|[1-9][0-9]|[1-2][0-9][0-9]|3[0-5][0-9]|36[0-6])d$',
        'x-hint': 'Give days from 1d to 366d, such as 30d.',
        description: 'Days, e.g. 30d; at most 366d.',
      }),
    ),
    time_range: Type.Optional(
      Type.String({
        pattern: '^[0-9]{1,3}d$',
        'x-hint': 'Give days from 1d to 366d, such as 30d.',
        description: 'The same as timeRange.',
      }),
    ),
  },
  { additionalProperties: false },
);
export type TimeRange = Static<typeof TimeRange>;

const CountOrNull = Type.Unsafe<number | null>({ type: ['integer', 'null'] });
const Count = Type.Integer({ minimum: 0 });

export const Usage = Type.Object({
  tenant_id: Id(),
  time_range: Type.String(),
  from: PlainDate(),
  to: PlainDate(),
  users: Type.Integer({ description: 'People, invited ones included.' }),
  records: Type.Unsafe<Record<string, number>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'What the modules count, such as products and customers.',
  }),
  storage_bytes: Type.Integer({ description: 'Bytes of its files: what counts against max_storage.' }),
  row_bytes: Type.Integer({ description: 'Bytes of its rows, at most a minute old; no limit counts them.' }),
  requests: Count,
  refused: Type.Integer({ description: 'Requests answered 4xx.' }),
  errors: Type.Integer({ description: 'Requests answered 5xx.' }),
  requests_by_day: Type.Array(Type.Object({ day: PlainDate(), requests: Count, refused: Count, errors: Count })),
  limits: Type.Object(limits),
  allowances: Type.Array(Allowance, { description: 'Each limit: how much is used, by which rule how much may be.' }),
  rows_by_table: Type.Unsafe<Record<string, number>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'As counted last, within the hour.',
  }),
  series: Type.Array(
    Type.Object({
      day: PlainDate(),
      requests: Count,
      refused: Count,
      errors: Count,
      response_ms: Type.Number({ description: 'Time that all requests took.' }),
      database_ms: Type.Number({ description: 'Of this at the database.' }),
      statements: Count,
      jobs: Count,
      failed_jobs: Count,
      rows: CountOrNull,
      storage_bytes: CountOrNull,
      row_bytes: CountOrNull,
    }),
    { description: 'Days of UTC. Rows and bytes are null for days on which nobody counted them.' },
  ),
});
export type Usage = Static<typeof Usage>;

const Milliseconds = Type.Unsafe<number | null>({ type: ['number', 'null'] });

const Check = Type.Unsafe<boolean | null>({ type: ['boolean', 'null'], description: 'Null: not configured.' });

export const TenantHealth = Type.Object({
  status: Type.String({ description: 'healthy, degraded, or the state of an organisation that is not open.' }),
  checks: Type.Object({ database: Check, redis: Check, storage: Check, api: Check }),
  problems: Type.Array(Type.String(), { description: 'What does not work, in words.' }),
  metrics: Type.Object({
    response_time_ms: Milliseconds,
    error_rate: Milliseconds,
    uptime: Type.Number({ description: 'Seconds that this process runs.' }),
  }),
  last_checked: Instant(),
});
export type TenantHealth = Static<typeof TenantHealth>;
