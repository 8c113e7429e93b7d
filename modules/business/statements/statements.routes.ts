/** The endpoints of statements on paper and by mail. */
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Email, Line, Nullable, PlainDate, Ref, Text } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { customers, vendors } from '../parties/parties.service.ts';
import { pressBusy } from '../print/press.ts';
import { partyNotFound } from '../reports/ledgers.ts';
import { tooLong } from '../reports/paper_bounds.ts';
import { type Parties, sendStatement, statementPdf } from './statements.service.ts';

const strict = { additionalProperties: false };
const span = {
  from: Type.Optional(PlainDate({ description: 'First day; the financial year’s when left out.' })),
  to: Type.Optional(PlainDate({ description: 'Last day; today when left out.' })),
};

/** Mailing the statement of a customer, or of a vendor. */
function sendRoute(parties: Parties) {
  const { noun, one, record } = parties;
  return route({
    scope: 'tenant',
    name: `${noun}.send_statement`,
    method: 'POST',
    path: `/${noun}/{${one}}/send-statement`,
    permission: 'reports.export',
    summary: `Mails a ${one} the statement of account as PDF.`,
    input: Type.Object(
      {
        [one]: Ref(noun),
        first_day: span.from,
        last_day: span.to,
        to: Type.Optional(Email({ description: `The ${one}’s address when left out.` })),
        message: Type.Optional(Nullable(Text(1000, { description: 'Stands in the letter.' }))),
      },
      strict,
    ),
    output: Type.Object({ sent_to: Line(254), from: PlainDate(), to: PlainDate() }),
    status: 202,
    message: 'It is on its way',
    problems: [record.notFound, ruleBroken],
    run: (ctx, input) => {
      const { first_day, last_day, to, message, ...named } = input as Sent;
      const wanted = { ...(first_day ? { from: first_day } : {}), ...(last_day ? { to: last_day } : {}) };
      return sendStatement(ctx, parties, named[one] as string, {
        ...(to ? { to } : {}),
        message: message ?? null,
        span: wanted,
      });
    },
  });
}

interface Sent {
  first_day?: string;
  last_day?: string;
  to?: string;
  message?: string | null;
  [one: string]: unknown;
}

export const statementRoutes = [
  route({
    scope: 'tenant',
    name: 'reports.statement_pdf',
    method: 'GET',
    path: '/reports/statement/{party}/pdf',
    permission: 'reports.read',
    summary: 'The statement of a customer or vendor as PDF.',
    input: Type.Object({ party: Ref('parties'), ...span }, strict),
    output: Type.Object({}),
    download: true,
    message: 'Statement',
    problems: [partyNotFound, pressBusy, tooLong],
    run: async (ctx, { party, ...wanted }) => ({ download: await statementPdf(ctx, party, wanted) }),
  }),
  sendRoute(customers),
  sendRoute(vendors),
] as const;
