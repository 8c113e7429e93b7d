/**
 * Keeps package-lock.json whole: for some packages a registry serves only the binaries of one platform; npm then leaves
 * the other platforms out of the lock, and `npm ci` fails for everybody.
 *
 *     node tools/lock.ts                   adds what is missing
 *     node tools/lock.ts --check           says what is missing and fails
 *     node tools/lock.ts --install [args]  npm install with these arguments, then adds what is missing
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { listFiles } from './tree.ts';

/** An entry of the lock's `packages`, as far as it matters here. */
export interface LockEntry {
  version?: string;
  resolved?: string;
  link?: boolean;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

/** package-lock.json, version 3: folder → what is installed there. */
export interface Lock {
  packages: Record<string, LockEntry>;
}

const SYSTEMS = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const PROCESSORS = ['arm', 'arm64', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** Where the packages in `folder` are looked up: its own node_modules first, then those above, as Node does. */
function lookupFolders(folder: string): string[] {
  const found: string[] = [];
  for (let at = folder; at !== ''; ) {
    found.push(`${at}/node_modules/`);
    at = at.includes('/') ? at.slice(0, at.lastIndexOf('/')) : '';
  }
  return [...found.filter((path) => !path.includes('/node_modules/node_modules/')), 'node_modules/'];
}

/** The platform that a binary package is for, read from its name: `@biomejs/cli-linux-x64-musl` → linux, x64, musl. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.slice(name.lastIndexOf('/') + 1).split(/[-_.]/);
  const os = SYSTEMS.filter((system) => words.includes(system));
  const cpu = PROCESSORS.filter((processor) => words.includes(processor));
  const libc = words.some((word) => word.startsWith('musl')) ? ['musl'] : words.includes('gnu') ? ['glibc'] : [];
  return { ...(os.length > 0 && { os }), ...(cpu.length > 0 && { cpu }), ...(libc.length > 0 && { libc }) };
}

/**
 * The optional dependencies that have no entry: folder → the entry to add.
 * Throws when one is asked for by a range, since only the registry knows which version that means.
 */
export function missingEntries({ packages }: Lock): Record<string, LockEntry> {
  const missing: Record<string, LockEntry> = {};
  for (const [folder, entry] of Object.entries(packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (lookupFolders(folder).some((place) => `${place}${name}` in packages)) continue;
      if (!/^\d+\.\d+\.\d+[\w.+-]*$/.test(version))
        throw new Error(`${name}@${version} of ${folder}: not an exact version`);
      const other = missing[`node_modules/${name}`];
      const place = other && other.version !== version ? `${folder}/node_modules/` : 'node_modules/';
      const onlyDev = entry.dev && (!other || other.dev);
      missing[`${place}${name}`] = { version, ...platformOf(name), ...(onlyDev && { dev: true }), optional: true };
    }
  }
  return missing;
}

/** Entries that name a host to download from: the lock must work with every registry. */
export function hostsIn({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([folder, { resolved }]) =>
    resolved && /^[a-z+]+:/i.test(resolved) ? [`${folder}: ${resolved}`] : [],
  );
}

const GROUPS = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Workspaces whose package.json asks for something else than the lock holds; `manifests` are by folder, '' is the root. */
export function staleWorkspaces({ packages }: Lock, manifests: Record<string, LockEntry>): string[] {
  const wanted = (entry: LockEntry | undefined): string =>
    JSON.stringify(GROUPS.map((group) => Object.entries(entry?.[group] ?? {}).sort()));
  return Object.entries(manifests).flatMap(([folder, manifest]) =>
    wanted(manifest) === wanted(packages[folder]) ? [] : [folder || 'the root'],
  );
}

/** The lock with the missing entries added, in npm's order. */
export function completeLock<L extends Lock>(lock: L): L {
  const byPath = ([a]: [string, unknown], [b]: [string, unknown]): number => a.localeCompare(b, 'en');
  const packages = Object.fromEntries(Object.entries({ ...lock.packages, ...missingEntries(lock) }).sort(byPath));
  return { ...lock, packages };
}

/** The package.json files of the repository by folder. */
export function readManifests(root: string): Record<string, LockEntry> {
  const paths = listFiles(root).filter((path) => /^((packages|modules|apps)\/[^/]+\/)?package\.json$/.test(path));
  return Object.fromEntries(
    paths.map((path) => [path.replace(/\/?package\.json$/, ''), JSON.parse(readFileSync(join(root, path), 'utf8'))]),
  );
}

function main(args: string[]): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const file = join(root, 'package-lock.json');
  if (args[0] === '--install') {
    const { status } = spawnSync('npm', ['install', ...args.slice(1)], { stdio: 'inherit' });
    if (status !== 0) process.exit(status ?? 1);
  }
  const lock = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const missing = Object.keys(missingEntries(lock));
  const hosts = hostsIn(lock);
  if (args[0] === '--check') {
    for (const folder of missing) console.error(`package-lock.json has no entry for ${folder}`);
    for (const host of hosts) console.error(`package-lock.json names a host to download from: ${host}`);
    const stale = staleWorkspaces(lock, readManifests(root));
    for (const folder of stale) console.error(`package-lock.json is older than the package.json of ${folder}`);
    if (missing.length > 0 || hosts.length > 0 || stale.length > 0) {
      console.error('npm ci would fail, or ask that host. Install with `npm run install:locked -- <arguments>`.');
      process.exit(1);
    }
  } else if (missing.length > 0) {
    writeFileSync(file, `${JSON.stringify(completeLock(lock), null, 2)}\n`);
    console.log(`package-lock.json: ${missing.length} entries added`);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
