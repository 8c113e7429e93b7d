/** The settings of webhooks: `WEBHOOK_ALLOW_HOSTS`, `WEBHOOK_CA_FILE`. */
import { existsSync, readFileSync } from 'node:fs';
import type { WebhookConfig } from '@tenantry/kernel/webhooks/rules.ts';

type Environment = Record<string, string | undefined>;
type Fail = (name: string, fix: string) => never;

const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?$/;

/** Reads it; `fail` throws the error that names the variable. */
export function readWebhooks(env: Environment, fail: Fail): WebhookConfig {
  const name = 'WEBHOOK_ALLOW_HOSTS';
  const allow_hosts = (env[name] ?? '')
    .split(',')
    .map((one) => one.trim().toLowerCase())
    .filter((one) => one !== '');
  for (const one of allow_hosts)
    if (!HOST.test(one)) fail(name, `give hosts as host or host:port, separated by commas, not "${one}".`);
  const file = env.WEBHOOK_CA_FILE?.trim();
  if (!file) return { allow_hosts };
  const pem = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const ca = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (!ca) return fail('WEBHOOK_CA_FILE', `give a file with certificates in PEM; ${file} is none.`);
  return { allow_hosts, ca };
}
