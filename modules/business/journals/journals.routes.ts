/** The endpoints of vouchers. */
import type { Row } from '@tenantry/kernel/db/records.ts';
import { route } from '@tenantry/kernel/http/route.ts';
import { Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { exportInput, mayExport } from '../masters/masters.routes.ts';
import { pressBusy } from '../print/press.ts';
import { tooLong } from '../reports/paper_bounds.ts';
import { dayBookOnPaper } from './day_book.ts';
import { Journal, JournalFields, OpeningFields, PartyOpening, Reversal } from './journals.schema.ts';
import {
  createJournal,
  createOpening,
  getJournal,
  isReversed,
  journalList,
  journalRecord,
  notManual,
  openingsLeft,
  reverseJournal,
} from './journals.service.ts';

const strict = { additionalProperties: false };
const journal = Ref('journals');
const base = { scope: 'tenant' as const };

export const journalRoutes = [
  route({
    ...base,
    name: 'journals.list',
    method: 'GET',
    path: '/journals',
    permission: 'journals.read',
    summary: 'All vouchers with both sides, page by page or as a file.',
    input: journalList.input,
    output: Journal,
    list: true,
    message: 'vouchers',
    async run(ctx, input) {
      const { format } = input as Row;
      if (format === 'csv' || format === 'xlsx') mayExport(ctx, 'journals');
      return (await journalList.run(ctx, input as Row)) as never;
    },
  }),
  route({
    ...base,
    name: 'journals.export',
    method: 'GET',
    path: '/journals/export',
    permission: 'journals.export',
    summary: 'All vouchers that match, as CSV or XLSX; as PDF with both sides.',
    input: exportInput(journalList, ['xlsx', 'csv', 'pdf']),
    output: Journal,
    list: true,
    message: 'vouchers',
    problems: [pressBusy, tooLong],
    run: async (ctx, input) => {
      const { format = 'csv', ...wanted } = input as Row;
      if (format === 'pdf') return (await dayBookOnPaper(ctx, wanted)) as never;
      return (await journalList.run(ctx, { ...wanted, format })) as never;
    },
  }),
  route({
    ...base,
    name: 'journals.openings',
    method: 'GET',
    path: '/journals/openings',
    permission: 'journals.read',
    summary: 'Opening balances of customers and vendors that are not in the books yet.',
    input: Type.Object({}, strict),
    output: Type.Array(PartyOpening),
    message: 'Opening balances',
    run: (ctx) => openingsLeft(ctx),
  }),
  route({
    ...base,
    name: 'journals.get',
    method: 'GET',
    path: '/journals/{journal}',
    permission: 'journals.read',
    summary: 'One voucher with both sides.',
    input: Type.Object({ journal }, strict),
    output: Journal,
    message: 'Voucher',
    problems: [journalRecord.notFound],
    run: (ctx, { journal: ref }) => getJournal(ctx, ref),
  }),
  route({
    ...base,
    name: 'journals.create',
    method: 'POST',
    path: '/journals',
    permission: 'journals.write',
    summary: 'Writes a voucher by hand: two sides that are equal.',
    input: JournalFields,
    output: Journal,
    status: 201,
    message: 'Voucher posted',
    run: (ctx, input) => createJournal(ctx, input),
  }),
  route({
    ...base,
    name: 'journals.begin',
    method: 'POST',
    path: '/journals/openings',
    permission: 'journals.write',
    summary: 'Posts the balances that the books begin with, of accounts and of parties.',
    input: OpeningFields,
    output: Journal,
    status: 201,
    message: 'Opening balances posted',
    run: (ctx, input) => createOpening(ctx, input),
  }),
  route({
    ...base,
    name: 'journals.reverse',
    method: 'POST',
    path: '/journals/{journal}/reverse',
    permission: 'journals.reverse',
    summary: 'Posts the exact reverse of a voucher that people wrote.',
    input: Type.Object({ journal, ...Reversal }, strict),
    output: Journal,
    status: 201,
    message: 'Voucher reversed',
    problems: [journalRecord.notFound, notManual, isReversed],
    run: (ctx, { journal: ref, ...given }) => reverseJournal(ctx, ref, given),
  }),
] as const;
