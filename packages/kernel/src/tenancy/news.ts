/** News between instances: what one changed, the others forget at once. The notification carries an opaque id; the row is read back. */
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';
import type { Handle } from '../db/handle.ts';
import { newId } from '../schema/ids.ts';

/** What changed: a tenant (its state, names, features, roles), its data keys, what is remembered of it, or a person's sessions and memberships. */
export type ChangeKind = 'tenant' | 'key' | 'session' | 'user' | 'cache';

export interface Change {
  kind: ChangeKind;
  /** Null: everything of that kind. */
  subject_id: string | null;
}

/** The listener's side. While it is not connected nothing may be trusted from memory: `reset` is called at once and again on reconnect. */
export interface News {
  /** Inside a control-plane transaction: told to all instances when it commits, this one included. */
  announce(handle: Handle, change: Change): Promise<void>;
  /** This instance alone, now: it forgets before it answers, without waiting for its own notification. */
  tell(change: Change): void;
  onChange(hear: (change: Change) => void): void;
  isConnected(): boolean;
  close(): Promise<void>;
}

const CHANNEL = 'tenantry_changes';

/** Listens on a connection of its own with the control login. */
export async function createNews(connection: pg.ClientConfig, log: FastifyBaseLogger): Promise<News> {
  const hearers: ((change: Change) => void)[] = [];
  let client: pg.Client | null = null;
  let closed = false;
  let retry: NodeJS.Timeout | undefined;
  const tell = (change: Change): void => {
    for (const hear of hearers) hear(change);
  };
  const forgetAll = (): void => {
    for (const kind of ['tenant', 'key', 'session', 'user', 'cache'] as const) tell({ kind, subject_id: null });
  };
  const read = async (from: pg.Client, id: string): Promise<void> => {
    await from.query('begin');
    await from.query("select set_config('app.plane', 'platform', true)");
    const { rows } = await from.query<Change>('select kind, subject_id from changes where id = $1', [id]);
    await from.query('commit');
    if (rows[0]) tell(rows[0]);
    else forgetAll();
  };
  let queue: Promise<void> = Promise.resolve();
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ ...connection, application_name: 'tenantry news', keepAlive: true });
    const lost = (error?: Error): void => {
      if (client !== fresh) return;
      client = null;
      // One that could not be read from may still be connected.
      void fresh.end().catch(() => {});
      forgetAll();
      if (closed) return;
      log.warn({ err: error }, 'news connection lost; memory is not trusted until it is back');
      retry = setTimeout(() => void connect().catch(lostAgain), 250);
    };
    const lostAgain = (error: Error): void => {
      log.warn({ err: error }, 'news connection cannot be made; trying again');
      if (!closed) retry = setTimeout(() => void connect().catch(lostAgain), 1000);
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    await fresh.connect();
    fresh.on('notification', (message) => {
      queue = queue.then(() => read(fresh, message.payload ?? '')).catch(lost);
    });
    try {
      await fresh.query(`listen ${CHANNEL}`);
    } catch (error) {
      await fresh.end();
      throw error;
    }
    // Closed while it was being made.
    if (closed) return fresh.end();
    client = fresh;
    forgetAll();
  };
  await connect();
  return {
    async announce(handle, change) {
      const id = newId();
      await handle.db.insertInto('changes').values({ id, kind: change.kind, subject_id: change.subject_id }).execute();
      await handle.db.selectNoFrom((eb) => eb.fn('pg_notify', [eb.val(CHANNEL), eb.val(id)]).as('sent')).execute();
    },
    tell,
    onChange: (hear) => void hearers.push(hear),
    isConnected: () => client !== null,
    async close() {
      closed = true;
      clearTimeout(retry);
      const mine = client;
      client = null;
      await mine?.end();
    },
  };
}

declare module '../db/tables.ts' {
  interface Tables {
    changes: { id: string; kind: string; subject_id: string | null };
  }
}
