/** ZIP, as far as XLSX files and bundles of documents need it: read with a bound on what comes out of it, and written as a stream. */
import { pipeline, Readable } from 'node:stream';
import { promisify } from 'node:util';
import { crc32, createDeflateRaw, inflateRaw } from 'node:zlib';

/** A file that is not a ZIP, is broken, or unpacks to more than allowed; `too_large` tells the last from the others. */
export class ZipError extends Error {
  override name = 'ZipError';
  readonly too_large: boolean;

  constructor(message: string, tooLarge = false) {
    super(message);
    this.too_large = tooLarge;
  }
}

/** A file in an archive to be written; its content is asked for only when its turn comes. */
export interface ZipEntry {
  name: string;
  content: AsyncIterable<string | Buffer>;
}

const inflate = promisify(inflateRaw) as (bytes: Buffer, options: { maxOutputLength: number }) => Promise<Buffer>;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const DESCRIPTOR = 0x08074b50;
const MAX_ENTRIES = 1000;

/**
 * The files of an archive whose names `wanted` accepts. What they unpack to together is measured while unpacking, so that
 * an archive that lies about its sizes is stopped too. Throws `ZipError`.
 */
export async function readZip(
  bytes: Buffer,
  maxBytes: number,
  wanted: (name: string) => boolean,
): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  let left = maxBytes;
  for (const entry of directoryOf(bytes)) {
    if (!wanted(entry.name)) continue;
    if (files.has(entry.name)) throw new ZipError(`two files are called ${entry.name}`);
    const packed = packedBytes(bytes, entry);
    const content = entry.method === 0 ? packed : await unpack(packed, left);
    if (content.length > left) throw new ZipError(`it unpacks to more than ${maxBytes} bytes`, true);
    left -= content.length;
    files.set(entry.name, content);
  }
  return files;
}

async function unpack(packed: Buffer, left: number): Promise<Buffer> {
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, left) });
  } catch (error) {
    const tooLarge = (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE';
    throw new ZipError(tooLarge ? 'it unpacks to too much' : 'a packed file is broken', tooLarge);
  }
}

interface Located {
  name: string;
  method: number;
  size: number;
  offset: number;
}

/** The central directory, which alone says what is in an archive. */
function directoryOf(bytes: Buffer): Located[] {
  let end = bytes.length - 22;
  const first = Math.max(0, end - 0xffff);
  while (end >= first && bytes.readUInt32LE(end) !== END) end--;
  if (end < first) throw new ZipError('it has no directory');
  const count = bytes.readUInt16LE(end + 10);
  if (count > MAX_ENTRIES) throw new ZipError('it holds too many files', true);
  const located: Located[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL) throw new ZipError('its directory is broken');
    const flags = bytes.readUInt16LE(at + 8);
    if (flags & 1) throw new ZipError('it is protected by a password');
    const nameLength = bytes.readUInt16LE(at + 28);
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const method = bytes.readUInt16LE(at + 10);
    if (method !== 0 && method !== 8) throw new ZipError('it is packed in an unusual way');
    located.push({ name, method, size: bytes.readUInt32LE(at + 20), offset: bytes.readUInt32LE(at + 42) });
    at += 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return located;
}

function packedBytes(bytes: Buffer, { offset, size }: Located): Buffer {
  if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== LOCAL) throw new ZipError('a file in it is missing');
  const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
  if (start + size > bytes.length) throw new ZipError('a file in it is cut off');
  return bytes.subarray(start, start + size);
}

interface Written {
  name: Buffer;
  method: number;
  crc: number;
  packed: number;
  size: number;
  offset: number;
}

/** Bit 3: sizes follow the content; bit 11: names are UTF-8. */
const FLAGS = 0x0808;

/** The fields that a local header and the directory share. */
function shared({ name, method, crc, packed, size }: Written, flags: number): Buffer {
  const part = Buffer.alloc(26);
  part.writeUInt16LE(20, 0);
  part.writeUInt16LE(flags, 2);
  part.writeUInt16LE(method, 4);
  part.writeUInt16LE(0x21, 8); // 1 January 1980: the same content gives the same file
  part.writeUInt32LE(crc, 10);
  part.writeUInt32LE(packed, 14);
  part.writeUInt32LE(size, 18);
  part.writeUInt16LE(name.length, 22);
  return part;
}

function uint32(...values: number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) buffer.writeUInt32LE(value, index * 4);
  return buffer;
}

function directory(written: readonly Written[], start: number, flags = FLAGS): Buffer {
  const parts: Buffer[] = [];
  for (const one of written) {
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(one.offset, 10);
    parts.push(uint32(CENTRAL), Buffer.from([20, 0]), shared(one, flags), tail, one.name);
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(END, 0);
  end.writeUInt16LE(written.length, 8);
  end.writeUInt16LE(written.length, 10);
  end.writeUInt32LE(length, 12);
  end.writeUInt32LE(start, 16);
  return Buffer.concat([...parts, end]);
}

/** Writes an archive of packed files, a chunk at a time; memory stays flat however large they are. At most 4 GB. */
export async function* writeZip(entries: AsyncIterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { name, content } of entries) {
    const one: Written = { name: Buffer.from(name), method: 8, crc: 0, packed: 0, size: 0, offset };
    const header = Buffer.concat([uint32(LOCAL), shared(one, FLAGS), one.name]);
    yield header;
    const deflate = createDeflateRaw({ level: 6 });
    // The loop below hears of a failure of either part: the pipeline destroys both.
    pipeline(Readable.from(counted(content, one)), deflate, () => {});
    for await (const chunk of deflate as AsyncIterable<Buffer>) {
      one.packed += chunk.length;
      yield chunk;
    }
    yield uint32(DESCRIPTOR, one.crc, one.packed, one.size);
    offset += header.length + one.packed + 16;
    if (offset > 0xffffffff || one.size > 0xffffffff) throw new ZipError('the archive grew beyond 4 GB', true);
    written.push(one);
  }
  yield directory(written, offset);
}

async function* counted(content: AsyncIterable<string | Buffer>, one: Written): AsyncGenerator<Buffer> {
  for await (const piece of content) {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece;
    one.crc = crc32(bytes, one.crc);
    one.size += bytes.length;
    yield bytes;
  }
}

/** An archive of the files as they are, unpacked. */
export function storeZip(files: ReadonlyMap<string, Buffer>): Buffer {
  const parts: Buffer[] = [];
  const written: Written[] = [];
  let offset = 0;
  for (const [name, content] of files) {
    const size = content.length;
    const one: Written = { name: Buffer.from(name), method: 0, crc: crc32(content), packed: size, size, offset };
    const header = Buffer.concat([uint32(LOCAL), shared(one, 0x0800), one.name]);
    parts.push(header, content);
    offset += header.length + size;
    written.push(one);
  }
  return Buffer.concat([...parts, directory(written, offset, 0x0800)]);
}
