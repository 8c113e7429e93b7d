/** A connection that listens for notifications, and is made again when it is lost. */
import type { FastifyBaseLogger } from 'fastify';
import pg from 'pg';

export interface Listener {
  isConnected(): boolean;
  close(): Promise<void>;
}

interface Parts {
  connection: pg.ClientConfig;
  /** What the server's list of connections shows. */
  name: string;
  /** Channel → what to do with a payload. */
  channels: Readonly<Record<string, (payload: string) => void>>;
  /** After each connecting: whatever was told before it went unheard. */
  onConnect(): void;
  log: FastifyBaseLogger;
}

const RETRY_MS = 500;

/** Listens; throws when not even the first connection can be made. */
export async function listen({ connection, name, channels, onConnect, log }: Parts): Promise<Listener> {
  let client: pg.Client | null = null;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  const again = (error?: Error): void => {
    if (isClosed) return;
    log.warn({ err: error, name }, 'a listening connection is lost; it is made again');
    retry = setTimeout(() => void connect().catch(again), RETRY_MS).unref();
  };
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ ...connection, application_name: name, keepAlive: true });
    const lost = (error?: Error): void => {
      if (client !== fresh) return;
      client = null;
      void fresh.end().catch(() => {});
      again(error);
    };
    fresh.on('error', lost);
    fresh.on('end', () => lost());
    await fresh.connect();
    fresh.on('notification', ({ channel, payload }) => channels[channel]?.(payload ?? ''));
    try {
      for (const channel of Object.keys(channels)) await fresh.query(`listen ${channel}`);
    } catch (error) {
      await fresh.end();
      throw error;
    }
    if (isClosed) return fresh.end();
    client = fresh;
    onConnect();
  };
  await connect();
  return {
    isConnected: () => client !== null,
    async close() {
      isClosed = true;
      clearTimeout(retry);
      const mine = client;
      client = null;
      await mine?.end();
    },
  };
}
