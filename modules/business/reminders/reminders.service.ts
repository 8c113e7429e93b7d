/** Reminders of what is open: which are due by the rules, those that somebody sends, and what stands in each. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { makeLink } from '../document-links/document-links.service.ts';
import type { InvoiceHead } from '../invoices/invoices.schema.ts';
import { invoiceRecord } from '../invoices/invoices.service.ts';
import { keyOf } from '../invoices/standing.ts';
import { todayOf } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { customers } from '../parties/parties.service.ts';
import { houseFor } from '../print/print.service.ts';
import { type OpenInvoice, openText, outstandingText, SAID, whatsappUrl } from './letters.ts';
import type { Reminded, Reminder, Reminding } from './reminders.schema.ts';

export const nothingOpen = defineProblem(
  'reminders.nothing_open',
  409,
  'Nothing is open that one could be reminded of.',
);

/** What a link leads to. */
const DOCUMENT = { column: 'document_id' } as const;

export const REMIND_JOB = 'reminders.send';

/** A reminder that could not go on its day, since nothing was running, still goes within so many days. */
const GRACE_DAYS = 2;

/** Invoices whose step came and did not go yet, nor a later one; not on the day that they are written. */
const DUE = `select d.id, d.customer_id, max(r.days) as step, (array_agg(r.attaches order by r.days desc))[1] as attaches
  from reminder_rules r
  join documents d on d.tenant_id = $1 and d.kind = 'invoice' and d.standing_key between $2::int - r.days - ${GRACE_DAYS} and $2::int - r.days
  join parties p on p.tenant_id = $1 and p.id = d.customer_id and p.is_reminded
  where r.tenant_id = $1 and r.is_active and d.date < $3::date and ($4::uuid is null or d.customer_id = $4::uuid)
    and coalesce(p.email, d.buyer ->> 'email') is not null
    and not exists (select from reminders s where s.tenant_id = $1 and s.document_id = d.id and s.step >= r.days)
  group by d.id, d.customer_id order by d.customer_id, d.id`;

interface Due {
  id: string;
  customer_id: string;
  step: number;
  /** Whether the rule of that step sends the PDF along. */
  attaches: boolean;
}

const dueNow = (ctx: Context, party_id: string | null): Promise<Due[]> => {
  const today = todayOf(ctx);
  return ctx.sql<Due>(DUE, [keyOf(today), today, party_id]);
};

/** Customers of whom a step is due. */
export async function customersToRemind(ctx: Context): Promise<string[]> {
  return [...new Set((await dueNow(ctx, null)).map(({ customer_id }) => customer_id))];
}

/** What the customer owes on invoices, the oldest due first. */
export function openOf(ctx: Pick<Context, 'sql'>, party_id: string): Promise<OpenInvoice[]> {
  return ctx.sql<OpenInvoice>(
    `select id, number, due_date, balance, currency, balance_in_currency from documents
     where tenant_id = $1 and customer_id = $2 and kind = 'invoice' and balance > 0 order by due_date, id limit 500`,
    [party_id],
  );
}

interface Entry {
  document_id: string;
  step: number | null;
}

const STORE = `insert into reminders (tenant_id, id, party_id, document_id, step, channel, sent_to)
  select $1::uuid, x.id, $2::uuid, x.document_id, x.step, $3, $4 from jsonb_to_recordset($5::jsonb) as x(id uuid, document_id uuid, step integer)
  on conflict (tenant_id, document_id, step) where step is not null do nothing returning id, document_id`;

/** Stores what goes, each step once, and tells of it on the pages of the invoices and of the customer; answers the invoices. */
async function note(
  ctx: Context,
  party_id: string,
  entries: readonly Entry[],
  { channel, to }: { channel: 'mail' | 'whatsapp'; to: string | null },
): Promise<string[]> {
  const rows = JSON.stringify(entries.map((entry) => ({ id: ctx.newId(), ...entry })));
  const stored = await ctx.sql<{ document_id: string }>(STORE, [party_id, channel, to, rows]);
  const after = { channel, ...(to ? { to } : {}) };
  for (const { document_id } of stored) {
    const step = entries.find((entry) => entry.document_id === document_id)?.step ?? null;
    ctx.audit({
      action: 'invoices.remind',
      subject: 'invoices',
      subject_id: document_id,
      after: { ...after, ...(step === null ? {} : { step }) },
    });
  }
  if (stored.length > 0)
    ctx.audit({
      action: 'customers.remind',
      subject: 'customers',
      subject_id: party_id,
      after: { ...after, invoices: stored.length },
    });
  return stored.map(({ document_id }) => document_id);
}

