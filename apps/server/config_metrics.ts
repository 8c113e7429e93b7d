/** The settings of figures: `METRICS_TOKEN`, `METRICS_TENANTS`, `SLOW_STATEMENT_MS`. */
import { DEFAULT_METRICS, type MetricsConfig } from '@tenantry/kernel/metrics/metrics.ts';

/** Reads them; `integer` reads a whole number from 1 to `max`, `fail` throws the error that names the variable. */
export function readMetrics(
  token: string | null,
  integer: (name: string, fallback: number, max: number) => number,
  fail: (name: string, fix: string) => never,
): MetricsConfig {
  if (token !== null && token.length < 24)
    fail('METRICS_TOKEN', 'give at least 24 random characters, e.g. the output of `openssl rand -base64 24`.');
  return {
    token,
    tenants: integer('METRICS_TENANTS', DEFAULT_METRICS.tenants, 1_000),
    slow_ms: integer('SLOW_STATEMENT_MS', DEFAULT_METRICS.slow_ms, 60_000),
  };
}
