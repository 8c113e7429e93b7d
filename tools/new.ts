/**
 * Writes the folder of a new resource, which works and is tested as it stands, and adds it to its module:
 *
 *     npm run new <module> <nouns> [<noun>]      e.g. npm run new business warehouses
 *
 * The plural names everything; the singular is needed only where it is not the plural without its `s`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What to write. `root` is the repository; `now` gives the migration its place in time. */
export interface Resource {
  root: string;
  module: string;
  nouns: string;
  noun?: string;
  now: Date;
}

/** A resource that cannot be written; the message says what to do. */
export class CannotWrite extends Error {
  override name = 'CannotWrite';
}

const TEMPLATES = new URL('./resource/', import.meta.url);

/** `warehouses` → `warehouse`, `categories` → `category`, `boxes` → `box`. */
export function singularOf(nouns: string): string {
  if (nouns.endsWith('ies')) return `${nouns.slice(0, -3)}y`;
  if (/(?:x|ss|sh|ch)es$/.test(nouns)) return nouns.slice(0, -2);
  return nouns.replace(/s$/, '');
}

function wordsFor({ root, module, nouns, noun = singularOf(nouns) }: Resource): Record<string, string> {
  const spoken = (name: string): string => name.replaceAll('-', ' ');
  const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
  const variable = noun.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const article = /^[aeiou]/.test(noun) ? 'an' : 'a';
  const { dependencies = {} } = JSON.parse(readFileSync(join(root, 'modules', module, 'package.json'), 'utf8'));
  const below = Object.keys(dependencies)
    .map((name) => name.replace('@tenantry/', ''))
    .filter((name) => existsSync(join(root, 'modules', name, 'module.ts')));
  return {
    nouns,
    table: nouns.replaceAll('-', '_'),
    thing: spoken(noun),
    things: spoken(nouns),
    Things: upper(spoken(nouns)),
    Title: upper(spoken(noun)),
    'a thing': `${article} ${spoken(noun)}`,
    'A thing': `${upper(article)} ${spoken(noun)}`,
    Thing: upper(variable),
    thingVar: variable,
    thing_ref: noun.replaceAll('-', '_'),
    modules: [...below, module].join(', '),
    module_imports: below.map((name) => `import { ${name} } from '@tenantry/${name}/module.ts';`).join('\n'),
    module_import: `import { ${module} } from '../module.ts';`,
  };
}

/** Checks the names before anything is written: one noun names one thing in the whole product. */
function check({ root, module, nouns, noun }: Resource): void {
  const isName = (name: string): boolean => /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
  if (!existsSync(join(root, 'modules', module, 'module.ts')))
    throw new CannotWrite(`There is no module ${module}: modules/${module}/module.ts is missing.`);
  if (!isName(nouns) || (noun !== undefined && !isName(noun)))
    throw new CannotWrite('Write nouns in lower case, words joined by "-": credit-notes.');
  if ((noun ?? singularOf(nouns)) === nouns)
    throw new CannotWrite(`Give the plural, and the singular after it where they are not told apart by an s.`);
  for (const other of readdirSync(join(root, 'modules'))) {
    if (existsSync(join(root, 'modules', other, nouns)))
      throw new CannotWrite(`modules/${other}/${nouns} is there already.`);
  }
}

/** The module's file with the resource's routes in its list. */
function withRoutes(path: string, nouns: string, routes: string): string {
  const text = readFileSync(path, 'utf8');
  const list = /\n {2}routes: \[/;
  const imports = [...text.matchAll(/^import .*;$/gm)].at(-1);
  if (!list.test(text) || !imports) throw new CannotWrite(`${path} has no list of routes to add to.`);
  const end = imports.index + imports[0].length;
  const withImport = `${text.slice(0, end)}\nimport { ${routes} } from './${nouns}/${nouns}.routes.ts';${text.slice(end)}`;
  return withImport.replace(list, `\n  routes: [...${routes}, `);
}

/** Writes the folder, the migration and the two lines in the module's list. Answers the files, relative to `root`. */
export function writeResource(resource: Resource): string[] {
  check(resource);
  const { root, module, nouns, now } = resource;
  const words = wordsFor(resource);
  const fill = (template: string): string =>
    readFileSync(new URL(template, TEMPLATES), 'utf8').replace(/<<([^<>]+)>>/g, (_, word: string) => {
      const value = words[word];
      if (value === undefined) throw new Error(`${template}: there is no word for ${word}`);
      return value;
    });
  const stamp = now.toISOString().replace(/\D/g, '').slice(0, 12);
  const folder = `modules/${module}/${nouns}`;
  const files: Record<string, string> = {
    [`modules/${module}/migrations/${stamp}_${words.table}_create.sql`]: fill('create.sql.txt'),
    [`${folder}/${nouns}.schema.ts`]: fill('noun.schema.ts.txt'),
    [`${folder}/${nouns}.service.ts`]: fill('noun.service.ts.txt'),
    [`${folder}/${nouns}.routes.ts`]: fill('noun.routes.ts.txt'),
    [`${folder}/${nouns}.test.ts`]: fill('noun.test.ts.txt'),
  };
  const list = `modules/${module}/module.ts`;
  const listText = withRoutes(join(root, list), nouns, `${words.thingVar}Routes`);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text, { flag: 'wx' });
  }
  writeFileSync(join(root, list), listText);
  return [...Object.keys(files), list];
}

function main([module, nouns, noun]: string[]): void {
  if (!module || !nouns) {
    console.error('usage: npm run new <module> <nouns> [<noun>]');
    process.exit(2);
  }
  const root = fileURLToPath(new URL('..', import.meta.url));
  try {
    const files = writeResource({ root, module, nouns, ...(noun && { noun }), now: new Date() });
    spawnSync(
      join(root, 'node_modules/.bin/biome'),
      ['check', '--write', ...files.filter((file) => /ts$/.test(file))],
      {
        cwd: root,
      },
    );
    console.log(`Written:\n${files.map((file) => `  ${file}`).join('\n')}`);
    console.log(`Shape it, then \`npm run schema\` and \`npx vitest run modules/${module}/${nouns}\`.`);
  } catch (error) {
    if (!(error instanceof CannotWrite)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main(process.argv.slice(2));
