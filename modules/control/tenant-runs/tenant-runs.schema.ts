/** One thing done to many organisations: what may be asked, how far it is, and what came of it for each. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const ACTIONS = ['suspend', 'resume', 'archive', 'restore', 'plan', 'feature'] as const;
export type Action = (typeof ACTIONS)[number];

/** What the action is done with. */
const wanted = {
  reason: Type.Optional(Line(500, { description: 'Of what shuts people out.' })),
  plan: Type.Optional(Line(40, { description: 'Of `plan`.' })),
  feature: Type.Optional(Line(80, { description: 'Of `feature`.' })),
  enabled: Type.Optional(Type.Boolean({ description: 'Of `feature`.' })),
};

export const NewRun = Type.Object(
  {
    action: OneOf(ACTIONS),
    ...wanted,
    tenants: Type.Optional(Type.Array(Id(), { minItems: 1, maxItems: 1000, description: 'These; or else a filter.' })),
    filter: Type.Optional(
      Type.Unsafe<Record<string, string>>({
        type: 'object',
        additionalProperties: { type: 'string', maxLength: 200 },
        maxProperties: 20,
        description: 'All that match, as GET /tenants takes it: q, status, plan …',
      }),
    ),
    except: Type.Optional(Type.Array(Id(), { maxItems: 1000, description: 'Those of the filter that are left out.' })),
    expected: Type.Integer({
      minimum: 1,
      description: 'How many the operator was told of: refused when it is another number.',
    }),
  },
  { additionalProperties: false },
);
export type NewRun = Static<typeof NewRun>;

export const TenantRun = Type.Object({
  id: Id(),
  action: OneOf(ACTIONS),
  wanted: Type.Object(wanted),
  total: Type.Integer(),
  done: Type.Integer(),
  failed: Type.Integer(),
  state: OneOf(['running', 'done']),
  actor: Line(254),
  created_at: Instant(),
  finished_at: Nullable(Instant()),
});
export type TenantRun = Static<typeof TenantRun>;

export const TenantRunItem = Type.Object({
  tenant_id: Id(),
  slug: Line(60),
  name: Line(120),
  state: OneOf(['waiting', 'done', 'failed']),
  attempts: Type.Integer(),
  code: Nullable(Line(120)),
  detail: Nullable(Line(500)),
  finished_at: Nullable(Instant()),
});
export type TenantRunItem = Static<typeof TenantRunItem>;
