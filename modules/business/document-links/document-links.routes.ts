/** The endpoints of links to documents, for members and for whoever has a link. */
import { getRecord } from '@tenantry/kernel/db/records.ts';
import { ruleBroken } from '@tenantry/kernel/http/problems.ts';
import { type AnyRoute, route } from '@tenantry/kernel/http/route.ts';
import { problem } from '@tenantry/kernel/problems/problem.ts';
import { Id, Line, Ref } from '@tenantry/kernel/schema/fields.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import Type from 'typebox';
import { printedKinds } from '../print/kinds.ts';
import { pressBusy } from '../print/press.ts';
import type { Printed } from '../print/ready.ts';
import { DocumentLink, days, Sending, Shared, SharedDocument } from './document-links.schema.ts';
import {
  isDraft,
  linkNotFound,
  listLinks,
  makeLink,
  openDocument,
  openPdf,
  revokeLink,
  shareDocument,
  tooManyLinks,
} from './document-links.service.ts';
import { SEND_JOB } from './send.job.ts';

const strict = { additionalProperties: false };

/** Makes the link and leaves the letter to a job. */
async function send(
  ctx: Context,
  kind: Printed,
  ref: string,
  given: { to?: string; message?: string | null; days?: number },
) {
  const { noun } = kind;
  const { id, status, person } = await kind.ready(ctx, ref);
  if (status === 'draft') throw problem(isDraft);
  const to = given.to || person.email;
  if (!to)
    throw problem(ruleBroken, { errors: [{ pointer: '/to', detail: 'The customer has no mail address; give one.' }] });
  const link = await makeLink(ctx, kind, id, {
    sent_to: to,
    ...(given.days === undefined ? {} : { days: given.days }),
  });
  await ctx.enqueue({
    job: SEND_JOB,
    data: { noun, document_id: id, to, message: given.message ?? '', link_id: link.id },
  });
  ctx.audit({ action: `${noun}.send`, subject: noun, subject_id: id, after: { to, link: link.id } });
  return link;
}

function linkRoutes(kind: Printed): AnyRoute[] {
  const { noun, one, title, record } = kind;
  const ref = { [one]: Ref(noun) };
  const base = { scope: 'tenant' as const, permission: `${noun}.share` };
  const thing = title.toLowerCase();
  const refOf = (input: Record<string, unknown>): string => input[one] as string;
  return [
    route({
      ...base,
      name: `${noun}.share`,
      method: 'POST',
      path: `/${noun}/{${one}}/share`,
      summary: `A link that opens this ${thing} without signing in, with a text for WhatsApp.`,
      input: Type.Object({ ...ref, days }, strict),
      output: Shared,
      status: 201,
      message: 'Link made',
      problems: [record.notFound, isDraft, tooManyLinks],
      run: (ctx, input) => shareDocument(ctx, kind, refOf(input), input.days),
    }),
    route({
      ...base,
      name: `${noun}.send`,
      method: 'POST',
      path: `/${noun}/{${one}}/send`,
      summary: `Mails the ${thing}, with its PDF and a link.`,
      input: Type.Object({ ...ref, ...Sending }, strict),
      output: DocumentLink,
      status: 202,
      message: 'It is on its way',
      problems: [record.notFound, isDraft, tooManyLinks, ruleBroken],
      run: (ctx, input) => send(ctx, kind, refOf(input), input),
    }),
    route({
      ...base,
      name: `${noun}.document_links`,
      method: 'GET',
      path: `/${noun}/{${one}}/document-links`,
      permission: `${noun}.share`,
      summary: `The links to this ${thing}, and how often each was opened.`,
      input: Type.Object(ref, strict),
      output: Type.Array(DocumentLink),
      message: 'Links',
      unpacked: 'the links',
      problems: [record.notFound],
      run: async (ctx, input) => listLinks(ctx, kind, (await getRecord<{ id: string }>(ctx, record, refOf(input))).id),
    }),
  ];
}

const token = Line(100, { minLength: 1 });

export const documentLinkRoutes: AnyRoute[] = [
  ...printedKinds.flatMap(linkRoutes),
  route({
    name: 'document-links.revoke',
    method: 'POST',
    path: '/document-links/{document_link}/revoke',
    scope: 'tenant',
    permission: 'document-links.revoke',
    summary: 'From now on the link opens nothing.',
    input: Type.Object({ document_link: Id() }, strict),
    output: DocumentLink,
    message: 'Link revoked',
    problems: [linkNotFound],
    run: (ctx, input) => revokeLink(ctx, input.document_link),
  }),
  route({
    name: 'document-links.open',
    method: 'GET',
    path: '/document-links/{token}',
    scope: 'public',
    summary: 'The document that a link leads to, as it prints.',
    input: Type.Object({ token }, strict),
    output: SharedDocument,
    message: 'Document',
    problems: [pressBusy],
    run: (ctx, input) => openDocument(ctx, printedKinds, input.token),
  }),
  route({
    name: 'document-links.pdf',
    method: 'GET',
    path: '/document-links/{token}/pdf',
    scope: 'public',
    summary: 'Its PDF.',
    input: Type.Object({ token }, strict),
    output: Type.Object({}),
    download: true,
    message: 'Document',
    problems: [pressBusy],
    run: async (ctx, input) => ({ download: await openPdf(ctx, printedKinds, input.token) }),
  }),
];
