/** What the installation says of webhooks: hosts that are allowed beside the open Internet, and when a failed message is sent again. */
import type { Kernel } from '../tenancy/kernel.ts';
import { type BreakerRules, DEFAULT_BREAKER, restAfter } from './breaker.ts';
import type { SendRules } from './send.ts';

/** Settings of webhooks, part of the kernel's configuration. */
export interface WebhookConfig {
  /** `host` or `host:port`; for tests and for programs in the installation's own network. */
  allow_hosts?: readonly string[];
  /** Seconds from each failure to the next attempt; after the last one a message has failed. */
  retry_seconds?: readonly number[];
  /** Certificates in PEM, beside those that are known everywhere, whose signature is good for a receiver's. */
  ca?: readonly string[];
  /** How long a receiver is waited for that did not fail lately; 8,000 when left out. */
  timeout_ms?: number;
  /** When a failing webhook rests; what is left out is as in `DEFAULT_BREAKER`. */
  breaker?: Partial<BreakerRules>;
}

/** At once, then after 5 s, 5 min, 30 min, 2 h, 5 h, 8 h and 8 h: a day in all. */
const RETRY_SECONDS = [5, 300, 1_800, 7_200, 18_000, 28_800, 28_800];

export function rulesOf({ config }: Pick<Kernel, 'config'>): SendRules {
  const { allow_hosts = [], ca = [], timeout_ms } = config.webhooks ?? {};
  return { allow_hosts, ca, timeout_ms, dns_servers: config.dns_servers ?? [] };
}

/** Milliseconds that a webhook rests after so many failures in a row; 0 when it does not. */
export function restOf({ config }: Pick<Kernel, 'config'>, failures: number): number {
  return restAfter(failures, { ...DEFAULT_BREAKER, ...config.webhooks?.breaker });
}

/** Seconds until the attempt after `attempts` failed ones; null when it was the last. */
export function retryAfter({ config }: Pick<Kernel, 'config'>, attempts: number): number | null {
  const seconds = config.webhooks?.retry_seconds ?? RETRY_SECONDS;
  return seconds[attempts - 1] ?? null;
}
