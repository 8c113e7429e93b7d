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

const ok = Type.Boolean();
const detail = Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'What is wrong.' });
const oldest_seconds = Type.Unsafe<number | null>({
  type: ['integer', 'null'],
  description: 'How long the first one waits.',
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
      ok,
      waiting: Type.Integer(),
      kept: Type.Integer({ description: 'Readable by operators, since no mail server is configured.' }),
      failed: Type.Integer(),
      oldest_seconds,
    }),
    redis: Type.Unsafe<{ ok: boolean } | null>({
      type: ['object', 'null'],
      properties: { ok: { type: 'boolean' } },
      description: 'Null when none is configured.',
    }),
    storage: Type.Object(
      { kind: Type.String({ description: 'folder or s3.' }), ok, response_ms: NumberOrNull, detail },
      { description: 'Where files lie: something was put there, read back and removed.' },
    ),
    keys: Type.Object({ ok, detail }, { description: 'Master keys and the shares of organisations.' }),
    jobs: Type.Object({
      ok,
      due: Type.Integer({ description: 'Should run now and do not.' }),
      later: Type.Integer(),
      running: Type.Integer(),
      oldest_seconds,
    }),
    audit: Type.Object(
      { ok, waiting: Type.Integer(), oldest_seconds },
      { description: 'Entries of the trail that are not sealed yet.' },
    ),
  }),
  metrics: Type.Object({
    requests: Type.Integer(),
    errors: Type.Integer(),
    mean_response_ms: Type.Unsafe<number | null>({ ...NumberOrNull, description: 'Of the last five to ten minutes.' }),
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
