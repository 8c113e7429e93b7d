/** Stories of mail: a row of the transaction first, over real SMTP afterwards, once, or kept for an operator. */
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { transaction } from '../db/handle.ts';
import { type Database, openDatabase } from '../db/pool.ts';
import { type FreshDatabase, freshDatabase } from '../testing/database.ts';
import { type SmtpServer, startSmtp } from '../testing/smtp.ts';
import type { Mail, Mailer } from './mailer.ts';
import { createMailer } from './outbox.ts';

let database: FreshDatabase;
let control: Database;
let smtp: SmtpServer;
const lines: string[] = [];
const log = pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) });
const mailers: Mailer[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  control = await openDatabase(database.connections.control, 8, () => {});
});
afterAll(async () => {
  await control?.pool.end();
  await database?.close();
});
beforeEach(async () => {
  smtp = await startSmtp();
});
afterEach(async () => {
  for (const mailer of mailers.splice(0)) await mailer.close();
  await smtp.close();
  await database.admin.query('delete from mail_outbox');
});

function mailer(url: string | null = smtp.url): Mailer {
  const made = createMailer({
    control,
    smtp_url: url,
    from: 'Tenantry <no-reply@x.test>',
    log,
    retry_ms: 30,
    poll_ms: 40,
  });
  mailers.push(made);
  return made;
}

const mail = (more: Partial<Mail> = {}): Mail => ({
  tenant_id: null,
  to: 'meena@people.example',
  subject: 'Choose a new password',
  text: 'https://x.test/reset-password?token=very-secret',
  ...more,
});

async function queue(by: Mailer, one: Mail, end: 'commit' | 'rollback' = 'commit'): Promise<void> {
  const tx = transaction(control, { tenant_id: null, plane: 'identity' });
  await by.queue(tx, one);
  await tx[end]();
}

interface Stored {
  status: string;
  attempts: number;
  body: string;
  failure: string | null;
}

async function stored(): Promise<Stored[]> {
  const { rows } = await database.admin.query<Stored>(
    'select status, attempts, body, failure from mail_outbox order by created_at, id',
  );
  return rows;
}

const allSent = (): Promise<boolean> => stored().then((rows) => rows.every((row) => row.status === 'sent'));

test('a mail is sent after the commit, and its text is forgotten then', async () => {
  await queue(mailer(), mail({ subject: 'नमस्ते' }));
  await expect.poll(allSent).toBe(true);
  expect(smtp.mails).toHaveLength(1);
  expect(smtp.mails[0]?.to).toEqual(['<meena@people.example>']);
  expect(smtp.mails[0]?.data).toContain('very-secret');
  expect(smtp.mails[0]?.data).toMatch(/^Subject: =\?UTF-8\?/m);
  expect(await stored()).toMatchObject([{ status: 'sent', attempts: 1, body: '' }]);
});

test('with HTML it has both forms and the name of the sender, whose signs begin no header', async () => {
  await queue(
    mailer(),
    mail({ html: '<p>very-bold</p>', sender_name: 'Smile, "Dental"\r\nBcc: <evil@attacker.example>' }),
  );
  await expect.poll(allSent).toBe(true);
  const { data, from } = smtp.mails[0] as { data: string; from: string };
  expect(data).toContain('multipart/alternative');
  expect(data).toContain('<p>very-bold</p>');
  expect(data).toContain('very-secret');
  const header = data.split('\r\n\r\n')[0] as string;
  expect(header).toMatch(/^From: .*Smile, .*Dental[\s\S]*<no-reply@x\.test>/m);
  expect(header).not.toMatch(/^Bcc:/im);
  expect(from).toMatch(/^<no-reply@x\.test>/);
  const { rows } = await database.admin.query('select html, body from mail_outbox');
  expect(rows).toEqual([{ html: null, body: '' }]);
});

