/** Jobs as the kernel has them: what can be enqueued, and the worker of this instance. */
import type { Module } from '../http/module.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { createCatalogue, type JobCatalogue } from './catalogue.ts';
import { startWorker, type Worker, type WorkerOptions } from './worker.ts';

export interface Jobs {
  catalogue: JobCatalogue;
  /** The worker of this instance; null while it does not work. */
  worker: Worker | null;
  /** From now on this instance works; what is left out is as in `DEFAULT_WORKER`. */
  start(options?: Partial<WorkerOptions>): Worker;
  /** Ends the work: what runs may go on for a moment, the rest is given back. */
  close(): Promise<void>;
}

/** The jobs of the kernel and of all modules. The kernel is asked for when the work begins. */
export function createJobs(kernel: () => Kernel, modules: readonly Pick<Module, 'jobs' | 'schedules'>[]): Jobs {
  const jobs: Jobs = {
    catalogue: createCatalogue(modules),
    worker: null,
    start(options) {
      jobs.worker ??= startWorker(kernel(), options);
      return jobs.worker;
    },
    async close() {
      const { worker } = jobs;
      jobs.worker = null;
      await worker?.close();
    },
  };
  return jobs;
}
