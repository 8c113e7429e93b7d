/** Sends one signed message to a checked address: no redirect, no second look-up, little time, little answer. */
import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { getCACertificates } from 'node:tls';
import { AddressRefused, type AddressRules, resolveTarget, type Target } from './addresses.ts';

/** What came of an attempt. `status` is null when there was no answer; then `error` says why. */
export interface Attempt {
  status: number | null;
  duration_ms: number;
  /** The beginning of the answer. */
  answer: string;
  error: string | null;
}

/** Where it may go, whom it believes, and how long it waits. */
export interface SendRules extends AddressRules {
  /** Certificates in PEM that are good beside those known everywhere. */
  ca?: readonly string[];
  timeout_ms?: number | undefined;
}

/** One that fails already gets less, so that an organisation whose receivers are silent holds nobody up. */
const TIMEOUT_MS = 8_000;
const FAILING_TIMEOUT_MS = 3_000;
/** Of that, until it has taken the connection, with TLS. */
const CONNECT_MS = 3_000;
/** Bytes of an answer that are kept, and that are read before the connection is cut. */
const KEPT_BYTES = 2_048;
const READ_BYTES = 65_536;

/** What is told of a failure: nothing of our own network. */
const REASONS: Record<string, string> = {
  ECONNREFUSED: 'The connection was refused.',
  ECONNRESET: 'The connection was broken off.',
  EPIPE: 'The connection was broken off.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ETIMEDOUT: 'The host cannot be reached.',
  ABORT_ERR: 'There was no answer in time.',
  CERT_HAS_EXPIRED: 'The certificate has expired.',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'The certificate is not signed by a known authority.',
  SELF_SIGNED_CERT_IN_CHAIN: 'The certificate is not signed by a known authority.',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'The certificate is not signed by a known authority.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'The certificate is of another host.',
};

function reasonOf(error: unknown): string {
  if (error instanceof AddressRefused) return error.message;
  const { code, cause } = error as { code?: string; cause?: { code?: string } };
  return REASONS[code ?? ''] ?? REASONS[cause?.code ?? ''] ?? 'The message could not be sent.';
}

/** The beginning of an answer as text that a database takes. */
function textOf(chunks: readonly Buffer[]): string {
  const bytes = Buffer.concat(chunks).subarray(0, KEPT_BYTES);
  return new TextDecoder().decode(bytes).replaceAll('\u0000', '\ufffd');
}

function open(
  { url, addresses }: Target,
  headers: Record<string, string>,
  signal: AbortSignal,
  ca: readonly string[] = [],
): ClientRequest {
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = request(url, {
    method: 'POST',
    headers,
    signal,
    agent: false,
    ...(ca.length > 0 ? { ca: [...getCACertificates('default'), ...ca] } : {}),
    // The name is never looked up again: what was checked is what is connected to.
    lookup: (_host, options, done) => {
      const [first] = addresses;
      if ((options as { all?: boolean }).all)
        (done as unknown as (e: null, a: Target['addresses']) => void)(null, addresses);
      else done(null, first?.address as string, first?.family);
    },
  });
  const late = (): unknown => sent.destroy(Object.assign(new Error('not connected'), { code: 'ETIMEDOUT' }));
  const timer = setTimeout(late, CONNECT_MS).unref();
  sent.on('socket', (socket) => {
    socket.once(url.protocol === 'https:' ? 'secureConnect' : 'connect', () => clearTimeout(timer));
  });
  sent.on('close', () => clearTimeout(timer));
  return sent;
}

function exchange(
  target: Target,
  headers: Record<string, string>,
  body: string,
  signal: AbortSignal,
  ca?: readonly string[],
): Promise<{ status: number; answer: string }> {
  return new Promise((resolve, reject) => {
    const sent = open(target, headers, signal, ca);
    sent.on('error', reject);
    sent.on('response', (response) => {
      const chunks: Buffer[] = [];
      let length = 0;
      const finish = (): void => resolve({ status: response.statusCode ?? 0, answer: textOf(chunks) });
      response.on('data', (chunk: Buffer) => {
        if (length < KEPT_BYTES) chunks.push(chunk);
        length += chunk.length;
        if (length < READ_BYTES) return;
        finish();
        sent.destroy();
      });
      response.on('end', finish);
      response.on('error', reject);
    });
    sent.end(body);
  });
}

/** A name server that does not answer is waited for no longer than a receiver. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.addEventListener('abort', () => reject(Object.assign(new Error('too late'), { code: 'ABORT_ERR' })));
    work.then(resolve, reject);
  });
}

/** Sends and answers what came of it; never throws for what the other side does. A redirect is an answer like any other. */
export async function sendMessage(
  message: { url: string; headers: Record<string, string>; body: string; isFailing?: boolean },
  rules: SendRules,
): Promise<Attempt> {
  const from = performance.now();
  const took = (): number => Math.round(performance.now() - from);
  const headers = {
    ...message.headers,
    'content-type': 'application/json',
    'content-length': String(Buffer.byteLength(message.body)),
    'user-agent': 'Tenantry-Webhooks/1',
    accept: '*/*',
  };
  const signal = AbortSignal.timeout(message.isFailing ? FAILING_TIMEOUT_MS : (rules.timeout_ms ?? TIMEOUT_MS));
  try {
    const target = await inTime(resolveTarget(message.url, rules), signal);
    const { status, answer } = await exchange(target, headers, message.body, signal, rules.ca);
    return { status, duration_ms: took(), answer, error: null };
  } catch (error) {
    return { status: null, duration_ms: took(), answer: '', error: reasonOf(error) };
  }
}
