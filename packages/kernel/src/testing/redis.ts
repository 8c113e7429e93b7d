/** A real redis-server for tests: the machine's own, else Debian's package, fetched and unpacked without rights. */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../../../../node_modules/.cache/tenantry-redis/', import.meta.url));
const ADVICE = 'Install redis-server (apt, dnf, apk, brew) so that it is on the PATH, and run the tests again.';

export interface TestRedis {
  /** `redis://127.0.0.1:port` */
  url: string;
  /** Stops it as a crash would; `start` brings it back at the same address, empty, if it is not there. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Holds it so that it answers nothing, and lets it go on. */
  freeze(): void;
  thaw(): void;
  /** Ends it and deletes its folder. */
  stop(): Promise<void>;
}

interface Program {
  path: string;
  env: NodeJS.ProcessEnv;
}

/** Starts a redis-server of the test's own on a free port. Throws a sentence that says what to do when there is none to be had. */
export async function startRedis(): Promise<TestRedis> {
  const program = await findProgram();
  const folder = mkdtempSync(join(tmpdir(), 'tenantry-redis-'));
  const port = await freePort();
  let child: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    child ??= await launch(program, folder, port);
  };
  const kill = async (): Promise<void> => {
    const mine = child;
    child = undefined;
    if (!mine || mine.exitCode !== null) return;
    const ended = new Promise((resolve) => mine.once('exit', resolve));
    mine.kill('SIGKILL');
    await ended;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    start,
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async stop() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Resolves when it accepts connections. */
function launch({ path, env }: Program, folder: string, port: number): Promise<ChildProcess> {
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', '', '--daemonize', 'no'];
  const child = spawn(path, settings, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += String(chunk);
      if (said.includes('Ready to accept connections')) resolve(child);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`redis-server ended with ${code}: ${said.slice(-500)}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function findProgram(): Promise<Program> {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of ['redis-server', 'valkey-server']) {
      if (folder && existsSync(join(folder, name))) return { path: join(folder, name), env: process.env };
    }
  }
  const unpacked = join(CACHE, 'root');
  if (!existsSync(unpacked)) await fetchPackages(unpacked);
  return unpackedProgram(unpacked);
}

/** The program in the unpacked packages finds their libraries before those of the machine. */
function unpackedProgram(root: string): Program {
  const folders = ['usr/lib', 'lib'].flatMap((name) => {
    const base = join(root, name);
    if (!existsSync(base)) return [];
    return readdirSync(base)
      .filter((entry) => entry.endsWith('-linux-gnu'))
      .map((entry) => join(base, entry));
  });
  const path = join(root, 'usr/bin/redis-server');
  return { path, env: { ...process.env, LD_LIBRARY_PATH: folders.join(delimiter) } };
}

/** Another run may do the same at this moment: each works in a folder of its own, and the first one stays. */
async function fetchPackages(target: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'fetch-'));
  try {
    const apt = await usableApt(work);
    const root = join(work, 'root');
    mkdirSync(root);
    await download(apt, ['redis-server', 'redis-tools'], work, root);
    const { path } = unpackedProgram(root);
    // A library may need others in its turn.
    for (let round = 0; round < 5; round++) {
      const missing = await missingLibraries(path, unpackedProgram(root).env);
      if (missing.length === 0) break;
      await download(apt, await packagesOf(apt, missing), work, root);
    }
    try {
      renameSync(root, target);
    } catch (error) {
      if (!existsSync(target)) throw error;
    }
  } catch (error) {
    const reason = (error as Error).message.split('\n').slice(0, 3).join(' ');
    throw new Error(`There is no redis-server, and Debian's package could not be fetched (${reason}). ${ADVICE}`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** Options for apt-get; with lists of its own when the machine's are empty, for which one need not be root. */
async function usableApt(work: string): Promise<string[]> {
  try {
    await run('apt-cache', ['show', 'redis-tools']);
    return [];
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') throw new Error('there is no apt here');
  }
  for (const name of ['lists/partial', 'cache/archives/partial']) mkdirSync(join(work, name), { recursive: true });
  const own = ['-o', `Dir::State::Lists=${join(work, 'lists')}`, '-o', `Dir::Cache=${join(work, 'cache')}`];
  await run('apt-get', [...own, '-qq', 'update'], { timeout: 100_000 });
  return own;
}

async function download(
  apt: readonly string[],
  packages: readonly string[],
  work: string,
  root: string,
): Promise<void> {
  const debs = mkdtempSync(join(work, 'debs-'));
  await run('apt-get', [...apt, '-qq', 'download', ...packages], { cwd: debs, timeout: 100_000 });
  for (const file of readdirSync(debs)) await run('dpkg', ['-x', join(debs, file), root]);
}

async function missingLibraries(path: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const { stdout } = await run('ldd', [path], { env });
  return stdout.split('\n').flatMap((line) => /^\s*(\S+) => not found/.exec(line)?.slice(1) ?? []);
}

/** The packages of libraries by Debian's rule: `liblzf.so.1` is in liblzf1, `liblua5.1.so.0` in liblua5.1-0. */
async function packagesOf(apt: readonly string[], libraries: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const library of libraries) {
    const [, stem = library, version = ''] = /^(.+)\.so\.(\d+)/.exec(library) ?? [];
    const lua = /^liblua5\.1-(cjson|bitop)$/.exec(stem)?.[1];
    const regular = stem === 'libcrypto' ? `libssl${version}` : `${stem}${/\d$/.test(stem) ? '-' : ''}${version}`;
    const names = lua ? [`lua-${lua}`] : [regular, `${regular}t64`];
    const { stdout } = await run('apt-cache', [...apt, 'show', '--no-all-versions', ...names]).catch(
      (error: { stdout?: string }) => ({ stdout: error.stdout ?? '' }),
    );
    const name = /^Package: (\S+)$/m.exec(stdout)?.[1];
    if (!name) throw new Error(`no package has ${library}`);
    found.add(name);
  }
  return [...found];
}
