/** The words of a live connection: what a client may say, what it hears, and the codes that a connection ends with. */
import type { WebSocket } from '@fastify/websocket';

/** Why the server ends a connection; 4000–4999 are an application's own (RFC 6455 section 7.4.2). */
export const CLOSE = {
  /** The server stops; come back in a moment. */
  going_away: [1001, 'the server stops; connect again'],
  /** The text was not a message of this protocol. */
  not_understood: [4400, 'this is not a message that the server understands'],
  /** Signed out, password changed, account closed: sign in again. */
  session_ended: [4401, 'the session has ended; sign in again'],
  /** Role, membership, permission or feature changed, or the organisation was closed: connect again to hear what remains. */
  rights_changed: [4403, 'rights have changed; connect again'],
  /** The client reads more slowly than things happen: connect again and resume with `last_event_id`. */
  too_slow: [4408, 'the connection reads too slowly; connect again and resume'],
  /** Too many messages in ten seconds, or too many connections of the person or of the organisation. */
  too_many: [4429, 'too many messages; wait a little'],
  too_many_own: [4429, 'you have too many live connections open; close one of them'],
  too_many_here: [4429, 'your organisation has too many live connections open; try again later'],
} as const satisfies Record<string, readonly [number, string]>;

export type CloseReason = keyof typeof CLOSE;

/** Begins or ends hearing of topics: `products` is every product, `jobs/<id>` one job, `*` all that the reader may read. */
export interface Wish {
  subscribe: string[];
  unsubscribe: string[];
  /** What happened after that event is told first. */
  last_event_id: string | null;
  ping: boolean;
}

/** Something that happened. It names the record and says nothing of it: the client reads it again, under its own rights. */
export interface Happening {
  id: string;
  /** `noun.verb`, e.g. `products.update`. */
  type: string;
  subject: string;
  subject_id: string | null;
  at: string;
  /** To operators alone. */
  tenant_id?: string | null;
}

/** What the server says beside happenings. */
export type Notice =
  | { type: 'live.opened'; tenant: { id: string; slug: string } | null }
  | { type: 'live.subscribed'; topics: string[] }
  | { type: 'live.refused'; topic: string; code: string; detail: string }
  /** Too much has happened since `last_event_id`, or it is forgotten: read everything again. */
  | { type: 'live.reset' }
  | { type: 'live.pong' };

const TOPIC = /^(\*|[a-z][a-z0-9_-]{0,59}(\/[A-Za-z0-9_-]{1,100})?)$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function topicsIn(value: unknown): string[] | null {
  if (value === undefined) return [];
  if (!Array.isArray(value) || value.length > 200) return null;
  return value.every((one) => typeof one === 'string' && TOPIC.test(one)) ? value : null;
}

/** Reads a client's message; null when it is none. */
export function readWish(text: string): Wish | null {
  let said: unknown;
  try {
    said = JSON.parse(text);
  } catch {
    return null;
  }
  if (said === null || typeof said !== 'object' || Array.isArray(said)) return null;
  const { subscribe, unsubscribe, last_event_id = null, ping = false, ...rest } = said as Record<string, unknown>;
  const [wanted, unwanted] = [topicsIn(subscribe), topicsIn(unsubscribe)];
  if (!wanted || !unwanted || typeof ping !== 'boolean' || Object.keys(rest).length > 0) return null;
  if (last_event_id !== null && !(typeof last_event_id === 'string' && UUID.test(last_event_id))) return null;
  return { subscribe: wanted, unsubscribe: unwanted, last_event_id, ping };
}

/** How long a client has to answer the end of a connection before it is cut. */
const FAREWELL_MS = 2_000;

/** Ends a connection with its code; one that does not answer is cut. */
export function closeSocket(socket: WebSocket, reason: CloseReason): void {
  const [code, text] = CLOSE[reason];
  socket.close(code, text);
  setTimeout(() => socket.terminate(), FAREWELL_MS).unref();
}
