/** The press: hands documents to the typesetter's thread one after another, within bounds of time and memory. */
import { Worker } from 'node:worker_threads';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';

export interface Order {
  id: number;
  /** Which file of `typ/`. */
  design: string;
  /** What stands in the document, as JSON. */
  data: string;
  form: 'pdf' | 'svg';
  /** The organisation's mark; one that cannot be drawn is left out. */
  logo?: { media_type: string; content: Uint8Array } | null;
  /** Without what screen readers go by: for many documents in one file. */
  bare?: boolean;
}

export interface Printed {
  id: number;
  content?: Uint8Array;
  pages?: number;
  failure?: string;
}

export const pressBusy = defineProblem('print.busy', 503, 'Too much is being printed just now; try again in a moment.');

/** The typesetter keeps a little of each document; a new thread after so many keeps its memory bounded. */
const DOCUMENTS_A_THREAD = 1000;
/** A document of a thousand lines in three copies takes some seconds. */
const PATIENCE_MS = 30_000;
/** Waiting documents of all organisations; each one's requests are seated, so none fills this alone. */
const QUEUE = 200;

interface Waiting {
  order: Order;
  resolve(printed: { content: Buffer; pages: number }): void;
  reject(error: Error): void;
}

export interface Press {
  /** Sets one document. Throws `print.busy` when too many wait or when it takes too long. */
  print(order: Omit<Order, 'id'>): Promise<{ content: Buffer; pages: number }>;
  close(): Promise<void>;
}

export function createPress(
  options: { documents_a_thread?: number; patience_ms?: number; queue?: number } = {},
): Press & { threads(): number } {
  const { documents_a_thread = DOCUMENTS_A_THREAD, patience_ms = PATIENCE_MS, queue = QUEUE } = options;
  const waiting: Waiting[] = [];
  let worker: Worker | null = null;
  let printed = 0;
  let threads = 0;
  let current: Waiting | null = null;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 1;

  const retire = (): void => {
    const old = worker;
    worker = null;
    printed = 0;
    old?.removeAllListeners();
    void old?.terminate();
  };
  const settle = (end: (one: Waiting) => void): void => {
    clearTimeout(timer);
    const one = current;
    current = null;
    if (one) end(one);
    next();
  };
  const start = (): Worker => {
    threads++;
    const made = new Worker(new URL('./press_worker.ts', import.meta.url));
    made.on('message', ({ content, pages = 0, failure }: Printed) => {
      if (++printed >= documents_a_thread) retire();
      settle((one) =>
        content ? one.resolve({ content: Buffer.from(content), pages }) : one.reject(new Error(failure)),
      );
    });
    made.on('error', (error) => {
      retire();
      settle((one) => one.reject(error as Error));
    });
    return made;
  };
  const next = (): void => {
    if (current) return;
    current = waiting.shift() ?? null;
    if (!current) {
      // An idle press keeps no process alive.
      worker?.unref();
      return;
    }
    worker ??= start();
    worker.ref();
    timer = setTimeout(() => {
      retire();
      settle((one) => one.reject(problem(pressBusy)));
    }, patience_ms);
    worker.postMessage(current.order);
  };

  return {
    threads: () => threads,
    print: (order) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= queue) return reject(problem(pressBusy));
        waiting.push({ order: { ...order, id: nextId++ }, resolve, reject });
        next();
      }),
    async close() {
      clearTimeout(timer);
      await worker?.terminate();
      worker = null;
    },
  };
}

/** Documents of more lines than this, all copies counted, are set apart, so that nobody's short one waits behind them. */
export const LONG_LINES = 100;
const presses: { short?: Press; long?: Press } = {};

/** The process's press for a document of so many lines, opened with its first one. */
export function pressFor(lines: number): Press {
  const lane = lines > LONG_LINES ? 'long' : 'short';
  presses[lane] ??= createPress();
  return presses[lane];
}
