/** A person at the API in a test: calls with his token and tenant, and gets status, headers and body back, whatever they are. */
import { request as httpRequest } from 'node:http';

export interface Reply {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into bodies of every shape
  body: any;
  text: string;
  /** As it came. */
  bytes: Buffer;
}

export interface CallOptions {
  /** A list sends the header once for each value. */
  headers?: Record<string, string | string[]>;
  body?: unknown;
  /** Sent as it is, instead of `body` as JSON. */
  raw?: string | Buffer;
}

export interface Caller {
  token: string | null;
  call(method: string, path: string, options?: CallOptions): Promise<Reply>;
  get(path: string, headers?: Record<string, string>): Promise<Reply>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  patch(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  delete(path: string, headers?: Record<string, string>): Promise<Reply>;
  /** The same person with further headers on each call. */
  with(headers: Record<string, string>): Caller;
  /** Somebody else, signed in. Throws when the sign-in fails. */
  signIn(email: string, password: string, tenant?: string): Promise<Caller>;
}

/** Only a list of names and values in turn can say a header twice. */
function linesOf(headers: Record<string, string | string[]>): Record<string, string | string[]> | string[] {
  if (!Object.values(headers).some(Array.isArray)) return headers;
  return Object.entries(headers).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, one]));
}

/** node:http rather than fetch, because a test must be able to set `Host` and other headers that fetch forbids. */
function send(
  address: string,
  method: string,
  path: string,
  headers: Record<string, string | string[]>,
  body: string | Buffer | undefined,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const url = new URL(address);
    const length: Record<string, string> =
      body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const request = httpRequest(
      { host: url.hostname, port: url.port, method, path, headers: linesOf({ ...length, ...headers }) },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = bytes.toString();
          const json = String(response.headers['content-type'] ?? '').includes('json');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: json ? JSON.parse(text) : text,
            text,
            bytes,
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** A caller without a session at the address. */
export function callerAt(address: string, token: string | null = null, always: Record<string, string> = {}): Caller {
  const call: Caller['call'] = (method, path, options = {}) => {
    const body = options.raw ?? (options.body === undefined ? undefined : JSON.stringify(options.body));
    return send(
      address,
      method,
      path,
      {
        ...(token ? { authorization: `Bearer ${token}` } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...always,
        ...options.headers,
      },
      body,
    );
  };
  return {
    token,
    call,
    get: (path, headers) => call('GET', path, { headers }),
    post: (path, body = {}, headers) => call('POST', path, { body, headers }),
    put: (path, body = {}, headers) => call('PUT', path, { body, headers }),
    patch: (path, body = {}, headers) => call('PATCH', path, { body, headers }),
    delete: (path, headers) => call('DELETE', path, { headers }),
    with: (headers) => callerAt(address, token, { ...always, ...headers }),
    async signIn(email, password, tenant) {
      const reply = await call('POST', '/api/auth/login', {
        body: { email, password, ...(tenant ? { tenant } : {}) },
        headers: { authorization: '' },
      });
      if (reply.status !== 200) throw new Error(`sign-in of ${email} failed: ${reply.status} ${reply.text}`);
      return callerAt(address, reply.body.data.access_token, always);
    },
  };
}
