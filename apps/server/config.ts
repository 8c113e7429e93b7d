/** Settings from the environment, read once and validated at start; every error names the variable and the fix. */
import { existsSync, readFileSync } from 'node:fs';
import { DEFAULT_RETENTION } from '@tenantry/kernel/events/history.ts';
import { DEFAULT_WORKER, type WorkerOptions } from '@tenantry/kernel/jobs/worker.ts';
import { LIVE_LIMITS } from '@tenantry/kernel/live/limits.ts';
import type { KernelConfig } from '@tenantry/kernel/tenancy/kernel.ts';
import { type FilesConfig, readFiles } from './config_files.ts';
import { type KeysConfig, readKeys } from './config_keys.ts';
import { readMetrics } from './config_metrics.ts';

import { readShares } from './config_shares.ts';
import { readWebhooks } from './config_webhooks.ts';

/** Everything that can be set. */
export interface ServerConfig extends KernelConfig, FilesConfig, KeysConfig {
  port: number;
  host: string;
  data_dir: string;
  /** A login that may create roles and tables, on an external PostgreSQL; null for the embedded one. */
  database_url: string | null;
  /** Logins for serving, when the roles were made by a database administrator. */
  database_app_url: string | null;
  database_control_url: string | null;
  /** null: decided by whether the embedded database is new. */
  demo: boolean | null;
  admin_email: string;
  admin_password: string | null;
  smtp_url: string | null;
  mail_from: string;
  tenant_configs: Record<string, unknown> | null;
  /** Whether the web application is served, and built before when it is older than its sources. */
  pages: boolean;
  /** How this process works off jobs; null: another one does. */
  worker: Partial<WorkerOptions> | null;
}

