/** Reads the words of a PDF as somebody who copies them gets them: fonts' tables from glyphs to letters, pages in order. */
import { inflateSync } from 'node:zlib';

type Objects = Map<number, { head: string; stream: Buffer | null }>;

function objectsOf(pdf: Buffer): Objects {
  const text = pdf.toString('latin1');
  const found: Objects = new Map();
  for (const { 1: id, 2: body = '', index } of text.matchAll(/(?<!\d)(\d+) 0 obj\s([\s\S]*?)endobj/g)) {
    const at = body.indexOf('stream');
    const length = /\/Length (\d+)/.exec(body);
    if (at < 0 || !length) {
      found.set(Number(id), { head: body, stream: null });
      continue;
    }
    const start = index + text.slice(index).indexOf('stream') + (body[at + 6] === '\r' ? 8 : 7);
    const raw = pdf.subarray(start, start + Number(length[1]));
    const head = body.slice(0, at);
    found.set(Number(id), { head, stream: head.includes('/FlateDecode') ? inflateSync(raw) : raw });
  }
  return found;
}

const letters = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le');

/** Glyph → letters, from a font's ToUnicode table. */
function glyphsOf(table: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, block = ''] of table.matchAll(/beginbfchar\s([\s\S]*?)endbfchar/g))
    for (const [, glyph = '', hex = ''] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g))
      found.set(glyph.toLowerCase(), letters(hex));
  for (const [, block = ''] of table.matchAll(/beginbfrange\s([\s\S]*?)endbfrange/g))
    for (const [, from = '', to = '', hex = ''] of block.matchAll(/<(\w+)>\s*<(\w+)>\s*<(\w+)>/g)) {
      const first = Number.parseInt(from, 16);
      for (let code = first; code <= Number.parseInt(to, 16); code++) {
        const last = Number.parseInt(hex.slice(-4), 16) + code - first;
        found.set(
          code.toString(16).padStart(from.length, '0'),
          letters(hex.slice(0, -4) + last.toString(16).padStart(4, '0')),
        );
      }
    }
  return found;
}

const refOf = (head: string, name: string): number => Number(new RegExp(`/${name} (\\d+) 0 R`).exec(head)?.[1] ?? -1);

/** A literal string of a content stream as bytes in hex. */
function hexOf(literal: string): string {
  const plain = literal.replace(/\\(\d{1,3}|[\s\S])/g, (_, sign: string) => {
    if (/^\d/.test(sign)) return String.fromCharCode(Number.parseInt(sign, 8));
    return ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' } as Record<string, string>)[sign] ?? sign;
  });
  return Buffer.from(plain, 'latin1').toString('hex');
}

function wordsOf(content: string, fonts: Map<string, Map<string, string>>): string {
  let glyphs = new Map<string, string>();
  let found = '';
  let isReplaced = false;
  const token =
    /\/ActualText (?:<FEFF(\w*)>|\(((?:\\[\s\S]|[^\\)])*)\))|\bEMC\b|\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]*)>|\(((?:\\[\s\S]|[^\\()]|\((?:\\[\s\S]|[^\\()])*\))*)\)|\bET\b/g;
  for (const [whole, actual, spelled, font, hex, literal] of content.matchAll(token)) {
    if (whole.startsWith('/ActualText')) {
      const bytes = actual ?? hexOf(spelled ?? '').replace(/^feff/, '');
      found += letters(bytes);
      isReplaced = true;
    } else if (whole === 'EMC') isReplaced = false;
    else if (font) glyphs = fonts.get(font) ?? new Map();
    else if (whole === 'ET') found += '\n';
    else if (!isReplaced)
      for (const [glyph] of (hex ?? hexOf(literal ?? '')).toLowerCase().matchAll(/\w{4}/g))
        found += glyphs.get(glyph) ?? '';
  }
  return found;
}

/** The words of each page. */
export function pdfPages(pdf: Buffer): string[] {
  const objects = objectsOf(pdf);
  const head = (id: number): string => objects.get(id)?.head ?? '';
  return [...objects.values()]
    .filter(({ head: one }) => /\/Type \/Page\b(?!s)/.test(one))
    .map((page) => {
      const resources = page.head.includes('/Resources <<') ? page.head : head(refOf(page.head, 'Resources'));
      const named = /\/Font <<([\s\S]*?)>>/.exec(resources)?.[1] ?? head(refOf(resources, 'Font'));
      const fonts = new Map<string, Map<string, string>>();
      for (const [, name = '', id] of named.matchAll(/\/(\w+) (\d+) 0 R/g)) {
        const table = objects.get(refOf(head(Number(id)), 'ToUnicode'))?.stream;
        fonts.set(name, table ? glyphsOf(table.toString('latin1')) : new Map());
      }
      const content = objects.get(refOf(page.head, 'Contents'))?.stream;
      return content ? wordsOf(content.toString('latin1'), fonts) : '';
    });
}
