/** Calls at a pace that does not wait for answers, as many people make them; runs as its own process. */
import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setPriority } from 'node:os';
import { fileURLToPath } from 'node:url';

export interface Pace {
  url: string;
  /** Called in turn. */
  paths: string[];
  headers: Record<string, string>;
  /** Calls a second, evenly; null: each connection calls again as soon as it is answered. */
  rate: number | null;
  connections: number;
  seconds: number;
  /** Yields the processor to everybody else, as a machine elsewhere would. */
  isElsewhere: boolean;
}

export interface Paced {
  /** Milliseconds from when each call was due to its answer, sorted; answers 2xx alone. */
  times: number[];
  /** Status → how many; 0 stands for calls without an answer. */
  statuses: Record<number, number>;
}

function call(agent: Agent, { url, headers }: Pace, path: string): Promise<number> {
  return new Promise((resolve) => {
    const one = request(`${url}${path}`, { agent, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
      response.on('error', () => resolve(0));
    });
    one.on('error', () => resolve(0));
    one.end();
  });
}

async function run(pace: Pace): Promise<Paced> {
  const agent = new Agent({ keepAlive: true, maxSockets: pace.connections });
  const { paths, rate, connections, seconds } = pace;
  const times: number[] = [];
  const statuses: Record<number, number> = {};
  let next = 0;
  const once = async (dueAt: number): Promise<void> => {
    const status = await call(agent, pace, paths[next++ % paths.length] as string);
    statuses[status] = (statuses[status] ?? 0) + 1;
    if (status >= 200 && status < 300) times.push(performance.now() - dueAt);
  };
  const endAt = performance.now() + seconds * 1000;
  if (rate === null) {
    const loop = async (): Promise<void> => {
      while (performance.now() < endAt) await once(performance.now());
    };
    await Promise.all(Array.from({ length: connections }, loop));
  } else {
    const running: Promise<void>[] = [];
    for (let dueAt = performance.now(); dueAt < endAt; dueAt += 1000 / rate) {
      const early = dueAt - performance.now();
      if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
      running.push(once(performance.now()));
    }
    await Promise.all(running);
  }
  agent.destroy();
  return { times: times.sort((a, b) => a - b), statuses };
}

/** Makes the calls in a child process. */
export function callAtPace(pace: Pace): Promise<Paced> {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [JSON.stringify(pace)]);
    child.on('message', (message) => resolve(message as Paced));
    child.on('error', reject);
    child.on('exit', (code) => code !== 0 && reject(new Error(`the calls ended with ${code}`)));
  });
}

if (process.send && process.argv[1] === fileURLToPath(import.meta.url)) {
  const pace = JSON.parse(process.argv[2] as string) as Pace;
  if (pace.isElsewhere) setPriority(19);
  process.send(await run(pace), () => process.exit(0));
}
