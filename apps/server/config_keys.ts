/** The settings of keys: `MASTER_KEY_FILE`, `KEY_SHARE_DIR`, `KMS_…`. */
import type { KeyServiceOptions } from '@tenantry/kernel/keys/key_service.ts';

type Environment = Record<string, string | undefined>;
type Fail = (name: string, fix: string) => never;

export interface KeysConfig {
  /** Outside the database; null: in the data folder. */
  master_key_file: string | null;
  /** Beside the master key when null. */
  key_share_dir: string | null;
  /** null: the master key is in the file. */
  key_service: KeyServiceOptions | null;
}

const KMS = {
  KMS_KEY_IDS: 'name the key by its id or ARN; several with commas, the one that wraps from now on last',
  KMS_REGION: 'name the region, e.g. ap-south-1',
  KMS_ACCESS_KEY_ID: 'give the access key',
  KMS_SECRET_ACCESS_KEY: 'give the secret of the access key',
} as const;

/** Reads them; `fail` throws the error that names the variable. Of the four that the service needs all are given or none. */
export function readKeys(env: Environment, fail: Fail): KeysConfig {
  const given = (name: string): string | null => env[name]?.trim() || null;
  const files = { master_key_file: given('MASTER_KEY_FILE'), key_share_dir: given('KEY_SHARE_DIR') };
  const names = Object.keys(KMS) as (keyof typeof KMS)[];
  const some = [...names, 'KMS_ENDPOINT', 'KMS_SESSION_TOKEN', 'KMS_CACHE_SECONDS'].find(
    (name) => given(name) !== null,
  );
  if (!some) return { ...files, key_service: null };
  const missing = names.find((name) => given(name) === null);
  if (missing) fail(missing, `${KMS[missing]}, because ${some} is given.`);
  const [ids, region, access_key_id, secret_access_key] = names.map(given) as [string, string, string, string];
  if (!/^[a-z0-9-]{3,40}$/.test(region)) fail('KMS_REGION', `${KMS.KMS_REGION}, not "${region}".`);
  const key_ids = ids.split(',').map((id) => id.trim());
  for (const id of key_ids)
    if (!/^[\w:/-]{1,256}$/.test(id)) fail('KMS_KEY_IDS', `${KMS.KMS_KEY_IDS}; "${id}" is none.`);
  const endpoint = given('KMS_ENDPOINT') ?? `https://kms.${region}.amazonaws.com`;
  if (!URL.canParse(endpoint) || !/^https?:$/.test(new URL(endpoint).protocol))
    fail('KMS_ENDPOINT', 'give an address that begins with https:// or http://.');
  if (env.NODE_ENV === 'production' && new URL(endpoint).protocol === 'http:')
    fail('KMS_ENDPOINT', 'give an address that begins with https:// in production; data keys pass there.');
  const seconds = given('KMS_CACHE_SECONDS') ?? '300';
  if (!/^\d{1,4}$/.test(seconds) || Number(seconds) > 3600)
    fail('KMS_CACHE_SECONDS', `give a whole number from 0 to 3600, not "${seconds}".`);
  const session_token = given('KMS_SESSION_TOKEN');
  return {
    ...files,
    key_service: {
      ...{ endpoint, region, key_ids, access_key_id, secret_access_key, session_token },
      cache_seconds: Number(seconds),
    },
  };
}
