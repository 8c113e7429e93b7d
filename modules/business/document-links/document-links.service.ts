/** Links to documents: made, listed, revoked, and opened by whoever has one. */
import { portalDate } from '@tenantry/india/fiscal.ts';
import type { Download } from '@tenantry/kernel/http/download.ts';
import { asSystem, contextForReading } from '@tenantry/kernel/http/perform.ts';
import { notFound } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import { amountText } from '../currencies/iso4217.ts';
import { pdfOf, pictureOf, printed } from '../print/print.service.ts';
import type { Printed, Ready } from '../print/ready.ts';
import type { DocumentLink, Shared } from './document-links.schema.ts';
import { SAID } from './letters.ts';
import { hashToken, tenantOf, tokenOf } from './token.ts';

export const isDraft = defineProblem('document-links.draft', 409, 'A draft is shown to nobody; issue it first.');
export const linkNotFound = defineProblem('document-links.not_found', 404, 'There is no such link.');
export const tooManyLinks = defineProblem(
  'document-links.too_many',
  409,
  'This document was sent often enough today; its links still work.',
);

const DAY_MS = 86_400_000;
const DAYS = 90;
const LINKS_A_DAY = 20;

type Row = Omit<DocumentLink, 'url'>;
const COLUMNS = 'id, expires_at, revoked_at, sent_to, views, viewed_at, created_at';

/** Where the link leads. */
export function urlOf({ kernel, tenant }: Pick<Context, 'kernel' | 'tenant'>, link_id: string): string {
  const { public_url, secret } = kernel.config;
  // Behind the # it reaches no log of a server on the way.
  return `${public_url.replace(/\/+$/, '')}/t/${tenant.slug}/document#${tokenOf(secret, tenant.id, link_id)}`;
}

/** What the document is called in a sentence: `Tax Invoice INV/26-27/0042`. */
export const calledOf = ({ title, number }: Ready): string => `${title} ${number}`;

const totalOf = ({ total, currency, total_in_currency }: Ready): string =>
  amountText(total, currency, total_in_currency);

/** Stores a link to a record of a kind; its token is made of its id. */
export async function makeLink(
  ctx: Context,
  { column }: Pick<Printed, 'column'>,
  record_id: string,
  { days = DAYS, sent_to = null }: { days?: number; sent_to?: string | null },
): Promise<DocumentLink> {
  const [today] = await ctx.sql<{ links: number }>(
    `select count(*)::int as links from document_links where tenant_id = $1 and ${column} = $2 and created_at > $3`,
    [record_id, new Date(ctx.now.getTime() - DAY_MS)],
  );
  if ((today?.links ?? 0) >= LINKS_A_DAY) throw problem(tooManyLinks);
  const id = ctx.newId();
  const [row] = await ctx.sql<Row>(
    `insert into document_links (tenant_id, id, ${column}, token_hash, expires_at, sent_to, created_by)
     values ($1, $2, $3, $4, $5, $6, $7) returning ${COLUMNS}`,
    [
      id,
      record_id,
      hashToken(tokenOf(ctx.kernel.config.secret, ctx.tenant.id, id)),
      new Date(ctx.now.getTime() + days * DAY_MS),
      sent_to,
      ctx.actor.id,
    ],
  );
  return { ...(row as Row), url: urlOf(ctx, id) };
}

/** A link to an issued document, with the text to send by hand. Throws `document-links.draft`. */
export async function shareDocument(ctx: Context, kind: Printed, ref: string, days?: number): Promise<Shared> {
  const ready = await kind.ready(ctx, ref);
  const { status, house, upi_url } = ready;
  if (status === 'draft') throw problem(isDraft);
  const link = await makeLink(ctx, kind, ready.id, days === undefined ? {} : { days });
  const { id, url, expires_at } = link;
  const { noun } = kind;
  ctx.audit({ action: `${noun}.share`, subject: noun, subject_id: ready.id, after: { link: id, expires_at } });
  const text = SAID[house.language].text(calledOf(ready), totalOf(ready), house.name, url);
  return {
    ...link,
    text,
    whatsapp_url: `https://wa.me/?text=${encodeURIComponent(text)}`,
    upi_url,
  };
}

