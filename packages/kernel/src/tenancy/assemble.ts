/** Puts the kernel together from its parts: databases, directory, identity, mail, and the routes of all modules. */
import type { FastifyBaseLogger } from 'fastify';
import type pg from 'pg';
import { openAnchors } from '../audit/anchors.ts';
import { createReads } from '../audit/reads.ts';
import { createSealer } from '../audit/sealer.ts';
import { createCache } from '../cache/cache.ts';
import { MANAGE_COMMENTS } from '../comments/comments.service.ts';
import { mentionJob, mentionLetter } from '../comments/mentions.ts';
import { isolationRoutes } from '../db/isolation.routes.ts';
import { openDatabase } from '../db/pool.ts';
import { assertPowerless } from '../db/roles.ts';
import { createEvents } from '../events/events.ts';
import { forgetHistoryRound } from '../events/history.ts';
import { fileRoutes } from '../files/files.routes.ts';
import { createFiles, type FileOptions } from '../files/files.ts';
import { listsOf } from '../http/lists.ts';
import type { Module } from '../http/module.ts';
import type { AnyRoute } from '../http/route.ts';
import { subjectsOf } from '../http/subjects.ts';
import { authRoutes } from '../identity/auth.routes.ts';
import { identityLetters } from '../identity/letters.ts';
import { accountRoutes } from '../identity/people.routes.ts';
import { createIdentity } from '../identity/service.ts';
import { jobRoutes } from '../jobs/jobs.routes.ts';
import { createJobs } from '../jobs/jobs.ts';
import { scheduleRoutes } from '../jobs/schedules.routes.ts';
import { keyRoutes } from '../keys/keys.routes.ts';
import { createKeys, type KeyOptions } from '../keys/keys.ts';
import { counterRoutes } from '../limits/counters.routes.ts';
import { createLimits } from '../limits/limits.ts';
import { liveRoutes } from '../live/live.routes.ts';
import { mailTemplateRoutes } from '../mail/mail_templates.routes.ts';
import { outboxRoutes } from '../mail/outbox.routes.ts';
import { createMailer } from '../mail/outbox.ts';
import { createMetrics, DEFAULT_METRICS } from '../metrics/metrics.ts';
import { createRounds } from '../metrics/rounds.ts';
import { forgetOldSeries } from '../metrics/series.ts';
import { notificationRoutes } from '../notifications/notifications.routes.ts';
import { searchRoutes } from '../search/search.routes.ts';
import { sharesRoutes } from '../shares/shares.routes.ts';
import { createShares } from '../shares/shares.ts';
import { viewRoutes } from '../views/views.routes.ts';
import { SHARE_VIEWS } from '../views/views.service.ts';
import { createFanOut } from '../webhooks/fan_out.ts';
import { switchedOffLetter } from '../webhooks/switched_off.ts';
import { webhookJobs } from '../webhooks/webhooks.jobs.ts';
import { webhookRoutes } from '../webhooks/webhooks.routes.ts';
import { openCells } from './cells.ts';
import { createDirectory } from './directory.ts';
import { createFeatures } from './features.ts';
import type { Kernel, KernelConfig } from './kernel.ts';
import { createNews } from './news.ts';
import { createRoles } from './roles.ts';

export interface Parts {
  config: KernelConfig;
  /** Logins of the application plane and the control plane; neither may own or bypass anything. */
  connections: { app: pg.ClientConfig; control: pg.ClientConfig };
  pool_sizes?: { app: number; control: number; aside: number };
  smtp: { url: string | null; from: string };
  modules: readonly Module[];
  /** What the data keys of tenants are wrapped with, and where their shares are kept. */
  keys: KeyOptions;
  /** Where the contents of files lie, and who looks through them. */
  files: FileOptions;
  log: FastifyBaseLogger;
}

export interface Assembled {
  kernel: Kernel;
  routes: AnyRoute[];
  close(): Promise<void>;
}

