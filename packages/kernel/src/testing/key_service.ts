/** A key service for tests, which speaks the protocol of AWS KMS and refuses a call whose signature is not the caller's. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { AwsV4Signer } from 'aws4fetch';
import type { KeyServiceOptions } from '../keys/key_service.ts';

export interface KeyService {
  options: KeyServiceOptions;
  /** Calls that were answered, by action. */
  calls: Record<string, number>;
  /** The bodies of all calls, as they came. */
  bodies: string[];
  /** What the next calls answer instead of doing their work. */
  faults: { status: number; type: string }[];
  stop(): Promise<void>;
  start(): Promise<void>;
}

const CREDENTIALS = { accessKeyId: 'AKIDTEST', secretAccessKey: 'a secret that only tests use' };
const REGION = 'ap-south-1';

/** Whether the signature is what these credentials give for this very request. */
async function isSigned(request: IncomingMessage, body: string): Promise<boolean> {
  const { authorization, host } = request.headers;
  const signed = /SignedHeaders=([^,]+)/.exec(authorization ?? '')?.[1]?.split(';') ?? [];
  if (!['host', 'x-amz-date', 'x-amz-target'].every((name) => signed.includes(name))) return false;
  const headers = Object.fromEntries(
    signed.filter((name) => name !== 'host').map((name) => [name, String(request.headers[name])]),
  );
  const again = await new AwsV4Signer({
    ...CREDENTIALS,
    method: 'POST',
    url: `http://${host}${request.url}`,
    headers,
    body,
    service: 'kms',
    region: REGION,
    datetime: String(request.headers['x-amz-date']),
  }).sign();
  return again.headers.get('authorization') === authorization;
}

/** Starts it; its keys are made for the ids that are given. */
export async function startKeyService(key_ids: readonly string[]): Promise<KeyService> {
  const keys = new Map(key_ids.map((id) => [id, randomBytes(32)]));
  const aad = (context: unknown): Buffer =>
    Buffer.from(JSON.stringify(Object.entries((context ?? {}) as Record<string, string>).sort()));
  const answers: Record<string, (body: Record<string, unknown>, key: Buffer) => Record<string, unknown> | null> = {
    'TrentService.Encrypt'(body, key) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(body.EncryptionContext));
      const sealed = [cipher.update(Buffer.from(String(body.Plaintext), 'base64')), cipher.final()];
      return { CiphertextBlob: Buffer.concat([nonce, ...sealed, cipher.getAuthTag()]).toString('base64') };
    },
    'TrentService.Decrypt'(body, key) {
      const blob = Buffer.from(String(body.CiphertextBlob), 'base64');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, 12))
          .setAAD(aad(body.EncryptionContext))
          .setAuthTag(blob.subarray(-16));
        const plain = Buffer.concat([decipher.update(blob.subarray(12, -16)), decipher.final()]);
        return { Plaintext: plain.toString('base64') };
      } catch {
        return null;
      }
    },
  };
  const service = { calls: {}, bodies: [], faults: [] } as unknown as KeyService;
  const server = createServer(async (request, response) => {
    const raw = await text(request);
    const reply = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(body));
    };
    service.bodies.push(raw);
    const fault = service.faults.shift();
    if (fault) return reply(fault.status, { __type: fault.type, message: 'asked for by the test' });
    if (!(await isSigned(request, raw))) return reply(400, { __type: 'IncompleteSignatureException' });
    const body = JSON.parse(raw) as Record<string, unknown>;
    const target = String(request.headers['x-amz-target']);
    const answer = answers[target];
    const key = keys.get(String(body.KeyId));
    if (!answer) return reply(400, { __type: 'UnknownOperationException' });
    if (!key) return reply(400, { __type: 'NotFoundException' });
    service.calls[target] = (service.calls[target] ?? 0) + 1;
    const told = answer(body, key);
    return told ? reply(200, { KeyId: body.KeyId, ...told }) : reply(400, { __type: 'InvalidCiphertextException' });
  });
  let port = 0;
  service.start = () =>
    new Promise((resolve) => {
      server.listen(port, '127.0.0.1', () => {
        ({ port } = server.address() as AddressInfo);
        resolve();
      });
    });
  service.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  await service.start();
  service.options = {
    endpoint: `http://127.0.0.1:${port}`,
    region: REGION,
    key_ids,
    access_key_id: CREDENTIALS.accessKeyId,
    secret_access_key: CREDENTIALS.secretAccessKey,
    timeout_ms: 2_000,
  };
  return service;
}
