/** The settings of fair shares: `RATE_LIMIT_…`, `REDIS_URL`, `REDIS_PREFIX`. */
import type { Rate } from '@tenantry/kernel/shares/rates.ts';
import { DEFAULT_SHARES, type Rates, type SharesConfig } from '@tenantry/kernel/shares/shares.ts';

type Environment = Record<string, string | undefined>;
type Fail = (name: string, fix: string) => never;

const RATE = /^(\d{1,6}(?:\.\d{1,3})?)\/(\d{1,7})$/;

/** `50/500` is 50 a second on average and 500 at once after a rest. */
function rateOf(name: string, text: string, fail: Fail): Rate {
  const [, per_second, burst] = RATE.exec(text) ?? [];
  const rate = { per_second: Number(per_second), burst: Number(burst) };
  if (rate.per_second > 0 && rate.burst >= 1) return rate;
  return fail(name, `give requests a second and how many may come at once, e.g. 50/500, not "${text}".`);
}

/** One ceiling for all plans, which is also the rate of those that say none, and `plan=rate` for those that have another ceiling. */
function tenantRates(text: string, fail: Fail): Pick<Rates, 'tenant' | 'most' | 'plans'> {
  const name = 'RATE_LIMIT_TENANT';
  const rates: { tenant: Rate; most: Rate | null; plans: Record<string, Rate> } = {
    tenant: DEFAULT_SHARES.rates?.tenant as Rate,
    most: null,
    plans: {},
  };
  for (const part of text.split(',').map((one) => one.trim())) {
    const [, plan, rate] = /^(?:([a-z][a-z0-9_]*)=)?(.*)$/.exec(part) as RegExpExecArray;
    if (plan === undefined) rates.tenant = rates.most = rateOf(name, part, fail);
    else rates.plans[plan] = rateOf(name, rate as string, fail);
  }
  return rates;
}

/** Reads them; `fail` throws the error that names the variable. `RATE_LIMITS=false` counts nothing. */
export function readShares(env: Environment, isCounted: boolean, redis_url: string | null, fail: Fail): SharesConfig {
  const given = (name: string): string | undefined => env[name]?.trim() || undefined;
  const prefix = given('REDIS_PREFIX') ?? DEFAULT_SHARES.prefix;
  if (!/^[a-z0-9_-]{1,40}$/i.test(prefix))
    fail('REDIS_PREFIX', 'give up to 40 letters, digits, hyphens and underscores.');
  const rates = { ...(DEFAULT_SHARES.rates as Rates) };
  for (const [name, whose] of [
    ['RATE_LIMIT_ADDRESS', 'address'],
    ['RATE_LIMIT_USER', 'user'],
  ] as const) {
    const text = given(name);
    if (text !== undefined) rates[whose] = rateOf(name, text, fail);
  }
  const tenants = given('RATE_LIMIT_TENANT');
  if (tenants !== undefined) Object.assign(rates, tenantRates(tenants, fail));
  return { ...DEFAULT_SHARES, rates: isCounted ? rates : null, redis_url, prefix };
}
