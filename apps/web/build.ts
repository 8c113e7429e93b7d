/** Builds the pages and compresses them: `node apps/web/build.ts`. The old ones stay until the new ones are whole. */
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build } from 'vite';
import { type Manifest, routeFiles } from './build/routes.ts';

const here = fileURLToPath(new URL('.', import.meta.url));

/** Fonts are compressed in themselves. */
const COMPRESSED = new Set(['.js', '.css', '.svg', '.json', '.webmanifest']);

/** Writes a brotli twin beside each file that gains by it. */
function compress(folder: string): void {
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!COMPRESSED.has(extname(path)) || path.startsWith('.')) continue;
    const plain = readFileSync(join(folder, path));
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length };
    const small = brotliCompressSync(plain, { params });
    if (small.length < plain.length) writeFileSync(join(folder, `${path}.br`), small);
  }
}

/** Builds into `target`, at one stroke: another process that does the same at this moment hurts nobody. */
export async function buildPages(target: string = join(here, 'dist')): Promise<void> {
  const work = mkdtempSync(`${target}.new-`);
  try {
    await build({
      configFile: join(here, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: work, emptyOutDir: true },
    });
    const manifest = JSON.parse(readFileSync(join(work, '.vite/manifest.json'), 'utf8')) as Manifest;
    writeFileSync(join(work, '.vite/routes.json'), JSON.stringify(routeFiles(manifest)));
    compress(work);
    chmodSync(work, 0o755);
    const old = `${work}.old`;
    if (existsSync(target)) renameSync(target, old);
    renameSync(work, target);
    rmSync(old, { recursive: true, force: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPages();
