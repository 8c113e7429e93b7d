/** Mails a document: the letter in the organisation's words, the link to it, and the PDF. */
import { type AnyJob, defineJob } from '@tenantry/kernel/jobs/definition.ts';
import { postForTenant } from '@tenantry/kernel/mail/post.ts';
import { Id } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { fileNameOf } from '../print/print.service.ts';
import type { Printed } from '../print/ready.ts';
import { letterOf, urlOf } from './document-links.service.ts';
import { documentLetter } from './letters.ts';

export const SEND_JOB = 'documents.send';

/** The job for these kinds of records. */
export function sendJob(kinds: readonly Printed[]): AnyJob {
  return defineJob({
    name: SEND_JOB,
    input: Type.Object({
      noun: Type.String(),
      document_id: Id(),
      to: Type.String(),
      message: Type.String(),
      link_id: Id(),
    }),
    async run(ctx, { noun, document_id, to, message, link_id }) {
      const kind = kinds.find((one) => one.noun === noun);
      if (!kind) return;
      const ready = await kind.ready(ctx, document_id);
      const { content, fields } = await letterOf(ready);
      await postForTenant(ctx, {
        // A link is made for each letter.
        id: link_id,
        letter: documentLetter,
        to,
        fields: { ...fields, person: ready.person.name, message, organisation: ready.house.name },
        link: urlOf(ctx, link_id),
        attachment: { name: fileNameOf(ready), media_type: 'application/pdf', content },
      });
    },
  });
}
