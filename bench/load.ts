/** Load on several addresses in turn, and what came of it. Runs as its own process so that it does not slow the servers. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import autocannon from 'autocannon';

export interface Load {
  url: string;
  /** Paths are called in turn by each connection. */
  paths: string[];
  headers: Record<string, string>;
  connections: number;
}

export interface Plan {
  loads: Record<string, Load>;
  rounds: number;
  /** Of each load in each round. */
  seconds: number;
}

/** What one round measured of each load. */
export type Round = Record<string, Measured>;

export interface Measured {
  /** Answers a second. */
  rate: number;
  /** Milliseconds. */
  p50: number;
  p95: number;
  failures: number;
  /** What one of the failures said. */
  failure: string;
}

async function run({ url, paths, headers, connections }: Load, seconds: number): Promise<Measured> {
  const times: number[] = [];
  let failure = '';
  const startedAt = performance.now();
  const { errors, timeouts, non2xx } = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: paths.map((path) => ({ method: 'GET', path, headers })),
    setupClient(client) {
      let status = 0;
      client.on('headers', (head) => {
        status = head.statusCode;
      });
      client.on('body', (body) => {
        if (status >= 300) failure = `${status} ${body}`;
      });
      client.on('response', (_status, _bytes, ms) => times.push(ms));
    },
  });
  const elapsed = (performance.now() - startedAt) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.ceil(times.length * share) - 1] ?? Number.NaN;
  return { rate: times.length / elapsed, p50: at(0.5), p95: at(0.95), failures: errors + timeouts + non2xx, failure };
}

/** Each load `rounds` times, every round in the other order, so that what else the machine does falls on all of them alike. */
async function runAll({ loads, rounds, seconds }: Plan): Promise<Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round <= rounds; round++) {
    const names = Object.keys(loads);
    if (round % 2 === 1) names.reverse();
    const figures: Round = {};
    for (const name of names) figures[name] = await run(loads[name] as Load, seconds);
    // The first one only warms up.
    if (round > 0) measured.push(figures);
  }
  return measured;
}

/** Measures the loads side by side in a child process; answers its rounds. */
export function measure(plan: Plan): Promise<Round[]> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(plan)]);
    child.on('message', (message) => resolve(message as Round[]));
    child.on('error', reject);
    child.on('exit', (code) => code !== 0 && reject(new Error(`the load ended with ${code}`)));
  });
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const measured = await runAll(JSON.parse(process.argv[2] as string) as Plan);
  process.send(measured, () => process.exit(0));
}
