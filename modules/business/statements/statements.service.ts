/** Statements of account on paper and by mail. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import { groupedRupees } from '@tenantry/india/words.ts';
import { getRecord } from '@tenantry/kernel/db/records.ts';
import type { Download } from '@tenantry/kernel/http/download.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { defineJob } from '@tenantry/kernel/jobs/definition.ts';
import { defineLetter } from '@tenantry/kernel/mail/letters.ts';
import { postForTenant } from '@tenantry/kernel/mail/post.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import { Id } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import Type from 'typebox';
import { getLetterhead } from '../letterhead/letterhead.service.ts';
import type { Master } from '../masters/master.ts';
import type { Party } from '../parties/parties.schema.ts';
import { pressFor } from '../print/press.ts';
import { houseFor, pdfDownload } from '../print/print.service.ts';
import { spanOf } from '../reports/balances.ts';
import { linesOfParty, wholeLedger } from '../reports/ledgers.ts';
import { fileNameOf } from '../reports/report_paper.ts';
import { type PartySide, statementPaper } from './statement_paper.ts';

interface StatementWanted {
  from?: string;
  to?: string;
}

/** The statement of a customer or vendor as PDF. Throws `parties.not_found`, `print.busy`, `reports.too_long`. */
async function printStatement(ctx: Context, party_id: string, wanted: StatementWanted) {
  const lines = await linesOfParty(ctx, party_id);
  const statement = await wholeLedger(ctx, lines, wanted, true);
  const [party] = await ctx.sql<PartySide>(
    'select name, gstin, state, address_line1, address_line2, city, pincode from parties where tenant_id = $1 and id = $2::uuid',
    [party_id],
  );
  const seller = await profileOf(ctx.kernel, ctx.tenant);
  const [letterhead, house] = [await getLetterhead(ctx), await houseFor(ctx)];
  const language = letterhead.language ?? house.language;
  const paper = statementPaper(statement, { seller, party: party as PartySide, house, language });
  const { content } = await pressFor(statement.rows.length).print({
    design: 'statement',
    data: JSON.stringify(paper),
    form: 'pdf',
  });
  return { content, statement, house };
}

export async function statementPdf(ctx: Context, party_id: string, wanted: StatementWanted): Promise<Download> {
  const { content, statement } = await printStatement(ctx, party_id, wanted);
  return pdfDownload(fileNameOf('statement', statement), content);
}

export const statementLetter = defineLetter({
  name: 'statements.send',
  title: 'A statement of account',
  fields: {
    person: 'Gupta Stores',
    period: '01-04-2026 – 21-11-2026',
    balance: '₹ 3,638.00',
    message: 'Please tell us within a fortnight if your books say otherwise.',
    organisation: 'Sri Lakshmi Hardware',
  },
  texts: {
    en: {
      subject: 'Statement of account from {{organisation}}',
      body: 'Hello {{person}},\n\n{{message}}\n\nHere is your statement of account of {{period}}, attached as PDF. Its closing balance is {{balance}}.',
    },
    hi: {
      subject: '{{organisation}} से खाता विवरण',
      body: 'नमस्ते {{person}},\n\n{{message}}\n\n{{period}} का आपका खाता विवरण PDF में साथ है। अंतिम शेष {{balance}} है।',
    },
  },
});

const SEND_JOB = 'statements.send';

interface Sending {
  span: StatementWanted;
  to?: string;
  message?: string | null;
}

/** Customers, or vendors. */
export type Parties = Pick<Master, 'noun' | 'one' | 'record'>;

/** Leaves the letter with the PDF to a job. Throws `<noun>.not_found`, 422 where no address is known. */
export async function sendStatement(
  ctx: Context,
  { noun, one, record }: Parties,
  ref: string,
  { to: given, message, span: wanted }: Sending,
) {
  const { id, email } = await getRecord<Party>(ctx, record, ref);
  const span = spanOf(ctx, wanted);
  const to = given ?? email;
  if (!to)
    throw problem(ruleBroken, { errors: [{ pointer: '/to', detail: `The ${one} has no mail address; give one.` }] });
  await ctx.enqueue({
    job: SEND_JOB,
    data: { party_id: id, first_day: span.from, last_day: span.to, to, message: message ?? '', mail_id: ctx.newId() },
  });
  ctx.audit({
    action: `${noun}.send_statement`,
    subject: noun,
    subject_id: id,
    after: { to, period: `${span.from}..${span.to}` },
  });
  return { sent_to: to, ...span };
}

export const statementJob = defineJob({
  name: SEND_JOB,
  input: Type.Object({
    party_id: Id(),
    first_day: Type.String(),
    last_day: Type.String(),
    to: Type.String(),
    message: Type.String(),
    mail_id: Id(),
  }),
  async run(ctx, { party_id, first_day, last_day, to, message, mail_id }) {
    const { content, statement, house } = await printStatement(ctx, party_id, { from: first_day, to: last_day });
    const fields = {
      person: statement.name,
      period: `${portalDate(statement.from)} – ${portalDate(statement.to)}`,
      // What is owed to whom reads it, as a vendor's is, stands on the credit side.
      balance: `₹ ${groupedRupees(Math.abs(statement.closing))}${statement.closing < 0 ? ' Cr' : ''}`,
      message,
      organisation: house.name,
    };
    const attachment = { name: fileNameOf('statement', statement), media_type: 'application/pdf', content };
    await postForTenant(ctx, { id: mail_id, letter: statementLetter, to, fields, attachment });
  },
});
