/** The hub of one instance: who is connected, who hears of what, and who must go when rights change. */

import type { WebSocket } from '@fastify/websocket';
import type { Kernel } from '../tenancy/kernel.ts';
import type { Change } from '../tenancy/news.ts';
import { type Connection, createConnection } from './connection.ts';
import type { Reader } from './grants.ts';
import { LIVE_LIMITS, type LiveLimits } from './limits.ts';
import { closeSocket, type Happening } from './protocol.ts';
import type { Topics } from './topics.ts';

export interface Hub {
  kernel: Kernel;
  topics: Topics;
  limits: LiveLimits;
  /** Takes an admitted reader's socket in, or ends it when he or his organisation has too many. */
  open(socket: WebSocket, reader: Reader): void;
  /** Tells it to every connection of the organisation that hears of it, and to operators. */
  publish(happening: Happening & { tenant_id: string | null }): void;
  /** How many connections there are. */
  size(): number;
  /** The same by organisation; null are the operators. */
  counts(): ReadonlyMap<string | null, number>;
  /** Ends all connections; none is taken in afterwards. */
  close(): void;
}

/** Connections of one organisation, or of the operators (`null`). */
type Rooms = Map<string | null, Set<Connection>>;

export function createHub(kernel: Kernel, topics: Topics): Hub {
  const limits: LiveLimits = { ...LIVE_LIMITS, ...kernel.config.live };
  const rooms: Rooms = new Map();
  const all = new Set<Connection>();
  let isClosed = false;

  const remove = (connection: Connection): void => {
    all.delete(connection);
    const key = connection.tenant_id;
    const room = rooms.get(key);
    room?.delete(connection);
    if (room?.size === 0) rooms.delete(key);
  };
  const touches = ({ kind, subject_id }: Change, connection: Connection): boolean => {
    if (subject_id === null) return true;
    if (kind === 'tenant') return connection.tenant_id === subject_id;
    return connection.user_id === subject_id || connection.session_id === subject_id;
  };
  kernel.news.onChange((change) => {
    for (const connection of all) if (touches(change, connection)) connection.check();
  });
  const unsubscribe = kernel.events.subscribe((event) => hub.publish(event));
  const beat = setInterval(() => {
    for (const connection of all) connection.beat();
  }, limits.heartbeat_ms).unref();

  const hub: Hub = {
    kernel,
    topics,
    limits,
    open(socket, reader) {
      const tenant_id = reader.tenant?.id ?? null;
      const room = rooms.get(tenant_id) ?? new Set();
      let own = 0;
      for (const connection of all) if (connection.user_id === reader.actor.id) own++;
      if (isClosed) return closeSocket(socket, 'going_away');
      if (own >= limits.sockets_per_user) return closeSocket(socket, 'too_many_own');
      if (room.size >= limits.sockets_per_tenant) return closeSocket(socket, 'too_many_here');
      const connection = createConnection(hub, socket, reader);
      all.add(connection);
      rooms.set(tenant_id, room.add(connection));
      socket.on('close', () => remove(connection));
    },
    publish({ tenant_id, ...happening }) {
      if (tenant_id !== null) for (const connection of rooms.get(tenant_id) ?? []) connection.tell(happening);
      if (!topics.system.has(happening.subject)) return;
      for (const connection of rooms.get(null) ?? []) connection.tell({ ...happening, tenant_id });
    },
    size: () => all.size,
    counts: () => new Map([...rooms].map(([tenant_id, room]) => [tenant_id, room.size])),
    close() {
      isClosed = true;
      unsubscribe();
      clearInterval(beat);
      for (const connection of all) connection.end('going_away');
    },
  };
  kernel.metrics.showLive(hub.counts);
  return hub;
}
