/** Reads the catalogues of words and says what is wrong with them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileMessageOrThrow } from '@tenantry/ui/words/catalogue.ts';

export interface Catalogue {
  /** Relative to the repository: `apps/web/words/shell.en.json`. */
  path: string;
  language: string;
  messages: Record<string, string>;
}

/** All catalogues of the repository. */
export function readCatalogues(root: string): Catalogue[] {
  const modules = readdirSync(join(root, 'modules')).map((name) => `modules/${name}/words`);
  return ['packages/ui/words', 'apps/web/words', ...modules]
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .map((path) => {
      const language = /\.([a-z]{2})\.json$/.exec(path)?.[1] ?? '';
      return { path, language, messages: JSON.parse(readFileSync(join(root, path), 'utf8')) };
    });
}

/** What the server says, in Hindi: by its own sentence in English, or by its code. In English it says it itself. */
const SERVER = /(^|\/)server\.hi\.json$/;

/** The names that a compiled message is filled with. */
function argumentsOf(tokens: readonly unknown[]): Set<string> {
  const names = new Set<string>();
  for (const token of tokens) {
    if (!Array.isArray(token)) continue;
    const [name, , choices] = token as [string, string?, unknown?];
    if (name !== '#') names.add(name);
    if (choices && typeof choices === 'object')
      for (const inner of Object.values(choices))
        if (Array.isArray(inner)) for (const one of argumentsOf(inner)) names.add(one);
  }
  return names;
}

function argumentsIn(message: string): string | Error {
  try {
    return [...argumentsOf(compileMessageOrThrow(message))].sort().join(', ');
  } catch (error) {
    return error as Error;
  }
}

/** Every fault: a key without its like in the other language, unlike arguments, a key in two files, a message that cannot be read. */
export function messageFaults(catalogues: readonly Catalogue[]): string[] {
  const faults: string[] = [];
  const places = new Map<string, string>();
  for (const { path, language, messages } of catalogues) {
    for (const [key, message] of Object.entries(messages)) {
      const read = argumentsIn(message);
      if (read instanceof Error) faults.push(`${path}: ${key}: ${read.message.split('\n')[0]}`);
      const place = `${language} ${key}`;
      const other = places.get(place);
      if (other) faults.push(`${key} stands in ${other} and in ${path}`);
      places.set(place, path);
    }
  }
  for (const { path, language, messages } of catalogues.filter(({ language }) => language === 'en')) {
    const twinPath = path.replace(`.${language}.json`, '.hi.json');
    const twin = catalogues.find((one) => one.path === twinPath)?.messages ?? {};
    for (const key of Object.keys(messages)) if (!(key in twin)) faults.push(`${twinPath}: ${key} is missing`);
    for (const key of Object.keys(twin)) if (!(key in messages)) faults.push(`${path}: ${key} is missing`);
    for (const [key, message] of Object.entries(messages)) {
      const [mine, its] = [argumentsIn(message), argumentsIn(twin[key] ?? message)];
      if (typeof mine === 'string' && typeof its === 'string' && mine !== its)
        faults.push(`${twinPath}: ${key}: ${mine || 'nothing'} is not ${its || 'nothing'}`);
    }
  }
  for (const { path, language } of catalogues)
    if (
      language === 'hi' &&
      !SERVER.test(path) &&
      !catalogues.some((one) => one.path === path.replace('.hi.json', '.en.json'))
    )
      faults.push(`${path}: there is no English`);
  return faults;
}
