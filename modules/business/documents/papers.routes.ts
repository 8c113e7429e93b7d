/** The endpoints of documents that are no sale yet: issue, the moves of each kind, conversion, cancellation. */
import { route } from '@tenantry/kernel/http/route.ts';
import { Decimal, Id, Line, OneOf, PlainDate, Ref } from '@tenantry/kernel/schema/fields.ts';
import Type, { type TObject, type TProperties } from 'typebox';
import { isOnItsWay } from '../eway-bills/valid.ts';
import { customers } from '../parties/parties.service.ts';
import { asked, draftRoutes, readRoutes, refInput, Version } from './documents.routes.ts';
import { strict } from './documents.schema.ts';
import { cancelPaper, convertPaper, issuePaper, movePaper, type Papers } from './papers.service.ts';

interface Shapes<A extends TProperties, F extends TProperties, P extends TProperties> {
  Head: TObject;
  Answer: TObject<A>;
  Fields: TObject<F>;
  Preview: TObject<P>;
}

const Made = Type.Object({ noun: Line(40, { description: 'Where it stands: `/api/{noun}/{id}`.' }), id: Id() });

/** All routes of such a kind. */
export function paperRoutes<
  const N extends string,
  const O extends string,
  A extends TProperties,
  F extends TProperties,
  P extends TProperties,
>(papers: Papers<N, O>, { Head, Answer, Fields, Preview }: Shapes<A, F, P>) {
  const { noun, one, title, record, notDraft, notReady, wrongState, isTaken, moves, into } = papers;
  const about = Type.Object(refInput(noun, one), strict);
  const item = `/${noun}/{${one}}` as const;
  const base = { scope: 'tenant' as const, method: 'POST' as const, output: Answer };
  return [
    ...readRoutes(papers, { Head, Answer }),
    ...draftRoutes(papers, Answer, Fields, Preview),
    route({
      ...base,
      name: `${noun}.issue` as const,
      path: `${item}/issue` as const,
      permission: `${noun}.issue`,
      summary: 'Issues a draft: numbered, and kept as it is from then on. Nothing is posted to the books.',
      input: about,
      message: `${title} issued`,
      problems: [record.notFound, customers.record.notFound, notDraft, notReady],
      async run(ctx, input) {
        const { ref, version } = asked(one, input);
        return (await issuePaper(ctx, papers, ref, version)) as never;
      },
    }),
    ...Object.entries(moves).map(([verb, { from, to, message }]) =>
      route({
        ...base,
        name: `${noun}.${verb}` as `${N}.move`,
        path: `${item}/${verb}` as `/${N}/{${O}}/move`,
        permission: `${noun}.write`,
        summary: `From ${from.join(', ')} to ${to}.`,
        input: about,
        message,
        problems: [record.notFound, wrongState],
        async run(ctx, input) {
          const { ref, version } = asked(one, input);
          return (await movePaper(ctx, papers, verb, ref, version)) as never;
        },
      }),
    ),
    route({
      ...base,
      name: `${noun}.convert` as const,
      path: `${item}/convert` as const,
      permission: `${noun}.read`,
      summary: 'Makes a draft of what is left of it, or of some quantities; each line says where it comes from.',
      input: Type.Object(
        {
          [one]: Ref(noun),
          into: OneOf(into.map((target) => target.noun)),
          date: Type.Optional(PlainDate({ description: 'Today when left out.' })),
          lines: Type.Optional(
            Type.Array(
              Type.Object(
                { line: Type.Integer({ minimum: 1 }), quantity: Decimal(3, { exclusiveMinimum: 0 }) },
                strict,
              ),
              { minItems: 1, maxItems: 1000 },
            ),
          ),
        } as TProperties,
        strict,
      ),
      output: Made,
      status: 201,
      message: 'Draft stored',
      problems: [record.notFound, customers.record.notFound, wrongState],
      run(ctx, input) {
        const { ref, rest } = asked(one, input);
        return convertPaper(ctx, papers, ref, rest as never);
      },
    }),
    route({
      ...base,
      name: `${noun}.cancel` as const,
      path: `${item}/cancel` as const,
      permission: `${noun}.cancel`,
      summary: 'Calls it off, while nothing came of it; its number stays used.',
      input: Type.Object(
        { [one]: Ref(noun), reason: Line(300, { minLength: 1 }), version: Version } as TProperties,
        strict,
      ),
      message: `${title} cancelled`,
      problems: [record.notFound, wrongState, isTaken, ...(papers.kind === 'challan' ? [isOnItsWay] : [])],
      async run(ctx, input) {
        const { ref, version, rest } = asked(one, input);
        return (await cancelPaper(ctx, papers, ref, rest.reason as string, version)) as never;
      },
    }),
  ];
}
