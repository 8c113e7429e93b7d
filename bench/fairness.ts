/** What one tenant at fifty times the load of another does to the others: their p95 beside it against their quiet one. */

import { createGate, type GateWatch, type Seat } from '@tenantry/kernel/shares/gate.ts';
import { createLoads } from '@tenantry/kernel/shares/offenders.ts';
import { createMemoryCounter, keyOf } from '@tenantry/kernel/shares/rates.ts';
import { DEFAULT_SHARES } from '@tenantry/kernel/shares/shares.ts';
import { fill } from './data.ts';
import type { BenchServer } from './database.ts';
import { connectionsOf } from './kernel.ts';
import { callAtPace, type Pace } from './paced.ts';
import { median, note } from './report.ts';
import type { ServerPlan } from './server.ts';

const ROUNDS = 8;
const SECONDS = 2;
/** Until the offender has spent what may come at once after a rest. */
const SPENT_MS = 3_500;
/** Calls a second of each quiet tenant. */
const QUIET_RATE = 10;
const QUIET_TENANTS = 5;
const TIMES = 50;

export interface FairnessTools {
  server: BenchServer;
  folders: readonly URL[];
  start(plan: ServerPlan): Promise<string>;
  signIn(address: string): Promise<Record<string, string>>;
}

/** Measures with rates and gate as they come, and with the gate alone. */
export async function fairness({ server, folders, start, signIn }: FairnessTools): Promise<void> {
  idleCost();
  const client = await server.create('bench_fair', folders);
  await fill(client, QUIET_TENANTS + 1, 200);
  const connections = connectionsOf(server, 'bench_fair');
  const plain = server.connection('tenantry_app', 'bench_fair');
  const offences = [
    { how: 'at 50× load', isCounted: true, rate: QUIET_RATE * TIMES, budget: 1.2 },
    // What the gate does by itself: as the product comes, rates stand before it.
    { how: 'at 50× load, no rates', isCounted: false, rate: QUIET_RATE * TIMES },
    { how: 'on 50 busy connections, no rates', isCounted: false, rate: null },
  ];
  for (const { how, isCounted, rate, budget } of offences) {
    const address = await start({ kind: 'tenancy', isCounted, connections, plain });
    const common = { url: address, headers: await signIn(address), seconds: SECONDS };
    const others: Pace = {
      ...common,
      paths: Array.from({ length: QUIET_TENANTS }, (_, n) => `/api/products?tenant=bench-${n + 2}`),
      rate: QUIET_RATE * QUIET_TENANTS,
      connections: QUIET_TENANTS * 4,
      isElsewhere: false,
    };
    const offender: Pace = {
      ...common,
      paths: ['/api/products?tenant=bench-1'],
      rate,
      connections: TIMES,
      isElsewhere: true,
      seconds: SECONDS + SPENT_MS / 1000 + 0.5,
    };
    const figures = await rounds(others, offender);
    const { ratio, quiet, beside, answered, refused } = figures;
    note({
      what: `others’ p95 beside a tenant ${how} / quiet (${beside.toFixed(1)} / ${quiet.toFixed(1)} ms)`,
      value: ratio,
      unit: '×',
      ...(budget ? { budget } : {}),
      better: 'less',
      why: `it was answered ${answered} a second and refused ${refused}; the gate bounds work at the same time, the rates bound the time of processors, which the loads share as well`,
    });
  }
}

/** What counting in memory and a seat cost a request when nobody is in its way. */
function idleCost(): void {
  const rates = DEFAULT_SHARES.rates as NonNullable<typeof DEFAULT_SHARES.rates>;
  const counter = createMemoryCounter(1_000);
  const buckets = [
    { key: keyOf('bench', 't', 'one'), rate: { ...rates.tenant, burst: 1e9 }, name: 'tenant' as const },
    { key: keyOf('bench', 't', 'one', 'u', 'me'), rate: { ...rates.user, burst: 1e9 }, name: 'user' as const },
  ];
  const loads = createLoads();
  const watch: GateWatch = { used: (party, ms) => void loads.add(party, { used_ms: ms }), waited() {}, refused() {} };
  const gate = createGate({ seats: 10, queue: 10, patience_ms: 1_000, watch });
  const party = { key: 't:one', kind: 'tenant', id: 'one', name: 'one', weight: 1 } as const;
  const times: number[] = [];
  for (let run = 0; run < 60; run++) {
    const startedAt = performance.now();
    for (let n = 0; n < 2_000; n++) {
      loads.add(party, { requests: 1 });
      void counter.take(buckets);
      (gate.enter(party) as Seat).release();
    }
    if (run >= 10) times.push((performance.now() - startedAt) / 2);
  }
  note({
    what: 'two rates and a seat, when nobody waits',
    value: median(times),
    unit: ' µs',
    budget: 10,
    better: 'less',
  });
}

const p95 = (times: readonly number[]): number => times[Math.ceil(times.length * 0.95) - 1] ?? Number.NaN;

/** Pairs of rounds, quiet and beside the offender, in changing order. */
async function rounds(others: Pace, offender: Pace) {
  const pairs: { quiet: number; beside: number }[] = [];
  let [answered, refused, seconds] = [0, 0, 0];
  // What a rest lets come at once is spent before it is measured.
  await Promise.all([callAtPace(others), callAtPace({ ...offender, seconds: 12 })]);
  for (let round = 0; round < ROUNDS; round++) {
    const pair = { quiet: 0, beside: 0 };
    for (const which of round % 2 ? (['quiet', 'beside'] as const) : (['beside', 'quiet'] as const)) {
      const beside = which === 'beside' ? callAtPace(offender) : null;
      await new Promise((resolve) => setTimeout(resolve, beside ? SPENT_MS : 0));
      const { times, statuses } = await callAtPace(others);
      const failed = Object.entries(statuses).filter(([status]) => status !== '200');
      if (failed.length > 0) throw new Error(`the others were not served: ${JSON.stringify(statuses)}`);
      pair[which] = p95(times);
      if (!beside) continue;
      const its = await beside;
      answered += its.times.length;
      refused += its.statuses[429] ?? 0;
      seconds += offender.seconds;
    }
    pairs.push(pair);
  }
  return {
    ratio: median(pairs.map(({ quiet, beside }) => beside / quiet)),
    quiet: median(pairs.map(({ quiet }) => quiet)),
    beside: median(pairs.map(({ beside }) => beside)),
    answered: Math.round(answered / seconds),
    refused: Math.round(refused / seconds),
  };
}
