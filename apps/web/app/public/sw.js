/** The service worker: keeps the application itself, so that it opens without network. What records say is not its business. */
const CACHE = 'tenantry-pages';

/** All addresses of an organisation have the same page; each organisation's has its own colours. */
function pageKey(url) {
  return new URL(`${/^\/(?:t|clinic)\/[a-z0-9-]+/.exec(url.pathname)?.[0] ?? '/'}?page`, url).href;
}

async function fromNetworkFirst(request, url) {
  const cache = await caches.open(CACHE);
  try {
    const reply = await fetch(request);
    if (reply.ok) await cache.put(pageKey(url), reply.clone());
    return reply;
  } catch (error) {
    const kept = await cache.match(pageKey(url));
    if (kept) return kept;
    throw error;
  }
}

async function fromCacheFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const reply = await fetch(request);
  if (reply.ok) await cache.put(request, reply.clone());
  return reply;
}

async function fromNetworkElseCache(request) {
  const cache = await caches.open(CACHE);
  try {
    const reply = await fetch(request);
    if (reply.ok) await cache.put(request, reply.clone());
    return reply;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (/^\/(api|docs|health|metrics)(\/|$)/.test(url.pathname)) return;
  if (request.mode === 'navigate') event.respondWith(fromNetworkFirst(request, url));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request));
  else event.respondWith(fromNetworkElseCache(request));
});
