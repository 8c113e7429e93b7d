/** The sources of the pages: what checks of words and styles look through. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOMS = ['packages/ui', 'apps/web', 'modules'];

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return /^(node_modules|dist|e2e)$/.test(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

/** Paths of every TypeScript file of the pages, relative to the repository. */
export function listSources(root: string): string[] {
  return ROOMS.flatMap((room) => walk(root, room)).filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));
}