test('work that is undone sends nothing', async () => {
  const by = mailer();
  await queue(by, mail(), 'rollback');
  await queue(by, mail({ to: 'other@people.example' }));
  await expect.poll(() => smtp.mails.length).toBe(1);
  expect(smtp.mails[0]?.to).toEqual(['<other@people.example>']);
  expect(await stored()).toHaveLength(1);
});

test('without a mail server it is kept, text and all, for an operator', async () => {
  await queue(mailer(null), mail());
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await stored()).toMatchObject([{ status: 'kept', attempts: 0, body: mail().text }]);
});

test('several instances share the work: every mail leaves once', async () => {
  smtp.beforeTaking(() => new Promise((resolve) => setTimeout(resolve, 5)));
  const [a, b, c] = [mailer(), mailer(), mailer()];
  await Promise.all(
    Array.from({ length: 30 }, (_, at) => queue([a, b, c][at % 3] as Mailer, mail({ to: `p${at}@people.example` }))),
  );
  await expect.poll(allSent).toBe(true);
  expect(new Set(smtp.mails.map((one) => one.to[0])).size).toBe(30);
  expect(smtp.mails).toHaveLength(30);
});

test('a server that is busy is asked again, one that refuses is not', async () => {
  smtp.refuseWith('451 4.3.0 try again later');
  await queue(mailer(), mail());
  await expect.poll(async () => (await stored())[0]?.attempts).toBeGreaterThan(1);
  expect((await stored())[0]).toMatchObject({ status: 'waiting', body: mail().text });
  smtp.refuseWith(null);
  await expect.poll(allSent).toBe(true);
  expect(smtp.mails).toHaveLength(1);
  smtp.refuseWith('550 5.1.1 no such mailbox');
  await queue(mailer(), mail());
  await expect.poll(async () => (await stored())[1]?.status).toBe('failed');
  expect((await stored())[1]).toMatchObject({ attempts: 1, failure: expect.stringContaining('no such mailbox') });
});

test('while the server is away mails wait, and leave when it is back', async () => {
  const { url } = smtp;
  await smtp.close();
  const before = mailer(url);
  await queue(before, mail());
  await expect.poll(async () => (await stored())[0]?.attempts).toBeGreaterThan(0);
  expect((await stored())[0]?.failure).toMatch(/ECONNREFUSED/);
  await before.close();
  smtp = await startSmtp();
  // How long it waits by then depends on how often it was tried; its time has come.
  await database.admin.query('update mail_outbox set next_attempt_at = now()');
  mailer();
  await expect.poll(allSent).toBe(true);
  expect(smtp.mails).toHaveLength(1);
}, 30_000);

test('no text begins a header or adds a recipient', async () => {
  const by = mailer();
  await queue(
    by,
    mail({
      subject: 'Hello\r\nBcc: evil@attacker.example\r\n\r\nbody',
      to: 'a@people.example\r\nRCPT TO:<evil@attacker.example>',
    }),
  );
  await queue(by, mail({ to: 'a@people.example, evil@attacker.example' }));
  await queue(by, mail({ text: 'line\r\n.\r\nMAIL FROM:<evil@attacker.example>' }));
  await expect.poll(async () => (await stored()).every((row) => row.status !== 'waiting')).toBe(true);
  for (const { from, to, data } of smtp.mails) {
    expect(from).toMatch(/^<no-reply@x\.test>/);
    expect(to).toHaveLength(1);
    expect(to.join()).not.toMatch(/^<evil/);
    expect(data.split('\r\n\r\n')[0]).not.toMatch(/^Bcc:/im);
  }
  expect(smtp.mails.length).toBeGreaterThan(0);
});

test('the log names the mail, never its text', async () => {
  smtp.refuseWith('550 no');
  await queue(mailer(), mail());
  await expect.poll(async () => (await stored())[0]?.status).toBe('failed');
  expect(lines.join('')).toContain('could not be sent');
  expect(lines.join('')).not.toContain('very-secret');
});