/** Opens everything, or throws and leaves nothing open. Refuses logins that own or bypass. */
export async function assembleKernel(parts: Parts): Promise<Assembled> {
  const { config, connections, log, modules } = parts;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const sizes = parts.pool_sizes ?? { app: 12, control: 6, aside: 4 };
    const onError = (error: Error): void => log.warn({ reason: error.message }, 'a database connection broke');
    const app = await openDatabase(connections.app, sizes.app, onError, false);
    closers.push(() => app.pool.end());
    const control = await openDatabase(connections.control, sizes.control, onError);
    closers.push(() => control.pool.end());
    const aside = await openDatabase(connections.control, sizes.aside, onError);
    closers.push(() => aside.pool.end());
    const cells = await openCells(control, async (database) => {
      if (database === null) return app;
      throw new Error(`the cell ${database} lives in a database of its own, which this version does not open`);
    });
    for (const { pool } of [app, control]) {
      const client = await pool.connect();
      try {
        await assertPowerless(client);
      } finally {
        client.release();
      }
    }
    const news = await createNews(connections.control, log);
    closers.push(() => news.close());
    const directory = createDirectory(aside, () => news.isConnected());
    news.onChange(({ kind, subject_id }) => {
      if (kind === 'tenant') directory.forget(subject_id ?? undefined);
    });
    const keys = await createKeys({
      ...parts.keys,
      kernel: () => kernel,
      aside,
      control,
      cells,
      directory,
      news,
      columns: modules.flatMap((module) => module.sealed ?? []),
      log,
    });
    closers.push(() => keys.close());
    const files = createFiles({
      ...parts.files,
      kernel: () => kernel,
      keys,
      cells,
      directory,
      secret: config.secret,
      public_url: config.public_url,
      log,
    });
    closers.push(() => files.sweep.close());
    const roles = createRoles(modules.flatMap((module) => module.roles));
    const features = createFeatures(modules.flatMap((module) => module.features));
    const routes = [
      ...authRoutes,
      ...accountRoutes,
      ...outboxRoutes,
      ...mailTemplateRoutes,
      ...searchRoutes,
      ...isolationRoutes,
      ...fileRoutes,
      ...jobRoutes,
      ...scheduleRoutes,
      ...liveRoutes,
      ...notificationRoutes,
      ...webhookRoutes,
      ...sharesRoutes,
      ...counterRoutes,
      ...keyRoutes,
      ...viewRoutes,
      ...modules.flatMap((module) => module.routes),
    ];
    for (const { permission } of routes) if (permission) roles.permissions.add(permission);
    for (const permission of [MANAGE_COMMENTS, SHARE_VIEWS]) roles.permissions.add(permission);
    const events = await createEvents({ connection: connections.control, aside, cells, directory, log });
    closers.push(() => events.close());
    const jobs = createJobs(() => kernel, [{ jobs: [...webhookJobs(), mentionJob] }, ...modules]);
    closers.push(() => jobs.close());
    const mailer = createMailer({ control, smtp_url: parts.smtp.url, from: parts.smtp.from, log });
    closers.push(() => mailer.close());
    const metrics = createMetrics({ ...DEFAULT_METRICS, ...config.metrics }, aside, log);
    closers.push(() => metrics.close());
    for (const cell of cells.all()) metrics.watch(`cell ${cell.name}`, cell.database);
    metrics.watch('control', control);
    metrics.watch('aside', aside);
    const rounds = createRounds(
      [forgetOldSeries, forgetHistoryRound, ...modules.flatMap((module) => module.rounds ?? [])],
      {
        aside,
        kernel: () => kernel,
        log,
      },
    );
    closers.push(() => rounds.close());
    const shares = await createShares(config.shares, log);
    closers.push(() => shares.close());
    const letters = new Map(
      [...identityLetters, switchedOffLetter, mentionLetter, ...modules.flatMap((module) => module.letters ?? [])].map(
        (letter) => [letter.name, letter],
      ),
    );
    const sealer = createSealer({ control, anchors: config.anchors_dir ? openAnchors(config.anchors_dir) : null, log });
    closers.push(() => sealer.close());
    const reads = createReads(log);
    closers.push(() => reads.close());
    const limits = createLimits(aside, modules, news, log);
    closers.push(() => limits.requests.close());
    const identity = createIdentity({ aside, config, roles, news, log });
    const kernel: Kernel = {
      config,
      cells,
      control,
      aside,
      directory,
      identity,
      features,
      roles,
      news,
      mailer,
      keys,
      files,
      subjects: subjectsOf(routes),
      lists: listsOf(routes),
      metrics,
      events,
      jobs,
      rounds,
      cache: createCache(aside, news),
      shares,
      limits,
      letters,
      sealer,
      reads,
      modules,
      log,
      started_at: new Date(),
    };
    metrics.attach(kernel);
    await keys.rotation.resume();
    const fanOut = createFanOut(kernel);
    closers.push(() => fanOut.close());
    await fanOut.catchUp();
    return { kernel, routes, close };
  } catch (error) {
    await close();
    throw error;
  }
}
