/** Which files of the build each address needs, so that the server's HTML names them all at once and none waits for another to be read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

interface Chunk {
  file: string;
  css?: string[];
  imports?: string[];
}
export type Manifest = Readonly<Record<string, Chunk>>;

/** An address of the pages and what it is made of; `$name` stands for one step of a path. */
export interface RouteFiles {
  path: string;
  scripts: string[];
  styles: string[];
}

/** What every page within the frame has. */
const FRAME = ['shell/frame.tsx', 'client/kept.ts', 'client/live.ts'];
const PAGE = 'packages/ui/src/page';
/** A list, with what it shows at once though it is fetched apart. */
const LIST = [`${PAGE}/list_page.tsx`, `${PAGE}/changed_line.tsx`, 'packages/ui/src/grid/saved_views.tsx'];

/** Screens as the doors of modules declare them: the sources that each path loads. */
export function sourcesOfScreens(module: string, door: string): { path: string; sources: string[] }[] {
  const within = (source: string): string => `modules/${module}/${source.replace(/^\.\//, '')}`;
  const found: { path: string; sources: string[] }[] = [];
  // Each screen is one literal; what it loads stands in it.
  for (const [, literal = ''] of door.matchAll(/\{([^{}]*?\bload:[^{}]*?)\}/g)) {
    const loads = (key: string): string[] =>
      [...literal.matchAll(new RegExp(`\\b${key}:\\s*\\(\\)\\s*=>\\s*import\\('([^']+)'\\)`, 'g'))].map(
        ([, source = '']) => within(source),
      );
    const path = /\bpath: '([^']+)'/.exec(literal)?.[1];
    if (path) {
      found.push({ path, sources: loads('load') });
      continue;
    }
    const noun = /\bnoun: '([^']+)'/.exec(literal)?.[1];
    if (!noun) continue;
    const own = loads('record');
    found.push(
      { path: `/${noun}`, sources: [...loads('load'), ...LIST] },
      { path: `/${noun}/import`, sources: [...loads('load'), `${PAGE}/import_page.tsx`] },
      { path: `/${noun}/$id`, sources: own.length > 0 ? own : [...loads('load'), `${PAGE}/record_page.tsx`] },
    );
  }
  return found;
}

/** The chunks of these sources with all that they import at once. */
function chunksOf(manifest: Manifest, sources: readonly string[]): Chunk[] {
  const found = new Map<string, Chunk>();
  const visit = (key: string): void => {
    const chunk = manifest[key];
    if (!chunk || found.has(chunk.file)) return;
    found.set(chunk.file, chunk);
    for (const next of chunk.imports ?? []) visit(next);
  };
  for (const source of sources) {
    const key = Object.keys(manifest).find((one) => one.endsWith(source));
    if (key) visit(key);
  }
  return [...found.values()];
}

/** Every address that modules declare, with its files beside those that the HTML names anyway. */
export function routeFiles(manifest: Manifest): RouteFiles[] {
  const first = new Set(chunksOf(manifest, ['index.html']).map(({ file }) => file));
  const declared = readdirSync(join(root, 'modules')).flatMap((module) => {
    const door = readFileSync(join(root, 'modules', module, 'web.ts'), 'utf8');
    return sourcesOfScreens(module, door).map(({ path, sources }) => ({
      path,
      sources: [...FRAME, `virtual:words/${module}/en`, ...sources],
    }));
  });
  return [{ path: '/', sources: [...FRAME, 'virtual:words/today/en', 'screens/today.tsx'] }, ...declared].map(
    ({ path, sources }) => {
      const chunks = chunksOf(manifest, sources).filter(({ file }) => !first.has(file));
      return {
        path,
        scripts: chunks.map(({ file }) => file).filter((file) => file.endsWith('.js')),
        styles: [...new Set(chunks.flatMap(({ css }) => css ?? []))],
      };
    },
  );
}
