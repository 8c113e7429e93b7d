/** The gate in front of a database: so many pieces of work at once, and when they are scarce, each party gets its share. */
import { tenancyBusy, unavailable } from '../http/problems.ts';
import { problem } from '../problems/problem.ts';

/** Whose work it is: a tenant; for work without one the person, or else the address. */
export interface Party {
  /** `t:<tenant id>`, `u:<user id>` or `a:<address>`. */
  key: string;
  kind: 'tenant' | 'user' | 'address';
  /** Slug, person's id or address, for logs. */
  name: string;
  id: string;
  /** A party of weight 2 gets twice the share of one of weight 1. */
  weight: number;
}

/** Hears what happens at the gate. */
export interface GateWatch {
  /** So many milliseconds of seats were used. */
  used(party: Party, ms: number): void;
  /** One got in after waiting. */
  waited(party: Party, ms: number): void;
  /** One was sent away: its party had too much waiting, or it waited too long. */
  refused(party: Party): void;
}

export interface GateOptions {
  /** Pieces of work at once. */
  seats: number;
  /** Pieces of work of one party that may wait. */
  queue: number;
  /** Milliseconds that one may wait. */
  patience_ms: number;
  watch: GateWatch;
  /** A clock in milliseconds. */
  now?: () => number;
}

/** A taken seat. `release` may be called once more than needed. */
export interface Seat {
  /** Milliseconds that it was waited for. */
  waited_ms: number;
  release(): void;
}

/** How a party stands at the gate. */
export interface Standing {
  party: Party;
  running: number;
  queued: number;
}

export interface Gate {
  /** A seat at once when one is free for the party, else when its turn comes. Rejects with `tenancy.busy` or `http.unavailable`. */
  enter(party: Party, signal?: Abandon): Seat | Promise<Seat>;
  /** The parties that are inside or waiting; also tells the watch what they have used until now. */
  standings(): Standing[];
  readonly seats: number;
}

/** Calls back when nobody waits for the answer any more; answers how to stop listening. */
export type Abandon = (leave: () => void) => () => void;

interface Waiter {
  since: number;
  admit(): void;
}

interface Guest {
  party: Party;
  running: number;
  waiting: Waiter[];
  /** When `used` was told last. */
  told_at: number;
  /** When it was given a seat last, counted in seats given. */
  served: number;
  /** Seats that it had on average lately. */
  used: number;
  /** When it was here last. */
  seen_at: number;
}

/** How long back `used` looks, and for how long a party counts as present after it was here. */
const LATELY_MS = 1_000;
const PRESENT_MS = 2_000;
/** The part of its share from which on a party keeps to that share while others are present. */
const MUCH = 0.6;

/** Seats that one party leaves free even when it is alone, so that whoever comes next finds one. */
const spare = (seats: number): number => (seats < 2 ? 0 : Math.max(1, Math.floor(seats / 4)));

const clock = (): number => performance.now();

/** Opens a gate. */
export function createGate({ seats, queue, patience_ms, watch, now = clock }: GateOptions): Gate {
  const guests = new Map<string, Guest>();
  const most = seats - spare(seats);
  let taken = 0;
  let given = 0;
  /** Of the weights of all that are present. */
  let weights = 0;
  let swept_at = 0;

  const tell = (guest: Guest, at: number): void => {
    const ms = at - guest.told_at;
    if (guest.running > 0) watch.used(guest.party, guest.running * ms);
    guest.used = guest.running + (guest.used - guest.running) * Math.exp(-ms / LATELY_MS);
    guest.told_at = at;
    guest.seen_at = at;
  };
  /** Forgets who has not been here for a while. */
  const sweep = (at: number): void => {
    if (at - swept_at < PRESENT_MS / 4) return;
    swept_at = at;
    for (const guest of guests.values()) {
      if (guest.running > 0 || guest.waiting.length > 0 || at - guest.seen_at < PRESENT_MS) continue;
      guests.delete(guest.party.key);
      weights -= guest.party.weight;
    }
  };
  /** A party that had much lately keeps to its share while others are present; everybody else may have nearly all. */
  const mayHave = ({ party, used }: Guest): number => {
    const share = Math.max(1, Math.floor((seats * party.weight) / weights));
    return used < MUCH * share ? most : Math.min(most, share);
  };
  const seat = (guest: Guest, waited_ms: number): Seat => {
    tell(guest, now());
    guest.running++;
    guest.served = ++given;
    taken++;
    let isTaken = true;
    return {
      waited_ms,
      release() {
        if (!isTaken) return;
        isTaken = false;
        tell(guest, now());
        guest.running--;
        taken--;
        callNext();
      },
    };
  };
  /** Who has the least for its weight goes first; among equals who was served longest ago. */
  const callNext = (): void => {
    while (taken < seats) {
      let best: Guest | undefined;
      for (const guest of guests.values()) {
        if (guest.waiting.length === 0 || guest.running >= mayHave(guest)) continue;
        const [mine, its] = best
          ? [guest.running / guest.party.weight, best.running / best.party.weight]
          : [0, Number.POSITIVE_INFINITY];
        if (mine < its || (mine === its && guest.served < (best as Guest).served)) best = guest;
      }
      if (!best) return;
      (best.waiting.shift() as Waiter).admit();
    }
  };
  const wait = (guest: Guest, abandon: Abandon | undefined): Promise<Seat> =>
    new Promise((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        stopListening?.();
      };
      const leave = (error: Error): void => {
        const at = guest.waiting.indexOf(waiter);
        if (at < 0) return;
        guest.waiting.splice(at, 1);
        settle();
        reject(error);
      };
      const waiter: Waiter = {
        since: now(),
        admit() {
          settle();
          const waited = now() - waiter.since;
          watch.waited(guest.party, waited);
          resolve(seat(guest, waited));
        },
      };
      const timer = setTimeout(() => {
        watch.refused(guest.party);
        leave(problem(unavailable, { headers: { 'retry-after': '2' } }));
      }, patience_ms);
      guest.waiting.push(waiter);
      const stopListening = abandon?.(() => leave(problem(tenancyBusy, { detail: 'The caller has gone.' })));
    });

  return {
    seats,
    enter(party, abandon) {
      const at = now();
      sweep(at);
      let guest = guests.get(party.key);
      if (!guest) {
        guest = { party, running: 0, waiting: [], told_at: at, served: 0, used: 0, seen_at: at };
        guests.set(party.key, guest);
        weights += party.weight;
      }
      tell(guest, at);
      if (taken < seats && guest.running < mayHave(guest)) return seat(guest, 0);
      if (guest.waiting.length >= queue) {
        watch.refused(party);
        return Promise.reject(problem(tenancyBusy, { headers: { 'retry-after': '1' } }));
      }
      return wait(guest, abandon);
    },
    standings() {
      const at = now();
      return [...guests.values()].flatMap((guest) => {
        if (guest.running === 0 && guest.waiting.length === 0) return [];
        tell(guest, at);
        return { party: guest.party, running: guest.running, queued: guest.waiting.length };
      });
    },
  };
}
