/** Builds the pages before the server opens, when there are none or when a source is younger than they are. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGES_FOLDER } from './pages.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILD = join(ROOT, 'apps/web/build.ts');
/** What pages are made of; the shapes of resources come from the modules and the kernel. */
const SOURCES = [
  'apps/web',
  'apps/server/modules.ts',
  'packages/ui',
  'packages/brand',
  'packages/kernel/src',
  'modules',
];
const IGNORED = /^(node_modules|dist(\..*)?|e2e|gallery|migrations)$/;

function youngest(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return 0;
  if (!stat.isDirectory()) return /\.test\.tsx?$/.test(path) ? 0 : stat.mtimeMs;
  const entries = readdirSync(path).filter((name) => !IGNORED.test(name));
  return Math.max(0, ...entries.map((name) => youngest(join(path, name))));
}

/** Whether the pages are older than what they are made of. */
export function areStale(): boolean {
  const built = statSync(join(PAGES_FOLDER, 'index.html'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return SOURCES.some((source) => youngest(join(ROOT, source)) > built);
}

/** Builds them when need be. Answers what went wrong, or null; without the builder's packages old pages stay as they are. */
export async function ensurePages(say: (line: string) => void): Promise<string | null> {
  if (!existsSync(BUILD) || !areStale()) return null;
  if (!existsSync(join(ROOT, 'node_modules/vite'))) {
    return existsSync(PAGES_FOLDER) ? null : 'the builder is not installed (npm ci without --omit=dev)';
  }
  say('Building the pages.');
  // Whatever this process runs as, people get the pages of production.
  const env = { ...process.env, NODE_ENV: 'production' };
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [BUILD], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env });
    let said = '';
    const hear = (chunk: Buffer): void => {
      said = `${said}${chunk}`.slice(-4000);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? null : said.trim() || `the builder ended with ${code}`));
  });
}
