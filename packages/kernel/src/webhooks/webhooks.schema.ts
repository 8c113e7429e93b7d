/** Webhooks and the log of what was sent to them. */
import Type, { type Static } from 'typebox';
import { Id, Instant, Line, Nullable, OneOf, Ref } from '../schema/fields.ts';

const strict = { additionalProperties: false };
const kept = { version: Type.Integer(), created_at: Instant(), updated_at: Instant() };

const EventType = Type.String({
  maxLength: 100,
  pattern: '^(\\*|[a-z][a-z0-9_-]*\\.(\\*|[a-z][a-z0-9_]*))$',
  'x-hint': 'Give a type such as products.update, products.* for all of a noun, or * for everything.',
  examples: ['products.*'],
});

const fields = {
  url: Line(1000, { minLength: 1, examples: ['https://hooks.example.in/tenantry'] }),
  types: Type.Array(EventType, { minItems: 1, maxItems: 50, uniqueItems: true }),
  description: Type.Optional(Nullable(Line(200))),
  is_active: Type.Optional(Type.Boolean()),
};

export const Webhook = Type.Object({
  id: Id(),
  url: Type.String(),
  types: Type.Array(Type.String()),
  description: Nullable(Line(200)),
  is_active: Type.Boolean(),
  disabled_reason: Nullable(Line(200, { description: 'Why the platform switched it off.' })),
  failing_since: Nullable(Instant({ description: 'The first failure after the last success.' })),
  rests_until: Nullable(Instant({ description: 'It failed several times in a row; until then nothing is sent.' })),
  created_by: Type.String({ description: 'Who is told when it is switched off.' }),
  ...kept,
});
export type Webhook = Static<typeof Webhook>;

/** The only answers that hold the secret. */
export const WebhookWithSecret = Type.Object({
  ...Webhook.properties,
  secret: Type.String({ description: 'Shown this once. Proves what comes from us (Standard Webhooks).' }),
});
export type WebhookWithSecret = Static<typeof WebhookWithSecret>;

export const NewWebhook = Type.Object(fields, strict);

const webhook = Ref('webhooks');
const version = Type.Optional(Type.Integer({ minimum: 1 }));

export const OneWebhook = Type.Object({ webhook }, strict);
export const WebhookChanges = Type.Object(
  { webhook, version, ...Type.Partial(Type.Object(fields)).properties },
  strict,
);

export const STATUSES = ['pending', 'delivered', 'failed'] as const;

export const WebhookDelivery = Type.Object({
  id: Id({ description: 'Also the header webhook-id, by which a receiver knows a message that comes again.' }),
  webhook_id: Id(),
  event_id: Nullable(Id()),
  type: Type.String(),
  body: Type.String({ description: 'What was sent.' }),
  status: OneOf(STATUSES),
  attempts: Type.Integer(),
  next_attempt_at: Nullable(Instant()),
  status_code: Nullable(Type.Unsafe<number>({ type: 'integer', description: 'HTTP status of the last answer.' })),
  duration_ms: Nullable(Type.Unsafe<number>({ type: 'integer' })),
  answer: Nullable(Type.Unsafe<string>({ type: 'string', description: 'The first 2 kB of the last answer.' })),
  error: Nullable(Line(200)),
  delivered_at: Nullable(Instant()),
  ...kept,
});
export type WebhookDelivery = Static<typeof WebhookDelivery>;

export const OneDelivery = Type.Object({ delivery: Ref('webhook-deliveries') }, strict);
