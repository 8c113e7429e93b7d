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
  /** How long after a failure the mail is tried again; four times as long after each further one. */
  retry_ms?: number;
  /** How often the outbox is looked through for what other instances left. */
  poll_ms?: number;
}

interface Waiting {
  id: string;
  recipient: string;
  subject: string;
  body: string;
  html: string | null;
  sender_name: string | null;
  attempts: number;
  attachment: Buffer | null;
  attachment_name: string | null;
  attachment_type: string | null;
}

interface Failure {
  text: string;
  /** The server will not take it, however often it is asked (RFC 5321 section 4.2.1: 5yz). */
  final: boolean;
}

const MAX_ATTEMPTS = 8;

/** A server that hangs is given up after this, so that a stop is not held up. */
const TIMEOUTS_MS = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000, dnsTimeout: 10_000 };

/** Header values are one line; a line break in a name or subject would begin a header of the sender's choice. */
function oneLine(text: string): string {
  return [...text]
    .map((sign) => (sign < ' ' || sign === '\u007f' ? ' ' : sign))
    .join('')
    .trim();
}

/** The address of `Name <address>`. */
function addressOf(mailbox: string): string {
  return /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
}

/** The file that a mail carries, as its transport takes it. */
function attachmentOf({ attachment, attachment_name, attachment_type }: Waiting) {
  const contentType = attachment_type ?? 'application/octet-stream';
  return { filename: attachment_name ?? 'attachment', content: attachment as Buffer, contentType };
}

/** Texts, addresses and that file alone are sent: nothing that a mail names is fetched from disk or network. */
function openTransport(url: string) {
  return nodemailer.createTransport({ url, ...TIMEOUTS_MS, disableFileAccess: true, disableUrlAccess: true } as never);
}

/** Opens the outbox. With SMTP it begins to send at once what waits in it. */
export function createMailer(parts: Parts): Mailer {
  const { control, smtp_url, from, log, retry_ms = 10_000, poll_ms = 5_000 } = parts;
  const transport = smtp_url ? openTransport(smtp_url) : null;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | null = null;
  let isAsked = false;
  let isClosed = false;

  const deliver = async (mail: Waiting): Promise<Failure | null> => {
    try {
      await transport?.sendMail({
        from: mail.sender_name === null ? from : { name: mail.sender_name, address: addressOf(from) },
        // As an object it is one address, whatever commas stand in it.
        to: { name: '', address: mail.recipient },
        subject: mail.subject,
        text: mail.body,
        ...(mail.html === null ? {} : { html: mail.html }),
        ...(mail.attachment === null ? {} : { attachments: [attachmentOf(mail)] }),
        messageId: `<${mail.id}@tenantry>`,
      });
      return null;
    } catch (error) {
      const { message, responseCode } = error as Error & { responseCode?: number };
      log.warn({ mail: mail.id, err: { message, responseCode } }, 'a mail could not be sent');
      return { text: String(message).slice(0, 500), final: responseCode !== undefined && responseCode >= 500 };
    }
  };

  /** One mail, held by a row lock while it is on its way, so that no other instance sends it too. False when none is due. */
  const sendNext = async (): Promise<boolean> => {
    const tx = transaction(control, { tenant_id: null, plane: 'platform' });
    try {
      await tx.sql("select set_config('idle_in_transaction_session_timeout', '60s', true)");
      const [mail] = await tx.sql<Waiting>(
        `select id, recipient, subject, body, html, sender_name, attempts, attachment, attachment_name, attachment_type
         from mail_outbox
         where status = 'waiting' and next_attempt_at <= now() order by next_attempt_at limit 1 for update skip locked`,
      );
      if (!mail) {
        await tx.rollback();
        return false;
      }
      const failure = await deliver(mail);
      const isLast = failure !== null && (failure.final || mail.attempts + 1 >= MAX_ATTEMPTS);
      const status = failure === null ? 'sent' : isLast ? 'failed' : 'waiting';
      await tx.execute(
        `update mail_outbox set status = $2, failure = $3, attempts = attempts + 1,
           sent_at = case when $2 = 'sent' then now() end, body = case when $2 = 'sent' then '' else body end,
           html = case when $2 = 'sent' then null else html end,
           attachment = case when $2 = 'sent' then null else attachment end,
           next_attempt_at = clock_timestamp() + interval '1 millisecond' * $4 where id = $1`,
        [mail.id, status, failure?.text ?? null, retry_ms * 4 ** Math.min(mail.attempts, 6)],
      );
      await tx.commit();
      return true;
    } catch (error) {
      await tx.rollback();
      throw error;
    }
  };

  const round = async (): Promise<void> => {
    try {
      do {
        isAsked = false;
        while (!isClosed && (await sendNext())) {}
      } while (isAsked && !isClosed);
    } catch (error) {
      log.error({ err: error }, 'the outbox could not be worked off');
    }
  };
  const kick = (): void => {
    isAsked = true;
    if (isClosed || !transport || running) return;
    running = round().finally(() => {
      running = null;
    });
  };
  if (transport) {
    timer = setInterval(kick, poll_ms);
    timer.unref();
    kick();
  }
  return {
    async queue(handle, mail) {
      const stored = {
        id: mail.id ?? newId(),
        for_tenant_id: mail.tenant_id,
        recipient: oneLine(mail.to),
        subject: oneLine(mail.subject).slice(0, 200),
        body: mail.text,
        html: mail.html ?? null,
        attachment: mail.attachment?.content ?? null,
        attachment_name: mail.attachment ? oneLine(mail.attachment.name).slice(0, 200) : null,
        attachment_type: mail.attachment?.media_type ?? null,
        sender_name: mail.sender_name ? oneLine(mail.sender_name).slice(0, 120) : null,
        status: transport ? 'waiting' : 'kept',
      };
      await inIdentityPlane(handle, () =>
        handle.db
          .insertInto('mail_outbox')
          .values(stored)
          .onConflict((conflict) => conflict.column('id').doNothing())
          .execute(),
      );
      // Sent after the commit; when the process dies before, the next round finds it.
      if (transport) setTimeout(kick, 50).unref();
    },
    async close() {
      isClosed = true;
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
      html: string | null;
      attachment: Buffer | null;
      attachment_name: string | null;
      attachment_type: string | null;
      sender_name: string | null;
      status: string;
    };
  }
}
