/** The scraper's view: what is measured as families of prom-client, with a bounded number of lines whatever the number of tenants. */
import { Counter, Gauge, Histogram, Registry as PromRegistry } from 'prom-client';
import { reading } from '../db/handle.ts';
import type { Database } from '../db/pool.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { createGauges, type LiveCounts } from './gauges.ts';
import { createLabels, type Line, OTHER } from './labels.ts';
import type { Answer, DeliveryOutcome, JobOutcome } from './metrics.ts';
import type { ProcessFigures } from './process.ts';
import type { Occasion } from './tallies.ts';

interface Parts {
  /** Tenants with lines of their own. */
  tenants: number;
  databases: ReadonlyMap<string, Database>;
  process: ProcessFigures;
  aside: Database;
}

export interface Registry {
  answered(answer: Answer): void;
  asked(database: string, tenantId: string | null, statements: number, ms: number, waitedMs: number): void;
  noted(occasion: Occasion, count: number): void;
  jobEnded(job: string, ms: number, outcome: JobOutcome): void;
  deliveryEnded(outcome: DeliveryOutcome): void;
  rank(): void;
  /** The kernel whose gauges are read at each scrape. */
  attach(kernel: Kernel): void;
  showLive(counts: LiveCounts): void;
  expose(): Promise<{ type: string; text: string }>;
}

interface Trips {
  trips: number;
  statements: number;
  seconds: number;
  waiting_seconds: number;
}

const SECONDS = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const STATUS = ['', '1xx', '2xx', '3xx', '4xx', '5xx'];

/** Per tenant: family, what it says, and the sum it shows. */
const LINES: [name: string, help: string, sum: keyof Line][] = [
  ['tenantry_tenant_requests_total', 'Requests answered for the tenant.', 'requests'],
  ['tenantry_tenant_refused_total', 'Of these answered 4xx.', 'refused'],
  ['tenantry_tenant_errors_total', 'Of these answered 5xx.', 'errors'],
  ['tenantry_tenant_request_seconds_total', 'Time that its requests took.', 'seconds'],
  ['tenantry_tenant_statements_total', 'Statements asked for the tenant.', 'statements'],
  ['tenantry_tenant_database_seconds_total', 'Time that the database took for them.', 'database_seconds'],
];

export function createRegistry({ tenants, databases, process: figures, aside }: Parts): Registry {
  const register = new PromRegistry();
  const registers = [register];
  const labels = createLabels(tenants);
  const trips = new Map<string, Trips>();
  const durations = new Histogram({
    name: 'tenantry_http_request_duration_seconds',
    help: 'Requests by route and class of status.',
    labelNames: ['route', 'status'],
    buckets: SECONDS,
    registers,
  });
  const events = new Counter({
    name: 'tenantry_security_events_total',
    help: 'Cross-tenant conflicts, tries of strangers, failed sign-ins, password resets.',
    labelNames: ['event'],
    registers,
  });
  const limited = new Counter({ name: 'tenantry_rate_limited_total', help: 'Requests answered 429.', registers });
  const jobs = new Histogram({
    name: 'tenantry_job_duration_seconds',
    help: 'Runs of jobs that ended, by name and outcome: done, retried, failed, parked.',
    labelNames: ['job', 'outcome'],
    buckets: [0.01, 0.1, 1, 10, 60, 600],
    registers,
  });
  const deliveries = new Counter({
    name: 'tenantry_webhook_deliveries_total',
    help: 'Attempts to deliver to webhooks: delivered, retried (failed, to be tried again), failed (given up).',
    labelNames: ['outcome'],
    registers,
  });
  for (const [name, help, sum] of LINES) {
    new Counter({
      name,
      help,
      labelNames: ['tenant_id'],
      registers,
      collect() {
        this.reset();
        for (const [tenant_id, line] of labels.all()) this.inc({ tenant_id }, line[sum]);
      },
    });
  }
  new Gauge({
    name: 'tenantry_tenant_info',
    help: 'The slug of each tenant that has lines of its own.',
    labelNames: ['tenant_id', 'tenant'],
    registers,
    collect() {
      this.reset();
      for (const [tenant_id, tenant] of labels.slugs()) this.set({ tenant_id, tenant }, 1);
    },
  });
  const rows = new Gauge({
    name: 'tenantry_tenant_rows',
    help: 'Rows of the tenant, as sampled last.',
    labelNames: ['tenant_id'],
    registers,
  });
  const rowBytes = new Gauge({
    name: 'tenantry_tenant_row_bytes',
    help: 'Bytes of the tenant’s rows, as sampled last.',
    labelNames: ['tenant_id'],
    registers,
  });
  const storage = new Gauge({
    name: 'tenantry_tenant_storage_bytes',
    help: 'Bytes of the tenant’s files, as sampled last: what counts against its limit.',
    labelNames: ['tenant_id'],
    registers,
  });
  const gauges = createGauges(register, labels);
  let attached: Kernel | null = null;
  addDatabases(register, databases, trips);
  addProcess(register, figures);

  const sampled = async (): Promise<void> => {
    rows.reset();
    rowBytes.reset();
    storage.reset();
    const ids = [...labels.all().keys()].filter((id) => id !== OTHER);
    if (ids.length === 0) return;
    const samples = await reading(aside, { tenant_id: null, plane: 'platform' }).sql<{
      tenant_id: string;
      storage_bytes: number | null;
      row_bytes: number | null;
      rows: number;
    }>(
      `select distinct on (tenant_id) tenant_id, storage_bytes, row_bytes,
         (select coalesce(sum(value::bigint), 0) from jsonb_each_text(rows_by_table))::bigint as rows
       from metric_samples where tenant_id = any($1::uuid[]) order by tenant_id, day desc`,
      [ids],
    );
    for (const { tenant_id, storage_bytes, row_bytes, rows: count } of samples) {
      rows.set({ tenant_id }, count);
      if (row_bytes !== null) rowBytes.set({ tenant_id }, row_bytes);
      if (storage_bytes !== null) storage.set({ tenant_id }, storage_bytes);
    }
  };
  return {
    answered({ route, tenant, status, ms }) {
      durations.observe({ route, status: STATUS[Math.floor(status / 100)] ?? '' }, ms / 1000);
      if (status === 429) limited.inc();
      if (!tenant) return;
      const line = labels.of(tenant.id, true);
      labels.name(tenant.id, tenant.slug);
      line.requests++;
      line.seconds += ms / 1000;
      if (status >= 500) line.errors++;
      else if (status >= 400) line.refused++;
    },
    asked(database, tenantId, statements, ms, waitedMs) {
      const trip = trips.get(database) ?? { trips: 0, statements: 0, seconds: 0, waiting_seconds: 0 };
      if (trip.trips === 0) trips.set(database, trip);
      trip.trips++;
      trip.statements += statements;
      trip.seconds += ms / 1000;
      trip.waiting_seconds += waitedMs / 1000;
      if (tenantId === null) return;
      const line = labels.of(tenantId, false);
      line.statements += statements;
      line.database_seconds += ms / 1000;
    },
    noted: (event, count) => events.inc({ event }, count),
    jobEnded: (job, ms, outcome) => jobs.observe({ job, outcome }, ms / 1000),
    deliveryEnded: (outcome) => deliveries.inc({ outcome }),
    rank: () => labels.rank(),
    attach(kernel) {
      attached = kernel;
    },
    showLive: gauges.showLive,
    async expose() {
      // A scraper must see the rest when the database does not answer.
      await sampled().catch(() => {});
      if (attached) await gauges.update(attached).catch(() => {});
      return { type: register.contentType, text: await register.metrics() };
    },
  };
}

