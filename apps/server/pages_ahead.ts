/** What the HTML of an address names ahead: the files that its screen is made of, so that they come together and not one after another. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface RouteFiles {
  path: string;
  scripts: string[];
  styles: string[];
}

const BASE = /^\/(?:t|clinic)\/[a-z0-9][a-z0-9-]*(?=\/|$)/;

/** Reads what the build wrote down; a build that wrote nothing names nothing. Answers what stands in the first script's tag. */
export function readAhead(folder: string): (path: string) => string {
  const file = join(folder, '.vite/routes.json');
  if (!existsSync(file)) return () => '';
  const routes = (JSON.parse(readFileSync(file, 'utf8')) as RouteFiles[]).map(({ path, scripts, styles }) => ({
    // A path without names comes before one with them: `/customers/import` is no customer.
    rank: path.split('$').length,
    pattern: new RegExp(`^${path.replace(/[.*+?^{}()|[\]\\]/g, '\\$&').replace(/\$\w+/g, '[^/]+')}/?$`),
    files: [...styles, ...scripts].map((one) => `/${one}`).join(' '),
  }));
  routes.sort((one, other) => one.rank - other.rank);
  return (path) => {
    const within = path.replace(BASE, '') || '/';
    return routes.find(({ pattern }) => pattern.test(within))?.files ?? '';
  };
}
