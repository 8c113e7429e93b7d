/** The outbox: mails are rows first; with SMTP they are sent from there, tried again when that fails, never twice at once. */
import type { FastifyBaseLogger } from 'fastify';
import nodemailer from 'nodemailer';
import { transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import { inIdentityPlane } from '../identity/plane.ts';
import { newId } from '../schema/ids.ts';
import type { Mailer } from './mailer.ts';

interface Parts {
  control: Database;
  /** `smtp://user:password@host:587`; null keeps mails in the outbox, where an operator reads them. */
  smtp_url: string | null;
  from: string;
  log: FastifyBaseLogger;
}

interface Waiting {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  attempts: number;
}

const POLL_MS = 5_000;
const MAX_ATTEMPTS = 8;

/** Header values are one line; a line break in a name or subject would begin a header of the sender's choice. */
function oneLine(text: string): string {
  return text.replace(/[\r\n\0]+/g, ' ').trim();
}

export function createMailer({ control, smtp_url, from, log }: Parts): Mailer {
  const transport = smtp_url
    ? nodemailer.createTransport(smtp_url, { connectionTimeout: 10_000, socketTimeout: 20_000 } as never)
    : null;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let closed = false;

  /** One mail, held by a row lock while it is on its way, so that no other instance sends it too. False when none is due. */
  const sendNext = async (): Promise<boolean> => {
    const tx = transaction(control, { tenant_id: null, plane: 'platform' });
    try {
      await tx.sql("select set_config('idle_in_transaction_session_timeout', '60s', true)");
      const [mail] = await tx.sql<Waiting>(
        `select id, recipient, subject, body, attempts from mail_outbox
         where status = 'waiting' and next_attempt_at <= now() order by next_attempt_at limit 1 for update skip locked`,
      );
      if (!mail) {
        await tx.rollback();
        return false;
      }
      const failure = await deliver(mail);
      const done = failure === null ? 'sent' : mail.attempts + 1 >= MAX_ATTEMPTS ? 'failed' : 'waiting';
      await tx.sql(
        `update mail_outbox set status = $2, failure = $3, attempts = attempts + 1,
           sent_at = case when $2 = 'sent' then now() end,
           next_attempt_at = now() + interval '10 seconds' * power(4, least(attempts, 6)) where id = $1`,
        [mail.id, done, failure],
      );
      await tx.commit();
      return true;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  };

  const deliver = async (mail: Waiting): Promise<string | null> => {
    try {
      await transport?.sendMail({
        from,
        to: mail.recipient,
        subject: mail.subject,
        text: mail.body,
        messageId: `<${mail.id}@tenantry>`,
      });
      return null;
    } catch (error) {
      log.warn({ mail: mail.id, err: error }, 'a mail could not be sent');
      return String((error as Error).message).slice(0, 500);
    }
  };

  const round = async (): Promise<void> => {
    try {
      while (!closed && (await sendNext())) {}
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be worked off');
    }
  };
  const kick = (): void => {
    if (closed || !transport || running) return;
    running = round().finally(() => {
      running = null;
    });
  };
  if (transport) {
    timer = setInterval(kick, POLL_MS);
    timer.unref();
    kick();
  }
  return {
    async queue(handle, mail) {
      const stored = {
        id: newId(),
        for_tenant_id: mail.tenant_id,
        recipient: oneLine(mail.to),
        subject: oneLine(mail.subject).slice(0, 200),
        body: mail.text,
        status: transport ? 'waiting' : 'kept',
      };
      await inIdentityPlane(handle, () => handle.db.insertInto('mail_outbox').values(stored).execute());
      // Sent after the commit; when the process dies before, the next round finds it.
      if (transport) setTimeout(kick, 50).unref();
    },
    async close() {
      closed = true;
      clearInterval(timer);
      await running;
      transport?.close();
    },
  };
}

declare module '../db/tables.ts' {
  interface Tables {
    mail_outbox: {
      id: string;
      for_tenant_id: string | null;
      recipient: string;
      subject: string;
      body: string;
      status: string;
    };
  }
}
