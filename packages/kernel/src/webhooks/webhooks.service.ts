/** Webhooks of an organisation: made, changed, given a new secret, tried, removed. */
import { defineRecord, getRecord, insertRecord, lockRecord, type Row, updateRecord } from '../db/records.ts';
import { deleteRecord } from '../db/records_many.ts';
import { defineList } from '../http/list.ts';
import { defineProblem, problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import { AddressRefused, readUrl } from './addresses.ts';
import { rulesOf } from './rules.ts';
import { newSecret } from './sign.ts';
import { Webhook, type WebhookWithSecret } from './webhooks.schema.ts';

export const urlRefused = defineProblem('webhooks.url_refused', 422, 'No webhook can go to this address.');
export const tooManyWebhooks = defineProblem('webhooks.limit_reached', 403, 'The organisation has enough webhooks.');

const MAX_WEBHOOKS = 20;

export const webhookRecord = defineRecord({ noun: 'webhooks', table: 'webhooks', schema: Webhook });

export const webhookList = defineList({
  record: webhookRecord,
  filters: { is_active: 'boolean', created_at: 'instant' },
  sorts: { created_at: 'created_at' },
  default_sort: '-created_at',
});

function assertUrl(ctx: Context, url: string): void {
  try {
    readUrl(url, rulesOf(ctx.kernel));
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    throw problem(urlRefused, { errors: [{ pointer: '/url', detail: error.message }] });
  }
}

/** Makes a webhook and answers its secret, this once. */
export async function createWebhook(
  ctx: Context,
  input: { url: string; types: string[]; description?: string | null; is_active?: boolean },
): Promise<WebhookWithSecret> {
  assertUrl(ctx, input.url);
  await ctx.kernel.keys.enter(ctx);
  const [count] = await ctx.sql<{ n: number }>('select count(*) as n from webhooks where tenant_id = $1');
  if ((count?.n ?? 0) >= MAX_WEBHOOKS)
    throw problem(tooManyWebhooks, { extra: { limit: 'webhooks', allowed: MAX_WEBHOOKS, used: count?.n } });
  const id = ctx.newId();
  const secret = newSecret();
  const sealed = await ctx.kernel.keys.seal(ctx.tenant.id, { table: 'webhooks', row: id, field: 'secret' }, secret);
  const row = await insertRecord<Webhook>(ctx, webhookRecord, {
    id,
    ...input,
    secret: sealed,
    created_by: ctx.actor.label,
  });
  return { ...row, secret };
}

/** Changes a webhook; one that was switched off by the platform begins anew when it is switched on. */
export async function updateWebhook(
  ctx: Context,
  ref: string,
  changes: Row,
  version: number | undefined,
): Promise<Webhook> {
  if (typeof changes.url === 'string') assertUrl(ctx, changes.url);
  const anew = changes.is_active === true ? { disabled_reason: null, failing_since: null, rests_until: null } : {};
  return updateRecord<Webhook>(ctx, webhookRecord, ref, { ...changes, ...anew }, version);
}

/** Gives a webhook a new secret and answers it, this once. The old one signs too for a day, so that no message is lost. */
export async function rotateSecret(ctx: Context, ref: string): Promise<WebhookWithSecret> {
  const { keys } = ctx.kernel;
  const tenant = ctx.tenant.id;
  const { id } = (await lockRecord(ctx, webhookRecord, ref, undefined)) as Webhook;
  await keys.enter(ctx);
  const [held] = await ctx.sql<{ secret: string }>('select secret from webhooks where tenant_id = $1 and id = $2', [
    id,
  ]);
  const place = { table: 'webhooks', row: id };
  const old = await keys.open(tenant, { ...place, field: 'secret' }, held?.secret as string);
  const secret = newSecret();
  await ctx.execute(
    `update webhooks set secret = $3, previous_secret = $4, previous_until = now() + interval '1 day',
       version = version + 1, updated_at = now() where tenant_id = $1 and id = $2`,
    [
      id,
      await keys.seal(tenant, { ...place, field: 'secret' }, secret),
      await keys.seal(tenant, { ...place, field: 'previous_secret' }, old),
    ],
  );
  ctx.audit({ action: 'webhooks.rotate_secret', subject: 'webhooks', subject_id: id });
  return { ...(await getRecord<Webhook>(ctx, webhookRecord, id)), secret };
}

/** Removes a webhook and its log. */
export async function deleteWebhook(ctx: Context, ref: string): Promise<Webhook> {
  return (await deleteRecord(ctx, webhookRecord, ref)) as Webhook;
}
