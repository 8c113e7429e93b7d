/** The settings of keys are read as written; a wrong or a missing one is named, with what it should be. */
import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

const KMS = {
  KMS_KEY_IDS: 'arn:aws:kms:ap-south-1:111122223333:key/old, alias/new',
  KMS_REGION: 'ap-south-1',
  KMS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  KMS_SECRET_ACCESS_KEY: 'a secret of the service',
};

/** What is said when the settings are these. */
function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
}

test('without any of them the master key is in a file; those of the service are taken as they stand', () => {
  expect(readConfig({})).toMatchObject({ master_key_file: null, key_share_dir: null, key_service: null });
  expect(readConfig({ MASTER_KEY_FILE: '/k/master.key', KEY_SHARE_DIR: ' /k/tenants ' })).toMatchObject({
    master_key_file: '/k/master.key',
    key_share_dir: '/k/tenants',
    key_service: null,
  });
  const service = {
    endpoint: 'https://kms.ap-south-1.amazonaws.com',
    region: 'ap-south-1',
    key_ids: ['arn:aws:kms:ap-south-1:111122223333:key/old', 'alias/new'],
    access_key_id: 'AKIAEXAMPLE',
    secret_access_key: 'a secret of the service',
    session_token: null,
    cache_seconds: 300,
  };
  expect(readConfig(KMS).key_service).toEqual(service);
  const more = { KMS_ENDPOINT: 'http://127.0.0.1:4566', KMS_SESSION_TOKEN: 'for an hour', KMS_CACHE_SECONDS: '0' };
  expect(readConfig({ ...KMS, ...more }).key_service).toEqual({
    ...service,
    endpoint: 'http://127.0.0.1:4566',
    session_token: 'for an hour',
    cache_seconds: 0,
  });
});

test.each(Object.keys(KMS) as (keyof typeof KMS)[])('%s is missed when any other is given', (name) => {
  const { [name]: _missing, ...others } = KMS;
  expect(refusal(others)).toMatch(new RegExp(`^${name}: .+ is given\\.$`));
  expect(refusal({ ...KMS, [name]: '  ' })).toMatch(new RegExp(`^${name}: `));
  expect(refusal({ KMS_ENDPOINT: 'https://kms.example' })).toMatch(/^KMS_KEY_IDS: .+ because KMS_ENDPOINT is given\.$/);
});

test.each([
  ['KMS_REGION', 'Mumbai!', /^KMS_REGION: .+ not "Mumbai!"\.$/],
  ['KMS_KEY_IDS', 'alias/new,,alias/old', /^KMS_KEY_IDS: .+ "" is none\.$/],
  ['KMS_KEY_IDS', 'alias/new alias/old', /^KMS_KEY_IDS: .+ "alias\/new alias\/old" is none\.$/],
  ['KMS_ENDPOINT', 'kms.example', /^KMS_ENDPOINT: .+https:\/\//],
  ['KMS_ENDPOINT', 'ftp://kms.example', /^KMS_ENDPOINT: .+https:\/\//],
  ['KMS_CACHE_SECONDS', '5 minutes', /^KMS_CACHE_SECONDS: .+ not "5 minutes"\.$/],
  ['KMS_CACHE_SECONDS', '3601', /^KMS_CACHE_SECONDS: .+0 to 3600/],
  ['KMS_CACHE_SECONDS', '-1', /^KMS_CACHE_SECONDS: /],
])('%s=%s is refused by its name, and no secret is repeated', (name, value, said) => {
  const message = refusal({ ...KMS, [name]: value });
  expect(message).toMatch(said);
  expect(message).not.toContain(KMS.KMS_SECRET_ACCESS_KEY);
});

test('in production data keys pass over TLS alone', () => {
  const production = { NODE_ENV: 'production', SECRET: 'Zx8-4kQw!pL2_vN7rT5sYb9mHc3dFg6j' };
  const plain = { ...KMS, KMS_ENDPOINT: 'http://kms.internal' };
  expect(refusal({ ...production, ...plain })).toMatch(/^KMS_ENDPOINT: .+ in production/);
  expect(refusal({ ...production, ...plain, KMS_ENDPOINT: 'https://kms.internal' })).toBe('nothing');
  expect(refusal(plain)).toBe('nothing');
});
