/** Mail as the rest of the kernel sees it: queued in the transaction of the work that caused it, sent afterwards. */
import type { Handle } from '../db/handle.ts';

/** One mail. `tenant_id` is the tenant in whose name it goes, or null for the platform. */
export interface Mail {
  /** Its own, for work that may be tried again: a mail of that id is stored once. */
  id?: string;
  tenant_id: string | null;
  to: string;
  subject: string;
  text: string;
  /** The same for mail programs that show HTML. */
  html?: string;
  /** One file, kept in the outbox until the mail is sent. */
  attachment?: { name: string; media_type: string; content: Buffer };
  /** What stands before the installation's own address; null is the installation's name. */
  sender_name?: string | null;
}

export interface Mailer {
  /** Stores the mail in the outbox with the control handle's transaction; SMTP, when configured, takes it from there. */
  queue(handle: Handle, mail: Mail): Promise<void>;
  close(): Promise<void>;
}
