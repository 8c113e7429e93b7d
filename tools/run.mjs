/**
 * Starts a TypeScript program of this repository, or says what to do where Node is too old for it.
 * Plain JavaScript on purpose: it must run on the Node that npm itself found.
 *
 *     node tools/run.mjs <program.ts> [arguments]
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  const installed = existsSync(resolve(root, 'node_modules'));
  const own = existsSync(resolve(root, 'node_modules/.bin/node'));
  const ways = own
    ? ['run this with npm, which takes that one: `npm start`, `npm test`']
    : installed
      ? ['run `npm ci --ignore-scripts=false`: install scripts are turned off, and one of them fetches it']
      : ['run `npm ci`, then start this with npm: `npm start`, `npm test`'];
  console.error(
    [
      `Node ${process.versions.node} (${process.execPath}) is too old for this repository: it needs 22.18 or newer.`,
      `The repository brings its own Node 24${own || !installed ? '' : ', but it is not there'}. Either`,
      ...ways.map((way) => `  - ${way}, or`),
      '  - install Node 24 yourself (https://nodejs.org) and try again.',
    ].join('\n'),
  );
  process.exit(1);
}

const program = process.argv[2];
if (!program) {
  console.error('usage: node tools/run.mjs <program.ts> [arguments]');
  process.exit(2);
}
const path = resolve(root, program);
process.argv.splice(1, 2, path);
await import(pathToFileURL(path).href);
