/** Health of the installation; every figure is measured, what there is none of is null. */
import { Instant, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';

const NumberOrNull = Type.Unsafe<number | null>({ type: ['number', 'null'] });
const Uptime = Type.Number({ description: 'Seconds.' });

export const Health = Type.Object({
  status: Type.String(),
  multi_tenant_enabled: Type.Boolean(),
  database: Type.Boolean(),
  uptime: Uptime,
  checked_at: Instant(),
});

const Pool = Type.Object({
  ok: Type.Boolean(),
  response_ms: NumberOrNull,
  connections: Type.Integer(),
  idle: Type.Integer(),
  waiting: Type.Integer({ description: 'Requests that wait for a connection.' }),
});

const CellHealth = Type.Object({ name: Type.String(), kind: OneOf(['pool', 'silo']), ...Pool.properties });

export const DetailedHealth = Type.Object({
  status: Type.String(),
  multi_tenant_enabled: Type.Boolean(),
  checks: Type.Object({
    cells: Type.Array(CellHealth, { description: 'The databases that hold tenants.' }),
    control_database: Pool,
    news: Type.Object({ ok: Type.Boolean({ description: 'Changes of other instances arrive.' }) }),
    mail: Type.Object({
      waiting: Type.Integer(),
      kept: Type.Integer({ description: 'Readable by operators, since no mail server is configured.' }),
      failed: Type.Integer(),
    }),
    redis: Type.Unsafe<{ ok: boolean } | null>({
      type: ['object', 'null'],
      properties: { ok: { type: 'boolean' } },
      description: 'Null when none is configured.',
    }),
    storage: Type.Null(),
  }),
  metrics: Type.Object({
    requests: Type.Integer(),
    errors: Type.Integer(),
    mean_response_ms: NumberOrNull,
    p95_response_ms: NumberOrNull,
    uptime: Uptime,
  }),
  checked_at: Instant(),
});

export const SystemStatus = Type.Object({
  status: Type.String(),
  multi_tenant_enabled: Type.Boolean(),
  tenants: Type.Unsafe<Record<string, number>>({
    type: 'object',
    additionalProperties: { type: 'integer' },
    description: 'By state.',
  }),
  max_tenants: NumberOrNull,
  users: Type.Integer(),
  requests: Type.Integer(),
  memory_bytes: Type.Integer(),
  node_version: Type.String(),
  database_version: Type.String(),
  modules: Type.Array(Type.String()),
  started_at: Instant(),
  uptime: Uptime,
});
