/** The endpoints of what is printed, the same for each kind. */
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { OneOf, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type from 'typebox';
import { COPIES, DESIGNS, PAPER_LANGUAGES, SIZES } from '../letterhead/letterhead.schema.ts';
import { printedKinds } from './kinds.ts';
import { pressBusy } from './press.ts';
import { pdfOf, pictureOf, type Wanted } from './print.service.ts';
import type { Printed } from './ready.ts';

const look = {
  copy: Type.Optional(
    OneOf(COPIES, {
      description: 'Which of the copies of rules 48 and 55; `all` are three for goods, two for services.',
    }),
  ),
  size: Type.Optional(OneOf(SIZES, { description: 'The letterhead’s when left out.' })),
  design: Type.Optional(OneOf(DESIGNS, { description: 'The letterhead’s when left out.' })),
  language: Type.Optional(OneOf(PAPER_LANGUAGES, { description: 'Of the labels.' })),
};

function paperRoutes({ noun, one, title, record, ready }: Printed): AnyRoute[] {
  const input = Type.Object({ [one]: Ref(noun), ...look }, { additionalProperties: false });
  const base = {
    method: 'GET' as const,
    scope: 'tenant' as const,
    permission: `${noun}.read`,
    input,
    problems: [record.notFound, pressBusy],
  };
  const asked = ({ [one]: ref, ...wanted }: Record<string, unknown>) => ({
    ref: ref as string,
    wanted: wanted as Wanted,
  });
  return [
    route({
      ...base,
      name: `${noun}.pdf`,
      path: `/${noun}/{${one}}/pdf`,
      summary: `The ${title.toLowerCase()} as PDF, with all that the law wants there; a draft is marked as one.`,
      output: Type.Object({}),
      download: true,
      message: title,
      async run(ctx, given) {
        const { ref, wanted } = asked(given);
        return { download: await pdfOf(await ready(ctx, ref), wanted) };
      },
    }),
    route({
      ...base,
      name: `${noun}.picture`,
      path: `/${noun}/{${one}}/picture`,
      summary: 'The same as a picture for the page: what it shows is what prints.',
      output: Type.Object({
        svg: Type.String({ description: 'Its pages one below the other.' }),
        pages: Type.Integer(),
      }),
      message: 'Picture',
      async run(ctx, given) {
        const { ref, wanted } = asked(given);
        return pictureOf(await ready(ctx, ref), wanted);
      },
    }),
  ];
}

export const printRoutes: AnyRoute[] = printedKinds.flatMap(paperRoutes);
