/** Somebody at the end of a live connection in a test: hears messages in order, and how it ended. */
import WebSocket from 'ws';

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of every shape
type Message = any;

export interface Listener {
  socket: WebSocket;
  /** All that was heard so far. */
  heard: Message[];
  say(message: unknown): void;
  /** The first message, heard or to come, that fits; each is given out once. Fails when the connection ends before. */
  hear(fits: (message: Message) => boolean): Promise<Message>;
  /** The notice or happening of that type. */
  hearType(type: string): Promise<Message>;
  /** Subscribes and waits until it is so; answers the topics that are heard. */
  subscribe(...topics: string[]): Promise<string[]>;
  /** The code that the connection ended with. */
  ended: Promise<number>;
  /** The reason that came with it. */
  reason(): string;
  close(): Promise<void>;
}

/** The handshake was refused. */
export interface Refused {
  status: number;
  body: Message;
}

/** Opens a live connection, or answers how it was refused. `address` is `http://…` with path and query. */
export function tryListen(address: string, headers: Record<string, string> = {}): Promise<Listener | Refused> {
  const socket = new WebSocket(address.replace(/^http/, 'ws'), { headers });
  const heard: Message[] = [];
  const fresh = new Set<Message>();
  const wake = new Set<() => void>();
  const rouse = (): void => {
    for (const one of [...wake]) one();
  };
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString());
    heard.push(message);
    fresh.add(message);
    rouse();
  });
  let code: number | null = null;
  let reason = '';
  const ended = new Promise<number>((resolve) => {
    socket.on('close', (given, said: Buffer) => {
      code = given;
      reason = said.toString();
      resolve(given);
      rouse();
    });
  });
  const hear: Listener['hear'] = (fits) =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = [...fresh].find(fits);
        if (found === undefined && code === null) return;
        wake.delete(look);
        fresh.delete(found);
        if (found !== undefined) resolve(found);
        else reject(new Error(`the connection ended with ${code}; heard ${JSON.stringify(heard).slice(0, 2000)}`));
      };
      wake.add(look);
      look();
    });
  const hearType: Listener['hearType'] = (type) => hear((message) => message.type === type);
  const listener: Listener = {
    socket,
    heard,
    say: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    hear,
    hearType,
    async subscribe(...topics) {
      listener.say({ subscribe: topics });
      return (await hearType('live.subscribed')).topics;
    },
    ended,
    reason: () => reason,
    async close() {
      socket.close();
      await ended;
    },
  };
  return new Promise((resolve, reject) => {
    let isRefused = false;
    socket.on('open', () => resolve(listener));
    socket.on('unexpected-response', (_request, response) => {
      isRefused = true;
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, body: JSON.parse(Buffer.concat(chunks).toString()) });
      });
    });
    socket.on('error', (error) => {
      if (!isRefused) reject(error);
    });
  });
}

/** Opens a live connection; a refusal fails the test. */
export async function listen(address: string, headers: Record<string, string> = {}): Promise<Listener> {
  const opened = await tryListen(address, headers);
  if ('status' in opened) throw new Error(`refused: ${opened.status} ${JSON.stringify(opened.body)}`);
  await opened.hearType('live.opened');
  return opened;
}
