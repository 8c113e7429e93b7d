/** How a letterhead looks before it is kept: the last invoice, or a made-up one, set as it will print. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { profileOf } from '@tenantry/kernel/tenancy/profile.ts';
import { invoices } from '../invoices/invoices.service.ts';
import type { Letterhead, LetterheadChanges } from '../letterhead/letterhead.schema.ts';
import { getLetterhead, withChanges } from '../letterhead/letterhead.service.ts';
import { todayOf } from '../masters/master.ts';
import type { PaperDocument } from './paper.ts';
import { pictureOf } from './print.service.ts';
import { aroundOf, documentOnPaper, documentToPrint, type Ready } from './ready.ts';
import { sampleInvoice } from './sample.ts';

const LAST = `select id from documents where tenant_id = $1 and kind = 'invoice' and status = 'issued' order by date desc, id desc limit 1`;

async function sampleOf(ctx: Context, { is_composition }: Letterhead): Promise<PaperDocument> {
  return sampleInvoice(await profileOf(ctx.kernel, ctx.tenant), is_composition, todayOf(ctx));
}

/** The picture by these changes; nothing is stored. It is made as the paper itself, so that it prints as it is seen. */
export async function previewLetterhead(
  ctx: Context,
  { version: _version, ...changes }: LetterheadChanges,
): Promise<{ svg: string; pages: number; is_sample: boolean }> {
  const letterhead = withChanges(await getLetterhead(ctx), changes);
  const around = await aroundOf(ctx, letterhead);
  const [last] = await ctx.sql<{ id: string }>(LAST);
  const ready: Ready = last
    ? documentOnPaper(...(await documentToPrint(ctx, invoices, last.id)), around)
    : documentOnPaper(await sampleOf(ctx, letterhead), null, around);
  return { ...(await pictureOf(ready, {})), is_sample: !last };
}
