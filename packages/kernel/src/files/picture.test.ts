/** Pictures: known by their content, freed of notes and of what hangs behind them, refused when they are none or would burst. */
import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { Problem } from '../problems/problem.ts';
import { pngOf } from '../testing/pictures.ts';
import { cleanPicture } from './picture.ts';

const PAGE = Buffer.from('<html><script>alert(1)</script></html>');
const chunk = (kind: string, content: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(content.length, 0);
  head.write(kind, 4, 'latin1');
  return Buffer.concat([head, content, Buffer.alloc(4)]);
};

const segment = (marker: number, content: Buffer): Buffer => {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
};
/** Height and width as a frame has them. */
const frame = (height: number, width: number): Buffer => {
  const bytes = Buffer.alloc(15);
  bytes.writeUInt8(8, 0);
  bytes.writeUInt16BE(height, 1);
  bytes.writeUInt16BE(width, 3);
  return bytes;
};
const jpegOf = (notes: Buffer, width = 20): Buffer =>
  Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    notes,
    segment(0xc0, frame(10, width)),
    segment(0xda, Buffer.alloc(10)),
    Buffer.from([1, 2, 0xff, 0, 3, 0xff, 0xd3, 4]),
    segment(0xda, Buffer.alloc(6)),
    Buffer.from([5, 6, 0xff, 0xd9]),
  ]);

const riff = (...chunks: [string, Buffer][]): Buffer => {
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    ...chunks.flatMap(([kind, content]) => {
      const head = Buffer.alloc(8);
      head.write(kind, 0, 'latin1');
      head.writeUInt32LE(content.length, 4);
      return [head, content, Buffer.alloc(content.length % 2)];
    }),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};
const lossless = Buffer.from([0x2f, 19 | (9 << 14), (9 << 14) >> 8, (9 << 14) >> 16, 0, 1, 2]);

test('a PNG loses its texts and what hangs behind its end', async () => {
  const whole = pngOf(3, 2, [200, 0, 0]);
  const end = whole.length - 12;
  const noted = Buffer.concat([
    whole.subarray(0, 33),
    chunk('tEXt', PAGE),
    chunk('eXIf', PAGE),
    chunk('iCCP', deflateSync(PAGE)),
    whole.subarray(33, end),
    whole.subarray(end),
    PAGE,
  ]);
  const picture = await cleanPicture(noted);
  expect(picture).toMatchObject({ media_type: 'image/png', ending: 'png' });
  expect(picture.content.equals(whole)).toBe(true);
});

test('a JPEG loses places, names and comments, and keeps all its scans', async () => {
  const notes = Buffer.concat([segment(0xe1, Buffer.from('Exif\0\0here')), segment(0xfe, PAGE)]);
  const picture = await cleanPicture(Buffer.concat([jpegOf(notes), PAGE]));
  expect(picture).toMatchObject({ media_type: 'image/jpeg', ending: 'jpg' });
  expect(picture.content.equals(jpegOf(Buffer.alloc(0)))).toBe(true);
});

test('a WebP loses its notes and says so in its flags', async () => {
  const extended = Buffer.from([0b0001_1110, 0, 0, 0, 19, 0, 0, 9, 0, 0]);
  const noted = riff(['VP8X', extended], ['VP8L', lossless], ['EXIF', PAGE], ['XMP ', PAGE]);
  const picture = await cleanPicture(Buffer.concat([noted, PAGE]));
  expect(picture).toMatchObject({ media_type: 'image/webp', ending: 'webp' });
  const plain = riff(['VP8X', Buffer.from([0b0001_0000, 0, 0, 0, 19, 0, 0, 9, 0, 0])], ['VP8L', lossless]);
  expect(picture.content.equals(plain)).toBe(true);
});

async function refusalOf(bytes: Buffer): Promise<[string, string | undefined]> {
  const error = await cleanPicture(bytes).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw new Error(`taken, or failed: ${error}`);
  return [error.kind.code, error.details.detail];
}

test.each([
  ['a page', PAGE],
  ['a document', Buffer.from('%PDF-1.7\n')],
  ['a moving picture of old', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
  ['a page that begins like a picture', Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), PAGE])],
  ['half a PNG', pngOf(3, 2, [1, 2, 3]).subarray(0, 40)],
  ['half a JPEG', jpegOf(Buffer.alloc(0)).subarray(0, 60)],
  ['a WebP without pixels', riff(['EXIF', PAGE])],
  ['nothing', Buffer.alloc(0)],
])('%s is no picture', async (_what, bytes) => {
  expect((await refusalOf(bytes))[0]).toBe('files.not_a_picture');
});

test('what would burst a browser is refused with its size, a dangerous drawing with its reason', async () => {
  expect(await refusalOf(jpegOf(Buffer.alloc(0), 5_000))).toEqual([
    'files.unsafe_picture',
    'A picture may have 4096 pixels to a side; this one is 5000 × 10.',
  ]);
  const drawing = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
  expect(await refusalOf(drawing)).toEqual([
    'files.unsafe_picture',
    'It holds <script>, which is not allowed in a picture. Save it as PNG and send that.',
  ]);
});
