/** The client's side of a live connection, for browsers and programs: connects again by itself and misses nothing meanwhile. */
import type { ClientOptions } from '../http/client.ts';
import type { Happening, Notice } from './protocol.ts';

export interface LiveOptions extends Pick<ClientOptions, 'base_url' | 'tenant'> {
  /** An access token, or what gives the one that holds now; a browser leaves it out and comes with its cookies. */
  token?: string | (() => string | Promise<string>);
  /** `products`, `jobs/<id>`, `*`. */
  topics: readonly string[];
  /** Something happened. Each happening comes once, in the order in which the server told it. */
  hear(happening: Happening): void;
  /** Too much was missed: read everything again. */
  reset?(): void;
  /** Awaited before each further attempt: a browser refreshes its cookies, and learns what rights it has now. */
  prepare?(): Promise<unknown>;
  /** A topic is refused: a permission or a feature is missing. */
  refused?(topic: string, code: string): void;
  /** The connection is over for good, with the code that the server gave: 4401 is the end of the session. */
  ended?(code: number): void;
}

export interface Live {
  /** Tries at once instead of waiting any longer, e.g. when the network is back. */
  hurry(): void;
  close(): void;
}

/** Codes after which trying again would be the same: not understood, session ended. */
const FINAL = new Set([4400, 4401]);
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 30_000;
/** Ids of happenings by which one that is told again is known. */
const REMEMBERED = 2_000;

/** A browser comes with its cookies; a program with a token takes a ticket for each connection, because it holds once. */
async function addressOf({ base_url, token, tenant }: LiveOptions): Promise<URL> {
  const url = new URL('/api/live', base_url);
  if (tenant) url.searchParams.set('tenant', tenant);
  if (token) {
    const response = await fetch(new URL('/api/live/tickets', base_url), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${typeof token === 'string' ? token : await token()}`,
        'content-type': 'application/json',
      },
      body: '{}',
    });
    if (response.status === 401) throw new SessionOver();
    const { data } = (await response.json()) as { data: { ticket: string } };
    url.searchParams.set('ticket', data.ticket);
  }
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

class SessionOver extends Error {}

/** Opens a live connection and keeps it until `close`, or until the session ends. */
export function openLive(options: LiveOptions): Live {
  const known = new Set<string>();
  let last_event_id: string | undefined;
  let socket: WebSocket | undefined;
  let isClosed = false;
  let wait_ms = FIRST_WAIT_MS;
  let retry: ReturnType<typeof setTimeout> | undefined;

  const reconnect = (): void => {
    retry = undefined;
    // What fails there fails the connection as well, which then tries again.
    Promise.resolve(options.prepare?.()).then(connect, connect);
  };
  const again = (): void => {
    if (isClosed) return;
    retry = setTimeout(reconnect, wait_ms * (0.5 + Math.random() / 2));
    wait_ms = Math.min(wait_ms * 2, LONGEST_WAIT_MS);
  };
  const over = (code: number): void => {
    isClosed = true;
    options.ended?.(code);
  };
  const take = (message: Happening | Notice): void => {
    if (message.type === 'live.reset') options.reset?.();
    if (message.type === 'live.refused' && 'topic' in message) options.refused?.(message.topic, message.code);
    if (!('subject' in message) || known.has(message.id)) return;
    known.add(message.id);
    if (known.size > REMEMBERED) known.delete(known.values().next().value as string);
    // Ids rise with time; one that is told late must not lead back.
    if (last_event_id === undefined || message.id > last_event_id) last_event_id = message.id;
    options.hear(message);
  };
  const connect = (): void => {
    if (isClosed) return;
    addressOf(options).then(
      (url) => {
        if (isClosed) return;
        socket = new WebSocket(url);
        socket.addEventListener('open', () => {
          wait_ms = FIRST_WAIT_MS;
          socket?.send(JSON.stringify({ subscribe: options.topics, ...(last_event_id ? { last_event_id } : {}) }));
        });
        socket.addEventListener('message', (event) => take(JSON.parse(String(event.data))));
        socket.addEventListener('close', ({ code }) => {
          if (FINAL.has(code) && !isClosed) over(code);
          else again();
        });
      },
      (error: unknown) => (error instanceof SessionOver ? over(4401) : again()),
    );
  };
  connect();
  return {
    hurry() {
      if (retry === undefined) return;
      clearTimeout(retry);
      reconnect();
    },
    close() {
      isClosed = true;
      clearTimeout(retry);
      socket?.close(1000);
    },
  };
}
