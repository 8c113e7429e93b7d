/** A lock that dies with its process: a listening unix socket inside the folder it guards, which tells who holds it. */
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Who holds a lock. `pid` is null when the holder does not say (another user's process, or one that hangs). */
export interface Holder {
  pid: number | null;
  facts: Record<string, unknown>;
}

/** A lock that is ours until `release` or the end of this process, however it ends. */
export interface Lock {
  release(): Promise<void>;
}

/** macOS allows 104 bytes with the closing zero, Linux 108. */
export const SOCKET_PATH_BYTES = 103;
const ANSWER_MS = 2_000;

/**
 * Takes the lock `name` of an existing folder, or says who holds it. `facts` are told to whoever asks while it is held.
 * Sockets are numbered: a newcomer binds the number after the last dead one, and binding is what the kernel makes atomic.
 * So nobody ever removes a socket that another process has just put in place of a stale one.
 */
export async function tryLock(
  folder: string,
  name: string,
  facts: Record<string, unknown> = {},
): Promise<Lock | { holder: Holder }> {
  const real = fs.realpathSync(folder);
  const short = shortPath(real, `${name}.00000000.sock`);
  try {
    for (;;) {
      const found = listSockets(real, name);
      const holder = await firstHolder(short.folder, name, found);
      if (holder) return { holder };
      const mine = Math.max(0, ...found) + 1;
      const server = net.createServer((client) => {
        client.on('error', () => client.destroy());
        client.end(JSON.stringify({ ...facts, pid: process.pid }));
      });
      if (!(await listen(server, path.join(short.folder, `${name}.${mine}.sock`)))) continue;
      server.unref();
      const release = () => closeServer(server, path.join(real, `${name}.${mine}.sock`));
      const others = listSockets(real, name).filter((number) => number !== mine);
      const rival = await firstHolder(short.folder, name, others);
      if (rival) {
        await release();
        return { holder: rival };
      }
      for (const number of others) fs.rmSync(path.join(real, `${name}.${number}.sock`), { force: true });
      return { release };
    }
  } finally {
    short.remove();
  }
}

/** Who holds the lock `name` of the folder right now, if anybody does. */
export async function lockHolder(folder: string, name: string): Promise<Holder | null> {
  const real = fs.realpathSync(folder);
  const short = shortPath(real, `${name}.00000000.sock`);
  try {
    return await firstHolder(short.folder, name, listSockets(real, name));
  } finally {
    short.remove();
  }
}

/** The numbers of the sockets that stand in the folder, dead or alive. */
function listSockets(folder: string, name: string): number[] {
  return fs
    .readdirSync(folder)
    .filter((file) => file.startsWith(`${name}.`) && /^\d+\.sock$/.test(file.slice(name.length + 1)))
    .map((file) => Number.parseInt(file.slice(name.length + 1), 10));
}

async function firstHolder(folder: string, name: string, numbers: number[]): Promise<Holder | null> {
  for (const number of numbers) {
    const socket = path.join(folder, `${name}.${number}.sock`);
    // Between bind and listen a living socket refuses too, for microseconds: dead is what refuses twice.
    const refused = async (): Promise<Holder | null> => sleep(50).then(() => askHolder(socket));
    const holder = (await askHolder(socket)) ?? (fs.existsSync(socket) ? await refused() : null);
    if (holder) return holder;
  }
  return null;
}

function askHolder(socket: string): Promise<Holder | null> {
  return new Promise((resolve) => {
    let answer = '';
    const silent: Holder = { pid: null, facts: {} };
    const client = net.connect(socket);
    const timer = setTimeout(() => settle(silent), ANSWER_MS);
    const settle = (holder: Holder | null): void => {
      clearTimeout(timer);
      client.destroy();
      resolve(holder);
    };
    client.setEncoding('utf8');
    client.on('data', (chunk) => {
      answer += chunk;
    });
    client.on('end', () => settle(readAnswer(answer) ?? silent));
    client.on('error', (error: NodeJS.ErrnoException) => {
      const dead = ['ECONNREFUSED', 'ENOENT', 'ENOTSOCK', 'EPROTOTYPE'].includes(error.code ?? '');
      settle(dead ? null : silent);
    });
  });
}

function readAnswer(answer: string): Holder | null {
  try {
    const { pid, ...facts } = JSON.parse(answer) as Record<string, unknown>;
    return { pid: typeof pid === 'number' ? pid : null, facts };
  } catch {
    return null;
  }
}

/** False when somebody else bound that path first. */
function listen(server: net.Server, socket: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    // Another user's process must be able to ask, or it could not tell a dead lock from a living one.
    server.listen({ path: socket, readableAll: true, writableAll: true }, () => resolve(true));
  });
}

async function closeServer(server: net.Server, socket: string): Promise<void> {
  fs.rmSync(socket, { force: true });
  await new Promise<void>((resolve) => server.close(() => resolve()));
}

/** A way into the folder that is short enough for a socket: the folder itself, or a symbolic link to it for the moment. */
function shortPath(folder: string, file: string): { folder: string; remove(): void } {
  if (Buffer.byteLength(path.join(folder, file)) <= SOCKET_PATH_BYTES) return { folder, remove: () => undefined };
  const base = Buffer.byteLength(os.tmpdir()) <= 60 ? os.tmpdir() : '/tmp';
  const detour = fs.mkdtempSync(path.join(base, 'tenantry-'));
  fs.symlinkSync(folder, path.join(detour, 'd'));
  return { folder: path.join(detour, 'd'), remove: () => fs.rmSync(detour, { recursive: true, force: true }) };
}
