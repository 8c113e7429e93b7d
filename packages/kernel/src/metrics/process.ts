/** Figures of this process: how long its event loop is held up, memory, processor time. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface ProcessFigures {
  /** Since the last look: seconds that the event loop came late. */
  eventLoopDelay(): { mean: number; p99: number; max: number };
  memory(): NodeJS.MemoryUsage;
  /** Seconds of processor time so far. */
  cpuSeconds(): number;
  close(): void;
}

const RESOLUTION_MS = 20;

export function createProcessFigures(): ProcessFigures {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  // The monitor measures from one tick of its timer to the next; the timer's own interval is no delay.
  const seconds = (nanoseconds: number): number =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e9 - RESOLUTION_MS / 1000) : 0;
  return {
    eventLoopDelay() {
      const figures = {
        mean: seconds(delay.mean),
        p99: seconds(delay.percentile(99)),
        max: delay.max > 0 ? seconds(delay.max) : 0,
      };
      delay.reset();
      return figures;
    },
    memory: () => process.memoryUsage(),
    cpuSeconds() {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    },
    close: () => delay.disable(),
  };
}
