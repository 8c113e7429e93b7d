/** Packs readings on their way to a browser: lists of records become a fifth. */
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

const pack = promisify(brotliCompress);

/** What is shorter fits into one packet anyway. */
const LEAST = 1_400;
/** Small enough to cost less than it saves, also at home: some 0.3 ms for a page of fifty records. */
const PARAMS = {
  params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT },
};

/**
 * For `onSend`. Only readings of records: an answer that holds a credential is never packed, because its length would tell of
 * what stands beside it (BREACH); its route says so by `unpacked`.
 */
export async function packed(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (request.method !== 'GET' || typeof payload !== 'string' || payload.length < LEAST) return payload;
  if (request.routeOptions.config.route?.unpacked) return payload;
  if (!String(reply.getHeader('content-type')).startsWith('application/json')) return payload;
  reply.header('vary', 'accept-encoding');
  if (!/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) return payload;
  reply.header('content-encoding', 'br').removeHeader('content-length');
  return pack(payload, PARAMS);
}
