/** A store on a server that speaks S3. An object appears when it is complete; large ones go up in parts, so memory stays small. */
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { AwsClient } from 'aws4fetch';
import { checkedKey, checkedPrefix, type FileStore, ObjectMissing, type StoredObject } from './store.ts';

export interface S3Options {
  /** `https://s3.ap-south-1.amazonaws.com`, or that of another server; the bucket stands in the path. */
  endpoint: string;
  bucket: string;
  region: string;
  access_key_id: string;
  secret_access_key: string;
}

/** The server said no. */
export class StoreFailure extends Error {
  override name = 'StoreFailure';
  readonly status: number;
  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

/** Parts of at least 5 MiB are what S3 takes. */
const PART_BYTES = 8 * 1_048_576;

const elementOf = (xml: string, name: string): string | null =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1]?.replaceAll('&quot;', '"').replaceAll('&amp;', '&') ?? null;

const elements = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map((match) => match[1] as string);

/** The content in pieces of the size; at least one, perhaps empty. */
async function* inParts(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let waiting: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content) {
    waiting.push(chunk);
    bytes += chunk.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  yield Buffer.concat(waiting);
}

/** Opens the store; nothing is asked of the server yet. */
export function s3Store(options: S3Options): FileStore {
  const { endpoint, bucket, region, access_key_id, secret_access_key } = options;
  const client = new AwsClient({
    accessKeyId: access_key_id,
    secretAccessKey: secret_access_key,
    region,
    service: 's3',
    retries: 3,
  });
  const base = `${endpoint.replace(/\/+$/, '')}/${bucket}`;

  const ask = async (
    method: string,
    path: string,
    init: { body?: Buffer | string; headers?: Record<string, string> } = {},
  ): Promise<Response> => {
    const response = await client.fetch(`${base}${path}`, {
      method,
      ...(init.headers ? { headers: init.headers } : {}),
      ...(init.body === undefined ? {} : { body: init.body as string }),
    });
    if (response.ok) return response;
    const text = await response.text();
    const code = elementOf(text, 'Code') ?? '';
    if (response.status === 404 && code !== 'NoSuchBucket') throw new ObjectMissing(path);
    throw new StoreFailure(`${method} answered ${response.status} ${code}`, response.status);
  };
  /** Reads the answer to its end, so that the connection is free again. */
  const told = async (...args: Parameters<typeof ask>): Promise<{ text: string; headers: Headers }> => {
    const response = await ask(...args);
    return { text: await response.text(), headers: response.headers };
  };

  const putInParts = async (path: string, first: Buffer, rest: AsyncGenerator<Buffer>): Promise<void> => {
    const begun = await told('POST', `${path}?uploads`);
    const upload = elementOf(begun.text, 'UploadId');
    if (!upload) throw new StoreFailure('the server began an upload without naming it', 502);
    const query = `uploadId=${encodeURIComponent(upload)}`;
    try {
      const tags: string[] = [];
      const send = async (body: Buffer): Promise<void> => {
        const { headers } = await told('PUT', `${path}?partNumber=${tags.length + 1}&${query}`, { body });
        tags.push(headers.get('etag') ?? '');
      };
      await send(first);
      for await (const part of rest) if (part.length > 0) await send(part);
      const parts = tags.map((tag, index) => `<Part><PartNumber>${index + 1}</PartNumber><ETag>${tag}</ETag></Part>`);
      const { text } = await told('POST', `${path}?${query}`, {
        body: `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`,
      });
      // The server answers 200 before it is done, and may then say that it failed.
      if (text.includes('<Error>')) throw new StoreFailure(`completing answered ${elementOf(text, 'Code')}`, 502);
    } catch (error) {
      await told('DELETE', `${path}?${query}`).catch(() => {});
      throw error;
    }
  };

  async function* pages(query: string, more: (xml: string) => string | null): AsyncGenerator<string> {
    for (let next: string | null = ''; next !== null; ) {
      const { text }: { text: string } = await told('GET', `?${query}${next}`);
      yield text;
      next = elementOf(text, 'IsTruncated') === 'true' ? more(text) : null;
    }
  }

  async function* list(prefix: string): AsyncGenerator<StoredObject> {
    const next = (xml: string): string =>
      `&continuation-token=${encodeURIComponent(elementOf(xml, 'NextContinuationToken') ?? '')}`;
    for await (const xml of pages(`list-type=2&prefix=${encodeURIComponent(checkedPrefix(prefix))}`, next)) {
      for (const one of elements(xml, 'Contents')) {
        const [key, bytes, at] = ['Key', 'Size', 'LastModified'].map((name) => elementOf(one, name) ?? '');
        yield { key: key as string, bytes: Number(bytes), modified_at: new Date(at as string) };
      }
    }
  }

  return {
    kind: 's3',
    async put(key, content) {
      const path = `/${checkedKey(key)}`;
      const parts = inParts(content);
      const first = (await parts.next()).value as Buffer;
      if (first.length < PART_BYTES) await told('PUT', path, { body: first });
      else await putInParts(path, first, parts);
    },
    async get(key, range) {
      const headers = range ? { headers: { range: `bytes=${range.from}-${range.to}` } } : {};
      const { body } = await ask('GET', `/${checkedKey(key)}`, headers);
      return body ? Readable.fromWeb(body as ReadableStream) : Readable.from([]);
    },
    async remove(key) {
      await told('DELETE', `/${checkedKey(key)}`).catch((error: unknown) => {
        if (!(error instanceof ObjectMissing)) throw error;
      });
    },
    list,
    async prune(before) {
      let pruned = 0;
      const uploads = 'uploads&prefix=t%2F';
      // Some servers know no such list; they have rules of their own for what breaks off.
      const known = await told('GET', `?${uploads}&max-uploads=1`).catch((error: unknown) => {
        if (error instanceof StoreFailure && error.status === 501) return null;
        throw error;
      });
      if (!known) return 0;
      const next = (xml: string): string =>
        `&key-marker=${encodeURIComponent(elementOf(xml, 'NextKeyMarker') ?? '')}&upload-id-marker=${encodeURIComponent(elementOf(xml, 'NextUploadIdMarker') ?? '')}`;
      for await (const xml of pages(uploads, next)) {
        for (const one of elements(xml, 'Upload')) {
          const [key, upload, begun] = ['Key', 'UploadId', 'Initiated'].map((name) => elementOf(one, name) ?? '');
          if (new Date(begun as string) >= before) continue;
          await told('DELETE', `/${checkedKey(key as string)}?uploadId=${encodeURIComponent(upload as string)}`);
          pruned++;
        }
      }
      return pruned;
    },
  };
}
