/** Who takes more than the others: what each party asked, used and waited for in the last seconds, and which one that stands out. */
import type { Party } from './gate.ts';

/** Seconds that are looked at. */
export const WINDOW_SECONDS = 10;

/** What one party did in the window. */
export interface Load {
  party: Party;
  requests: number;
  /** Answered 429 or 503 here, by a rate or by the gate. */
  refused: number;
  /** Had to wait at the gate. */
  waits: number;
  waited_ms: number;
  /** Milliseconds of seats used. */
  used_ms: number;
  /** Its part of all parties' requests or of all used time, whichever is more; 0 to 1. */
  share: number;
}

export interface Loads {
  /** Answers what the party did in the present second. */
  add(party: Party, what: Partial<Record<'requests' | 'refused' | 'waits' | 'waited_ms' | 'used_ms', number>>): Load;
  /** All parties of the window, the greatest share first. */
  all(): Load[];
}

/** Keeps the loads of the last seconds, second by second. `now` is a clock in milliseconds. */
export function createLoads(now: () => number = () => performance.now()): Loads {
  const seconds: { second: number; loads: Map<string, Load> }[] = [];
  const present = (): Map<string, Load> => {
    const second = Math.floor(now() / 1000);
    const last = seconds.at(-1);
    if (last?.second === second) return last.loads;
    while (seconds[0] && seconds[0].second <= second - WINDOW_SECONDS) seconds.shift();
    const loads = new Map<string, Load>();
    seconds.push({ second, loads });
    return loads;
  };
  return {
    add(party, what) {
      const loads = present();
      let load = loads.get(party.key);
      if (!load) {
        load = newLoad(party);
        loads.set(party.key, load);
      }
      increase(load, what);
      return load;
    },
    all() {
      present();
      const sums = new Map<string, Load>();
      const total = { requests: 0, used_ms: 0 };
      for (const load of seconds.flatMap(({ loads }) => [...loads.values()])) {
        const sum = sums.get(load.party.key) ?? newLoad(load.party);
        sums.set(load.party.key, sum);
        increase(sum, load);
        total.requests += load.requests;
        total.used_ms += load.used_ms;
      }
      for (const sum of sums.values()) {
        sum.share = Math.max(sum.requests / (total.requests || 1), sum.used_ms / (total.used_ms || 1));
      }
      return [...sums.values()].sort((a, b) => b.share - a.share);
    },
  };
}

function newLoad(party: Party): Load {
  return { party, requests: 0, refused: 0, waits: 0, waited_ms: 0, used_ms: 0, share: 0 };
}

function increase(load: Load, by: Partial<Load>): void {
  load.requests += by.requests ?? 0;
  load.refused += by.refused ?? 0;
  load.waits += by.waits ?? 0;
  load.waited_ms += by.waited_ms ?? 0;
  load.used_ms += by.used_ms ?? 0;
}

/** How often it must have met a limit, so that one full moment is no offence. */
const MEETINGS = 10;

/**
 * The parties that met their limits while others were there, and took far more than an equal part: half of everything, or
 * three times the part of each when they are many.
 */
export function offendersOf(loads: readonly Load[]): Load[] {
  const threshold = Math.max(0.2, Math.min(0.5, 3 / loads.length));
  if (loads.length < 2) return [];
  return loads.filter(({ share, refused, waits }) => share >= threshold && refused + waits >= MEETINGS);
}
