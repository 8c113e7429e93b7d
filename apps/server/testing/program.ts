/** The real program as a child process, for tests that start, kill and call it as its users do. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Program {
  process: ChildProcess;
  address: string;
  data_dir: string;
  /** All that it has printed so far. */
  output(): string;
  /** Ends it with the signal and answers its exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const START_TIMEOUT_MS = 60_000;

/** Starts `main.ts serve` on a free port. Without `DATA_DIR` the data lies in a temporary folder that `stop` removes. Throws with its output when it ends instead. */
export async function startProgram(env: Record<string, string> = {}): Promise<Program> {
  const own = env.DATA_DIR === undefined;
  const data_dir = env.DATA_DIR ?? mkdtempSync(join(tmpdir(), 'tenantry-program-'));
  const child = spawn(process.execPath, [MAIN, 'serve'], {
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      PORT: '0',
      PAGES: 'false',
      LOG_LEVEL: 'warn',
      ...env,
      DATA_DIR: data_dir,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const ended = new Promise<number | null>((resolve) => child.on('exit', (code) => resolve(code)));
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    const code = await ended;
    if (own) rmSync(data_dir, { recursive: true, force: true });
    return code;
  };
  const address = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`not up after ${START_TIMEOUT_MS} ms:\n${output}`)),
      START_TIMEOUT_MS,
    );
    child.stdout.on('data', () => {
      const match = /running at (http:\/\/localhost:\d+)/.exec(output);
      if (!match) return;
      clearTimeout(timer);
      resolve(match[1] as string);
    });
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code}:\n${output}`));
    });
  }).catch(async (error: unknown) => {
    await stop('SIGKILL');
    throw error;
  });
  return { process: child, address, data_dir, output: () => output, stop };
}
