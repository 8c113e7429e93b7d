/** The settings of files: `FILES_DIR`, `FILES_URL`, `FILES_S3_…`. */
import type { S3Options } from '@tenantry/kernel/files/s3_store.ts';

type Environment = Record<string, string | undefined>;
type Fail = (name: string, fix: string) => never;

export interface FilesConfig {
  /** null: `files` in the data folder. */
  files_dir: string | null;
  /** Where links to files lead; null: PUBLIC_URL. */
  files_url: string | null;
  /** null: files lie in the folder. */
  files_s3: S3Options | null;
}

const S3 = {
  FILES_S3_ENDPOINT: 'name the server, e.g. https://s3.ap-south-1.amazonaws.com',
  FILES_S3_BUCKET: 'name the bucket, which must be there already',
  FILES_S3_REGION: 'name the region, e.g. ap-south-1',
  FILES_S3_ACCESS_KEY_ID: 'give the access key',
  FILES_S3_SECRET_ACCESS_KEY: 'give the secret of the access key',
} as const;

/** Reads them; `fail` throws the error that names the variable. Of the S3 settings all are given or none. */
export function readFiles(env: Environment, fail: Fail): FilesConfig {
  const given = (name: string): string | null => env[name]?.trim() || null;
  const address = (name: string): string | null => {
    const value = given(name);
    if (value !== null && !(URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)))
      fail(name, 'give an address that begins with https:// or http://.');
    return value;
  };
  const names = Object.keys(S3) as (keyof typeof S3)[];
  const some = names.find((name) => given(name) !== null);
  const missing = names.find((name) => given(name) === null);
  if (some && missing) fail(missing, `${S3[missing]}, because ${some} is given.`);
  if (given('FILES_DIR') && some) fail('FILES_DIR', `files lie in a folder or on a server: leave it or ${some} out.`);
  const [endpoint, bucket, region, access_key_id, secret_access_key] = [
    address('FILES_S3_ENDPOINT'),
    ...names.slice(1).map(given),
  ] as string[];
  if (some && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket as string))
    fail('FILES_S3_BUCKET', 'this is not the name of a bucket.');
  return {
    files_dir: given('FILES_DIR'),
    files_url: address('FILES_URL'),
    files_s3: some ? ({ endpoint, bucket, region, access_key_id, secret_access_key } as S3Options) : null,
  };
}
