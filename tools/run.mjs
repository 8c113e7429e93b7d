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
  console.error(
    [
      `Node ${process.versions.node} (${process.execPath}) cannot run this repository: it needs 22.18 or newer.`,
      installed
        ? 'The repository brings its own Node 24, but the install script that fetches it did not run. Either'
        : 'The repository brings its own Node 24 with `npm ci`. Either',
      installed
        ? '  - run `npm ci --ignore-scripts=false`, which lets it run, or'
        : '  - run `npm ci` first and start this with npm (`npm start`, `npm test`), or',
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
