/** Answers a file's content: saved and never shown, whole or in part (RFC 9110 section 14), under a policy that lets nothing in it run. */
import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { contentDisposition } from '../files/names.ts';
import { servedType } from '../files/sniff.ts';

/** A content that can be read in parts. */
export interface Download {
  name: string;
  media_type: string;
  bytes: number;
  /** The program itself made it, so it is told for what it is; what people brought may not be drawn by browsers. */
  is_ours?: true;
  /** Another one when the content is another. */
  etag: string;
  /** A list or a report that leaves the house: the trail tells of it as of a file of rows. */
  is_export?: true;
  /** A cleaned picture, which pages and mails draw, also those of others; everything else is saved and never shown. */
  is_shown?: true;
  /** The bytes from `from` to `to`, both included. */
  open(from: number, to: number): Promise<Readable>;
}

export function isDownload(result: unknown): result is { download: Download } {
  return result !== null && typeof result === 'object' && 'download' in result;
}

/** What a `Range` header asks for: a part, `null` for the whole, `none` when there is no such part. Several parts are answered as the whole. */
export function rangeOf(header: string | undefined, bytes: number): { from: number; to: number } | 'none' | null {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match || (match[1] === '' && match[2] === '')) return null;
  const last = bytes - 1;
  if (match[1] === '') {
    const count = Number(match[2]);
    return count === 0 ? 'none' : { from: Math.max(0, bytes - count), to: last };
  }
  const from = Number(match[1]);
  const to = match[2] === '' ? last : Number(match[2]);
  if (match[2] !== '' && to < from) return null;
  return from > last ? 'none' : { from, to: Math.min(to, last) };
}

/** Opened by itself it is saved all the same; drawn in a page it may use its own styles and nothing else, and mails draw it too. */
const SHOWN = {
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; sandbox",
  'cross-origin-resource-policy': 'cross-origin',
  'cache-control': 'public, max-age=86400, immutable',
};

/** Sends the content, or the part that was asked for. A failure midway breaks the transfer off. */
export async function sendDownload(
  request: FastifyRequest,
  reply: FastifyReply,
  download: Download,
): Promise<FastifyReply> {
  const { name, media_type, bytes } = download;
  const etag = `"${download.etag}"`;
  const { headers } = request;
  reply.headers({
    'content-disposition': contentDisposition(name),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; sandbox",
    'accept-ranges': 'bytes',
    etag,
  });
  if (download.is_shown) reply.headers(SHOWN);
  const known = headers['if-none-match']?.split(',').map((one) => one.trim().replace(/^W\//, ''));
  if (known?.includes(etag) || known?.includes('*')) return reply.code(304).send();
  const condition = headers['if-range'];
  const range = condition === undefined || condition === etag ? rangeOf(headers.range, bytes) : null;
  if (range === 'none')
    return reply.code(416).header('content-range', `bytes */${bytes}`).header('content-length', 0).send();
  const { from, to } = range ?? { from: 0, to: bytes - 1 };
  if (range) reply.code(206).header('content-range', `bytes ${from}-${to}/${bytes}`);
  const length = to - from + 1;
  reply
    .type(download.is_ours || download.is_shown ? media_type : servedType(media_type))
    .header('content-length', length);
  return reply.send(await download.open(from, to));
}
