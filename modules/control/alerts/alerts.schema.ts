/** Alerts and their rules, as operators see them. */
import { Id, Instant, Line, Nullable, OneOf } from '@tenantry/kernel/schema/fields.ts';
import Type, { type Static } from 'typebox';

export const STATES = ['firing', 'resolved'] as const;

export const Alert = Type.Object({
  id: Id(),
  rule: Line(40),
  for_tenant_id: Nullable(Id({ description: 'Null: of the installation.' })),
  about: Line(200, { description: 'What of it: a limit, a part, a disk.' }),
  state: OneOf(STATES),
  value: Type.Number({ description: 'As measured last, in the unit of the rule.' }),
  peak: Type.Number(),
  threshold: Type.Number({ description: 'As it was when the alert fired.' }),
  detail: Line(500),
  fired_at: Instant(),
  seen_at: Instant(),
  resolved_at: Nullable(Instant()),
  acknowledged_at: Nullable(Instant()),
  acknowledged_by: Nullable(Line(254)),
  version: Type.Integer(),
});
export type Alert = Static<typeof Alert>;

const threshold = Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, description: 'Fires at this value.' });
const clear_below = Type.Number({ exclusiveMinimum: 0, maximum: 1_000_000, description: 'Resolved below this value.' });
const minimum = Type.Integer({
  minimum: 0,
  maximum: 1_000_000,
  description: 'Requests before a share of them counts.',
});

export const AlertRule = Type.Object({
  rule: Line(40),
  title: Line(120),
  unit: Line(40),
  threshold,
  clear_below,
  minimum,
  is_enabled: Type.Boolean(),
  version: Type.Integer(),
  updated_at: Instant(),
});
export type AlertRule = Static<typeof AlertRule>;

export const AlertRuleChanges = Type.Object(
  {
    rule: Line(40),
    threshold: Type.Optional(threshold),
    clear_below: Type.Optional(clear_below),
    minimum: Type.Optional(minimum),
    is_enabled: Type.Optional(Type.Boolean()),
  },
  { additionalProperties: false },
);
export type AlertRuleChanges = Static<typeof AlertRuleChanges>;
