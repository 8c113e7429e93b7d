/** Pictures that pages may show: PNG, JPEG, WebP and harmless SVG, known by their content and written anew without notes and what hangs behind. */
import { defineProblem, problem } from '../problems/problem.ts';
import { cleanJpeg, cleanPng, cleanWebp, type Sized } from './picture_parts.ts';
import { looksLike } from './sniff.ts';
import { cleanSvg, UnsafeDrawing } from './svg.ts';

export interface Picture {
  media_type: 'image/png' | 'image/jpeg' | 'image/webp' | 'image/svg+xml';
  /** The ending that its name should have. */
  ending: 'png' | 'jpg' | 'webp' | 'svg';
  content: Buffer;
}

export const notAPicture = defineProblem('files.not_a_picture', 422, 'Send a PNG, JPEG, WebP or SVG picture.');
export const unsafePicture = defineProblem('files.unsafe_picture', 422, 'This picture cannot be shown safely.');

/** Pixels to a side: what is greater takes browsers hundreds of megabytes to show. */
const MOST_SIDE = 4096;

const KINDS = {
  'image/png': { ending: 'png', clean: cleanPng },
  'image/jpeg': { ending: 'jpg', clean: cleanJpeg },
  'image/webp': { ending: 'webp', clean: cleanWebp },
} as const;

/** The picture as it may be shown. Throws `files.not_a_picture`, or `files.unsafe_picture` with the reason in words. */
export async function cleanPicture(bytes: Buffer): Promise<Picture> {
  const looks = await looksLike(bytes);
  if (looks === 'image/svg+xml') {
    try {
      const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
      return { media_type: looks, ending: 'svg', content: Buffer.from(cleanSvg(text)) };
    } catch (error) {
      const detail = error instanceof UnsafeDrawing ? error.message : 'It is not UTF-8.';
      throw problem(unsafePicture, { detail: `${detail} Save it as PNG and send that.`, cause: error });
    }
  }
  if (looks !== 'image/png' && looks !== 'image/jpeg' && looks !== 'image/webp') throw problem(notAPicture);
  const { ending, clean } = KINDS[looks];
  let sized: Sized;
  try {
    sized = clean(bytes);
  } catch (error) {
    throw problem(notAPicture, { detail: 'The picture is broken.', cause: error });
  }
  const { width, height, content } = sized;
  if (width === 0 || height === 0 || width > MOST_SIDE || height > MOST_SIDE)
    throw problem(unsafePicture, {
      detail: `A picture may have ${MOST_SIDE} pixels to a side; this one is ${width} × ${height}.`,
    });
  return { media_type: looks, ending, content };
}
