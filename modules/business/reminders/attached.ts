/** The PDFs of invoices that go with a reminder: one file, as far as a mail carries it. */
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { invoices } from '../invoices/invoices.service.ts';
import { joined } from '../print/pdf_joined.ts';
import { fileNameOf, printed } from '../print/print.service.ts';
import { printedDocuments } from '../print/ready.ts';

/** More than these are behind the link alone: nobody reads twenty papers in a mail, and servers refuse large ones. */
export const MOST_ATTACHED = 10;
export const MOST_BYTES = 5_000_000;

export interface Attached {
  name: string;
  media_type: string;
  content: Buffer;
}

/** The first so many papers that stay below `most` bytes together; one that is too large by itself is left out. */
export function fitting<T extends { content: Buffer }>(papers: readonly T[], most: number): T[] {
  let bytes = 0;
  return papers.filter(({ content }) => {
    if (bytes + content.length > most) return false;
    bytes += content.length;
    return true;
  });
}

/** One PDF of these invoices, the first one's name on it where it is alone; null where none fits. */
export async function attachmentOf(ctx: Context, ids: readonly string[]): Promise<Attached | null> {
  const { ready: readyOf } = printedDocuments(invoices);
  const wanted = ids.slice(0, MOST_ATTACHED);
  const papers: { name: string; content: Buffer }[] = [];
  for (const id of wanted) {
    const ready = await readyOf(ctx, id);
    const { content } = await printed(ready, { copy: 'original' }, 'pdf', wanted.length > 1 ? 'bare' : undefined);
    papers.push({ name: fileNameOf(ready), content });
  }
  const kept = fitting(papers, MOST_BYTES);
  const [first] = kept;
  if (!first) return null;
  if (kept.length === 1) return { ...first, media_type: 'application/pdf' };
  async function* each(): AsyncGenerator<Buffer> {
    for (const { content } of kept) yield content;
  }
  const pieces: Buffer[] = [];
  for await (const piece of joined(each())) pieces.push(piece);
  return { name: 'invoices.pdf', media_type: 'application/pdf', content: Buffer.concat(pieces) };
}
