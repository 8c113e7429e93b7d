/** Which folders of messages belong to which part of the pages: the shell's come first, a module's with its screens. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WordsFolder } from '@tenantry/ui/words/catalogue.ts';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** What the rail must know of a module before one of its screens is loaded. */
const FOR_THE_RAIL = /^nav\./;

/** Areas that are read on their own screens alone; each is a room `<module>.<area>`, which a screen asks for by `words`. */
const APART = /^(invoices)\./;

/** What a module's own room leaves to others. */
const ELSEWHERE = new RegExp(`${FOR_THE_RAIL.source}|${APART.source}`);

/** Modules that have words. */
export function modulesWithWords(): string[] {
  return readdirSync(join(root, 'modules')).filter((name) => existsSync(join(root, 'modules', name, 'words')));
}

/** Rooms of areas apart. */
function roomsApart(): [room: string, folder: WordsFolder][] {
  return modulesWithWords().flatMap((name) => {
    const folder = join(root, 'modules', name, 'words');
    const areas = new Set(readdirSync(folder).flatMap((file) => APART.exec(file)?.[1] ?? []));
    return [...areas].map((area): [string, WordsFolder] => [
      `${name}.${area}`,
      { folder, only: new RegExp(`^${area}\\.`) },
    ]);
  });
}

/** Room → its folders; the room of a module has its name. */
export function wordRooms(): Record<string, WordsFolder[]> {
  const modules = modulesWithWords().map((name) => [name, join(root, 'modules', name, 'words')] as const);
  return {
    shell: [
      { folder: join(root, 'packages/ui/words') },
      { folder: join(root, 'apps/web/words') },
      ...modules.map(([, folder]) => ({ folder, only: FOR_THE_RAIL })),
    ],
    ...Object.fromEntries(modules.map(([name, folder]) => [name, [{ folder, but: ELSEWHERE }]])),
    ...Object.fromEntries(roomsApart().map(([room, folder]) => [room, [folder]])),
  };
}

const LOADERS = 'virtual:words-of-modules';

/** `virtual:words-of-modules`: how the words of each module are loaded, by language. */
export function moduleWordsPlugin(): Plugin {
  return {
    name: 'words-of-modules',
    resolveId: (id) => (id === LOADERS ? `\0${LOADERS}` : null),
    load(id) {
      if (id !== `\0${LOADERS}`) return null;
      const rooms = [...modulesWithWords(), ...roomsApart().map(([room]) => room)];
      const lines = rooms.map(
        (name) =>
          `${JSON.stringify(name)}: { en: () => import('virtual:words/${name}/en'), hi: () => import('virtual:words/${name}/hi') }`,
      );
      return `export const loaders = { ${lines.join(', ')} };`;
    },
  };
}
