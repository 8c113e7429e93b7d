/** Documents on paper: as a file, or as the picture of it that a page shows. */
import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Download } from '@tenantry/kernel/http/download.ts';
import type { Look, Paper } from './paper.ts';
import { joined } from './pdf_joined.ts';
import { LONG_LINES, pressFor } from './press.ts';
import type { Around, Ready } from './ready.ts';

export { houseFor } from './ready.ts';

/** What of the look was asked for; the letterhead gives the rest. */
export type Wanted = {
  design?: Look['design'];
  size?: Look['size'];
  copy?: Look['copies'];
  language?: Look['language'];
};

export function lookOf({ letterhead, house }: Around, { design, size, copy, language }: Wanted): Look {
  return {
    design: design ?? letterhead.design,
    size: size ?? letterhead.size,
    copies: copy ?? letterhead.copies,
    language: language ?? letterhead.language ?? house.language,
  };
}

/**
 * Sets one paper. Copies of a long one are set one after the other and joined: together they would want the memory of all of
 * them at once.
 */
export async function setPaper(paper: Paper, { logo }: Pick<Around, 'logo'>, form: 'pdf' | 'svg', bare = false) {
  const design = paper.size === 'roll' ? 'roll' : paper.design;
  const lines = paper.rows.length * paper.copies.length;
  const press = pressFor(lines);
  const set = (part: Paper, isBare: boolean) =>
    press.print({ design, data: JSON.stringify(part), form, logo, bare: isBare });
  if (form === 'svg' || paper.copies.length === 1 || lines <= LONG_LINES) return set(paper, bare);
  let pages = 0;
  async function* copies(): AsyncGenerator<Buffer> {
    for (const copy of paper.copies) {
      const one = await set({ ...paper, copies: [copy] }, true);
      pages += one.pages;
      yield one.content;
    }
  }
  const pieces: Buffer[] = [];
  for await (const piece of joined(copies())) pieces.push(piece);
  return { content: Buffer.concat(pieces), pages };
}

/** One document; `bare` for one among many in a file. */
export function printed(ready: Ready, wanted: Wanted, form: 'pdf' | 'svg', bare?: 'bare') {
  return setPaper(ready.paper(lookOf(ready, wanted)), ready, form, bare !== undefined);
}

/** `INV-26-27-0001.pdf`; a draft is named by its customer. */
export function fileNameOf({ number, person }: Pick<Ready, 'number' | 'person'>): string {
  return `${(number ?? `draft ${person.name}`).replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')}.pdf`;
}

/** A PDF as the answer of a route. */
export function pdfDownload(name: string, content: Buffer): Download {
  return {
    name,
    media_type: 'application/pdf',
    bytes: content.length,
    is_ours: true,
    etag: hash('sha256', content),
    open: async (from, to) => Readable.from([content.subarray(from, to + 1)], { objectMode: false }),
  };
}

export async function pdfOf(ready: Ready, wanted: Wanted): Promise<Download> {
  const { content } = await printed(ready, wanted, 'pdf');
  return pdfDownload(fileNameOf(ready), content);
}

/** The same document as a picture, its pages one below the other. */
export async function pictureOf(ready: Ready, wanted: Wanted): Promise<{ svg: string; pages: number }> {
  const { content, pages } = await printed(ready, wanted, 'svg');
  return { svg: content.toString(), pages };
}