function addDatabases(
  register: PromRegistry,
  databases: ReadonlyMap<string, Database>,
  trips: ReadonlyMap<string, Trips>,
): void {
  const registers = [register];
  const totals: [string, string, keyof Trips][] = [
    ['tenantry_database_trips_total', 'Round trips to the database.', 'trips'],
    ['tenantry_database_statements_total', 'Statements that these carried.', 'statements'],
    ['tenantry_database_seconds_total', 'Time until their answers came.', 'seconds'],
    ['tenantry_database_waiting_seconds_total', 'Time waited for a connection before.', 'waiting_seconds'],
  ];
  for (const [name, help, sum] of totals) {
    new Counter({
      name,
      help,
      labelNames: ['database'],
      registers,
      collect() {
        this.reset();
        for (const [database, trip] of trips) this.inc({ database }, trip[sum]);
      },
    });
  }
  new Gauge({
    name: 'tenantry_database_pool',
    help: 'Connections of each pool: open, idle, the most there may be, and requests that wait for one.',
    labelNames: ['database', 'state'],
    registers,
    collect() {
      for (const [database, { pool }] of databases) {
        this.set({ database, state: 'open' }, pool.totalCount);
        this.set({ database, state: 'idle' }, pool.idleCount);
        this.set({ database, state: 'waiting' }, pool.waitingCount);
        this.set({ database, state: 'most' }, pool.options.max);
      }
    },
  });
}

function addProcess(register: PromRegistry, figures: ProcessFigures): void {
  const registers = [register];
  new Gauge({
    name: 'tenantry_event_loop_delay_seconds',
    help: 'How late the event loop came since the last scrape.',
    labelNames: ['of'],
    registers,
    collect() {
      for (const [of, seconds] of Object.entries(figures.eventLoopDelay())) this.set({ of }, seconds);
    },
  });
  new Gauge({
    name: 'tenantry_memory_bytes',
    help: 'Memory of the process.',
    labelNames: ['kind'],
    registers,
    collect() {
      const { rss, heapUsed, heapTotal, external } = figures.memory();
      for (const [kind, bytes] of Object.entries({ rss, heap_used: heapUsed, heap_total: heapTotal, external }))
        this.set({ kind }, bytes);
    },
  });
  new Counter({
    name: 'tenantry_cpu_seconds_total',
    help: 'Processor time of the process.',
    registers,
    collect() {
      this.reset();
      this.inc(figures.cpuSeconds());
    },
  });
}
