/** Settings of a tenant: typed values over defaults of the plan; secret ones are sealed and never answered. */
import { forbidden, invalidInput } from '@tenantry/kernel/http/problems.ts';
import { inputReader } from '@tenantry/kernel/http/validate.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import { ENFORCED } from '../entitlements/rules.ts';
import { getPlan } from '../plans/plans.service.ts';
import { getGiven } from '../subscriptions/subscriptions.service.ts';
import { announceTenant } from '../tenants/announce.ts';
import { isPlatform } from '../tenants/operators.ts';
import { agreeing } from '../tenants/profile.ts';
import { seal, unseal } from './seal.ts';
import {
  type DefaultSource,
  type Setting,
  type SettingInput,
  type SettingKey,
  settingKeys,
} from './settings.schema.ts';

export const unknownSetting = defineProblem('settings.unknown', 422, 'There is no such setting.');

interface Row {
  key: string;
  value: unknown;
  sealed: Buffer | null;
  updated_at: string;
}

function keyNamed(name: string, pointer: string): SettingKey {
  const found = settingKeys.find(({ key }) => key === name);
  if (found) return found;
  const known = settingKeys.map(({ key }) => key).join(', ');
  throw problem(unknownSetting, { errors: [{ pointer, detail: `There are ${known}.` }] });
}

async function defaultsFor(ctx: Context): Promise<DefaultSource> {
  const { plan, max_requests_per_day } = await getGiven(ctx);
  return { ...(await getPlan(ctx, plan)), max_requests_per_day };
}

function shown(key: SettingKey, row: Row | undefined, source: DefaultSource): Setting {
  const isSealed = row ? row.sealed !== null : (key.secret ?? false);
  return {
    config_key: key.key,
    config_value: isSealed ? null : row ? row.value : key.defaultOf(source),
    is_encrypted: isSealed,
    is_set: row !== undefined,
    description: key.description,
    updated_at: row?.updated_at ?? null,
  };
}

/** Every setting with the value that holds. */
export async function listSettings(ctx: Context): Promise<Setting[]> {
  const source = await defaultsFor(ctx);
  const rows = await ctx.sql<Row>('select key, value, sealed, updated_at from settings where tenant_id = $1');
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return settingKeys.map((key) => shown(key, byKey.get(key.key), source));
}

/** The value of one setting for the program's own use, opened when it is sealed. */
export async function readSetting(ctx: Context, name: string): Promise<unknown> {
  const key = keyNamed(name, '/config_key');
  const [row] = await ctx.sql<Row>(
    'select key, value, sealed, updated_at from settings where tenant_id = $1 and key = $2',
    [name],
  );
  if (!row) return key.defaultOf(await defaultsFor(ctx));
  return row.sealed ? await unseal(ctx, name, row.sealed) : row.value;
}

/** `minLength` is `min_length`: earlier clients write objects so. */
function snakeKeys(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), one]),
  );
}

const readers = new Map(settingKeys.map(({ key, schema }) => [key, inputReader<unknown>(schema)]));

/** The value in the form of its key's schema, or `http.invalid_input`. */
function readValue(ctx: Context, key: string, given: unknown, pointer: string): unknown {
  if (given === undefined) throw problem(invalidInput, { errors: [{ pointer, detail: 'Give a value.' }] });
  const read = readers.get(key)?.(snakeKeys(given), ctx.tenant.time_zone);
  if (!read || read.errors.length === 0) return read?.value;
  throw problem(invalidInput, {
    errors: read.errors.map((error) => ({ ...error, pointer: `${pointer}${error.pointer}` })),
  });
}

/** The organisation's own people may tighten what the plan gives, not widen it. */
function assertWithinPlan(ctx: Context, key: string, value: unknown, source: DefaultSource): void {
  if (isPlatform(ctx)) return;
  const most = source.max_requests_per_day;
  if (key === 'api.rate_limit' && most !== null && (value as number) > most)
    throw problem(forbidden, {
      detail: `The plan allows ${most} requests a day.`,
      extra: { limit: key, allowed: most },
    });
  if (key.startsWith('features.') && value === true && source.plan === 'basic')
    throw problem(forbidden, { detail: `The plan does not include ${key}.`, extra: { limit: key, allowed: false } });
}

/** Stores one setting. `pointer` names the fields in errors. */
export async function setSetting(
  ctx: Context,
  input: { key: string; value: unknown; is_encrypted?: boolean },
  pointer = { key: '/config_key', value: '/config_value' },
): Promise<Setting> {
  const key = keyNamed(input.key, pointer.key);
  const value = readValue(ctx, key.key, input.value, pointer.value);
  const source = await defaultsFor(ctx);
  assertWithinPlan(ctx, key.key, value, source);
  // What the program enforces is read by it all the time, and is no secret.
  const isSealed = key.secret || (input.is_encrypted === true && !ENFORCED.includes(key.key));
  const [before] = await ctx.sql<Row>(
    'select value, sealed from settings where tenant_id = $1 and key = $2 for update',
    [key.key],
  );
  const [row] = await ctx.sql<Row>(
    `insert into settings (tenant_id, key, value, sealed) values ($1, $2, $3, $4)
     on conflict (tenant_id, key) do update set value = excluded.value, sealed = excluded.sealed, updated_at = now()
     returning key, value, sealed, updated_at`,
    isSealed ? [key.key, null, await seal(ctx, key.key, value)] : [key.key, JSON.stringify(value), null],
  );
  const told = (one: Pick<Row, 'value' | 'sealed'> | undefined): unknown => (one?.sealed ? '[sealed]' : one?.value);
  ctx.audit({
    action: 'settings.update',
    subject: 'settings',
    subject_id: key.key,
    before: before ? { value: told(before) } : null,
    after: { value: told(row) },
  });
  if (ENFORCED.includes(key.key)) await announceTenant(ctx);
  return shown(key, row, source);
}

/** `POST …/config`, under either spelling of its fields. */
export async function postSetting(ctx: Context, input: SettingInput): Promise<Setting> {
  const key = agreeing<string>(input, 'config_key', 'configKey');
  if (!key) throw problem(invalidInput, { errors: [{ pointer: '/config_key', detail: 'Name the setting.' }] });
  const valuePointer =
    input.config_value === undefined && input.configValue !== undefined ? '/configValue' : '/config_value';
  const is_encrypted = agreeing<boolean>(input, 'is_encrypted', 'isEncrypted') ?? false;
  return setSetting(
    ctx,
    { key, value: input.config_value ?? input.configValue, is_encrypted },
    { key: input.config_key === undefined ? '/configKey' : '/config_key', value: valuePointer },
  );
}

/** Back to the default. */
export async function resetSetting(ctx: Context, name: string): Promise<Setting> {
  const key = keyNamed(name, '/key');
  const [gone] = await ctx.sql<Row>('delete from settings where tenant_id = $1 and key = $2 returning value, sealed', [
    name,
  ]);
  ctx.audit({
    action: 'settings.delete',
    subject: 'settings',
    subject_id: name,
    before: gone ? { value: gone.sealed ? '[sealed]' : gone.value } : null,
  });
  if (ENFORCED.includes(name)) await announceTenant(ctx);
  return shown(key, undefined, await defaultsFor(ctx));
}
