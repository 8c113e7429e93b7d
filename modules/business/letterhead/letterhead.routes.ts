/** The endpoints of the letterhead. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import Type from 'typebox';
import { pressBusy } from '../print/press.ts';
import { previewLetterhead } from '../print/preview.service.ts';
import { Letterhead, LetterheadChanges } from './letterhead.schema.ts';
import { changeLetterhead, getLetterhead } from './letterhead.service.ts';

export const letterheadRoutes: AnyRoute[] = [
  route({
    name: 'letterhead.get',
    method: 'GET',
    path: '/letterhead',
    scope: 'tenant',
    permission: 'letterhead.read',
    summary: 'How documents look on paper: design, size, bank, UPI, terms.',
    input: Type.Object({}, { additionalProperties: false }),
    output: Letterhead,
    message: 'Letterhead',
    run: (ctx) => getLetterhead(ctx),
  }),
  route({
    name: 'letterhead.update',
    method: 'PUT',
    path: '/letterhead',
    scope: 'tenant',
    permission: 'letterhead.write',
    summary: 'Changes what is given; null takes away.',
    input: LetterheadChanges,
    output: Letterhead,
    message: 'Letterhead changed',
    run: (ctx, input) => changeLetterhead(ctx, input),
  }),
  route({
    name: 'letterhead.preview',
    method: 'POST',
    path: '/letterhead/preview',
    scope: 'tenant',
    permission: 'letterhead.read',
    summary: 'The last invoice, or a made-up one, as these changes would print it; nothing is stored.',
    input: LetterheadChanges,
    output: Type.Object({
      svg: Type.String({ description: 'Its pages one below the other.' }),
      pages: Type.Integer(),
      is_sample: Type.Boolean({ description: 'No invoice was issued yet: this one is made up.' }),
    }),
    status: 200,
    message: 'Preview',
    problems: [pressBusy],
    unaudited: 'nothing is stored',
    run: (ctx, input) => previewLetterhead(ctx, input),
  }),
];
