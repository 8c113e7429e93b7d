/** Which folders of messages belong to which part of the pages: the shell's come first, a module's with its screens. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WordsFolder } from '@tenantry/ui/words/catalogue.ts';
import type { Plugin } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Of parts that no screen has yet; the first one that does takes its area out of here. */
const UNUSED = /^board\./;

/** Of the application's own screens that are seldom the first: each is a room that comes with its screen (`withWords`). */
const LATER: Readonly<Record<string, RegExp>> = {
  today: /^(today|notices)\./,
  notices: /^notices\./,
  // What one chooses on one's own page stands in the palette too.
  profile: /^profile\./,
};

/** What the rail must know of a module before one of its screens is loaded. */
const FOR_THE_RAIL = /^nav\./;

/** Areas that are read on screens of their own alone; each is a room `<module>.<area>`, which a screen asks for by `words`. */
const APART: Readonly<Record<string, RegExp>> = {
  branches: /^branches\./,
  series: /^series\./,
  products: /^products\./,
  vendors: /^vendors\./,
  'price-lists': /^price-lists\./,
  recurrences: /^recurrences\./,
  accounts: /^accounts\./,
  journals: /^journals\./,
  'bank-lines': /^bank-lines\./,
  reports: /^reports\./,
  'period-locks': /^period-locks\./,
  'reminder-rules': /^reminder-rules\./,
  paper: /^paper\./,
  letterhead: /^letterhead\./,
  printouts: /^printouts\./,
  // What is paid and what is on paper is read beside documents and by itself.
  payments: /^(payments|printing)\./,
  gst: /^gst(-amendments)?\./,
  // Pages of what is said from a day on.
  dated: /^(dated|eway-limits|gst-values|hsn-rates)\./,
  documents: /^(documents|payments|printing|invoices|credit-notes|debit-notes|estimates|orders|challans|eway-bills)\./,
};

const joined = (areas: readonly RegExp[]): RegExp => new RegExp(areas.map(({ source }) => source).join('|'));

/** What a module's own room leaves to others. */
const ELSEWHERE = joined([FOR_THE_RAIL, ...Object.values(APART)]);

/** Modules that have words. */
export function modulesWithWords(): string[] {
  return readdirSync(join(root, 'modules')).filter((name) => existsSync(join(root, 'modules', name, 'words')));
}

/** Rooms of areas apart. */
function roomsApart(): [room: string, folder: WordsFolder][] {
  return modulesWithWords().flatMap((name) => {
    const folder = join(root, 'modules', name, 'words');
    const files = readdirSync(folder);
    return Object.entries(APART)
      .filter(([, only]) => files.some((file) => only.test(file)))
      .map(([area, only]): [string, WordsFolder] => [`${name}.${area}`, { folder, only }]);
  });
}

/** Room → its folders; the room of a module has its name. */
export function wordRooms(): Record<string, WordsFolder[]> {
  const modules = modulesWithWords().map((name) => [name, join(root, 'modules', name, 'words')] as const);
  return {
    shell: [
      { folder: join(root, 'packages/ui/words'), but: UNUSED },
      { folder: join(root, 'apps/web/words'), but: joined(Object.values(LATER)) },
      ...modules.map(([, folder]) => ({ folder, only: FOR_THE_RAIL })),
    ],
    ...Object.fromEntries(
      Object.entries(LATER).map(([room, only]) => [room, [{ folder: join(root, 'apps/web/words'), only }]]),
    ),
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
      const rooms = [...Object.keys(LATER), ...modulesWithWords(), ...roomsApart().map(([room]) => room)];
      const lines = rooms.map(
        (name) =>
          `${JSON.stringify(name)}: { en: () => import('virtual:words/${name}/en'), hi: () => import('virtual:words/${name}/hi') }`,
      );
      return `export const loaders = { ${lines.join(', ')} };`;
    },
  };
}
