/** Each morning customers are reminded by the rules, every one in a transaction of his own; each letter is made by a job. */
import { defineJob, type ScheduleDefinition } from '@tenantry/kernel/jobs/definition.ts';
import { postForTenant } from '@tenantry/kernel/mail/post.ts';
import { Id } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { urlOf } from '../document-links/document-links.service.ts';
import { todayOf } from '../masters/master.ts';
import { houseFor } from '../print/print.service.ts';
import { attachmentOf } from './attached.ts';
import { openText, outstandingText, reminderLetter } from './letters.ts';
import { customersToRemind, openOf, REMIND_JOB, remindByRules } from './reminders.service.ts';

export const runReminders = defineJob({
  name: 'reminders.run',
  input: Type.Object({}),
  long: true,
  quiet: true,
  async run(ctx, _input, job) {
    const ids = await customersToRemind(ctx);
    let invoices = 0;
    for (const id of ids) invoices += await job.step(id, (each) => remindByRules(each, id));
    return { customers: ids.length, invoices };
  },
});

/** When people read mail, where the organisation is. */
export const reminderMornings: ScheduleDefinition = { name: 'reminders.run', job: 'reminders.run', cron: '0 9 * * *' };

/** What was paid since is not told of; when nothing is open any more, nothing is sent. */
export const sendReminder = defineJob({
  name: REMIND_JOB,
  input: Type.Object({
    party_id: Id(),
    document_id: Id(),
    link_id: Id(),
    to: Type.String(),
    message: Type.String(),
    /** Invoices whose PDF goes with it; a letter that was left before had none. */
    attached: Type.Optional(Type.Array(Id())),
    mail_id: Id(),
  }),
  async run(ctx, { party_id, link_id, to, message, attached = [], mail_id }) {
    const open = await openOf(ctx, party_id);
    if (open.length === 0) return;
    const [party] = await ctx.sql<{ name: string }>('select name from parties where tenant_id = $1 and id = $2', [
      party_id,
    ]);
    const house = await houseFor(ctx);
    const fields = {
      person: party?.name ?? '',
      message,
      open: openText(open, todayOf(ctx), house.language),
      outstanding: outstandingText(open),
      organisation: house.name,
    };
    const stillOpen = attached.filter((id) => open.some((one) => one.id === id));
    const attachment = await attachmentOf(ctx, stillOpen);
    const letter = { id: mail_id, letter: reminderLetter, to, fields, link: urlOf(ctx, link_id) };
    await postForTenant(ctx, { ...letter, ...(attachment ? { attachment } : {}) });
  },
});
