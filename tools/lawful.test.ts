/** The laws of the tree: what a file is called, how it opens, how long it may be, and what must not stand in it. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { listFiles } from './tree.ts';

interface Text {
  path: string;
  text: string;
}

const MAX_LINES = 300;
const root = fileURLToPath(new URL('..', import.meta.url));

const isGenerated = (path: string): boolean => /\.db\.ts$|^db\/schema\.sql$|^package-lock\.json$/.test(path);
const isSource = (path: string): boolean => /\.(ts|tsx|mts|mjs|js)$/.test(path);

/** Law → what is wrong with a file, or null. The sentence is what the author of the file reads. */
const LAWS: Record<string, (file: Text) => string | null> = {
  'a file opens with a comment that says what it is': ({ path, text }) => {
    if (isGenerated(path)) return null;
    const opening = isSource(path) ? /^(#!.*\n)?(\/\*\*?|\/\/)\s*\S/ : path.endsWith('.sql') ? /^--\s*\S/ : null;
    return opening === null || opening.test(text) ? null : 'open it with one sentence that a newcomer understands';
  },
  'a name says what is inside': ({ path }) =>
    /^(utils?|helpers?|types?|constants?|dtos?|common|misc)\.\w+$/i.test(basename(path)) ||
    /(^|\/)(utils?|helpers?|types|constants|dtos?|common|misc)\//i.test(path)
      ? 'name the file and its folder after what is in them'
      : null,
  'a file has one role': ({ path, text }) => {
    const lines = text.split('\n').length - 1;
    return isSource(path) && !isGenerated(path) && lines > MAX_LINES
      ? `${lines} lines: it has more than one role`
      : null;
  },
  'no path of a machine': ({ text }) => {
    const found = /(?<![\w.$}/~-])\/(?:home|Users|work|workspace|builds)\/[\w.-]+/.exec(text)?.[0];
    return found ? `${found} is a place on somebody's machine` : null;
  },
  'no host of a package registry': ({ path, text }) => {
    const found = /registry\.[\w-]+\.(?:org|com)|npm\.pkg\.github\.com|^\s*(?:@[\w-]+:)?registry\s*=/m.exec(text)?.[0];
    return found && path !== 'tools/lawful.test.ts' ? `${found}: which registry is used is the user's business` : null;
  },
  'every test runs': ({ path, text }) => {
    const found = /\b(?:it|test|describe|suite)\.(?:skip|only|todo|fails)\b(?!If)/.exec(text)?.[0];
    return found && /\.test\.tsx?$/.test(path) && path !== 'tools/lawful.test.ts'
      ? `${found}: mend it, or remove it`
      : null;
  },
  'nothing is left unfinished': ({ path, text }) => {
    const found = /\b(?:TODO|FIXME|XXX)\b|not implemented yet|coming soon/.exec(text)?.[0];
    return found && (isSource(path) || path.endsWith('.sql')) && path !== 'tools/lawful.test.ts' ? `${found}` : null;
  },
};

const isText = (path: string): boolean => !/\.(png|jpg|ico|woff2?|ttf|xlsx|pdf|zip)$/.test(path);
const files = listFiles(root)
  .filter((path) => isText(path) && path !== 'package-lock.json')
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

test('the tree was really looked at', () => {
  expect(files.filter(({ path }) => isSource(path)).length).toBeGreaterThan(60);
  expect(files.filter(({ path }) => path.endsWith('.sql')).length).toBeGreaterThan(2);
});

describe('the tree', () => {
  test.each(Object.entries(LAWS))('%s', (_, law) => {
    const faults = files.flatMap((file) => {
      const fault = law(file);
      return fault === null ? [] : [`${file.path}: ${fault}`];
    });
    expect(faults).toEqual([]);
  });
});

describe('each law finds what breaks it', () => {
  const comment = '/** A file. */\n';
  test.each<[keyof typeof LAWS & string, string, string]>([
    ['a file opens with a comment that says what it is', 'packages/a.ts', 'export const a = 1;\n'],
    ['a file opens with a comment that says what it is', 'packages/a_create.sql', 'create table a ();\n'],
    ['a name says what is inside', 'packages/kernel/src/utils.ts', comment],
    ['a name says what is inside', 'modules/business/helpers/a.ts', comment],
    ['a file has one role', 'packages/a.ts', comment + 'export {};\n'.repeat(MAX_LINES)],
    ['no path of a machine', 'docs/a.md', `see ${'/home'}/someone/tenantry\n`],
    ['no host of a package registry', '.npmrc', 'registry=https://packages.example\n'],
    ['no host of a package registry', 'docs/a.md', 'https://registry.npmjs.org/fastify\n'],
    ['every test runs', 'packages/a.test.ts', `${comment}test.only('x', () => {});\n`],
    ['every test runs', 'packages/a.test.ts', `${comment}describe.skip('x', () => {});\n`],
    ['nothing is left unfinished', 'packages/a.ts', `${comment}// TODO later\n`],
  ])('%s: %s', (name, path, text) => {
    expect(LAWS[name]?.({ path, text })).toBeTruthy();
  });
});
