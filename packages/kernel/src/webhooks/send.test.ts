/** Where messages of webhooks never go, whatever is written in the address; and how they arrive where they may. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type NameServer, startNameServer } from '../testing/name_server.ts';
import { isPublic, readUrl } from './addresses.ts';
import { type Attempt, sendMessage } from './send.ts';
import { newSecret, signedHeaders } from './sign.ts';

let canary: Server;
let port: number;
let names: NameServer;
/** Connections to the canary, also those on which nothing was asked. */
let touched = 0;
const hits: { path: string; headers: IncomingMessage['headers']; body: string }[] = [];

beforeAll(async () => {
  names = await startNameServer();
  canary = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      hits.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
      if (request.url === '/redirect') response.writeHead(307, { location: '/inside' });
      if (request.url === '/silent') return;
      if (request.url === '/endless') {
        response.writeHead(200);
        const more = setInterval(() => response.write('x'.repeat(16_384)), 1);
        response.on('close', () => clearInterval(more));
        return;
      }
      response.end(request.url === '/binary' ? Buffer.from([0, 255, 65]) : 'thank you');
    });
  });
  canary.on('connection', () => touched++);
  // On all addresses of both families, as a service inside would.
  await new Promise<void>((resolve) => canary.listen(0, '::', resolve));
  port = (canary.address() as AddressInfo).port;
});
afterAll(() => {
  canary?.close();
  names?.close();
});
beforeEach(() => {
  hits.length = 0;
  touched = 0;
});

const send = (url: string, allow_hosts: string[] = []): Promise<Attempt> =>
  sendMessage({ url, headers: {}, body: '{}' }, { allow_hosts, dns_servers: [names.address] });

