/** Uploads and downloads in tests: a form with one file, and bytes as they come back. */
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { Caller, Reply } from './caller.ts';

const BOUNDARY = 'form-6f1b2c9e';

/** The body of a form with one file and perhaps texts, and the content type that goes with it. */
export function formOf(
  name: string,
  content: Buffer | string,
  field = 'file',
  texts: Record<string, string> = {},
): { raw: Buffer; type: string } {
  const fields = Object.entries(texts).map(
    ([key, value]) => `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${key}"\r\n\r\n${value}\r\n`,
  );
  const head = `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: text/html\r\n\r\n`;
  const raw = Buffer.concat([
    Buffer.from(fields.join('') + head),
    Buffer.from(content),
    Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
  ]);
  return { raw, type: `multipart/form-data; boundary=${BOUNDARY}` };
}

/** Uploads a file as the caller; the form says that it is a page, which nobody believes. */
export function upload(
  caller: Caller,
  name: string,
  content: Buffer | string,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const { raw, type } = formOf(name, content);
  return caller.call('POST', '/api/files', { raw, headers: { 'content-type': type, ...headers } });
}

/** Uploads a file to another address, with texts beside it. */
export function uploadTo(
  caller: Caller,
  path: string,
  name: string,
  content: Buffer | string,
  texts: Record<string, string> = {},
): Promise<Reply> {
  const { raw, type } = formOf(name, content, 'file', texts);
  return caller.call('POST', path, { raw, headers: { 'content-type': type } });
}

/** What an address answers, byte by byte. */
export function bytesAt(
  address: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: IncomingHttpHeaders; bytes: Buffer }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(address);
    const request = httpRequest({ host: hostname, port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    request.on('error', reject);
    request.end();
  });
}
