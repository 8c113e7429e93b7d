/** Each night estimates whose last day has passed are marked as expired; they may still be accepted. */
import { updateRecords } from '@tenantry/kernel/db/records_many.ts';
import { defineJob, type ScheduleDefinition } from '@tenantry/kernel/jobs/definition.ts';
import Type from 'typebox';
import type { DocumentHead } from '../documents/documents.schema.ts';
import { todayOf } from '../masters/master.ts';
import { estimates } from './estimates.service.ts';

/** So many a night; who has more waits for the next. */
const MOST = 2000;

export const expireEstimates = defineJob({
  name: 'estimates.expire',
  input: Type.Object({}),
  quiet: true,
  async run(ctx) {
    const { select } = estimates.record;
    const over = await ctx.sql<DocumentHead & Record<string, unknown>>(
      `select ${select} from documents where tenant_id = $1 and kind = 'estimate' and status = 'sent' and valid_until < $2
       order by id limit ${MOST} for update`,
      [todayOf(ctx)],
    );
    const changes = over.map((before) => ({ before, changes: { status: 'expired' } }));
    await updateRecords(ctx, estimates.record, changes, 'expire');
    return { expired: over.length };
  },
});

export const expiry: ScheduleDefinition = { name: 'estimates.expire', job: 'estimates.expire', cron: '20 0 * * *' };
