/** Settings of files: a folder, or all of a server; what is half said names the variable that lacks. */
import { expect, test } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const s3 = {
  FILES_S3_ENDPOINT: 'https://s3.ap-south-1.amazonaws.com',
  FILES_S3_BUCKET: 'tenantry-files',
  FILES_S3_REGION: 'ap-south-1',
  FILES_S3_ACCESS_KEY_ID: 'AKIAEXAMPLE',
  FILES_S3_SECRET_ACCESS_KEY: 'not a real one',
};

test('nothing said is the data folder; all said is the server', () => {
  expect(readConfig({})).toMatchObject({ files_dir: null, files_url: null, files_s3: null });
  expect(readConfig({ ...s3, FILES_URL: 'https://files.tenantry.example' })).toMatchObject({
    files_url: 'https://files.tenantry.example',
    files_s3: { endpoint: s3.FILES_S3_ENDPOINT, bucket: 'tenantry-files', region: 'ap-south-1' },
  });
});

test.each([
  ...Object.keys(s3).map((name) => [{ ...s3, [name]: '' }, name] as const),
  [{ ...s3, FILES_S3_ENDPOINT: 's3.amazonaws.com' }, 'FILES_S3_ENDPOINT'],
  [{ ...s3, FILES_S3_BUCKET: 'Files/x' }, 'FILES_S3_BUCKET'],
  [{ ...s3, FILES_DIR: '/srv/files' }, 'FILES_DIR'],
  [{ FILES_URL: 'files.example' }, 'FILES_URL'],
] as const)('%j is refused and names %s', (env, name) => {
  expect(() => readConfig(env)).toThrow(ConfigError);
  expect(() => readConfig(env)).toThrow(new RegExp(`^${name}: `));
});