export async function listLinks(
  ctx: Context,
  { column }: Pick<Printed, 'column'>,
  id: string,
): Promise<DocumentLink[]> {
  const rows = await ctx.sql<Row>(
    `select ${COLUMNS} from document_links where tenant_id = $1 and ${column} = $2 order by created_at desc, id desc limit 100`,
    [id],
  );
  return rows.map((row) => ({ ...row, url: urlOf(ctx, row.id) }));
}

/** From now on the link opens nothing. Throws `document-links.not_found`. */
export async function revokeLink(ctx: Context, id: string): Promise<DocumentLink> {
  const [row] = await ctx.sql<Row & { document_id: string | null; payment_id: string | null }>(
    `update document_links set revoked_at = coalesce(revoked_at, $3) where tenant_id = $1 and id = $2
     returning ${COLUMNS}, document_id, payment_id`,
    [id, ctx.now],
  );
  if (!row) throw problem(linkNotFound);
  const { document_id, payment_id, ...link } = row;
  const after = document_id ? { document_id } : { payment_id };
  ctx.audit({ action: 'document-links.revoke', subject: 'document-links', subject_id: id, after });
  return { ...link, url: urlOf(ctx, id) };
}

interface Opened {
  link_id: string;
  ready: Ready;
  within: { tenant: Tenant; database: Context['kernel']['control'] };
}

/** What a token opens. Whatever is wrong with it is `http.not_found`: a stranger learns nothing, not even that it once was good. */
async function openLink({ kernel, now }: Context, kinds: readonly Printed[], token: string): Promise<Opened> {
  const tenant_id = tenantOf(token);
  const tenant = tenant_id ? await kernel.directory.find(tenant_id) : null;
  if (tenant?.status !== 'active') throw problem(notFound);
  const within = { tenant, database: kernel.cells.of(tenant) };
  const reading = contextForReading(kernel, {
    ...within,
    binding: { tenant_id: tenant.id, plane: '' },
    label: 'links',
  });
  const [found] = await reading.sql<{ id: string; record_id: string; kind: string }>(
    `select l.id, coalesce(l.document_id, l.payment_id) as record_id, coalesce(d.kind, 'payment') as kind
     from document_links l left join documents d on d.tenant_id = l.tenant_id and d.id = l.document_id
     where l.tenant_id = $1 and l.token_hash = $2 and l.revoked_at is null and l.expires_at > $3 and d.status is distinct from 'draft'`,
    [hashToken(token), now],
  );
  const kind = kinds.find((one) => one.kind === found?.kind);
  if (!found || !kind) throw problem(notFound);
  return { link_id: found.id, ready: await kind.ready(reading, found.record_id), within };
}

/** What whoever has the link sees; it is counted. */
export async function openDocument(ctx: Context, kinds: readonly Printed[], token: string) {
  const { link_id, ready, within } = await openLink(ctx, kinds, token);
  const { svg } = await pictureOf(ready, { copy: 'original' });
  const binding = { tenant_id: within.tenant.id, plane: '' } as const;
  await asSystem(ctx.kernel, { ...within, binding, label: 'links' }, async (own) => {
    await own.execute('update document_links set views = views + 1, viewed_at = $3 where tenant_id = $1 and id = $2', [
      link_id,
      own.now,
    ]);
  });
  const { organisation, title, number, date, status, total, balance, upi_url } = ready;
  const { currency, total_in_currency, balance_in_currency } = ready;
  const abroad = { currency, total_in_currency, balance_in_currency };
  return { organisation, title, number: number as string, date, status, total, balance, ...abroad, svg, upi_url };
}

export async function openPdf(ctx: Context, kinds: readonly Printed[], token: string): Promise<Download> {
  const { ready } = await openLink(ctx, kinds, token);
  return pdfOf(ready, { copy: 'original' });
}

/** The document as it goes into a letter. */
export async function letterOf(ready: Ready) {
  const { content } = await printed(ready, { copy: 'original' }, 'pdf');
  const { due_date, balance, house } = ready;
  return {
    content,
    fields: {
      document: calledOf(ready),
      total: totalOf(ready),
      due: due_date && balance ? SAID[house.language].due(portalDate(due_date)) : '',
    },
  };
}
