/** The import law: planted breaches are found, what is allowed passes, and the real tree was really looked at. */
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findViolations, importsOf, MAY_IMPORT, readSources } from './import_law.ts';

const names = new Map(
  ['packages/kernel', 'packages/ui', 'apps/server', 'apps/web', 'apps/cli']
    .concat(['control', 'business', 'care', 'dental', 'clinic', 'manufacturing'].map((name) => `modules/${name}`))
    .map((folder) => [`@tenantry/${folder.split('/')[1]}`, folder]),
);

function breaches(path: string, text: string): string[] {
  return findViolations([{ path, text }], names).map(({ reason }) => reason);
}

describe('planted breaches', () => {
  test.each([
    ['packages/kernel/src/db/a.ts', "import { x } from '@tenantry/business/module.ts';", 'may not import'],
    ['packages/kernel/src/db/a.test.ts', "import { boot } from '@tenantry/server/boot.ts';", 'may not import'],
    ['packages/kernel/src/db/a.ts', "import x from '../../../../modules/control/module.ts';", 'may not import'],
    ['modules/dental/a.ts', "import { x } from '@tenantry/clinic/module.ts';", 'may not import'],
    ['modules/clinic/a.ts', "import type { X } from '@tenantry/manufacturing/a.ts';", 'may not import'],
    ['modules/business/a.ts', "export { x } from '@tenantry/care/a.ts';", 'may not import'],
    ['modules/business/a.ts', "import { x } from '@tenantry/control/a.ts';", 'may not import'],
    ['modules/control/a.ts', "const x = await import('@tenantry/business/a.ts');", 'may not import'],
    ['modules/business/products/products.routes.ts', "import { Page } from '@tenantry/ui/page.ts';", 'may not import'],
    ['apps/server/a.ts', "import { Page } from '@tenantry/ui/page.ts';", 'may not import'],
    ['apps/cli/a.ts', "import '@tenantry/business/module.ts';", 'may not import'],
    ['modules/care/a.ts', "import { x } from '../business/module.ts';", 'by its package name'],
    ['apps/cli/a.ts', "import { x } from '../server/boot.ts';", 'by its package name'],
    ['apps/server/a.ts', "import {\n  x,\n  y,\n} from '../../packages/kernel/src/db/pool.ts';", 'by its package name'],
    ['modules/business/a.ts', "import { x } from '@tenantry/business/b.ts';", 'your own room by path'],
    ['modules/business/a.ts', "import { x } from '@tenantry/nowhere/b.ts';", 'no such package'],
    ['modules/business/a.ts', "import { readFileSync } from 'fs';", 'node:fs'],
    ['modules/garage/a.ts', 'export const x = 1;', 'no line in the table'],
  ])('%s: %s', (path, text, reason) => {
    expect(breaches(path, text)).toEqual([expect.stringContaining(reason)]);
  });
});

test('what the law allows passes', () => {
  const allowed: [string, string][] = [
    [
      'packages/kernel/src/db/a.ts',
      "import { x } from '../http/b.ts';\nimport pg from 'pg';\nimport fs from 'node:fs';",
    ],
    ['modules/dental/a.ts', "import { x } from '@tenantry/care/a.ts';\nimport { y } from '@tenantry/kernel/db/b.ts';"],
    ['modules/business/products/products.screens.tsx', "import { Page } from '@tenantry/ui/page.tsx';"],
    ['apps/server/version.ts', "import root from '../../package.json' with { type: 'json' };"],
    ['apps/server/modules.ts', "import { care } from '@tenantry/care/module.ts';"],
    ['tools/a.ts', "import { modules } from '../apps/server/modules.ts';"],
    ['modules/business/a.ts', "// import { x } from '@tenantry/control/a.ts';\n/* import '@tenantry/control/b.ts'; */"],
  ];
  for (const [path, text] of allowed) expect(breaches(path, text), path).toEqual([]);
});

test('every way of importing is seen', () => {
  const text = `import a from 'a';
import type { B } from "b";
import {
  c,
} from 'c';
import 'd';
export * from 'e';
export { f } from 'f';
const g = await import('g');`;
  expect(importsOf(text).sort()).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});

test('the table has no circle, so modules cannot import each other in one', () => {
  const rooms = Object.keys(MAY_IMPORT);
  const visit = (room: string, above: string[]): void => {
    expect(above, [...above, room].join(' ► ')).not.toContain(room);
    for (const next of MAY_IMPORT[room] ?? []) {
      const targets = next === 'modules/*' ? rooms.filter((name) => name.startsWith('modules/')) : [next];
      for (const target of targets) visit(target, [...above, room]);
    }
  };
  for (const room of rooms) visit(room, []);
});

test('the tree keeps the law', () => {
  const { files, names: packages } = readSources(fileURLToPath(new URL('..', import.meta.url)));
  expect(files.length).toBeGreaterThan(50);
  expect(files.flatMap(({ text }) => importsOf(text)).length).toBeGreaterThan(200);
  expect([...packages.keys()]).toEqual(expect.arrayContaining(['@tenantry/kernel', '@tenantry/server']));
  expect(findViolations(files, packages)).toEqual([]);
});

test('the kernel and its tests name no file of modules or apps: they stand when these are gone', () => {
  const kernel = readSources(fileURLToPath(new URL('..', import.meta.url))).files.filter(({ path }) =>
    path.startsWith('packages/kernel/'),
  );
  expect(kernel.filter(({ path }) => path.endsWith('.test.ts')).length).toBeGreaterThan(50);
  const names = /['"`/](?:modules|apps)\//;
  expect("new URL('../../modules/control/', here)").toMatch(names);
  expect(kernel.filter(({ text }) => names.test(text)).map(({ path }) => path)).toEqual([]);
});