/** Leaves the letter to a job, with a link to the first of the invoices. */
async function mail(
  ctx: Context,
  party_id: string,
  { document_id, ...letter }: { document_id: string; to: string; message: string; attached: readonly string[] },
): Promise<string> {
  const { to } = letter;
  const link = await makeLink(ctx, DOCUMENT, document_id, { sent_to: to });
  await ctx.enqueue({
    job: REMIND_JOB,
    data: { party_id, document_id, link_id: link.id, ...letter, mail_id: ctx.newId() },
  });
  return link.url;
}

/** Sends a customer what is due by the rules, in one letter; answers of how many invoices. */
export async function remindByRules(ctx: Context, party_id: string): Promise<number> {
  const due = await dueNow(ctx, party_id);
  if (due.length === 0) return 0;
  const { email } = await getRecord<Party>(ctx, customers.record, party_id);
  const open = await openOf(ctx, party_id);
  const first = open.find(({ id }) => due.some((one) => one.id === id));
  if (!first) return 0;
  const to = email ?? (await getRecord<InvoiceHead>(ctx, invoiceRecord, first.id)).buyer.email;
  if (!to) return 0;
  const entries = due.map(({ id, step }) => ({ document_id: id, step }));
  const sent = await note(ctx, party_id, entries, { channel: 'mail', to });
  const attached = due.filter(({ id, attaches }) => attaches && sent.includes(id)).map(({ id }) => id);
  if (sent.length > 0) await mail(ctx, party_id, { document_id: first.id, to, message: '', attached });
  return sent.length;
}

/** Of an invoice, or of all that the customer has open. */
async function remind(
  ctx: Context,
  customer: Party,
  invoice: InvoiceHead | null,
  { channel = 'mail', to: given, message, attaches = true }: Reminding,
): Promise<Reminded> {
  const open = await openOf(ctx, customer.id);
  const meant = invoice ? open.filter(({ id }) => id === invoice.id) : open.slice(0, 100);
  const [first] = meant;
  if (!first) throw problem(nothingOpen);
  const to = channel === 'mail' ? (given ?? customer.email ?? invoice?.buyer.email ?? null) : null;
  if (channel === 'mail' && !to)
    throw problem(ruleBroken, { errors: [{ pointer: '/to', detail: 'The customer has no mail address; give one.' }] });
  const entries = meant.map(({ id }) => ({ document_id: id, step: null }));
  const sent = await note(ctx, customer.id, entries, { channel, to });
  const url = to
    ? await mail(ctx, customer.id, {
        ...{ document_id: first.id, to, message: message ?? '' },
        attached: attaches ? meant.map(({ id }) => id) : [],
      })
    : (await makeLink(ctx, DOCUMENT, first.id, {})).url;
  const house = await houseFor(ctx);
  const outstanding = outstandingText(open);
  const lines = openText(open, todayOf(ctx), house.language, 10);
  const text = SAID[house.language].text(customer.name, outstanding, lines, house.name, url);
  const reminders = await remindersOf(ctx, 'party_id', customer.id, sent);
  return { reminders, text, whatsapp_url: whatsappUrl(text, customer.phone) };
}

/** Throws `reminders.nothing_open`, 422 where no address is known. */
export async function remindOfInvoice(ctx: Context, ref: string, given: Reminding): Promise<Reminded> {
  const invoice = await getRecord<InvoiceHead>(ctx, invoiceRecord, ref);
  return remind(ctx, await getRecord<Party>(ctx, customers.record, invoice.customer_id), invoice, given);
}

/** Throws `reminders.nothing_open`, 422 where no address is known. */
export async function remindCustomer(ctx: Context, ref: string, given: Reminding): Promise<Reminded> {
  return remind(ctx, await getRecord<Party>(ctx, customers.record, ref), null, given);
}

/** The newest first. */
export function remindersOf(
  ctx: Context,
  by: 'party_id' | 'document_id',
  id: string,
  only: readonly string[] | null = null,
): Promise<Reminder[]> {
  return ctx.sql<Reminder>(
    `select r.id, r.party_id, r.document_id, d.number as document_number, r.step, r.channel, r.sent_to, r.created_at
     from reminders r join documents d on d.tenant_id = $1 and d.id = r.document_id
     where r.tenant_id = $1 and r.${by} = $2 and ($3::uuid[] is null or (r.document_id = any($3::uuid[]) and r.created_at = now()))
     order by r.created_at desc, r.id desc limit 100`,
    [id, only],
  );
}
