/** Worker processes for tests that kill them. */
import { type ChildProcess, fork } from 'node:child_process';
import type { WorkerOptions } from '../jobs/worker.ts';
import type { WebhookConfig } from '../webhooks/rules.ts';
import type { FreshDatabase } from './database.ts';

export interface WorkingOrder {
  connections: FreshDatabase['connections'];
  worker: Partial<WorkerOptions>;
  webhooks: WebhookConfig;
}

export interface WorkerProcess {
  process: ChildProcess;
  /** What it stored of the events that it was told to store, by `subject_id`. */
  stored: string[];
  /** Has it store events of a tenant, one transaction each. */
  emit(tenant: string, events: number): void;
  /** Sends the signal and answers how it ended: its exit code, or the signal. */
  end(signal: NodeJS.Signals): Promise<number | string | null>;
}

/** Starts one and answers when it works. */
export async function startWorkerProcess(
  connections: FreshDatabase['connections'],
  order: Partial<Omit<WorkingOrder, 'connections'>> = {},
): Promise<WorkerProcess> {
  const worker = { poll_ms: 50, lease_ms: 1_500, grace_ms: 3_000, ...order.worker };
  const told: WorkingOrder = { connections, worker, webhooks: order.webhooks ?? {} };
  const child = fork(new URL('./working.ts', import.meta.url), {
    env: { PATH: process.env.PATH, WORKING: JSON.stringify(told) },
    execArgv: [],
  });
  const stored: string[] = [];
  const ended = new Promise<number | string | null>((resolve) =>
    child.on('exit', (code, signal) => resolve(code ?? signal)),
  );
  await new Promise<void>((resolve, reject) => {
    child.on('message', (message: 'working' | { stored: string }) => {
      if (message === 'working') resolve();
      else stored.push(message.stored);
    });
    void ended.then((how) => reject(new Error(`the worker process ended with ${how} before it worked`)));
  });
  return {
    process: child,
    stored,
    emit: (tenant, events) => void child.send({ tenant, events }),
    end(signal) {
      child.kill(signal);
      return ended;
    },
  };
}
