/** Whatever a shape forbids is refused in words for people: every keyword of every route has a sentence, in English and in Hindi. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ImportFields } from '@tenantry/business/imports/imports.schema.ts';
import { settingKeys } from '@tenantry/control/settings/settings.schema.ts';
import { inputConverter, wireInput } from '@tenantry/kernel/http/convert.ts';
import { type Finding, FORMATS, fieldErrors, SAID } from '@tenantry/kernel/http/faults.ts';
import {
  conflict,
  forbidden,
  invalidInput,
  malformed,
  ruleBroken,
  stillReferred,
  tooLarge,
  unauthenticated,
} from '@tenantry/kernel/http/problems.ts';
import { makeAjv } from '@tenantry/kernel/http/validate.ts';
import type { FieldError, Problem } from '@tenantry/kernel/problems/problem.ts';
import { createWorld } from '@tenantry/kernel/testing/world.ts';
import { beforeAll, expect, test } from 'vitest';
import { modules } from './modules.ts';

type Node = Record<string, unknown>;

/** A shape, where it stands and what it is. */
interface Place {
  at: string;
  node: Node;
}

const places: Place[] = [];

/** Keywords that say what a value is, not what is wrong with it. */
const SAYS_NOTHING =
  /^(x-.+|title|description|examples|default|properties|patternProperties|items|propertyNames|~kind|~optional|~unsafe)$/;

function visit(at: string, node: Node): void {
  places.push({ at, node });
  const inner = { ...(node.properties as object), ...(node.patternProperties as object) };
  for (const [name, part] of Object.entries(inner)) visit(`${at}/${name}`, part as Node);
  for (const name of ['items', 'additionalProperties', 'propertyNames'])
    if (typeof node[name] === 'object') visit(`${at}/${name}`, node[name] as Node);
  for (const name of ['anyOf', 'oneOf']) for (const part of (node[name] as Node[]) ?? []) visit(`${at}/${name}`, part);
}

beforeAll(async () => {
  const world = await createWorld({ modules });
  await world.close();
  for (const route of world.routes) visit(route.name, wireInput(route.input) as unknown as Node);
  visit('imports', wireInput(ImportFields) as unknown as Node);
  for (const { key, schema } of settingKeys) visit(key, wireInput(schema) as unknown as Node);
  expect(places.length).toBeGreaterThan(3000);
});

test('every keyword and every format that a shape uses has a sentence', () => {
  const silent = places.flatMap(({ at, node }) =>
    Object.keys(node)
      .filter((word) => !SAID.has(word) && !SAYS_NOTHING.test(word))
      .map((word) => `${at}: ${word}`),
  );
  expect(silent).toEqual([]);
  const formats = new Set(places.flatMap(({ node }) => (typeof node.format === 'string' ? [node.format] : [])));
  expect([...formats].filter((one) => !(one in FORMATS))).toEqual([]);
  expect(formats.size).toBeGreaterThan(3);
});

test('every pattern, and every choice of shapes, says what is wanted', () => {
  const silent = places.filter(
    ({ node }) =>
      (node.pattern ?? node.anyOf ?? node.oneOf) !== undefined &&
      !node['x-money'] &&
      node['x-scale'] === undefined &&
      typeof node['x-hint'] !== 'string',
  );
  expect(silent.map(({ at, node }) => `${at}: ${node.pattern}`)).toEqual([]);
});

/** Values that break one keyword or another of most shapes. */
const BAD: readonly unknown[] = [
  null,
  true,
  'x',
  '',
  '   ',
  ' \u0000\u0007\n',
  '<@>',
  '2026-02-30',
  '2026-13',
  'ÄÖ',
  'x'.repeat(10_001),
  'https:/x',
  '1e9',
  '-1',
  '99999999999999999999',
  -1e15,
  -1,
  0,
  0.000_000_1,
  1.5,
  1e300,
  {},
  [],
  { 'No such/field~': {} },
  ['a', 'a'],
  [1, 1, {}, null, ...Array.from({ length: 20_001 }, () => 'x')],
  Object.fromEntries(Array.from({ length: 3000 }, (_one, at) => [`A${at}`, at])),
];

