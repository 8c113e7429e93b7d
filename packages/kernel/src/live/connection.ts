/** One live connection: what it wishes to hear, what waits for it, and the rights that are asked anew before each word. */
import type { WebSocket } from '@fastify/websocket';
import { type Reader, readerNow } from './grants.ts';
import type { Hub } from './hub.ts';
import { type CloseReason, closeSocket, type Happening, type Notice, readWish, type Wish } from './protocol.ts';
import { missedSince } from './resume.ts';
import { nounOf, refusalOf } from './topics.ts';

export interface Connection {
  user_id: string | null;
  session_id: string | null;
  /** Null for operators. */
  tenant_id: string | null;
  /** Tells of something, when the connection hears of it and its reader still may. */
  tell(happening: Happening): void;
  /** Asks whether the reader still may be here, and ends the connection when not. */
  check(): void;
  /** Asks the client for a sign of life, and ends the connection when the last one was not given. */
  beat(): void;
  end(reason: CloseReason): void;
}

const RATE_WINDOW_MS = 10_000;

/** Listens to the socket until it closes. */
export function createConnection(hub: Hub, socket: WebSocket, admitted: Reader): Connection {
  const { kernel, limits } = hub;
  const topics = new Set<string>();
  let reader = admitted;
  let isEnding = false;
  let isAlive = true;
  let waiting = 0;
  let queue: Promise<void> = Promise.resolve();
  let heard = { since_ms: Date.now(), count: 0 };

  const end = (reason: CloseReason): void => {
    if (isEnding) return;
    isEnding = true;
    topics.clear();
    closeSocket(socket, reason);
  };
  const send = (message: Notice | Happening): void => {
    if (isEnding) return;
    if (socket.bufferedAmount > limits.waiting_bytes) end('too_slow');
    else socket.send(JSON.stringify(message));
  };
  /** One after another, so that what is told keeps its order and nothing is told before the rights are known. */
  const inTurn = (work: () => Promise<void>): void => {
    if (++waiting > limits.waiting_happenings) {
      end('too_slow');
      return;
    }
    queue = queue
      .then(() => (isEnding ? undefined : work()))
      .catch((error: unknown) => {
        kernel.log.error({ err: error }, 'a live connection failed');
        end('going_away');
      })
      .finally(() => void waiting--);
  };
  const stillMay = async (): Promise<boolean> => {
    const now = await readerNow(kernel, reader);
    if (typeof now === 'string') {
      end(now);
      return false;
    }
    reader = now;
    return !isEnding;
  };
  const hears = ({ subject, subject_id }: Happening): boolean =>
    topics.has(subject) || topics.has('*') || (subject_id !== null && topics.has(`${subject}/${subject_id}`));
  /** What is one person's is told to this person alone. */
  const isAnothers = ({ subject, subject_id }: Happening): boolean =>
    subject === 'notifications' && subject_id !== reader.actor.id;
  const pass = (happening: Happening): void => {
    if (hears(happening) && !isAnothers(happening) && !refusalOf(hub, reader, happening.subject)) send(happening);
  };

  const subscribe = (wanted: readonly string[]): void => {
    for (const topic of wanted) {
      const refusal = topic === '*' ? null : refusalOf(hub, reader, nounOf(topic));
      if (refusal) send({ type: 'live.refused', topic, ...refusal });
      else if (topics.size >= limits.topics_per_socket && !topics.has(topic))
        send({ type: 'live.refused', topic, code: 'live.too_many_topics', detail: 'This connection hears enough.' });
      else topics.add(topic);
    }
    send({ type: 'live.subscribed', topics: [...topics] });
  };
  const fulfil = async ({ subscribe: wanted, unsubscribe, last_event_id, ping }: Wish): Promise<void> => {
    if (!(await stillMay())) return;
    if (ping) send({ type: 'live.pong' });
    for (const topic of unsubscribe) topics.delete(topic);
    if (wanted.length > 0 || unsubscribe.length > 0) subscribe(wanted);
    if (last_event_id === null) return;
    const missed = await missedSince(hub, reader, last_event_id);
    if (missed === null) send({ type: 'live.reset' });
    else if (await stillMay()) for (const happening of missed) pass(happening);
  };
  const isFlood = (): boolean => {
    const now_ms = Date.now();
    if (now_ms - heard.since_ms > RATE_WINDOW_MS) heard = { since_ms: now_ms, count: 0 };
    return ++heard.count > limits.messages_per_10s;
  };

  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isFlood()) return end('too_many');
    const wish = isBinary ? null : readWish(data.toString());
    if (wish) inTurn(() => fulfil(wish));
    else end('not_understood');
  });
  socket.on('pong', () => {
    isAlive = true;
  });
  socket.on('close', () => {
    isEnding = true;
  });
  const { tenant } = admitted;
  send({ type: 'live.opened', tenant: tenant && { id: tenant.id, slug: tenant.slug } });
  return {
    user_id: admitted.actor.id,
    session_id: admitted.actor.session_id,
    tenant_id: tenant?.id ?? null,
    tell(happening) {
      if (hears(happening))
        inTurn(async () => {
          if (await stillMay()) pass(happening);
        });
    },
    check: () => inTurn(async () => void (await stillMay())),
    beat() {
      if (!isAlive) return socket.terminate();
      isAlive = false;
      socket.ping();
      inTurn(async () => void (await stillMay()));
    },
    end,
  };
}
