/** How pages are served: policy, colours of the organisation alone, what may be kept, what is not there. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOffice } from '@tenantry/kernel/testing/offices.ts';
import { createWorld, type World } from '@tenantry/kernel/testing/world.ts';
import { modules } from '@tenantry/server/modules.ts';
import { openPages } from '@tenantry/server/pages.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';

const HTML =
  '<!doctype html><html lang="en"><head><title>Tenantry</title><script src="/first.js"></script></head><body><script type="module" src="/assets/a-1.js"></script></body></html>';
const ROUTES = [
  { path: '/products/$id', scripts: ['assets/record-1.js'], styles: [] },
  { path: '/products', scripts: ['assets/list-1.js', 'assets/words-1.js'], styles: ['assets/list-1.css'] },
  { path: '/products/import', scripts: ['assets/import-1.js'], styles: [] },
];
const folder = mkdtempSync(join(tmpdir(), 'tenantry-pages-'));
let world: World;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'));
  mkdirSync(join(folder, '.vite'));
  for (const [path, text] of Object.entries({
    'index.html': HTML,
    'assets/a-1.js': 'export const page = 1;',
    'assets/a-1.js.br': 'packed',
    'sw.js': 'self.skipWaiting();',
    'manifest.webmanifest': '{}',
    '.vite/manifest.json': '{"secret":true}',
    '.vite/routes.json': JSON.stringify(ROUTES),
  }))
    writeFileSync(join(folder, path), text);
  world = await createWorld({ modules, pages: (kernel) => openPages(kernel, folder) });
});
afterAll(async () => {
  await world?.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${world.address}${path}`, { method, headers: { accept: 'text/html', ...headers } });

test('a page may run our own files alone, and nothing stands in the HTML that would run or style by itself', async () => {
  for (const path of ['/', '/sign-in', '/t/nobody/products', '/products/deep/er']) {
    const reply = await open(path);
    const html = await reply.text();
    expect([path, reply.status]).toEqual([path, 200]);
    const policy = reply.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toMatch(/style-src 'self' 'nonce-[\w+/=]{20,}'/);
    for (const name of ['object-src', 'base-uri', 'frame-ancestors']) expect(policy).toContain(`${name} 'none'`);
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|\son\w+=|\sstyle=/);
    expect(reply.headers.get('cache-control')).toBe('no-store');
    expect(reply.headers.get('x-frame-options')).toBe('DENY');
  }
});

test('a page names what its screen is made of, wherever its organisation stands; others name nothing', async () => {
  const ahead = async (path: string) =>
    /<script src="\/first.js"(?: data-ahead="([^"]*)")?>/.exec(await (await open(path)).text())?.[1];
  for (const base of ['', '/t/some-shop', '/clinic/some-shop']) {
    expect(await ahead(`${base}/products?q=bolt`)).toBe('/assets/list-1.css /assets/list-1.js /assets/words-1.js');
    expect(await ahead(`${base}/products/import`)).toBe('/assets/import-1.js');
    expect(await ahead(`${base}/products/"><script>`)).toBe('/assets/record-1.js');
    expect(await ahead(`${base}/nothing`)).toBeUndefined();
  }
});

test('an address shows the colours of its organisation, never those of another one, and new ones at once', async () => {
  const [a, b] = [await openOffice(world, 'look-a'), await openOffice(world, 'look-b')];
  const set = (office: typeof a, color: string, name: string) =>
    office.owner.put(`/api/tenants/${office.slug}/branding`, { primary_color: color, company_name: name });
  expect((await set(a, '#b00020', 'A & "Sons" </head><script>')).status).toBe(200);
  expect((await set(b, '#00509e', 'Bee')).status).toBe(200);
  const look = async (path: string, headers: Record<string, string> = {}) => (await open(path, headers)).text();
  for (const path of ['/t/look-a', '/t/look-a/products?q=1', '/clinic/look-a/today']) {
    const html = await look(path);
    expect(html).toContain('content="#b00020"');
    expect(html).toContain('A &amp; &quot;Sons&quot; &lt;/head&gt;&lt;script&gt;');
    expect(html).not.toMatch(/#00509e|Bee/);
    const nonce = /<style nonce="([^"]+)">:root/.exec(html)?.[1];
    expect(nonce).toBeTruthy();
  }
  expect(await look('/t/look-b')).toContain('content="#00509e"');
  const nonceOf = async (): Promise<string | undefined> => /nonce="([^"]+)"/.exec(await look('/t/look-a'))?.[1];
  const nonces = new Set([await nonceOf(), await nonceOf()]);
  expect(nonces.size).toBe(2);
  await set(a, '#116633', 'A');
  expect(await look('/t/look-a')).toContain('content="#116633"');
  // One that is unknown, and one that is closed, look like none.
  await world.operator.post('/api/tenants/look-b/suspend', {});
  const plain = async (path: string): Promise<string> => (await look(path)).replace(/nonce="[^"]+"/g, 'nonce');
  const neutral = await plain('/t/there-is-none');
  for (const path of ['/', '/sign-in', '/t/look-b', '/t/..%2flook-a', '/t/look-a%00'])
    expect(await plain(path), path).toBe(neutral);
});

test('files with a hash may be kept for ever, the rest is asked for again; both come small', async () => {
  const asset = await open('/assets/a-1.js', { 'accept-encoding': 'gzip, br' });
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
  expect(asset.headers.get('content-encoding')).toBe('br');
  expect(asset.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(asset.headers.get('vary')).toBe('accept-encoding');
  const plain = await open('/assets/a-1.js', { 'accept-encoding': 'identity' });
  expect(await plain.text()).toBe('export const page = 1;');
  const worker = await open('/sw.js');
  expect(worker.headers.get('cache-control')).toBe('no-cache');
  const again = await open('/sw.js', { 'if-none-match': worker.headers.get('etag') as string });
  expect(again.status).toBe(304);
  const head = await open('/assets/a-1.js', { 'accept-encoding': 'identity' }, 'HEAD');
  expect([head.status, await head.text()]).toEqual([200, '']);
  expect((await open('/', {}, 'HEAD')).status).toBe(200);
});

test('what is not there is 404, and no path leads out of the folder', async () => {
  const outside = ['/assets/none.js', '/index.html', '/.vite/manifest.json', '/assets/a-1.js.br', '/favicon.ico'];
  const tricks = [
    '/assets/../../package.json',
    '/assets/..%2f..%2fpackage.json',
    '/..%5c..%5cpackage.json',
    '/assets/%2e%2e/sw.json',
  ];
  for (const path of [...outside, ...tricks]) {
    const reply = await open(path);
    expect([path, reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
      path,
      404,
      'http.not_found',
    ]);
  }
  expect((await open('/api/nothing')).headers.get('content-type')).toContain('application/problem+json');
  expect((await open('/', {}, 'POST')).status).toBe(404);
  expect((await open('/products', { accept: 'application/json' })).status).toBe(404);
  expect((await open('/health')).status).toBe(200);
});
