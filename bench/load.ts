/** Load on an address: a fixed number of callers for a fixed time, and what came of it. Runs as its own process so that it does not slow the server. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

export interface Load {
  url: string;
  /** Paths are called in turn by each connection. */
  paths: string[];
  headers: Record<string, string>;
  connections: number;
  seconds: number;
}

export interface Measured {
  /** Answers a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  failures: number;
}

async function run({ url, paths, headers, connections, seconds }: Load): Promise<Measured> {
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: paths.map((path) => ({ method: 'GET', path, headers })),
  });
  const { requests, latency, errors, timeouts, non2xx } = result;
  return { rate: requests.average, p50: latency.p50, p95: latency.p97_5, failures: errors + timeouts + non2xx };
}

/** Runs a load in a child process and answers its figures. */
export function measure(load: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(load)]);
    child.on('message', (message) => resolve(message as Measured));
    child.on('error', reject);
    child.on('exit', (code) => code !== 0 && reject(new Error(`the load ended with ${code}`)));
  });
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const measured = await run(JSON.parse(process.argv[2] as string) as Load);
  process.send(measured, () => process.exit(0));
}
