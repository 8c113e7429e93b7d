/** The job of webhooks: sending a message. */
import Type from 'typebox';
import { type AnyJob, defineJob } from '../jobs/definition.ts';
import { Id } from '../schema/fields.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { deliver } from './deliver.ts';

/** The breaker remembers what this instance sends. */
export const webhookJobs = (breaker: Breaker = createBreaker()): AnyJob[] => [
  defineJob({
    name: 'webhooks.deliver',
    input: Type.Object({ delivery_id: Id(), attempts: Type.Integer({ minimum: 0 }) }, { additionalProperties: false }),
    long: true,
    outside: true,
    quiet: true,
    run: (ctx, input, job) => deliver(ctx, input, job, breaker),
  }),
];
