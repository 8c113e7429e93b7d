/** What a file is, by its first bytes and not by what somebody says of it. Nothing is ever unpacked. */
import { fileTypeFromBuffer } from 'file-type';
import { defineProblem, problem } from '../problems/problem.ts';
import { endingOf } from './names.ts';

export const typeMismatch = defineProblem(
  'files.type_mismatch',
  422,
  'The content of the file is not what its name says.',
);

/** How many bytes are looked at. */
export const HEAD_BYTES = 4100;

const ZIP = 'application/zip';
const COMPOUND = 'application/x-cfb';
const PLAIN = 'text/plain';
const office = 'application/vnd.openxmlformats-officedocument';

/** Ending → what the content must look like, and what the file then is (the same unless given). */
const KNOWN: Readonly<Record<string, { looks: readonly string[]; is?: string }>> = {
  pdf: { looks: ['application/pdf'] },
  png: { looks: ['image/png', 'image/apng'] },
  jpg: { looks: ['image/jpeg'] },
  jpeg: { looks: ['image/jpeg'] },
  gif: { looks: ['image/gif'] },
  webp: { looks: ['image/webp'] },
  avif: { looks: ['image/avif'] },
  heic: { looks: ['image/heic', 'image/heif'] },
  tif: { looks: ['image/tiff'] },
  tiff: { looks: ['image/tiff'] },
  bmp: { looks: ['image/bmp'] },
  ico: { looks: ['image/x-icon'] },
  svg: { looks: ['image/svg+xml'] },
  html: { looks: ['text/html', 'application/xhtml+xml'] },
  htm: { looks: ['text/html', 'application/xhtml+xml'] },
  xml: { looks: ['application/xml'] },
  txt: { looks: [PLAIN] },
  log: { looks: [PLAIN] },
  csv: { looks: [PLAIN], is: 'text/csv' },
  tsv: { looks: [PLAIN], is: 'text/tab-separated-values' },
  md: { looks: [PLAIN], is: 'text/markdown' },
  json: { looks: [PLAIN], is: 'application/json' },
  rtf: { looks: ['application/rtf'] },
  mp3: { looks: ['audio/mpeg'] },
  wav: { looks: ['audio/wav'] },
  mp4: { looks: ['video/mp4', 'video/quicktime'] },
  mov: { looks: ['video/quicktime', 'video/mp4'] },
  dcm: { looks: ['application/dicom'] },
  gz: { looks: ['application/gzip'] },
  zip: { looks: [ZIP] },
  docx: { looks: [ZIP], is: `${office}.wordprocessingml.document` },
  xlsx: { looks: [ZIP], is: `${office}.spreadsheetml.sheet` },
  pptx: { looks: [ZIP], is: `${office}.presentationml.presentation` },
  odt: { looks: [ZIP], is: 'application/vnd.oasis.opendocument.text' },
  ods: { looks: [ZIP], is: 'application/vnd.oasis.opendocument.spreadsheet' },
  doc: { looks: [COMPOUND], is: 'application/msword' },
  xls: { looks: [COMPOUND], is: 'application/vnd.ms-excel' },
  ppt: { looks: [COMPOUND], is: 'application/vnd.ms-powerpoint' },
};

const begins = (head: Buffer, ...bytes: number[]): boolean => bytes.every((byte, at) => head[at] === byte);

/** As text, when it is some: no byte that only programs write. */
function textOf(head: Buffer): string | null {
  if (begins(head, 0xff, 0xfe)) return head.subarray(2).toString('utf16le');
  if (begins(head, 0xfe, 0xff))
    return Buffer.from(head.subarray(2, head.length - (head.length % 2)))
      .swap16()
      .toString('utf16le');
  const isText = head.every((byte) => byte >= 0x20 || [0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte));
  return isText ? head.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '') : null;
}

/** The elements by which browsers take a text for a page (WHATWG MIME Sniffing 7.1), and those that run or frame. */
const PAGE =
  /^(?:<!doctype\s+html|<(?:html|head|body|script|iframe|h1|div|font|table|a|style|title|b|br|p|img|object|embed|form|link|meta|base|template)(?=[\s>/])|<!--)/i;

function kindOfText(text: string): string {
  const start = text.trimStart();
  const bare = start.replace(/^(?:<\?xml[^>]*>|<!--[\s\S]*?-->|<!doctype\s+svg[^>]*>|\s)+/i, '');
  if (/^<(?:[\w-]+:)?svg(?=[\s>/])/i.test(bare)) return 'image/svg+xml';
  if (/^<\?xml/i.test(start))
    return /<(?:[\w-]+:)?html(?=[\s>/])/i.test(start) ? 'application/xhtml+xml' : 'application/xml';
  return PAGE.test(start) || PAGE.test(bare) ? 'text/html' : PLAIN;
}

/** The media type that the first bytes look like. Packed files are told by their first bytes alone. */
export async function looksLike(head: Buffer): Promise<string> {
  if (begins(head, 0x50, 0x4b, 0x03, 0x04) || begins(head, 0x50, 0x4b, 0x05, 0x06)) return ZIP;
  if (begins(head, 0x1f, 0x8b)) return 'application/gzip';
  if (begins(head, 0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)) return COMPOUND;
  const text = textOf(head);
  const kind = text === null ? null : kindOfText(text);
  if (kind !== null && kind !== PLAIN) return kind;
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  return found?.mime ?? kind ?? 'application/octet-stream';
}

/** The media type of a file of that name. Throws `files.type_mismatch` when the ending is known and promises something else. */
export async function mediaTypeOf(name: string, head: Buffer): Promise<string> {
  const looks = await looksLike(head);
  const ending = endingOf(name);
  const known = Object.hasOwn(KNOWN, ending) ? KNOWN[ending] : undefined;
  if (!known) return looks;
  if (!known.looks.includes(looks))
    throw problem(typeMismatch, {
      detail: `The name ends in .${ending}, the content looks like ${looks}. Give the file the ending that it should have.`,
      extra: { looks_like: looks },
    });
  return known.is ?? looks;
}

/** What a browser is told: nothing that it could run or draw as a page of ours. */
export function servedType(mediaType: string): string {
  return /html|svg|xml(?!formats)|javascript|ecmascript|x-shockwave|pdf/.test(mediaType)
    ? 'application/octet-stream'
    : mediaType;
}