test('the canary is hit by no form of a private address, with TLS or without', async () => {
  const hosts = [
    ...[
      '127.0.0.1',
      '127.1',
      '127.0.1',
      '0x7f.1',
      '0177.0.0.1',
      '2130706433',
      '0x7f000001',
      '127.0.0.1.',
      '127.255.255.254',
    ],
    ...['0', '0.0.0.0', '[::1]', '[::]', '[::ffff:7f00:1]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '[64:ff9b::7f00:1]'],
    ...[
      '[2002:7f00:1::]',
      '[fe80::1]',
      '[fd00::1]',
      '[ff02::1]',
      '169.254.169.254',
      '10.0.0.1',
      '100.64.0.1',
      '１２７.０.０.１',
    ],
    ...['localhost', 'LOCALHOST.', 'inside', '%6c%6f%63alhost', 'loop.example.', 'LOOP.example'],
  ];
  names.hosts.set('loop.example', [['127.0.0.1']]);
  for (const host of hosts) {
    for (const protocol of ['http', 'https']) {
      for (const place of [`:${port}`, ':8080', '']) {
        const { status, error } = await send(`${protocol}://${host}${place}/`);
        expect([host, status, typeof error]).toEqual([host, null, 'string']);
      }
    }
  }
  expect([touched, hits]).toEqual([0, []]);
});

test('names that lead inside, or partly, are refused, also where the port is a common one', async () => {
  names.hosts.set('partly.example', [['93.184.216.34', '10.0.0.7']]);
  names.hosts.set('inside.example', [['192.168.1.1']]);
  for (const host of ['partly.example', 'inside.example', 'loop.example'])
    expect((await send(`https://${host}/`)).error).toBe('This is not an address on the open Internet.');
  expect((await send('https://nowhere.example/')).error).toBe('This name has no address.');
});

test('a name is looked up once: what was checked is what is connected to', async () => {
  // Whoever asks again is led elsewhere.
  names.hosts.set('rebind.example', [['127.0.0.1'], ['192.0.2.1'], ['192.0.2.1']]);
  const { status } = await send(`http://rebind.example:${port}/rebound`, ['rebind.example']);
  expect([status, names.asked.get('rebind.example')]).toEqual([200, 1]);
  expect(hits.map(({ path, headers }) => [path, headers.host])).toEqual([['/rebound', `rebind.example:${port}`]]);
});

test('an allowed host is reached, by its own name and port alone; redirects are not followed', async () => {
  expect((await send(`http://127.0.0.1:${port}/`, [`127.0.0.1:${port}`])).answer).toBe('thank you');
  expect((await send(`http://[::1]:${port}/`, [`[::1]:${port}`])).status).toBe(200);
  expect((await send(`http://[::1]:${port}/`, ['::1'])).status).toBe(200);
  expect((await send(`http://127.1:${port}/`, ['127.0.0.1'])).status).toBe(200);
  hits.length = 0;
  expect((await send(`http://127.0.0.1:${port}/`, ['127.0.0.1:1'])).status).toBeNull();
  expect((await send(`http://127.0.0.2:${port}/`, ['127.0.0.1'])).status).toBeNull();
  expect((await send(`http://localhost:${port}/`, ['127.0.0.1'])).status).toBeNull();
  expect((await send(`http://127.0.0.1.evil.example:${port}/`, ['127.0.0.1'])).status).toBeNull();
  expect(hits).toEqual([]);
  const redirected = await send(`http://127.0.0.1:${port}/redirect`, ['127.0.0.1']);
  expect([redirected.status, hits.map((hit) => hit.path)]).toEqual([307, ['/redirect']]);
});

test('an answer without end is cut, one that is no text is kept as one', async () => {
  const endless = await send(`http://127.0.0.1:${port}/endless`, ['127.0.0.1']);
  expect([endless.status, endless.answer.length]).toEqual([200, 2_048]);
  expect((await send(`http://127.0.0.1:${port}/binary`, ['127.0.0.1'])).answer).toBe('\ufffd\ufffdA');
  expect(await send('http://127.0.0.1:1/', ['127.0.0.1'])).toMatchObject({
    status: null,
    error: 'The connection was refused.',
  });
});

test('a receiver that says nothing is waited for only so long', async () => {
  const message = { url: `http://127.0.0.1:${port}/silent`, headers: {}, body: '{}', isFailing: true };
  const { status, error } = await sendMessage(message, { allow_hosts: ['127.0.0.1'], dns_servers: [] });
  expect([status, error, hits.length]).toEqual([null, 'There was no answer in time.', 1]);
});

test('a receiver finds the signature right, by the old secret and by the new one', () => {
  const [old, fresh] = [newSecret(), newSecret()];
  const message = { id: 'msg_1', at: new Date('2026-11-21T10:00:00.500Z'), body: '{"a":1}' };
  const headers = signedHeaders(message, [fresh, old]);
  expect(headers['webhook-timestamp']).toBe('1795255200');
  const expected = [fresh, old].map((secret) => {
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    return `v1,${createHmac('sha256', key).update('msg_1.1795255200.{"a":1}').digest('base64')}`;
  });
  expect(headers['webhook-signature']).toBe(expected.join(' '));
  // The example of the specification.
  const known = signedHeaders(
    { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1614265330_000), body: '{"test": 2432232314}' },
    ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'],
  );
  expect(known['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

test('what is public and what is not', () => {
  for (const address of ['8.8.8.8', '1.1.1.1', '2606:4700:4700::1111', '172.15.0.1', '172.32.0.1', '100.128.0.1'])
    expect([address, isPublic(address)]).toEqual([address, true]);
  for (const address of [
    ...[
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.0.1',
      '100.127.255.255',
      '198.19.0.1',
      '224.0.0.1',
      '255.255.255.255',
    ],
    ...[
      '168.63.129.16',
      '::ffff:8.8.8.8',
      '64:ff9b::808:808',
      '2002:808:808::1',
      '2001::1',
      'fec0::1',
      'fe80::1%eth0',
      '100::1',
      'x',
    ],
  ])
    expect([address, isPublic(address)]).toEqual([address, false]);
  for (const url of [
    'ftp://example.com/',
    'https://a:b@example.com/',
    'https://example.com:22/',
    'https://example.com/#x',
    'nonsense',
  ])
    expect(() => readUrl(url, { allow_hosts: [] }), url).toThrow();
  expect(readUrl('https://hooks.example.com:8443/x?y=1', { allow_hosts: [] }).href).toBe(
    'https://hooks.example.com:8443/x?y=1',
  );
});
