/**
 * Imports run one way: apps ► dental, clinic ► care ► business ► kernel; manufacturing ► business; control ► kernel; only
 * screens see ui; india holds facts that every module may read. The rule is the table below; this program fails when a file breaks it.
 */
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles } from './tree.ts';

/** Room → the rooms it may import. A room that does not stand here is refused until somebody decides where it belongs. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  'packages/kernel': [],
  'packages/brand': [],
  'packages/ui': ['packages/brand'],
  'packages/india': [],
  'modules/control': ['packages/kernel', 'packages/india', 'packages/brand'],
  'modules/business': ['packages/kernel', 'packages/india'],
  'modules/care': ['packages/kernel', 'packages/india', 'modules/business'],
  'modules/dental': ['packages/kernel', 'packages/india', 'modules/business', 'modules/care'],
  'modules/clinic': ['packages/kernel', 'packages/india', 'modules/business', 'modules/care'],
  'modules/manufacturing': ['packages/kernel', 'packages/india', 'modules/business'],
  'apps/server': ['packages/kernel', 'packages/india', 'packages/brand', 'modules/*'],
  'apps/cli': ['packages/kernel', 'apps/server'],
  'apps/web': ['packages/kernel', 'packages/india', 'packages/brand', 'packages/ui', 'modules/*', 'apps/server'],
  tools: ['packages/kernel', 'packages/india', 'modules/*', 'apps/server'],
  bench: ['packages/kernel', 'packages/india', 'modules/*', 'apps/server'],
};

/** A module's screens may use ui as well; nothing else of a module may. */
const SCREEN = /^modules\/[^/]+\/(.*\.tsx|web\.ts)$/;

/** What drives a real browser: tests, journeys, the script of screenshots. */
const IN_A_BROWSER = /\.test\.tsx?$|^apps\/web\/e2e\/|^packages\/ui\/gallery\//;

export interface SourceFile {
  /** Relative to the repository, with `/`. */
  path: string;
  text: string;
}

export interface Violation {
  path: string;
  imports: string;
  reason: string;
}

const STATEMENTS = [
  /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]/gm,
  /^\s*import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
];

/** What a file imports, re-exports or loads later, as written. */
export function importsOf(text: string): string[] {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return STATEMENTS.flatMap((pattern) => [...code.matchAll(pattern)].map((match) => match[1] ?? ''));
}

function roomOf(path: string): string {
  const [first = '', second = ''] = path.split('/');
  return ['packages', 'modules', 'apps'].includes(first) ? `${first}/${second}` : first;
}

function allows(path: string, target: string): boolean {
  const room = roomOf(path);
  if (target === room || (target === 'packages/ui' && SCREEN.test(path))) return true;
  const allowed = MAY_IMPORT[room] ?? [];
  return allowed.includes(target) || (target.startsWith('modules/') && allowed.includes('modules/*'));
}

/** Where an import leads: a room with the path in it, or null for what is not of this repository. */
function targetOf(path: string, specifier: string, names: ReadonlyMap<string, string>): string | null {
  if (specifier.startsWith('.')) return posix.normalize(posix.join(posix.dirname(path), specifier));
  const name = specifier.split('/').slice(0, 2).join('/');
  return names.get(name) ?? null;
}

function judge(path: string, imports: string, names: ReadonlyMap<string, string>): Violation | null {
  const violation = (reason: string): Violation => ({ path, imports, reason });
  const room = roomOf(path);
  if (imports.startsWith('@tenantry/') && !targetOf(path, imports, names)) return violation('there is no such package');
  const target = targetOf(path, imports, names);
  if (target === null) {
    const builtin = builtinModules.includes(imports);
    return builtin ? violation(`name Node's own modules with their prefix: node:${imports}`) : null;
  }
  // The one file that all rooms may read: it states the version. And the browser that their tests drive.
  if (target === 'package.json') return null;
  if (target === 'tools/browser.ts' && IN_A_BROWSER.test(path)) return null;
  const to = roomOf(target);
  if (!allows(path, to)) return violation(`${room} may not import ${to}`);
  // tools and bench are no packages: nothing declares for them what they depend on, so paths are as good.
  const isPackage = room.includes('/');
  if (isPackage && imports.startsWith('.') && to !== room)
    return violation(`import ${to} by its package name, not by a path`);
  if (!imports.startsWith('.') && to === room) return violation('import your own room by path');
  return null;
}

/** What breaks the law among `files`; `names` tells which folder a package's name stands for. */
export function findViolations(files: readonly SourceFile[], names: ReadonlyMap<string, string>): Violation[] {
  return files.flatMap(({ path, text }) => {
    if (!(roomOf(path) in MAY_IMPORT))
      return [{ path, imports: '', reason: `${roomOf(path)} has no line in the table of tools/import_law.ts` }];
    return importsOf(text).flatMap((specifier) => judge(path, specifier, names) ?? []);
  });
}

/** The sources that the law is about, and the names of the packages, read from the working tree. */
export function readSources(root: string): { files: SourceFile[]; names: Map<string, string> } {
  const paths = listFiles(root);
  const read = (path: string): string => readFileSync(join(root, path), 'utf8');
  const files = paths
    .filter((path) => /^(packages|modules|apps|tools|bench)\/.*\.(ts|tsx|mts|mjs|js)$/.test(path))
    .map((path) => ({ path, text: read(path) }));
  const names = new Map(
    paths
      .filter((path) => /^(packages|modules|apps)\/[^/]+\/package\.json$/.test(path))
      .map((path) => [(JSON.parse(read(path)) as { name: string }).name, posix.dirname(path)]),
  );
  return { files, names };
}

function main(): void {
  const { files, names } = readSources(fileURLToPath(new URL('..', import.meta.url)));
  const violations = findViolations(files, names);
  for (const { path, imports, reason } of violations) console.error(`${path}: ${imports && `"${imports}": `}${reason}`);
  console.log(`${files.length} files, ${violations.length} breaches of the import law`);
  if (violations.length > 0 || files.length === 0) process.exit(1);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main();
