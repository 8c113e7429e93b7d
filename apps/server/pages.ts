/** Serves the pages: files of the build from memory, and the one HTML of the application in the colours of the organisation that the address names. */
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brandCss } from '@tenantry/brand/css.ts';
import { type Look, readLook } from '@tenantry/control/branding/look.ts';
import type { Pages } from '@tenantry/kernel/http/app.ts';
import { tenantOfHost } from '@tenantry/kernel/http/resolve.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readAhead } from './pages_ahead.ts';

/** Where the build lies. */
export const PAGES_FOLDER = fileURLToPath(new URL('../web/dist', import.meta.url));

const TYPES: Record<string, string> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
};

interface StoredFile {
  type: string;
  plain: Buffer;
  brotli: Buffer | null;
  etag: string;
  /** Its name holds a hash of what is in it. */
  isHashed: boolean;
}

/** Neither built nor hidden: the build's own notes, and the compressed twins. */
const isServed = (path: string): boolean => !path.startsWith('.') && !path.endsWith('.br') && path !== 'index.html';

function readFiles(folder: string): Map<string, StoredFile> {
  const files = new Map<string, StoredFile>();
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = entry.replaceAll('\\', '/');
    const type = TYPES[extname(path)];
    if (!type || !isServed(path)) continue;
    const plain = readFileSync(join(folder, path));
    const twin = join(folder, `${path}.br`);
    files.set(`/${path}`, {
      type,
      plain,
      brotli: existsSync(twin) ? readFileSync(twin) : null,
      etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      isHashed: path.startsWith('assets/'),
    });
  }
  return files;
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] as string);

/** Nothing but our own files runs; the one style in the HTML is the organisation's colours, which the nonce of this answer admits. */
function policyOf(request: FastifyRequest, nonce: string): string {
  const socket = `${request.protocol === 'https' ? 'wss' : 'ws'}://${request.host}`;
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self' ${/^[\w.:[\]-]+$/.test(request.host) ? socket : ''}`.trim(),
    "manifest-src 'self'",
    "worker-src 'self'",
    "frame-src 'self' blob:",
    "form-action 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

const IN_PATH = /^\/(?:t|clinic)\/([a-z0-9][a-z0-9-]{0,62})(?:[/?]|$)/;

interface Place {
  /** One that is closed, or is none, has no look. */
  tenant: Tenant | null;
  /** Where the pages of other organisations are, when the host is this one's. */
  home: string | null;
}

/** The organisation whose address this is. */
async function placeOf(kernel: Kernel, request: FastifyRequest): Promise<Place> {
  const slug = IN_PATH.exec(request.url)?.[1];
  const { multi_tenant, default_tenant_slug, public_url } = kernel.config;
  const ofHost = multi_tenant ? await tenantOfHost(kernel, request) : null;
  const named = multi_tenant ? slug : (default_tenant_slug ?? '');
  const tenant = ofHost ?? (named === undefined ? null : await kernel.directory.find(named));
  return { tenant: tenant?.status === 'active' ? tenant : null, home: ofHost ? public_url.replace(/\/$/, '') : null };
}

function fill(html: string, nonce: string, look: Look | null, home: string | null, ahead: string): string {
  // Parts that put a style of their own into the page find the nonce here.
  const known = `<meta property="csp-nonce" nonce="${nonce}">`;
  // The first script fetches what the screen is made of, behind what it asks itself.
  const page = html.replace('<script src="/first.js"', (tag) =>
    ahead ? `${tag} data-ahead="${escapeHtml(ahead)}"` : tag,
  );
  if (!look) return page.replace('</head>', () => `${known}</head>`);
  const head = [
    known,
    `<meta name="organisation" content="${escapeHtml(look.name)}">`,
    home ? `<meta name="home" content="${escapeHtml(home)}">` : '',
    look.logo ? `<meta name="logo" content="${escapeHtml(look.logo)}">` : '',
    `<meta name="theme-color" content="${look.color}">`,
    `<style nonce="${nonce}">${brandCss(look.color)}</style>`,
  ].join('');
  return page.replace('</head>', () => `${head}</head>`);
}

function sendFile(request: FastifyRequest, reply: FastifyReply, path: string, file: StoredFile): void {
  reply.header('etag', file.etag).header('vary', 'accept-encoding');
  reply.header('cache-control', file.isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === file.etag) return void reply.code(304).send();
  if (path === '/sw.js') reply.header('content-security-policy', "default-src 'none'; connect-src 'self'");
  const accepts = /\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''));
  if (accepts && file.brotli) reply.header('content-encoding', 'br');
  reply.type(file.type).send(accepts && file.brotli ? file.brotli : file.plain);
}

/** What the application answers is not the pages' to answer. */
const NOT_PAGES = /^\/(api|docs|health|metrics|problems)(?=[/?]|$)/;

/** The pages of a build, or null where there is none. */
export function openPages(kernel: Kernel, folder: string = PAGES_FOLDER): Pages | null {
  const index = join(folder, 'index.html');
  if (!existsSync(index)) return null;
  const html = readFileSync(index, 'utf8');
  const files = readFiles(folder);
  const ahead = readAhead(folder);
  return async (request, reply) => {
    if ((request.method !== 'GET' && request.method !== 'HEAD') || NOT_PAGES.test(request.url)) return false;
    const path = request.url.split('?')[0] as string;
    const file = files.get(path);
    if (file) {
      sendFile(request, reply, path, file);
      return true;
    }
    const wantsHtml = /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
    if (!wantsHtml || path.startsWith('/assets/') || /\.[a-z0-9]{1,12}$/i.test(path)) return false;
    const { tenant, home } = await placeOf(kernel, request);
    const nonce = randomBytes(16).toString('base64');
    reply
      .header('content-security-policy', policyOf(request, nonce))
      .header('permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()')
      .header('cache-control', 'no-store')
      .type('text/html; charset=utf-8')
      .send(fill(html, nonce, tenant && (await readLook(kernel, tenant)), home, ahead(path)));
    return true;
  };
}
