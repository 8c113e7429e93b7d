/** A program outside that webhooks are sent to, in a test: keeps what arrives and answers as it is told. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Arrival {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface Receiver {
  /** `http://127.0.0.1:port` and `127.0.0.1:port`. */
  address: string;
  host: string;
  arrived: Arrival[];
  /** Answered to each path; 204 when there is none. */
  answers: Map<string, { status: number; body?: string }>;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const arrived: Arrival[] = [];
  const answers: Receiver['answers'] = new Map();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const path = request.url ?? '';
      arrived.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
      const { status, body } = answers.get(path) ?? { status: 204 };
      response.writeHead(status).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> => new Promise((resolve) => void server.close(() => resolve()));
  return { address: `http://${host}`, host, arrived, answers, close };
}

/** Whether an arrival is signed with the secret, as a receiver would check it; written apart from what signs. */
export function isSigned({ headers, body }: Arrival, secret: string): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  const wanted = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  const isFresh = Math.abs(Date.now() / 1000 - Number(headers['webhook-timestamp'])) < 300;
  return isFresh && String(headers['webhook-signature']).split(' ').includes(wanted);
}
