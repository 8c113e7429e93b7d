/** What the installation says of webhooks: hosts that are allowed beside the open Internet, and when a failed message is sent again. */
import type { Kernel } from '../tenancy/kernel.ts';
import type { AddressRules } from './addresses.ts';

/** Settings of webhooks, part of the kernel's configuration. */
export interface WebhookConfig {
  /** `host` or `host:port`; for tests and for programs in the installation's own network. */
  allow_hosts?: readonly string[];
  /** Seconds from each failure to the next attempt; after the last one a message has failed. */
  retry_seconds?: readonly number[];
}

/** At once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 8 h and 8 h: a day in all. */
const RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 28_800, 28_800];

export function rulesOf({ config }: Pick<Kernel, 'config'>): AddressRules {
  return { allow_hosts: config.webhooks?.allow_hosts ?? [], dns_servers: config.dns_servers ?? [] };
}

/** Seconds until the attempt after `attempts` failed ones; null when it was the last. */
export function retryAfter({ config }: Pick<Kernel, 'config'>, attempts: number): number | null {
  const seconds = config.webhooks?.retry_seconds ?? RETRY_SECONDS;
  return seconds[attempts - 1] ?? null;
}
