/** Each morning what is due again is made, every recurrence in a transaction of its own. */
import { defineJob, type ScheduleDefinition } from '@tenantry/kernel/jobs/definition.ts';
import Type from 'typebox';
import { dueRecurrences, runRecurrence } from './recurrences.service.ts';

export const runRecurrences = defineJob({
  name: 'recurrences.run',
  input: Type.Object({}),
  long: true,
  quiet: true,
  async run(ctx, _input, job) {
    const ids = await dueRecurrences(ctx);
    for (const id of ids) await job.step(id, async (each) => void (await runRecurrence(each, id)));
    return { recurrences: ids.length };
  },
});

export const mornings: ScheduleDefinition = { name: 'recurrences.run', job: 'recurrences.run', cron: '30 0 * * *' };
