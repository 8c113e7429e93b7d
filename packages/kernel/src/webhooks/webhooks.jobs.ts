/** The jobs of webhooks: sending a message, and forgetting what was sent long ago. */
import Type from 'typebox';
import { type AnyJob, defineJob, type ScheduleDefinition } from '../jobs/definition.ts';
import { Id } from '../schema/fields.ts';
import { deliver } from './deliver.ts';

export const webhookJobs: AnyJob[] = [
  defineJob({
    name: 'webhooks.deliver',
    input: Type.Object({ delivery_id: Id(), attempts: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
    long: true,
    quiet: true,
    run: (ctx, input, job) => deliver(ctx, input, job),
  }),
  defineJob({
    name: 'webhooks.forget',
    input: Type.Object({}, { additionalProperties: false }),
    quiet: true,
    async run(ctx) {
      await ctx.execute(
        "delete from webhook_deliveries where tenant_id = $1 and created_at < now() - interval '30 days'",
      );
    },
  }),
];

export const webhookSchedules: ScheduleDefinition[] = [
  { name: 'webhooks.forget', job: 'webhooks.forget', cron: '40 3 * * *' },
];