/** All that is said of bad values at this place. */
function refusalsOf(node: Node, ajv: ReturnType<typeof makeAjv>): FieldError[] {
  const validate = ajv.compile({ ...node });
  const convert = inputConverter({ type: 'object', properties: { it: node } } as never);
  return BAD.flatMap((value) => {
    if (!validate(structuredClone(value))) return fieldErrors((validate.errors ?? []) as Finding[]);
    try {
      convert({ it: structuredClone(value) }, 'Asia/Kolkata');
      return [];
    } catch (error) {
      return (error as Problem).details.errors ?? [];
    }
  });
}

/** What only validators and programs say. */
const RAW = /\bmust\b|[<>]=|\bmatch (the )?(format|pattern)|\bpattern\b|undefined|NaN|\[object|\\u|\^|\$$|[[\]{}]|\(\?/;

test('no word of the validator comes out, and each sentence is there in Hindi', () => {
  const read = (path: string): Record<string, string> =>
    JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));
  const hindi = { ...read('packages/ui/words/form.hi.json'), ...read('apps/web/words/server.hi.json') };
  const ajv = makeAjv(false);
  const judged = new Set<string>();
  const said = new Map<string, FieldError & { at: string }>();
  for (const { at, node } of places) {
    const shape = JSON.stringify(node);
    if (judged.has(shape)) continue;
    judged.add(shape);
    for (const one of refusalsOf(node, ajv)) said.set(`${one.code} ${one.detail}`, { ...one, at });
  }
  const all = [...said.values()];
  expect(new Set(all.map(({ code }) => code)).size).toBeGreaterThan(20);
  expect(all.filter(({ detail }) => RAW.test(detail) || !/^[A-Z].*[.?]$/.test(detail))).toEqual([]);
  expect(all.filter(({ code }) => code === undefined || code === 'wrong')).toEqual([]);
  const missing = all.filter(
    ({ code, detail }) => !(code === 'other_form' ? detail in hindi : `form.${code}` in hindi),
  );
  expect(missing).toEqual([]);
  // What a sentence is filled with is what its words ask for.
  const unfilled = all.filter(({ code, values = {} }) =>
    [...(hindi[`form.${code}`] ?? '').matchAll(/\{(\w+)/g)].some(([, name = '']) => !(name in values)),
  );
  expect(unfilled).toEqual([]);
});

/** Every source of the server as one text, with `{}` for what is filled in. */
function sources(): string {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const files = globSync(['modules/**/*.ts', 'packages/{kernel,india}/src/**/*.ts'], { cwd: root });
  const read = files
    .filter((file) => !file.includes('node_modules'))
    .map((file) => readFileSync(join(root, file), 'utf8'));
  return read.join('\n').replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, '{}');
}

test('what the catalogue of the server’s sentences has is said by the server, with the same values', () => {
  const hindi: Record<string, string> = JSON.parse(
    readFileSync(new URL('../web/words/server.hi.json', import.meta.url), 'utf8'),
  );
  const all = sources();
  const sentences = Object.entries(hindi).filter(([key]) => !key.startsWith('form.'));
  // Of a document's number and what is said of it, the latter stands alone.
  const skeletons = sentences.map(
    ([key]) => [key, key.replace(/\{\w+\}/g, '{}').replace(/^\{\} (?=[a-z])/, '')] as const,
  );
  expect(skeletons.filter(([, skeleton]) => !all.includes(skeleton)).map(([key]) => key)).toEqual([]);
  const named = (text: string): string[] => [...text.matchAll(/\{(\w+)/g)].map(([, name = '']) => name);
  expect(sentences.filter(([key, message]) => named(message).some((name) => !named(key).includes(name)))).toEqual([]);
  expect(sentences.length).toBeGreaterThan(100);
});

test('every title that any route may answer without declaring it, and what forms are refused for, is said in Hindi', () => {
  const hindi = JSON.parse(readFileSync(new URL('../web/words/server.hi.json', import.meta.url), 'utf8'));
  const asked = [malformed, invalidInput, forbidden, stillReferred, ruleBroken, unauthenticated, conflict, tooLarge];
  expect(asked.filter(({ title }) => !(title in hindi))).toEqual([]);
  // What a bookkeeper meets at the end of each month, and whoever bills in parts.
  expect(Object.keys(hindi)).toEqual(
    expect.arrayContaining([
      'The books are closed up to {day}; give a later date, or open them.',
      'Of this line of {number} {left} {unit} are left.',
      'Of this line {left} {unit} are left.',
    ]),
  );
});
