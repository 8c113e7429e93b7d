/** `npm run new`: what it writes has the right types, keeps the format, and its own test passes against a real server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeEach, expect, inject, test } from 'vitest';
import { CannotWrite, singularOf, writeResource } from './new.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const base = mkdtempSync(join(tmpdir(), 'tenantry-new-'));
const now = new Date('2026-12-01T09:30:00Z');
let root: string;

const MODULE = `/** A module for this test. */
import type { Module } from '@tenantry/kernel/http/module.ts';

export const garage: Module = {
  name: 'garage',
  routes: [],
  features: [],
  roles: [],
  migrations: new URL('./migrations/', import.meta.url),
};
`;

/** A repository of one empty module, beside the real kernel and with the real settings. */
beforeEach(() => {
  root = mkdtempSync(join(base, 'repository-'));
  mkdirSync(join(root, 'modules/garage'), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  for (const file of ['tsconfig.json', 'biome.json', '.gitignore', '.squawk.toml'])
    cpSync(join(repository, file), join(root, file));
  writeFileSync(join(root, 'package.json'), '{ "name": "sample", "private": true, "type": "module" }\n');
  writeFileSync(join(root, 'modules/garage/package.json'), '{ "name": "@tenantry/garage", "type": "module" }\n');
  writeFileSync(join(root, 'modules/garage/module.ts'), MODULE);
  const setup = join(repository, 'packages/kernel/src/testing/global_setup.ts');
  writeFileSync(
    join(root, 'vitest.config.ts'),
    `export default { test: { include: ['modules/**/*.test.ts'], globalSetup: [${JSON.stringify(setup)}], hookTimeout: 120_000 } };\n`,
  );
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Runs one of npm's programs in the repository. Its tests use the PostgreSQL that is running for these. */
async function run(program: string, args: string[]): Promise<{ status: number; output: string }> {
  const { port, ...admin } = inject('postgres');
  const part = (text = ''): string => encodeURIComponent(text);
  const url = `postgres://${part(admin.user)}:${part(admin.password)}@${part(admin.host)}:${port}/${part(admin.database)}`;
  const child = spawn(join(repository, 'node_modules/.bin', program), args, {
    cwd: root,
    env: { ...process.env, NO_COLOR: '1', TEST_DATABASE_ADMIN_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk));
  const [status] = (await once(child, 'close')) as [number];
  return { status, output };
}

test('two resources are written; types, format, migration and their tests hold', { timeout: 300_000 }, async () => {
  const files = writeResource({ root, module: 'garage', nouns: 'service-bays', now });
  expect(files).toEqual([
    'modules/garage/migrations/202612010930_service_bays_create.sql',
    'modules/garage/service-bays/service-bays.schema.ts',
    'modules/garage/service-bays/service-bays.service.ts',
    'modules/garage/service-bays/service-bays.routes.ts',
    'modules/garage/service-bays/service-bays.test.ts',
    'modules/garage/module.ts',
  ]);
  writeResource({ root, module: 'garage', nouns: 'axes', noun: 'axle', now });
  const written = await run('biome', ['check', '--write', '--error-on-warnings', 'modules']);
  expect(written.status, written.output).toBe(0);
  const [squawk, types] = await Promise.all([run('squawk', [files[0] as string]), run('tsc', ['--noEmit', '-p', '.'])]);
  expect(squawk.status, squawk.output).toBe(0);
  expect(types.status, types.output).toBe(0);
  const reporters = ['--reporter=default', '--reporter=json', '--outputFile.json=report.json'];
  const tests = await run('vitest', ['run', 'service-bays', ...reporters]);
  expect(tests.status, tests.output).toBe(0);
  const report = JSON.parse(readFileSync(join(root, 'report.json'), 'utf8'));
  expect(report).toMatchObject({ numPassedTests: 3, numTotalTests: 3 });
});

test('nothing is written over, and names that would mislead are refused with the reason', () => {
  writeResource({ root, module: 'garage', nouns: 'bays', now });
  const refused = (module: string, nouns: string, noun?: string) => () =>
    writeResource({ root, module, nouns, ...(noun && { noun }), now });
  expect(refused('garage', 'bays')).toThrow('modules/garage/bays is there already');
  expect(refused('nowhere', 'bays')).toThrow('There is no module nowhere');
  expect(refused('garage', 'Bays')).toThrow('lower case');
  expect(refused('garage', '../bays')).toThrow('lower case');
  expect(refused('garage', 'equipment')).toThrow('the singular after it');
  writeFileSync(join(root, 'modules/garage/module.ts'), '/** Nothing. */\n');
  expect(refused('garage', 'tools')).toThrow(CannotWrite);
});

test.each([
  ['warehouses', 'warehouse'],
  ['categories', 'category'],
  ['boxes', 'box'],
  ['batches', 'batch'],
  ['credit-notes', 'credit-note'],
])('the singular of %s is %s', (plural, singular) => {
  expect(singularOf(plural)).toBe(singular);
});
