/** The words: both languages say the same keys with the same arguments, and no screen says anything but keys. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { messageFaults, readCatalogues } from './build/catalogues.ts';
import { literalsIn } from './build/literals.ts';
import { listSources } from './build/sources.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const catalogues = readCatalogues(root);

test('there are catalogues in two languages', () => {
  expect(catalogues.length).toBeGreaterThan(0);
  expect(new Set(catalogues.map(({ language }) => language))).toEqual(new Set(['en', 'hi']));
});

test('both languages have the same keys with the same arguments, and each key stands once', () => {
  expect(messageFaults(catalogues)).toEqual([]);
});

test('a missing key, another argument, a key twice and a broken message are found', () => {
  const one = (path: string, language: string, messages: Record<string, string>) => ({ path, language, messages });
  const faults = messageFaults([
    one('x/a.en.json', 'en', { 'a.b': '{count, plural, one {# row} other {# rows}}', 'a.c': 'Save', 'a.d': '{x' }),
    one('x/a.hi.json', 'hi', { 'a.b': '{rows} पंक्तियाँ', 'a.d': 'x' }),
    one('y/a.en.json', 'en', { 'a.c': 'Again' }),
    one('y/a.hi.json', 'hi', { 'a.c': 'Save' }),
  ]);
  expect(faults.join('\n')).toMatch(/a\.b: count is not rows/);
  expect(faults.join('\n')).toMatch(/x\/a\.hi\.json: a\.c is missing/);
  expect(faults.join('\n')).toMatch(/a\.c stands in .*x\/a\.en\.json.*y\/a\.en\.json|a\.c stands in .*y\/a\.en\.json/);
  expect(faults.join('\n')).toMatch(/a\.d: /);
});

const screens = listSources(root).filter((path) => /\.tsx$/.test(path) && !/\/gallery\/|\.test\.tsx$/.test(path));

test('no screen says a literal', () => {
  const faults = screens.flatMap((path) =>
    literalsIn(parseAst(readFileSync(join(root, path), 'utf8'), { lang: 'tsx' })).map((said) => `${path}: ${said}`),
  );
  expect(screens.length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});

test('literals are found in text, in attributes that are read out, and in braces; codes and signs are none', () => {
  const found = (text: string): string[] => literalsIn(parseAst(`const a = ${text};`, { lang: 'tsx' }));
  expect(found('<p>Save</p>')).toEqual(['Save']);
  expect(found("<input placeholder='Name' aria-label={'Of the person'} />")).toEqual(['Name', 'Of the person']);
  expect(found("<b>{'Save'}{open ? `Open` : words('a.b')}</b>")).toEqual(['Save', 'Open']);
  expect(found("<i className='a'>{words('a.b')} · {count} ₹ <kbd>Ctrl K</kbd></i>")).toEqual([]);
});

test('every key that a source names stands in a catalogue', () => {
  const known = new Set(catalogues.flatMap(({ messages }) => Object.keys(messages)));
  const faults = listSources(root).flatMap((path) => {
    if (/\.test\.tsx?$|\/gallery\//.test(path)) return [];
    const text = readFileSync(join(root, path), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    const named = [...text.matchAll(/\bwords\(\s*'([\w.-]+)'/g)].map((match) => match[1] as string);
    return named.filter((key) => !known.has(key)).map((key) => `${basename(path)}: ${key}`);
  });
  expect(faults).toEqual([]);
});

test('Hindi has one term for one thing: the table in docs/web.md', () => {
  const rows = [
    ...readFileSync(join(root, 'docs/web.md'), 'utf8').matchAll(/^\| .+ \| \p{Script=Devanagari}.* \| (.+) \|$/gmu),
  ];
  const refused = rows.flatMap(([, others = '']) => others.split(', '));
  expect(refused.length).toBeGreaterThan(20);
  const faults = catalogues
    .filter(({ language }) => language === 'hi')
    .flatMap(({ messages }) => Object.entries(messages))
    .flatMap(([key, message]) => {
      const said = new Set(message.match(/[\p{L}\p{M}-]+/gu));
      return refused.filter((word) => said.has(word)).map((word) => `${key}: ${word}`);
    });
  expect(faults).toEqual([]);
});
