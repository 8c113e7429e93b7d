/** Receivers with certificates of their own making: refused, unless the installation knows them; never past their end or for another host. */
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSigned } from '../testing/certificate.ts';
import { type Attempt, sendMessage } from './send.ts';

const good = selfSigned('127.0.0.1');
const ended = selfSigned('127.0.0.1', -1);
const another = selfSigned('127.0.0.9');
const servers: Server[] = [];
let arrived = 0;

async function serve(pair: { key: string; cert: string }): Promise<string> {
  const server = createServer(pair, (_request, response) => {
    arrived++;
    response.end('thank you');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let hosts: string[];

beforeAll(async () => {
  hosts = [await serve(good), await serve(ended), await serve(another)];
});
afterAll(() => {
  for (const server of servers) server.close();
});

const send = (host: string, ca: string[] = []): Promise<Attempt> =>
  sendMessage({ url: `https://${host}/`, headers: {}, body: '{}' }, { allow_hosts: hosts, dns_servers: [], ca });

test('a certificate that nobody known has signed is refused before anything is sent, and taken when it is known', async () => {
  const [host] = hosts as [string];
  expect(await send(host)).toMatchObject({
    status: null,
    error: 'The certificate is not signed by a known authority.',
  });
  expect((await send(host, [another.cert])).status).toBeNull();
  expect(arrived).toBe(0);
  expect(await send(host, [another.cert, good.cert])).toMatchObject({ status: 200, answer: 'thank you', error: null });
  expect(arrived).toBe(1);
});

test('a known one is refused all the same when its time is over, or when it is of another host', async () => {
  const [, late, foreign] = hosts as [string, string, string];
  const known = [good.cert, ended.cert, another.cert];
  expect((await send(late, known)).error).toBe('The certificate has expired.');
  expect((await send(foreign, known)).error).toBe('The certificate is of another host.');
});
