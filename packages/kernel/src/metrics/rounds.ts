/** Rounds: work for the whole installation that comes again and again, done by one instance at a time. */
import type { FastifyBaseLogger } from 'fastify';
import { transaction } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Kernel } from '../tenancy/kernel.ts';

export interface Round {
  /** `noun.verb` */
  name: string;
  every_ms: number;
  /** Must do no harm when it comes twice: every instance asks for its turn by a clock of its own. */
  run(kernel: Kernel): Promise<unknown>;
}

export interface Rounds {
  /** Begins; until then rounds run only when they are asked for. */
  start(): void;
  /** Runs one now. Answers false when another instance is at it. Rejects as the round does. */
  run(name: string): Promise<boolean>;
  close(): Promise<void>;
}

/** `aside` holds the lock of a round while it runs; it is freed with its connection, however the process ends. */
export function createRounds(
  rounds: readonly Round[],
  parts: { aside: Database; kernel: () => Kernel; log: FastifyBaseLogger },
): Rounds {
  const { aside, log } = parts;
  const timers: NodeJS.Timeout[] = [];
  const running = new Set<Promise<unknown>>();
  const busy = new Set<string>();
  let closed = false;
  // Each holds a connection for its lock and needs another for its work: half of them may begin, the rest wait for their turn.
  let places = Math.max(1, Math.floor((aside.pool.options.max ?? 2) / 2));
  const waiting: (() => void)[] = [];

  const inPlace = async <T>(work: () => Promise<T>): Promise<T> => {
    if (places > 0) places--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else places++;
    }
  };
  const attempt = async ({ name, run }: Round): Promise<boolean> => {
    const lock = transaction(aside, { tenant_id: null, plane: 'platform' });
    try {
      const [row] = await lock.sql<{ mine: boolean }>(
        'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as mine',
        [`tenantry round ${name}`],
      );
      if (!row?.mine) return false;
      await run(parts.kernel());
      return true;
    } finally {
      await lock.rollback();
    }
  };
  const tracked = (round: Round): Promise<boolean> => {
    const attempted = inPlace(() => attempt(round)).finally(() => running.delete(attempted));
    running.add(attempted);
    return attempted;
  };
  return {
    start() {
      for (const round of rounds) {
        const turn = (): void => {
          if (closed || busy.has(round.name)) return;
          busy.add(round.name);
          tracked(round)
            .catch((error: Error) => log.error({ err: error, round: round.name }, 'a round failed'))
            .finally(() => busy.delete(round.name));
        };
        const timer = setInterval(turn, round.every_ms);
        timer.unref();
        timers.push(timer);
      }
    },
    run(name) {
      const round = rounds.find((one) => one.name === name);
      if (!round) throw new Error(`there is no round ${name}`);
      return tracked(round);
    },
    async close() {
      closed = true;
      for (const timer of timers) clearInterval(timer);
      await Promise.allSettled(running);
    },
  };
}
