/** Every screen there is, read from where screens are declared: the router's own and those of all modules. */
import { readdirSync, readFileSync } from 'node:fs';

interface Declared {
  path: string;
  noun: string;
  alone?: boolean;
}

const root = new URL('../../../', import.meta.url);

/** The paths that the application itself has, without those of modules: ways in, Today, the profile. */
export function pathsOfRouter(): string[] {
  const text = readFileSync(new URL('apps/web/app/router.tsx', root), 'utf8');
  return [...text.matchAll(/\bpath: '([^']+)'/g)].map((match) => match[1] as string);
}

/** What the modules declare. Their screens are for browsers; only the list of them is read here. */
export async function screensOfModules(): Promise<Declared[]> {
  const folders = readdirSync(new URL('modules/', root));
  const lists = await Promise.all(
    folders.map(async (folder) => {
      const url = new URL(`modules/${folder}/web.ts`, root).href;
      return ((await import(url)) as { screens: { screens: Declared[] } }).screens.screens;
    }),
  );
  return lists.flat();
}
