/** The lock: what npm leaves out for other platforms is found and added, and the real one is whole and names no host. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  completeLock,
  hostsIn,
  type Lock,
  missingEntries,
  platformOf,
  readManifests,
  staleWorkspaces,
} from './lock.ts';

const tool = {
  version: '2.0.0',
  dev: true,
  optionalDependencies: { '@tool/linux-x64': '2.0.0', '@tool/win32-arm64': '2.0.0' },
};

test('a platform that the registry did not serve is added as optional, for its system and processor only', () => {
  const lock: Lock = { packages: { 'node_modules/tool': tool, 'node_modules/@tool/linux-x64': { version: '2.0.0' } } };
  const missing = {
    'node_modules/@tool/win32-arm64': { version: '2.0.0', os: ['win32'], cpu: ['arm64'], dev: true, optional: true },
  };
  expect(missingEntries(lock)).toEqual(missing);
  expect(missingEntries(completeLock(lock))).toEqual({});
  expect(Object.keys(completeLock(lock).packages)).toEqual([
    'node_modules/@tool/linux-x64',
    'node_modules/@tool/win32-arm64',
    'node_modules/tool',
  ]);
});

test('an entry that lies inside the package, or above it, is not missing', () => {
  const nested: Lock = {
    packages: {
      'node_modules/a/node_modules/tool': tool,
      'node_modules/a/node_modules/tool/node_modules/@tool/linux-x64': { version: '2.0.0' },
      'node_modules/a/node_modules/@tool/win32-arm64': { version: '2.0.0' },
    },
  };
  expect(missingEntries(nested)).toEqual({});
});

test('two versions of one tool get their own binaries', () => {
  const other = { version: '3.0.0', optionalDependencies: { '@tool/linux-x64': '3.0.0' } };
  const lock: Lock = { packages: { 'node_modules/tool': tool, 'node_modules/a/node_modules/tool': other } };
  expect(missingEntries(lock)).toMatchObject({
    'node_modules/@tool/linux-x64': { version: '2.0.0' },
    'node_modules/a/node_modules/tool/node_modules/@tool/linux-x64': { version: '3.0.0' },
  });
});

test('a range cannot be completed', () => {
  const lock: Lock = { packages: { 'node_modules/tool': { optionalDependencies: { '@tool/linux-x64': '^2.0.0' } } } };
  expect(() => missingEntries(lock)).toThrow('@tool/linux-x64@^2.0.0 of node_modules/tool: not an exact version');
});

test.each([
  ['@biomejs/cli-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
  ['@oxc-parser/binding-linux-riscv64-gnu', { os: ['linux'], cpu: ['riscv64'], libc: ['glibc'] }],
  ['@oxc-parser/binding-android-arm-eabi', { os: ['android'], cpu: ['arm'] }],
  ['@squawk-cli/darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
  ['@oxc-parser/binding-wasm32-wasi', {}],
])('the platform of %s', (name, platform) => {
  expect(platformOf(name)).toEqual(platform);
});

test('a host in the lock is found', () => {
  const lock: Lock = {
    packages: {
      'node_modules/a': { resolved: 'https://packages.example/a.tgz' },
      'node_modules/b': { resolved: 'packages/b', link: true },
    },
  };
  expect(hostsIn(lock)).toEqual(['node_modules/a: https://packages.example/a.tgz']);
});

test('a package.json that asks for more than the lock holds is found', () => {
  const lock: Lock = { packages: { '': {}, 'packages/a': { dependencies: { pg: '8.0.0' } } } };
  expect(staleWorkspaces(lock, { '': {}, 'packages/a': { dependencies: { pg: '8.0.0' } } })).toEqual([]);
  expect(staleWorkspaces(lock, { 'packages/a': { dependencies: { pg: '8.0.1' } } })).toEqual(['packages/a']);
  expect(staleWorkspaces(lock, { 'packages/b': { dependencies: { pg: '8.0.0' } } })).toEqual(['packages/b']);
  expect(staleWorkspaces(lock, { '': { devDependencies: { vitest: '5.0.0' } } })).toEqual(['the root']);
});

test('the lock of the repository is whole', () => {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as Lock;
  expect(Object.keys(lock.packages).length).toBeGreaterThan(200);
  expect(missingEntries(lock)).toEqual({});
  expect(hostsIn(lock)).toEqual([]);
  const manifests = readManifests(fileURLToPath(new URL('..', import.meta.url)));
  expect(Object.keys(manifests).length).toBeGreaterThan(5);
  expect(staleWorkspaces(lock, manifests)).toEqual([]);
});
