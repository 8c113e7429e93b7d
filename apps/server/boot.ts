/** Starts the whole server in order and stops it in the reverse order. */
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DemoLogin } from '@tenantry/control/demo.ts';
import { resealSettings } from '@tenantry/control/settings/seal.ts';
import { applyTenantConfigs } from '@tenantry/control/settings/tenant_configs.ts';
import { claimInstance } from '@tenantry/kernel/db/instance.ts';
import type { FileOptions } from '@tenantry/kernel/files/files.ts';
import { folderStore } from '@tenantry/kernel/files/folder_store.ts';
import { s3Store } from '@tenantry/kernel/files/s3_store.ts';
import { createApp, type Pages } from '@tenantry/kernel/http/app.ts';
import { createOperator } from '@tenantry/kernel/identity/operator.ts';
import { serviceMasterKeys } from '@tenantry/kernel/keys/key_service.ts';
import type { KeyOptions } from '@tenantry/kernel/keys/keys.ts';
import { fileMasterKeys } from '@tenantry/kernel/keys/master.ts';
import { folderShares } from '@tenantry/kernel/keys/shares.ts';
import { assembleKernel } from '@tenantry/kernel/tenancy/assemble.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { type Logger, pino } from 'pino';
import { readConfig, type ServerConfig } from './config.ts';
import { openServingDatabase } from './database.ts';
import { modules } from './modules.ts';
import { openPages } from './pages.ts';
import { ensurePages } from './pages_build.ts';
import { VERSION } from './version.ts';

export interface Running {
  config: ServerConfig;
  /** Null for a process that only works off jobs. */
  address: string | null;
  /** The first operator's password, when one was made at this start. */
  admin_password: string | null;
  demo_logins: DemoLogin[];
  close(): Promise<void>;
}

/** Outside production the secret is made once and kept beside the data, readable by its owner alone. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const made = randomBytes(48).toString('base64url');
  writeFileSync(file, `${made}\n`, { mode: 0o600, flag: 'wx' });
  chmodSync(file, 0o600);
  return made;
}

/** Both lie outside the database, and every instance of an installation has the same. */
function keysOf({ data_dir, master_key_file, key_share_dir, key_service }: ServerConfig): KeyOptions {
  const file = resolve(master_key_file ?? join(data_dir, 'keys', 'master.key'));
  const inFile = fileMasterKeys(file);
  return {
    master: key_service ? serviceMasterKeys(key_service, inFile) : inFile,
    shares: folderShares(resolve(key_share_dir ?? join(dirname(file), 'tenants'))),
  };
}

/** The contents of files: on a server that speaks S3 when one is given, else in a folder. */
async function filesOf({ data_dir, files_dir, files_url, files_s3 }: ServerConfig): Promise<FileOptions> {
  const store = files_s3 ? s3Store(files_s3) : await folderStore(resolve(files_dir ?? join(data_dir, 'files')));
  return { store, ...(files_url ? { origin: files_url } : {}) };
}

/** The web application, built when need be; without it the API serves alone. */
async function pagesOf(kernel: Kernel, log: Logger): Promise<Pages | null> {
  const fault = await ensurePages((line) => log.info(line));
  if (fault) log.error({ fault }, 'the pages could not be built');
  const pages = openPages(kernel);
  if (!pages) log.warn('there are no pages: the API serves alone; `node apps/web/build.ts` builds them');
  return pages;
}

/** Nothing secret reaches the log, whatever object is handed to it. */
const REDACT = [
  'password',
  'new_password',
  'token',
  'access_token',
  'refresh_token',
  'secret',
  'authorization',
  'cookie',
].flatMap((name) => [name, `*.${name}`]);

/** Boots with the given environment; `work` works off jobs and answers no requests, also beside a server on the same data. Throws with everything already started stopped again. */
export async function boot(env: NodeJS.ProcessEnv, command: 'serve' | 'work' = 'serve'): Promise<Running> {
  const read = readConfig(env);
  const data_dir = resolve(read.data_dir);
  mkdirSync(data_dir, { recursive: true });
  const config: ServerConfig = {
    ...read,
    data_dir,
    anchors_dir: join(data_dir, 'anchors'),
    disks: [data_dir],
    secret: read.secret ?? keptSecret(data_dir),
  };
  const log = pino({ level: config.log_level, redact: { paths: REDACT, censor: '[kept back]' } });
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) {
      try {
        await one();
      } catch (error) {
        log.error({ err: error }, 'stopping');
      }
    }
  };
  try {
    const release =
      command === 'work' ? async () => {} : await claimInstance(data_dir, `http://localhost:${config.port}`);
    closers.push(release);
    const database = await openServingDatabase(config, modules, log);
    closers.push(() => database.stop());
    const assembled = await assembleKernel({
      config,
      connections: database.connections,
      smtp: { url: config.smtp_url, from: config.mail_from },
      modules,
      keys: keysOf(config),
      files: await filesOf(config),
      log,
    });
    closers.push(() => assembled.close());
    const { kernel, routes } = assembled;
    await resealSettings(kernel);
    const admin_password = await createOperator(kernel, { email: config.admin_email, password: config.admin_password });
    const wantsDemo = config.demo ?? (config.database_url === null && database.created);
    const demo_logins = wantsDemo ? await (await import('./demo.ts')).loadDemo(kernel) : [];
    if (config.tenant_configs) await applyTenantConfigs(kernel, config.tenant_configs);
    if (!config.multi_tenant && !(await kernel.directory.find(config.default_tenant_slug as string))) {
      log.warn(
        { slug: config.default_tenant_slug },
        'DEFAULT_TENANT_SLUG names a tenant that does not exist yet; declare it with TENANT_CONFIGS',
      );
    }
    kernel.sealer.start();
    if (command === 'work') {
      kernel.jobs.start(config.worker ?? {});
      closers.push(() => kernel.jobs.close());
      return { config, address: null, admin_password, demo_logins, close };
    }
    if (config.worker) kernel.jobs.start(config.worker);
    closers.push(() => kernel.jobs.close());
    kernel.files.sweep.start();
    kernel.rounds.start();
    const pages = config.pages ? await pagesOf(kernel, log) : null;
    const app = await createApp({ kernel, routes, title: 'Tenantry', version: VERSION, ...(pages ? { pages } : {}) });
    await app.listen({ port: config.port, host: config.host });
    closers.push(() => app.close());
    const bound = app.server.address();
    const port = typeof bound === 'object' && bound ? bound.port : config.port;
    return { config, address: `http://localhost:${port}`, admin_password, demo_logins, close };
  } catch (error) {
    await close();
    throw error;
  }
}
