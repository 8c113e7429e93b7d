/** The typed client: `api('POST /products', { name: 'Bolt' })`, its types taken from the routes, its code the same for all of them. */
import type { Static } from 'typebox';
import type { Paise } from '../schema/fields.ts';
import { type AnyRoute, type Method, pathNames } from './route.ts';

/** What the program calls paise is rupees on the wire. */
export type Wire<T> = T extends Paise
  ? number
  : T extends (infer E)[]
    ? Wire<E>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;

type KeyOf<R> = R extends { method: infer M extends string; path: infer P extends string } ? `${M} ${P}` : never;
type Find<R, K> = R extends AnyRoute ? (KeyOf<R> extends K ? R : never) : never;
type InputOf<R> = R extends { input: infer I } ? Wire<Static<I & object>> : never;
type OutputOf<R> = R extends { output: infer O; list: true }
  ? Wire<Static<O & object>>[]
  : R extends { output: infer O }
    ? Wire<Static<O & object>>
    : never;

/** A successful answer. */
export interface Answer<T> {
  success: true;
  data: T;
  meta?: { next_cursor: string | null; limit: number; total?: number; totals?: Record<string, number | null> };
  message: string;
  timestamp: string;
}

/** A refusal, as the server sent it. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly body: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(typeof body.detail === 'string' ? body.detail : String(body.message ?? `HTTP ${status}`));
    this.name = 'ApiError';
    this.status = status;
    this.code = String(body.code ?? 'http.unreadable');
    this.body = body;
  }
}

export interface ClientOptions {
  base_url: string;
  token?: string;
  /** Id or slug. */
  tenant?: string;
  fetch?: typeof fetch;
}

export interface CallOptions {
  idempotency_key?: string;
  headers?: Record<string, string>;
}

/** One function for all routes; the key is method and path. */
export type Client<R> = <K extends KeyOf<R>>(
  key: K,
  input?: InputOf<Find<R, K>>,
  options?: CallOptions,
) => Promise<Answer<OutputOf<Find<R, K>>>>;

/** Builds the request of a route from its one input: names in the path, then query or body. */
export function requestOf(
  method: Method,
  path: string,
  input: Record<string, unknown>,
): { url: string; body: string | undefined } {
  const rest = { ...input };
  const inPath = pathNames(path);
  let url = `/api${path}`;
  for (const name of inPath) {
    url = url.replace(`{${name}}`, encodeURIComponent(String(rest[name] ?? '')));
    delete rest[name];
  }
  if (method !== 'GET' && method !== 'DELETE') return { url, body: JSON.stringify(rest) };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest))
    if (value !== undefined && value !== null) query.set(name, String(value));
  return { url: query.size > 0 ? `${url}?${query}` : url, body: undefined };
}

/** `const api = createClient<typeof routes[number]>({ base_url, token, tenant })` */
export function createClient<R>(options: ClientOptions): Client<R> {
  const call = async (
    key: string,
    input: Record<string, unknown> = {},
    { idempotency_key, headers = {} }: CallOptions = {},
  ) => {
    const [method, path] = key.split(' ') as [Method, string];
    const { url, body } = requestOf(method, path, input);
    const response = await (options.fetch ?? fetch)(new URL(url, options.base_url), {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(options.token ? { authorization: `Bearer ${options.token}` } : {}),
        ...(options.tenant ? { 'x-tenant-id': options.tenant } : {}),
        ...(idempotency_key ? { 'idempotency-key': idempotency_key } : {}),
        ...headers,
      },
    });
    const answer = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new ApiError(response.status, answer);
    return answer;
  };
  return call as unknown as Client<R>;
}
