/** Sends one message of the log, in a job, and writes down what came of it. */
import type { JobRun } from '../jobs/definition.ts';
import type { Context } from '../tenancy/context.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Breaker } from './breaker.ts';
import { restOf, retryAfter, rulesOf } from './rules.ts';
import { type Attempt, sendMessage } from './send.ts';
import { signedHeaders } from './sign.ts';
import { tellSwitchedOff } from './switched_off.ts';

interface Pending {
  id: string;
  webhook_id: string;
  body: string;
  attempts: number;
  created_at: string;
  url: string;
  is_active: boolean;
  /** Failures in a row, and for how long it rests because of them. */
  failures: number;
  rest_ms: number;
  created_by: string;
  secret: string;
  previous_secret: string | null;
}

const SELECT = `select d.id, d.webhook_id, d.body, d.attempts, d.created_at, w.url, w.is_active, w.failures,
    greatest(0, extract(epoch from w.rests_until - clock_timestamp()) * 1000)::float8 as rest_ms, w.created_by, w.secret,
    case when w.previous_until > now() then w.previous_secret end as previous_secret
  from webhook_deliveries d join webhooks w on w.tenant_id = d.tenant_id and w.id = d.webhook_id
  where d.tenant_id = $1 and d.id = $2 and d.status = 'pending' and d.attempts = $3`;

async function secretsOf({ keys }: Kernel, tenant: Tenant, { webhook_id, ...held }: Pending): Promise<string[]> {
  const secrets: string[] = [];
  for (const field of ['secret', 'previous_secret'] as const) {
    const sealed = held[field];
    if (sealed) secrets.push(await keys.open(tenant.id, { table: 'webhooks', row: webhook_id, field }, sealed));
  }
  return secrets;
}

async function attempt(kernel: Kernel, tenant: Tenant, pending: Pending): Promise<Attempt> {
  if (!pending.is_active) return { status: null, duration_ms: 0, answer: '', error: 'The webhook is switched off.' };
  const { id, url, body, failures } = pending;
  const headers = signedHeaders({ id, at: new Date(), body }, await secretsOf(kernel, tenant, pending));
  return sendMessage({ url, headers, body, isFailing: failures > 0 }, rulesOf(kernel));
}

/** Notes what came of an attempt: delivered, to be tried again, or failed for good; and how the webhook stands. */
async function settle(ctx: Context, pending: Pending, tried: Attempt): Promise<void> {
  const { id, webhook_id } = pending;
  const attempts = pending.attempts + 1;
  const isDelivered = tried.status !== null && tried.status >= 200 && tried.status < 300;
  const wait_s = isDelivered || !pending.is_active ? null : retryAfter(ctx.kernel, attempts);
  const status = isDelivered ? 'delivered' : wait_s === null ? 'failed' : 'pending';
  const changed = await ctx.execute(
    `update webhook_deliveries set status = $3, attempts = $4, status_code = $5, duration_ms = $6, answer = $7, error = $8,
       next_attempt_at = now() + make_interval(secs => $9), delivered_at = case when $3 = 'delivered' then now() else delivered_at end,
       version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and status = 'pending' and attempts = $10`,
    [id, status, attempts, tried.status, tried.duration_ms, tried.answer, tried.error, wait_s, pending.attempts],
  );
  if (changed === 0) return;
  const outcome = isDelivered ? 'delivered' : wait_s === null ? 'failed' : 'retried';
  ctx.afterCommit(() => ctx.kernel.metrics.deliveryEnded(ctx.tenant.id, outcome));
  if (isDelivered) {
    await ctx.execute(
      'update webhooks set failing_since = null, failures = 0, rests_until = null where tenant_id = $1 and id = $2 and (failures > 0 or failing_since is not null)',
      [webhook_id],
    );
    return;
  }
  if (!pending.is_active) return;
  await ctx.execute(
    `update webhooks set failing_since = coalesce(failing_since, now()), failures = greatest(failures, $3),
       rests_until = clock_timestamp() + interval '1 millisecond' * $4 where tenant_id = $1 and id = $2`,
    [webhook_id, pending.failures + 1, restOf(ctx.kernel, pending.failures + 1) || null],
  );
  if (wait_s === null) await switchOff(ctx, pending);
  else
    await ctx.enqueue({
      job: 'webhooks.deliver',
      data: { delivery_id: id, attempts },
      run_at: new Date(ctx.now.getTime() + wait_s * 1000),
    });
}

const REASON = 'Messages failed for a day, and none arrived meanwhile.';

/** A message failed for good. When nothing has arrived since it was written down, the webhook is switched off, and somebody told. */
async function switchOff(ctx: Context, { webhook_id, created_at, url, created_by }: Pending): Promise<void> {
  const off = await ctx.execute(
    `update webhooks set is_active = false, disabled_reason = $3, version = version + 1, updated_at = now()
     where tenant_id = $1 and id = $2 and is_active and not exists (
       select from webhook_deliveries d where d.tenant_id = $1 and d.webhook_id = $2 and d.delivered_at >= $4::timestamptz)`,
    [webhook_id, REASON, created_at],
  );
  if (off === 0) return;
  ctx.audit({
    action: 'webhooks.switch_off',
    subject: 'webhooks',
    subject_id: webhook_id,
    before: { is_active: true },
    after: { is_active: false, disabled_reason: REASON },
  });
  const { kernel, tenant } = ctx;
  ctx.afterCommit(() => tellSwitchedOff(kernel, tenant, { url, to: created_by }));
}

/** The webhook rests, or another message is finding out how it is: this one is looked at again later, and no attempt is counted. */
async function postpone(ctx: Context, { id, attempts }: Pending, wait_ms: number): Promise<void> {
  const run_at = new Date(ctx.now.getTime() + wait_ms);
  await ctx.execute(
    'update webhook_deliveries set next_attempt_at = $3, updated_at = now() where tenant_id = $1 and id = $2',
    [id, run_at],
  );
  await ctx.enqueue({ job: 'webhooks.deliver', data: { delivery_id: id, attempts }, run_at });
}

/**
 * Sends a message after so many failed attempts; nothing when it is settled already. `ctx` only reads: no connection to the
 * database is held while the other side is waited for. A worker that dies in between sends again, with the same id.
 */
export async function deliver(
  ctx: Context,
  input: { delivery_id: string; attempts: number },
  job: JobRun,
  breaker: Breaker,
): Promise<void> {
  const [pending] = await ctx.sql<Pending>(SELECT, [input.delivery_id, input.attempts]);
  if (!pending) return;
  const { webhook_id } = pending;
  const wait_ms = breaker.enter(pending);
  if (wait_ms > 0) return job.step('postpone', (step) => postpone(step, pending, wait_ms));
  try {
    const tried = await attempt(ctx.kernel, ctx.tenant, pending);
    await job.step('settle', (step) => settle(step, pending, tried), 'also when stopping');
  } finally {
    breaker.leave(webhook_id);
  }
}
