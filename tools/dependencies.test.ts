/** Dependencies: each direct one is pinned exactly, has its line in docs/dependencies.md, and a licence that we may use. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { listFiles } from './tree.ts';

interface Manifest {
  name: string;
  version: string;
  license?: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manifests = listFiles(root)
  .filter((path) => /(^|\/)package\.json$/.test(path))
  .map((path) => ({ path, manifest: JSON.parse(read(path)) as Manifest }));
const own = new Map(manifests.map(({ manifest }) => [manifest.name, manifest.version]));
const direct = manifests.flatMap(({ path, manifest }) =>
  [manifest.dependencies, manifest.devDependencies, manifest.optionalDependencies, manifest.peerDependencies].flatMap(
    (group) => Object.entries(group ?? {}).map(([name, version]) => ({ path, name, version })),
  ),
);
const outside = direct.filter(({ name }) => !own.has(name));
const lines = new Map(
  [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \|$/gm)].map(([, name, why, licence]) => [
    name as string,
    { why: why as string, licence: licence as string },
  ]),
);

const ALLOWED = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'Zlib'],
  'OFL-1.1', // typefaces
  'Unlicense', // given to the public
];
/** Of tools that are not delivered. */
const ALLOWED_FOR_WORK = [...ALLOWED, 'MPL-2.0', 'CC0-1.0', 'CC-BY-4.0'];

/** Whether an SPDX expression lets us use the package: one of the OR parts, all of its AND parts. */
function isAllowed(expression: string, allowed: readonly string[] = ALLOWED): boolean {
  return expression
    .replace(/[()]/g, '')
    .split(' OR ')
    .some((part) => part.split(' AND ').every((licence) => allowed.includes(licence)));
}

function lineOf(name: string): { why: string; licence: string } | undefined {
  return lines.get(name) ?? lines.get(`${name.split('/')[0]}/*`);
}

test('there is something to look at', () => {
  expect(manifests.length).toBeGreaterThan(4);
  expect(outside.length).toBeGreaterThan(30);
});

test('each is pinned exactly, to one version in the whole repository', () => {
  const versions = new Map<string, string>();
  for (const { path, name, version } of direct) {
    expect(version, `${path}: ${name}`).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/);
    expect(version, `${path}: ${name}`).toBe(own.get(name) ?? versions.get(name) ?? version);
    versions.set(name, version);
  }
});

test('each has a line that says why, and no line is left of one that went', () => {
  for (const { path, name } of outside) expect(lineOf(name)?.why, `${path}: ${name}`).toBeTruthy();
  const used = outside.map(({ name }) => name);
  for (const name of lines.keys()) {
    const isUsed = name.endsWith('/*') ? used.some((one) => one.startsWith(name.slice(0, -1))) : used.includes(name);
    expect(isUsed, `docs/dependencies.md: ${name}`).toBe(true);
  }
});

test('the licence of each is allowed, and the one that its line tells', () => {
  let compared = 0;
  const delivered = new Set(manifests.flatMap(({ manifest }) => Object.keys(manifest.dependencies ?? {})));
  for (const { name } of outside) {
    const folder = join(root, 'node_modules', name);
    // Binaries for other platforms are not installed here; the lock's test below covers those that are.
    if (!existsSync(folder)) continue;
    const { license = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
    expect(isAllowed(license, delivered.has(name) ? ALLOWED : ALLOWED_FOR_WORK), `${name}: ${license}`).toBe(true);
    expect(lineOf(name)?.licence, name).toBe(license.replace(/^\((.*)\)$/, '$1'));
    compared += 1;
  }
  expect(compared).toBeGreaterThan(30);
});

test('so are the licences of what they bring along; tools that are not delivered may be MPL', () => {
  const { packages } = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { license?: string; dev?: boolean }>;
  };
  const stated = Object.entries(packages).filter(([, { license }]) => license);
  expect(stated.length).toBeGreaterThan(200);
  for (const [folder, { license = '', dev }] of stated) {
    expect(isAllowed(license, dev ? ALLOWED_FOR_WORK : ALLOWED), `${folder}: ${license}`).toBe(true);
  }
});

test('licences that would bind our users are refused', () => {
  for (const licence of ['GPL-3.0', 'AGPL-3.0-only', 'MIT AND GPL-2.0', 'UNLICENSED', 'BUSL-1.1', ''])
    expect(isAllowed(licence), licence).toBe(false);
  for (const licence of ['MIT', '(MIT OR GPL-3.0)', 'MIT AND Zlib']) expect(isAllowed(licence), licence).toBe(true);
});
