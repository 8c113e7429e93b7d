/** A name server for tests on loopback: answers questions for IPv4 addresses from a map, and counts them. */
import { createSocket } from 'node:dgram';

export interface NameServer {
  /** `127.0.0.1:port`, for `dns_servers`. */
  address: string;
  /** Name → IPv4 addresses; a list of lists is answered in turn, the last one again and again. */
  hosts: Map<string, string[][]>;
  /** How often each name was asked for. */
  asked: Map<string, number>;
  close(): void;
}

/** Answers one question of RFC 1035: addresses when there are some, else a name without any. */
function reply(question: Buffer, { hosts, asked }: NameServer): Buffer {
  const labels: string[] = [];
  let at = 12;
  while (question[at]) {
    const length = question[at] as number;
    labels.push(question.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = question.readUInt16BE(at + 1);
  const name = labels.join('.').toLowerCase();
  const turns = type === 1 ? hosts.get(name) : undefined;
  const count = asked.get(name) ?? 0;
  if (turns) asked.set(name, count + 1);
  const addresses = turns?.[Math.min(count, turns.length - 1)] ?? [];
  const head = Buffer.from(question.subarray(0, 12));
  head.writeUInt16BE(0x8180, 2);
  head.writeUInt16BE(addresses.length, 6);
  head.writeUInt16BE(0, 8);
  head.writeUInt16BE(0, 10);
  const records = addresses.map((address) =>
    Buffer.from([0xc0, 0x0c, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
  );
  return Buffer.concat([head, question.subarray(12, at + 5), ...records]);
}

export async function startNameServer(): Promise<NameServer> {
  const socket = createSocket('udp4');
  const server: NameServer = { address: '', hosts: new Map(), asked: new Map(), close: () => socket.close() };
  socket.on('message', (question, from) => socket.send(reply(question, server), from.port, from.address));
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
}
