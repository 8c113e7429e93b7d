/** How requests leave the page: the organisation's name, the CSRF token, one refresh for all, the sign-in in place, answers that were seen when there is no network. */
import { address, client } from '../address.ts';
import { changeSession, session } from './session.ts';

/** Fetched beside the first answer, which need not wait for it. */
const kept = () => import('./kept.ts');

const REFRESHED = `tenantry.refreshed.${client}`;
/** Whoever waits for the person goes on when he has signed in again. */
let waiting: (() => void)[] = [];
let refreshing: Promise<boolean> | undefined;

/** A random name for one attempt to change something. `randomUUID` is missing on pages without TLS. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The person is there again: what waited is sent once more. */
export function goOn(): void {
  changeSession({ is_over: false });
  const all = waiting;
  waiting = [];
  for (const one of all) one();
}

function untilSignedIn(): Promise<void> {
  changeSession({ is_over: true });
  return new Promise((resolve) => waiting.push(resolve));
}

/** Exchanges the refresh cookie; pages in other tabs use the same one, so only one of them does it at a time. */
async function exchange(askedAt: number): Promise<boolean> {
  if (Number(localStorage.getItem(REFRESHED) ?? 0) > askedAt) return true;
  const reply = await fetch('/api/auth/refresh', {
    method: 'POST',
    headers: { 'x-client': client, 'content-type': 'application/json' },
    body: '{}',
  });
  if (!reply.ok) return false;
  const { data } = (await reply.json()) as { data: { csrf_token: string } };
  changeSession({ csrf: data.csrf_token });
  localStorage.setItem(REFRESHED, String(Date.now()));
  return true;
}

/** One refresh for all calls that were refused together. */
function refresh(): Promise<boolean> {
  const askedAt = Date.now();
  const run = (): Promise<boolean> => exchange(askedAt);
  refreshing ??= (navigator.locks ? navigator.locks.request(REFRESHED, run) : run()).finally(() => {
    refreshing = undefined;
  });
  return refreshing;
}

function headersOf(init: RequestInit, key: string): Headers {
  const headers = new Headers(init.headers);
  headers.set('x-client', client);
  if (address.slug) headers.set('x-tenant-slug', address.slug);
  if ((init.method ?? 'GET') === 'GET') return headers;
  const { csrf } = session();
  if (csrf) headers.set('x-csrf-token', csrf);
  if (init.method === 'POST' && !headers.has('idempotency-key')) headers.set('idempotency-key', key);
  return headers;
}

/** What a call without network comes to. */
function unreachable(): Response {
  const body = { success: false, code: 'web.offline' };
  return new Response(JSON.stringify(body), { status: 503 });
}

/** Noun, and record where the address names one → when this page changed something there. */
const written = new Map<string, number>();

function noteWrite(path: string): void {
  const [noun = '', id = ''] =
    path
      .split('?')[0]
      ?.replace(/^\/api\/(tenants\/[^/]+\/)?/, '')
      .split('/') ?? [];
  written.set(/^[0-9a-f-]{36}$/.test(id) ? `${noun}/${id}` : noun, Date.now());
}

/** When this page last changed that record, or records of that noun without naming one; null for never. */
export function writtenAt(noun: string, id: string | null): number | null {
  return Math.max(written.get(`${noun}/${id}`) ?? 0, written.get(noun) ?? 0) || null;
}

/** Without network a reading is what was seen last, and says so; a change is refused and never sent later by itself. */
async function withoutNetwork(url: string, isReading: boolean): Promise<Response> {
  const found = isReading
    ? await kept()
        .then(({ keptAnswer }) => keptAnswer(url))
        .catch(() => null)
    : null;
  const since = found?.at ?? Date.now();
  changeSession({ offline_since: Math.min(session().offline_since ?? since, since) });
  return found ? new Response(JSON.stringify(found.body)) : unreachable();
}

declare global {
  interface Window {
    /** Who is here, asked for by `first.js` while the program was on its way. */
    firstAnswer?: Promise<Response> | undefined;
  }
}

/** That answer, once. */
function askedAhead(path: string): Promise<Response> | undefined {
  if (path !== '/api/auth/me') return undefined;
  const { firstAnswer } = window;
  window.firstAnswer = undefined;
  return firstAnswer;
}

/** Ways in have no session to refresh. */
const WAYS_IN = /^\/api\/auth\/(login|refresh|register|password-reset|verify-email)/;

/** The `fetch` of the pages. */
export const transport: typeof fetch = async (input, init = {}) => {
  const url = new URL(String(input), location.href);
  const path = `${url.pathname}${url.search}`;
  const isReading = (init.method ?? 'GET') === 'GET';
  const key = newKey();
  for (let tries = 0; ; tries++) {
    let reply: Response;
    if (!isReading) noteWrite(path);
    try {
      reply = await (askedAhead(path) ?? fetch(url, { ...init, headers: headersOf(init, key) }));
    } catch {
      return withoutNetwork(path, isReading);
    }
    if (!isReading) noteWrite(path);
    if (session().offline_since !== null) changeSession({ offline_since: null });
    if (reply.status === 401 && !WAYS_IN.test(path) && tries < 3) {
      const isRefreshed = await refresh().catch(() => false);
      if (!isRefreshed) {
        if (!session().me) return reply;
        await untilSignedIn();
      }
      continue;
    }
    if (reply.ok && isReading && reply.headers.get('content-type')?.includes('json')) {
      const body: unknown = await reply.clone().json();
      kept()
        .then(({ keepAnswer }) => keepAnswer(path, body))
        .catch(() => {});
    }
    return reply;
  }
};
