/** Fair shares: how fast anybody may ask, how much of the work of a moment a tenant may have, and who takes too much. */
import type { FastifyBaseLogger } from 'fastify';
import type { Database } from '../db/pool.ts';
import { createGate, type Gate, type GateWatch, type Party } from './gate.ts';
import { createLoads, type Load, type Loads, offendersOf, WINDOW_SECONDS } from './offenders.ts';
import { type Counter, createMemoryCounter, type Rate } from './rates.ts';
import { createSharedCounter, type SharedCounter } from './redis.ts';

/** How fast anybody may ask. */
export interface Rates {
  /** One address (of IPv6 a /64) for calls that nobody is signed in to, or that are not admitted. */
  address: Rate;
  /** One person within one tenant. */
  user: Rate;
  /** One tenant, all its people together, when neither plan nor entitlement says. */
  tenant: Rate;
  /** No tenant gets more than this, whatever its plan says; null for no ceiling. */
  most: Rate | null;
  /** Plan → ceiling of its tenants, where it is another one. */
  plans: Readonly<Record<string, Rate>>;
}

export interface SharesConfig {
  /** Null: nothing is counted. */
  rates: Rates | null;
  /** Counts in this Redis together with other instances; null counts in memory. */
  redis_url: string | null;
  /** First part of the keys in Redis. */
  prefix: string;
  /** Requests of one tenant that may wait for a seat. */
  queue: number;
  /** Milliseconds that one may wait. */
  patience_ms: number;
}

/** What holds unless it is set. */
export const DEFAULT_SHARES: SharesConfig = {
  rates: {
    address: { per_second: 50, burst: 500 },
    // Some pages a second, or what was saved up at once: no person reads faster, and a script goes on all night.
    user: { per_second: 15, burst: 600 },
    tenant: { per_second: 100, burst: 1_000 },
    most: null,
    plans: {},
  },
  redis_url: null,
  prefix: 'tenantry',
  queue: 500,
  patience_ms: 10_000,
};

/** How a party stands now, and what it did in the last seconds. */
export interface PartyFigures {
  kind: Party['kind'];
  /** Id of the tenant or the person, or the address. */
  id: string;
  /** Slug of the tenant, else the id. */
  name: string;
  /** Its part of all requests or of all used time, whichever is more; 0 to 1. */
  share: number;
  running: number;
  queued: number;
  requests: number;
  refused: number;
  /** How many had to wait, and for how long on average. */
  waits: number;
  mean_wait_ms: number;
}

export interface SharesFigures {
  /** Pieces of work that can be done at once, over all databases of this process. */
  seats: number;
  running: number;
  queued: number;
  window_seconds: number;
  /** The twenty parties with the greatest share. */
  parties: PartyFigures[];
  offenders: PartyFigures[];
}

export interface Shares {
  config: SharesConfig;
  counter: Counter;
  loads: Loads;
  /** Refusals that are held back at this moment. */
  late: number;
  /** The gate in front of the database. */
  gate(database: Database): Gate;
  /** Who met its limits in the last ten seconds while it took far more than an equal part; the greatest first. */
  offenders(): PartyFigures[];
  figures(): SharesFigures;
  /** Whether requests are counted in Redis; null when there is none. */
  redis(): { ok: boolean } | null;
  close(): Promise<void>;
}

/** Counters kept in memory; an address that nobody asked from for long costs the first entry. */
const MAX_COUNTERS = 200_000;
/** How often is looked for offenders, and how often one that goes on is named again. */
const LOOK_MS = 2_000;
const AGAIN_MS = 60_000;

/** Begins to count and to watch; `close` ends it. */
export async function createShares(config: SharesConfig, log: FastifyBaseLogger): Promise<Shares> {
  const memory = createMemoryCounter(MAX_COUNTERS);
  const shared: SharedCounter | null = config.redis_url
    ? await createSharedCounter(config.redis_url, memory, log)
    : null;
  const loads = createLoads();
  const gates = new Map<Database, Gate>();
  const watch: GateWatch = {
    used: (party, ms) => void loads.add(party, { used_ms: ms }),
    waited: (party, ms) => void loads.add(party, { waits: 1, waited_ms: ms }),
    refused: (party) => void loads.add(party, { refused: 1 }),
  };
  const look = (): { standing: ReturnType<typeof standingOf>; parties: Load[] } => {
    const standing = standingOf([...gates.values()]);
    return { standing, parties: loads.all() };
  };
  const offenders = (): PartyFigures[] => {
    const { standing, parties } = look();
    return offendersOf(parties).map((load) => figuresOf(load, standing));
  };
  const stopNaming = nameOffenders(offenders, log);
  return {
    config,
    counter: shared ?? memory,
    loads,
    late: 0,
    gate(database) {
      let gate = gates.get(database);
      if (!gate) {
        const { queue, patience_ms } = config;
        gate = createGate({ seats: database.pool.options.max, queue, patience_ms, watch });
        gates.set(database, gate);
      }
      return gate;
    },
    offenders,
    figures() {
      const { standing, parties } = look();
      const sum = (what: 'running' | 'queued'): number =>
        [...standing.values()].reduce((total, one) => total + one[what], 0);
      return {
        seats: [...gates.values()].reduce((total, { seats }) => total + seats, 0),
        running: sum('running'),
        queued: sum('queued'),
        window_seconds: WINDOW_SECONDS,
        parties: parties.slice(0, 20).map((load) => figuresOf(load, standing)),
        offenders: offendersOf(parties).map((load) => figuresOf(load, standing)),
      };
    },
    redis: () => (shared ? { ok: shared.isShared() } : null),
    async close() {
      stopNaming();
      await shared?.close();
    },
  };
}

function standingOf(gates: readonly Gate[]): Map<string, { running: number; queued: number }> {
  const standing = new Map<string, { running: number; queued: number }>();
  for (const { party, running, queued } of gates.flatMap((gate) => gate.standings())) {
    const before = standing.get(party.key);
    standing.set(party.key, { running: running + (before?.running ?? 0), queued: queued + (before?.queued ?? 0) });
  }
  return standing;
}

function figuresOf(load: Load, standing: ReadonlyMap<string, { running: number; queued: number }>): PartyFigures {
  const { party, share, requests, refused, waits, waited_ms } = load;
  const { running = 0, queued = 0 } = standing.get(party.key) ?? {};
  return {
    kind: party.kind,
    id: party.id,
    name: party.name,
    share: Math.round(share * 1000) / 1000,
    running,
    queued,
    requests,
    refused,
    waits,
    mean_wait_ms: waits === 0 ? 0 : Math.round((waited_ms / waits) * 100) / 100,
  };
}

/** Writes a line when a party begins to offend, again each minute while it goes on, and one when it is over. */
function nameOffenders(offenders: () => PartyFigures[], log: FastifyBaseLogger): () => void {
  const named = new Map<string, { kind: string; name: string; at: number }>();
  const timer = setInterval(() => {
    const at = performance.now();
    const now = new Map(offenders().map((one) => [`${one.kind} ${one.id}`, one]));
    for (const [key, { kind, id, name, ...figures }] of now) {
      const before = named.get(key);
      if (before && at - before.at < AGAIN_MS) continue;
      named.set(key, { kind, name, at });
      log.warn(
        { [kind]: name, [`${kind}_id`]: id, ...figures },
        `one ${kind} takes more than its share and is held back`,
      );
    }
    for (const [key, { kind, name }] of named) {
      if (now.has(key)) continue;
      named.delete(key);
      log.info({ [kind]: name }, `the ${kind} is back within its share`);
    }
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}