/** A setting that cannot be used. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

type Environment = Record<string, string | undefined>;

function fail(name: string, fix: string): never {
  throw new ConfigError(`${name}: ${fix}`);
}

function text(env: Environment, name: string): string | null {
  const value = env[name]?.trim();
  return value ? value : null;
}

function integer(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const value = text(env, name);
  if (value === null) return fallback;
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max)
    fail(name, `give a whole number from ${min} to ${max}, not "${value}".`);
  return number;
}

function boolean(env: Environment, name: string): boolean | null {
  const value = text(env, name)?.toLowerCase();
  if (value === undefined) return null;
  if (['true', '1', 'yes', 'on'].includes(value)) return true;
  if (['false', '0', 'no', 'off'].includes(value)) return false;
  return fail(name, `give true or false, not "${value}".`);
}

function url(env: Environment, name: string, protocols: string[]): string | null {
  const value = text(env, name);
  if (value === null) return null;
  let parsed: URL;
  try {
    parsed = new URL(value);
  } catch {
    return fail(name, `this is not a URL; it should begin with ${protocols.join(' or ')}//.`);
  }
  if (!protocols.includes(parsed.protocol)) fail(name, `it should begin with ${protocols.join(' or ')}//.`);
  return value;
}

const KNOWN_SECRETS = /^(secret|changeme|change-me|password|tenantry|default|test|dev|development|(.)\2+)/i;
const KNOWN_PASSWORDS = new Set([
  'password',
  'admin',
  'changeme',
  'admin123',
  'password123',
  'tenantry',
  '12345678',
  'letmein1',
]);

function secret(env: Environment, production: boolean): string | null {
  const value = text(env, 'SECRET');
  if (value === null) return null;
  const weak = value.length < 32 || KNOWN_SECRETS.test(value) || new Set(value).size < 10;
  if (weak && production)
    fail('SECRET', 'give at least 32 random characters, e.g. the output of `openssl rand -base64 48`.');
  if (value.length < 16) fail('SECRET', 'give at least 16 characters, 32 in production.');
  return value;
}

function tenantConfigs(env: Environment): Record<string, unknown> | null {
  const value = text(env, 'TENANT_CONFIGS');
  if (value === null) return null;
  let json = value;
  if (!value.startsWith('{')) {
    if (!existsSync(value)) fail('TENANT_CONFIGS', `give JSON or the path of a JSON file; there is no file ${value}.`);
    json = readFileSync(value, 'utf8');
  }
  try {
    const parsed = JSON.parse(json) as unknown;
    if (parsed !== null && typeof parsed === 'object' && !Array.isArray(parsed))
      return parsed as Record<string, unknown>;
  } catch (error) {
    fail('TENANT_CONFIGS', `this is not JSON: ${(error as Error).message}`);
  }
  return fail('TENANT_CONFIGS', 'give a JSON object: tenant id or slug → settings.');
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads the settings. `SECRET` may be absent outside production: then the caller keeps one in the data folder. */
export function readConfig(env: Environment): Omit<ServerConfig, 'secret'> & { secret: string | null } {
  const production = env.NODE_ENV === 'production';
  const port = integer(env, 'PORT', 8000, 0, 65_535);
  const base_domain = (text(env, 'BASE_DOMAIN') ?? 'localhost').toLowerCase();
  if (!/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/.test(base_domain))
    fail('BASE_DOMAIN', 'give a host name without protocol and port, e.g. tenantry.example.');
  const log_level = (text(env, 'LOG_LEVEL') ?? 'info').toLowerCase();
  if (!LOG_LEVELS.includes(log_level)) fail('LOG_LEVEL', `give one of ${LOG_LEVELS.join(', ')}.`);
  const multi_tenant = boolean(env, 'MULTI_TENANT_ENABLED') ?? true;
  const default_tenant_slug = text(env, 'DEFAULT_TENANT_SLUG');
  if (!multi_tenant && !default_tenant_slug)
    fail('DEFAULT_TENANT_SLUG', 'name the one tenant when MULTI_TENANT_ENABLED is false.');
  if (default_tenant_slug && !/^[a-z][a-z0-9-]{2,39}$/.test(default_tenant_slug))
    fail('DEFAULT_TENANT_SLUG', 'give a slug: a-z, digits and hyphens.');
  const prefix = text(env, 'TENANT_DATABASE_PREFIX') ?? 'tenantry_';
  if (!/^[a-z][a-z0-9_]{0,30}$/.test(prefix))
    fail('TENANT_DATABASE_PREFIX', 'give up to 31 characters a-z, 0-9 and _, beginning with a letter.');
  const maxTenants = text(env, 'MAX_TENANTS_PER_INSTANCE');
  const hops = text(env, 'TRUST_PROXY');
  const admin_password = text(env, 'ADMIN_PASSWORD');
  if (
    admin_password &&
    production &&
    (admin_password.length < 12 || KNOWN_PASSWORDS.has(admin_password.toLowerCase()))
  ) {
    fail(
      'ADMIN_PASSWORD',
      'give at least 12 characters that are not a well-known password, or leave it out to have one made.',
    );
  }
  const admin_email = text(env, 'ADMIN_EMAIL') ?? 'operator@localhost.localdomain';
  if (!/^[^\s@]+@[^\s@]+$/.test(admin_email)) fail('ADMIN_EMAIL', 'give a mail address.');
  const given = secret(env, production);
  if (production && given === null)
    fail('SECRET', 'it is required in production; e.g. the output of `openssl rand -base64 48`.');
  return {
    port,
    host: text(env, 'HOST') ?? 'localhost',
    data_dir: text(env, 'DATA_DIR') ?? './data',
    ...readKeys(env, fail),
    ...readFiles(env, fail),
    database_url: url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']),
    database_app_url: url(env, 'DATABASE_APP_URL', ['postgres:', 'postgresql:']),
    database_control_url: url(env, 'DATABASE_CONTROL_URL', ['postgres:', 'postgresql:']),
    base_domain,
    public_url: url(env, 'PUBLIC_URL', ['http:', 'https:']) ?? `http://${base_domain}:${port}`,
    multi_tenant,
    default_tenant_slug,
    max_tenants: maxTenants === null ? null : integer(env, 'MAX_TENANTS_PER_INSTANCE', 1, 1, 1_000_000),
    tenant_database_prefix: prefix,
    tenant_configs: tenantConfigs(env),
    demo: boolean(env, 'DEMO'),
    admin_email,
    admin_password,
    log_level,
    smtp_url: url(env, 'SMTP_URL', ['smtp:', 'smtps:']),
    mail_from: text(env, 'MAIL_FROM') ?? `Tenantry <no-reply@${base_domain}>`,
    metrics: readMetrics(
      text(env, 'METRICS_TOKEN'),
      (name, fallback, max) => integer(env, name, fallback, 1, max),
      fail,
    ),
    live: {
      sockets_per_user: integer(env, 'LIVE_SOCKETS_PER_USER', LIVE_LIMITS.sockets_per_user, 1, 10_000),
      sockets_per_tenant: integer(env, 'LIVE_SOCKETS_PER_TENANT', LIVE_LIMITS.sockets_per_tenant, 1, 1_000_000),
    },
    webhooks: readWebhooks(env, fail),
    retention: {
      events_days: integer(env, 'EVENTS_DAYS', DEFAULT_RETENTION.events_days, 1, 3650),
      jobs_days: integer(env, 'JOBS_DAYS', DEFAULT_RETENTION.jobs_days, 1, 3650),
      deliveries_days: integer(env, 'WEBHOOK_LOG_DAYS', DEFAULT_RETENTION.deliveries_days, 1, 3650),
    },
    shares: readShares(env, boolean(env, 'RATE_LIMITS') ?? true, url(env, 'REDIS_URL', ['redis:', 'rediss:']), fail),
    worker:
      boolean(env, 'WORKER') === false
        ? null
        : {
            concurrency: integer(env, 'WORKER_CONCURRENCY', 4, 1, 10),
            outside: integer(env, 'WORKER_OUTSIDE', DEFAULT_WORKER.outside, 1, 1000),
          },
    pages: boolean(env, 'PAGES') ?? true,
    secret: given,
    production,
    trust_proxy: hops === null ? false : integer(env, 'TRUST_PROXY', 1, 0, 10) || false,
    self_signup: boolean(env, 'SELF_SIGNUP') ?? true,
  };
}
