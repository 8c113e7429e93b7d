/** `kernel.metrics`: everything that is measured, per tenant and of the whole, in memory, as series and for the scraper. */
import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { DatabaseWatch } from '../db/watch.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import type { LiveCounts } from './gauges.ts';
import { createProcessFigures } from './process.ts';
import { createRegistry, type Registry } from './registry.ts';
import { writeSeries } from './series.ts';
import { createServed, type Served } from './served.ts';
import { createSlowStatements } from './slow.ts';
import { createTallies, type Occasion, PLATFORM_ID } from './tallies.ts';

export interface MetricsConfig {
  /** A bearer token with which a scraper reads `/metrics`; null: operators alone. */
  token: string | null;
  /** How many tenants have lines of their own there, those with most traffic; all others are one line, `other`. */
  tenants: number;
  /** Statements that take longer are kept as slow ones. */
  slow_ms: number;
}

export const DEFAULT_METRICS: MetricsConfig = { token: null, tenants: 50, slow_ms: 200 };

/** One answered request. */
export interface Answer {
  route: string;
  tenant: { id: string; slug: string } | null;
  status: number;
  ms: number;
}

export type JobOutcome = 'done' | 'retried' | 'failed' | 'parked';
export type DeliveryOutcome = 'delivered' | 'retried' | 'failed';

export interface Metrics {
  config: MetricsConfig;
  answered(answer: Answer): void;
  /** Something that happened to a tenant outside a request's own answer. */
  note(tenantId: string, occasion: Occasion, count?: number): void;
  /** The same for every tenant that a person belongs to; looked up later, so that the answer takes no longer. */
  noteOfPerson(userId: string, occasion: Occasion): void;
  /** A run of a job that ended: well, to be tried again, refused for good by a rule, or parked after the last try. */
  jobEnded(tenantId: string, job: string, ms: number, outcome: JobOutcome): void;
  /** An attempt to deliver to a webhook that ended: there, to be tried again, or given up. */
  deliveryEnded(tenantId: string, outcome: DeliveryOutcome): void;
  /** What this process answered. */
  served(): Served;
  /** Shows what stands in the kernel's other rooms at each scrape. */
  attach(kernel: Kernel): void;
  /** Shows how many live connections there are. */
  showLive(counts: LiveCounts): void;
  /** Listens to a database under that name. */
  watch(name: string, database: Database): void;
  /** The whole in the text format of Prometheus. */
  expose(): Promise<{ type: string; text: string }>;
  /** Writes series and slow statements that are still in memory. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

const FLUSH_MS = 10_000;

/** The same text has the same id on every instance. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Begins to measure; `close` writes what is left. Series go to `aside`. */
export function createMetrics(config: MetricsConfig, aside: Database, log: FastifyBaseLogger): Metrics {
  const tallies = createTallies();
  const served = createServed();
  const slow = createSlowStatements(aside, idOf);
  const figures = createProcessFigures();
  const databases = new Map<string, Database>();
  const registry: Registry = createRegistry({ tenants: config.tenants, databases, process: figures, aside });
  const lookups = new Set<Promise<void>>();
  let flushing: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    await Promise.all(lookups);
    const taken = tallies.take();
    try {
      await writeSeries(aside, taken);
    } catch (error) {
      tallies.putBack(taken);
      log.warn({ err: error }, 'figures could not be written; they are kept for the next round');
      return;
    }
    await slow.flush().catch((error: Error) => log.warn({ err: error }, 'slow statements could not be written'));
  };
  const flush = (): Promise<void> => {
    flushing = flushing.then(write);
    return flushing;
  };
  const timer = setInterval(() => {
    registry.rank();
    void flush();
  }, FLUSH_MS);
  timer.unref();

  const watchAs =
    (name: string): DatabaseWatch =>
    ({ binding, statements, own, waited_ms, ms }) => {
      const { tenant_id, asker } = binding;
      registry.asked(name, tenant_id, own, ms, waited_ms);
      if (tenant_id !== null) tallies.asked(tenant_id, own, ms, waited_ms);
      // The writing of these figures is nobody's question: else they would never rest.
      if (tenant_id !== null || asker) tallies.asked(PLATFORM_ID, own, ms, waited_ms);
      if (ms < config.slow_ms) return;
      // What a trip carried beside its own statement (BEGIN, the context, COMMIT) is no news.
      const main = statements.find(({ text }) => !/^(begin|commit|rollback|select set_config)/i.test(text));
      if (main) slow.add(tenant_id, asker?.name ?? 'kernel', main.text, ms);
    };
  return {
    config,
    answered(answer) {
      registry.answered(answer);
      served.answered(answer.status, answer.ms);
      if (answer.tenant) tallies.answered(answer.tenant.id, answer.status, answer.ms);
      tallies.answered(PLATFORM_ID, answer.status, answer.ms);
    },
    note(tenantId, occasion, count = 1) {
      registry.noted(occasion, count);
      tallies.note(tenantId, occasion, count);
    },
    noteOfPerson(userId, occasion) {
      registry.noted(occasion, 1);
      const look = reading(aside, { tenant_id: null, plane: 'identity' })
        .sql<{ tenant_id: string }>('select tenant_id from memberships where user_id = $1', [userId])
        .then((rows) => {
          for (const { tenant_id } of rows) tallies.note(tenant_id, occasion);
        })
        .catch((error: Error) => log.warn({ err: error }, `${occasion} could not be counted`))
        .finally(() => lookups.delete(look));
      lookups.add(look);
    },
    jobEnded(tenantId, job, ms, outcome) {
      registry.jobEnded(job, ms, outcome);
      for (const id of [tenantId, PLATFORM_ID]) {
        tallies.note(id, 'jobs');
        if (outcome !== 'done') tallies.note(id, 'failed_jobs');
        if (outcome === 'parked') tallies.note(id, 'parked_jobs');
      }
    },
    deliveryEnded(tenantId, outcome) {
      registry.deliveryEnded(outcome);
      tallies.note(tenantId, 'deliveries');
      if (outcome !== 'delivered') tallies.note(tenantId, 'failed_deliveries');
    },
    served: served.figures,
    watch(name, database) {
      databases.set(name, database);
      database.watch = watchAs(name);
    },
    attach: registry.attach,
    showLive: registry.showLive,
    expose: () => registry.expose(),
    flush,
    async close() {
      clearInterval(timer);
      figures.close();
      await flush();
    },
  };
}
