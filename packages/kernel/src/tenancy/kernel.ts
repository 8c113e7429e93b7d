/** The kernel as one value: the databases, the directory and the services that the application is put together from. */
import type { FastifyBaseLogger } from 'fastify';
import type { Reads } from '../audit/reads.ts';
import type { Sealer } from '../audit/sealer.ts';
import type { Cache } from '../cache/cache.ts';
import type { Database } from '../db/pool.ts';
import type { Events } from '../events/events.ts';
import type { Retention } from '../events/history.ts';
import type { Files } from '../files/files.ts';
import type { Lists } from '../http/lists.ts';
import type { Module } from '../http/module.ts';
import type { Subjects } from '../http/subjects.ts';
import type { IdentityService } from '../identity/service.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Keys } from '../keys/keys.ts';
import type { Limits } from '../limits/limits.ts';
import type { LiveLimits } from '../live/limits.ts';
import type { Letter } from '../mail/letters.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Metrics, MetricsConfig } from '../metrics/metrics.ts';
import type { Rounds } from '../metrics/rounds.ts';
import type { Shares, SharesConfig } from '../shares/shares.ts';
import type { WebhookConfig } from '../webhooks/rules.ts';
import type { Cells } from './cells.ts';
import type { Directory } from './directory.ts';
import type { Features } from './features.ts';
import type { News } from './news.ts';
import type { RoleCatalogue } from './roles.ts';

/** Settings of the installation that the kernel itself needs; read from the environment by the server. */
export interface KernelConfig {
  /** Sub-domains of it name tenants, e.g. `localhost` or `tenantry.example`. */
  base_domain: string;
  /** Where people reach the installation, e.g. `http://localhost:8000`; used in mails. */
  public_url: string;
  /** False: the installation serves one tenant, and no call names it. */
  multi_tenant: boolean;
  default_tenant_slug: string | null;
  max_tenants: number | null;
  tenant_database_prefix: string;
  /** At least 32 bytes; signs tokens and derives the other keys. */
  secret: string;
  production: boolean;
  /** Proxies whose X-Forwarded-* headers are believed: false, or how many hops. */
  trust_proxy: false | number;
  self_signup: boolean;
  /** Name servers for the proof of domains, `address` or `address:port`; those of the machine when left out. */
  dns_servers?: readonly string[];
  /** What live connections may take of one instance; what is left out is as in `LIVE_LIMITS`. */
  live?: Partial<LiveLimits>;
  /** Where webhooks may go beside the open Internet, and when they are tried again. */
  webhooks?: WebhookConfig;
  /** With `debug`, answers carry the `x-tenant` header. */
  log_level: string;
  /** Folder outside the database where the audit trail's chains are anchored; left out, there are no anchors. */
  anchors_dir?: string;
  /** How fast anybody may ask, and how much of one tenant's work may wait. */
  shares: SharesConfig;
  /** What is measured and who may read it; what is left out is as in `DEFAULT_METRICS`. */
  metrics?: Partial<MetricsConfig>;
  /** How long history is kept; what is left out is as in `DEFAULT_RETENTION`. */
  retention?: Partial<Retention>;
  /** Folders on whose disks the installation writes; how full these are is watched. */
  disks?: readonly string[];
}

export interface Kernel {
  config: KernelConfig;
  /** Application plane: the databases that hold tenants' records. */
  cells: Cells;
  /** Control plane. */
  control: Database;
  /**
   * Control plane, over connections of its own: for look-ups and notes that happen while a transaction of `control` is open.
   * Work here never waits for another connection, so that a full pool cannot lock itself up.
   */
  aside: Database;
  directory: Directory;
  identity: IdentityService;
  features: Features;
  roles: RoleCatalogue;
  news: News;
  mailer: Mailer;
  keys: Keys;
  files: Files;
  /** What files hang on and what people comment. */
  subjects: Subjects;
  /** What people look through, and keep views of. */
  lists: Lists;
  metrics: Metrics;
  /** What happened in the tenants, as the instances hear of it. */
  events: Events;
  jobs: Jobs;
  rounds: Rounds;
  /** What is remembered of each tenant. */
  cache: Cache;
  /** Rates, and each tenant's share of work at the same time. */
  shares: Shares;
  /** What tenants may use, and how much of it they do. */
  limits: Limits;
  /** Every letter that the program writes, by name. */
  letters: ReadonlyMap<string, Letter>;
  sealer: Sealer;
  reads: Reads;
  /** What the installation is put together from, in order. */
  modules: readonly Module[];
  log: FastifyBaseLogger;
  started_at: Date;
}
