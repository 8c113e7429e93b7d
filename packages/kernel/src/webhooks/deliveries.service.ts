/** What is sent to webhooks: written down first, sent by a job, looked at and sent again afterwards. */
import { defineRecord, getRecord, lockRecord } from '../db/records.ts';
import { defineList } from '../http/list.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { STATUSES, type Webhook, WebhookDelivery } from './webhooks.schema.ts';
import { webhookRecord } from './webhooks.service.ts';

export const webhookOff = defineProblem('webhooks.off', 409, 'The webhook is switched off.');

export const deliveryRecord = defineRecord({
  noun: 'webhook-deliveries',
  table: 'webhook_deliveries',
  schema: WebhookDelivery,
});

export const deliveryList = defineList({
  record: deliveryRecord,
  filters: {
    webhook_id: 'id',
    type: 'text',
    status: { kind: 'text', column: 'status', one_of: STATUSES },
    created_at: 'instant',
  },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
});

/** What happened, as it is told to programs outside: which record, and nothing of what stands in it. */
export interface Occurrence {
  event_id: string | null;
  type: string;
  at: string;
  subject: string;
  subject_id: string | null;
}

/** The body of a message. A receiver reads the record by the API, under the rights of its own key. */
function bodyOf(ctx: Context, { event_id, type, at, subject, subject_id }: Occurrence): string {
  return JSON.stringify({
    type,
    timestamp: at,
    data: { id: event_id, tenant_id: ctx.tenant.id, subject, subject_id },
  });
}

/** Whether one of the types of a webhook means the type: `products.update`, `products.*`, `*`. */
export function wants(types: readonly string[], type: string): boolean {
  return types.some((one) => one === '*' || one === type || (one.endsWith('.*') && type.startsWith(one.slice(0, -1))));
}

/**
 * Writes down a message to a webhook and has it sent after the commit. Null when it is written down already: an event may be
 * heard of more than once.
 */
export async function addDelivery(ctx: Context, webhook_id: string, occurrence: Occurrence): Promise<string | null> {
  const { event_id, type } = occurrence;
  const [row] = await ctx.sql<{ id: string }>(
    `insert into webhook_deliveries (tenant_id, id, webhook_id, event_id, type, body, next_attempt_at)
     values ($1, $2, $3, $4, $5, $6, now()) on conflict on constraint webhook_deliveries_event_key do nothing returning id`,
    [ctx.newId(), webhook_id, event_id, type, bodyOf(ctx, occurrence)],
  );
  if (!row) return null;
  await ctx.enqueue({ job: 'webhooks.deliver', data: { delivery_id: row.id, attempts: 0 } });
  return row.id;
}

/** Sends a test message, whatever types the webhook wants. */
export async function pingWebhook(ctx: Context, ref: string): Promise<WebhookDelivery> {
  const webhook = await getRecord<Webhook>(ctx, webhookRecord, ref);
  if (!webhook.is_active) throw problem(webhookOff);
  const occurrence = { type: 'webhooks.ping', at: ctx.now.toISOString(), subject: 'webhooks', subject_id: webhook.id };
  const id = await addDelivery(ctx, webhook.id, { event_id: null, ...occurrence });
  ctx.audit({ action: 'webhooks.ping', subject: 'webhooks', subject_id: webhook.id });
  return getRecord<WebhookDelivery>(ctx, deliveryRecord, id as string);
}

/**
 * Sends a message again: one that was delivered or failed with the same id and body, a fresh signature and all attempts anew;
 * one that waits for its next attempt, now.
 */
export async function replayDelivery(ctx: Context, ref: string): Promise<WebhookDelivery> {
  const { id, status, webhook_id, ...delivery } = (await lockRecord(
    ctx,
    deliveryRecord,
    ref,
    undefined,
  )) as WebhookDelivery;
  const webhook = await getRecord<Webhook>(ctx, webhookRecord, webhook_id);
  if (!webhook.is_active) throw problem(webhookOff);
  const attempts = status === 'pending' ? delivery.attempts : 0;
  await ctx.execute(
    `update webhook_deliveries set status = 'pending', attempts = $3, next_attempt_at = now(), version = version + 1,
       updated_at = now() where tenant_id = $1 and id = $2`,
    [id, attempts],
  );
  await ctx.enqueue({ job: 'webhooks.deliver', data: { delivery_id: id, attempts } });
  ctx.audit({ action: 'webhook-deliveries.replay', subject: 'webhook-deliveries', subject_id: id });
  return getRecord<WebhookDelivery>(ctx, deliveryRecord, id);
}
