/** Compiles the catalogues when pages are built: `virtual:words/<room>/<language>` holds the messages of a room's folders. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';
import type { Plugin } from 'vite';

/** Where a room's messages lie: folders with `<area>.<language>.json`, each with the areas that are taken or left out. */
export interface WordsFolder {
  folder: string;
  only?: RegExp;
  but?: RegExp;
}

export { compileMessageOrThrow };

const PREFIX = 'virtual:words/';
const SAID = fileURLToPath(new URL('said.ts', import.meta.url));

/** The files of a room in one language. */
export function filesOf(folders: readonly WordsFolder[], language: string): string[] {
  return folders.flatMap(({ folder, only, but }) => {
    let names: string[];
    try {
      names = readdirSync(folder);
    } catch {
      return [];
    }
    return names
      .filter((name) => name.endsWith(`.${language}.json`))
      .filter((name) => (!only || only.test(name)) && !but?.test(name))
      .map((name) => join(folder, name));
  });
}

/** Key → compiled message of these files. Throws what is wrong with which key. */
export function compileFiles(files: readonly string[]): Record<string, unknown> {
  const compiled: Record<string, unknown> = {};
  for (const file of files) {
    const messages = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
    for (const [key, message] of Object.entries(messages)) {
      try {
        compiled[key] = compileMessageOrThrow(message);
      } catch (error) {
        throw new Error(`${basename(file)}: ${key}: ${(error as Error).message}`);
      }
    }
  }
  return compiled;
}

/** The plugin for Vite; `rooms` says which folders a room's messages lie in. */
export function wordsPlugin(rooms: Readonly<Record<string, readonly WordsFolder[]>>): Plugin {
  return {
    name: 'words',
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : null),
    load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const [room = '', language = ''] = id.slice(PREFIX.length + 1).split('/');
      const folders = rooms[room];
      if (!folders) throw new Error(`there are no words of ${room}`);
      const files = filesOf(folders, language);
      for (const file of files) this.addWatchFile(file);
      // Another language than the server's brings the way to say what the server said.
      const way = room === 'shell' && language !== 'en' ? `import ${JSON.stringify(SAID)};\n` : '';
      return `${way}export default JSON.parse(${JSON.stringify(JSON.stringify(compileFiles(files)))});`;
    },
  };
}
