/** The typesetter, in a thread of its own: one document at a time, data as values, and no file but the designs to be read. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { parentPort } from 'node:worker_threads';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import type { Order, Printed } from './press.ts';

const { resolve } = createRequire(import.meta.url);
const FONTS = [
  '@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf',
  '@expo-google-fonts/noto-sans/600SemiBold/NotoSans_600SemiBold.ttf',
  '@expo-google-fonts/noto-sans-devanagari/400Regular/NotoSansDevanagari_400Regular.ttf',
  '@expo-google-fonts/noto-sans-devanagari/600SemiBold/NotoSansDevanagari_600SemiBold.ttf',
];

const DESIGNS = fileURLToPath(new URL('./typ/', import.meta.url));
const compiler = NodeCompiler.create({
  workspace: DESIGNS,
  fontArgs: [{ fontBlobs: FONTS.map((font) => readFileSync(resolve(font))) }],
});

const TAGGED_PAGES = 6;

const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
};

/** Sets a document below its logo, and without it when that cannot be drawn. */
function compile({ design, data, logo }: Order) {
  const mainFilePath = `${DESIGNS}${design}.typ`;
  const name = logo ? `logo.${ENDINGS[logo.media_type] ?? 'png'}` : '';
  if (!logo) return compiler.compile({ mainFilePath, inputs: { data, logo: '' } });
  compiler.mapShadow(`${DESIGNS}${name}`, Buffer.from(logo.content));
  try {
    const result = compiler.compile({ mainFilePath, inputs: { data, logo: name } });
    return result.hasError() ? compiler.compile({ mainFilePath, inputs: { data, logo: '' } }) : result;
  } finally {
    compiler.unmapShadow(`${DESIGNS}${name}`);
  }
}

function print(order: Order): Printed {
  const { id, design, form, bare = false } = order;
  const result = compile(order);
  const failure = result.hasError() && result.takeError();
  if (failure) {
    const [first] = compiler.fetchDiagnostics(failure) as { message: string; path: string }[];
    return { id, failure: `${design}: ${first?.message ?? 'it could not be set'}` };
  }
  const document = result.result;
  if (!document) return { id, failure: `${design}: nothing was set` };
  const content =
    form === 'svg'
      ? Buffer.from(compiler.plainSvg(document))
      : // A fixed instant: the same document gives the same bytes. Tags for screen readers make a long one ten times as large.
        compiler.pdf(document, { creationTimestamp: 0, pdfTags: !bare && document.numOfPages <= TAGGED_PAGES });
  // What a long one leaves is not kept for the next: it would be megabytes.
  compiler.evictCache(document.numOfPages > TAGGED_PAGES ? 0 : 2);
  return { id, content, pages: document.numOfPages };
}

parentPort?.on('message', (order: Order) => {
  try {
    parentPort?.postMessage(print(order));
  } catch (error) {
    parentPort?.postMessage({ id: order.id, failure: String((error as Error).message || error) } satisfies Printed);
  }
});
