/** Takes pictures of pixels apart and puts together what shows them: neither notes (places, names, cameras) nor anything behind their end. */

export interface Sized {
  width: number;
  height: number;
  content: Buffer;
}

class Broken extends Error {}

const at = (bytes: Buffer, from: number, length: number): Buffer => {
  if (from < 0 || from + length > bytes.length) throw new Broken(`${length} bytes at ${from} are missing`);
  return bytes.subarray(from, from + length);
};

/** Chunks of PNG that show something (PNG, third edition, 11.3); those of moving pictures are left out. */
const PNG_KEPT = ['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'gAMA', 'cHRM', 'sRGB', 'pHYs', 'bKGD'];

/** W3C Portable Network Graphics: a signature, then chunks of length, kind, content and sum. */
export function cleanPng(bytes: Buffer): Sized {
  const parts = [at(bytes, 0, 8)];
  let size: Pick<Sized, 'width' | 'height'> | undefined;
  for (let from = 8; ; ) {
    const head = at(bytes, from, 8);
    const length = head.readUInt32BE(0);
    const kind = head.toString('latin1', 4, 8);
    const whole = at(bytes, from, length + 12);
    if (!size) {
      if (kind !== 'IHDR' || length !== 13) throw new Broken('IHDR is not first');
      size = { width: whole.readUInt32BE(8), height: whole.readUInt32BE(12) };
    }
    if (PNG_KEPT.includes(kind)) parts.push(whole);
    if (kind === 'IEND') return { ...size, content: Buffer.concat(parts) };
    from += length + 12;
  }
}

/** Segments of JPEG that say nothing of the picture: EXIF, XMP and comments; 0xe2 is the colour profile, 0xee how its colours are mixed. */
const isNote = (marker: number): boolean =>
  marker === 0xfe || (marker >= 0xe1 && marker <= 0xef && marker !== 0xe2 && marker !== 0xee);
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** ISO 10918-1: segments of marker and length; behind each start of scan the pixels, up to a marker that is no escape and no restart. */
export function cleanJpeg(bytes: Buffer): Sized {
  if (at(bytes, 0, 2).readUInt16BE(0) !== 0xffd8) throw new Broken('no start of image');
  const parts = [bytes.subarray(0, 2)];
  let size: Pick<Sized, 'width' | 'height'> | undefined;
  for (let from = 2; ; ) {
    const [mark, marker = 0] = at(bytes, from, 2);
    if (mark !== 0xff) throw new Broken(`no marker at ${from}`);
    if (marker === 0xff) {
      from += 1;
      continue;
    }
    if (marker === 0xd9) {
      if (!size) throw new Broken('no frame');
      parts.push(bytes.subarray(from, from + 2));
      return { ...size, content: Buffer.concat(parts) };
    }
    const length = at(bytes, from + 2, 2).readUInt16BE(0);
    const whole = at(bytes, from, length + 2);
    if (isFrame(marker) && !size) size = { height: whole.readUInt16BE(5), width: whole.readUInt16BE(7) };
    if (!isNote(marker)) parts.push(whole);
    from += length + 2;
    if (marker !== 0xda) continue;
    const start = from;
    for (;;) {
      from = bytes.indexOf(0xff, from);
      const next = from < 0 ? undefined : bytes[from + 1];
      if (next === undefined) throw new Broken('no end of image');
      if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) break;
      from += 2;
    }
    parts.push(bytes.subarray(start, from));
  }
}

const WEBP_KEPT = ['VP8 ', 'VP8L', 'VP8X', 'ALPH', 'ICCP'];
/** Flags of VP8X for what is left out: animation, XMP, EXIF. */
const WEBP_LEFT_OUT = 0b0000_1110;

/** RFC 9649: a RIFF file whose chunks are padded to even lengths. */
export function cleanWebp(bytes: Buffer): Sized {
  const whole = at(bytes, 0, 12);
  const end = Math.min(bytes.length, whole.readUInt32LE(4) + 8);
  const parts: Buffer[] = [];
  let size: Pick<Sized, 'width' | 'height'> | undefined;
  let hasPixels = false;
  for (let from = 12; from + 8 <= end; ) {
    const kind = at(bytes, from, 4).toString('latin1');
    const length = at(bytes, from + 4, 4).readUInt32LE(0);
    const chunk = Buffer.from(at(bytes, from, 8 + length));
    if (kind === 'VP8X') {
      size ??= { width: chunk.readUIntLE(12, 3) + 1, height: chunk.readUIntLE(15, 3) + 1 };
      chunk[8] = (chunk[8] ?? 0) & ~WEBP_LEFT_OUT;
    } else if (kind === 'VP8 ') {
      size ??= { width: chunk.readUInt16LE(14) & 0x3fff, height: chunk.readUInt16LE(16) & 0x3fff };
      hasPixels = true;
    } else if (kind === 'VP8L') {
      const bits = chunk.readUInt32LE(9);
      size ??= { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
      hasPixels = true;
    }
    if (WEBP_KEPT.includes(kind)) parts.push(chunk, Buffer.alloc(length % 2));
    from += 8 + length + (length % 2);
  }
  if (!size || !hasPixels) throw new Broken('no pixels');
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...parts]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return { ...size, content: Buffer.concat([head, body]) };
}
