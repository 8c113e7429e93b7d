/** The files of the repository, as its checks see them: what git knows or would add; without git, what lies in the folder. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Folders that no check looks into when git cannot say what is ignored. */
const IGNORED = /^(node_modules|data|dist|coverage|\.(?!ci$).+)$/;

function walk(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name;
    if (entry.isDirectory()) return IGNORED.test(entry.name) ? [] : walk(root, path);
    return entry.isFile() ? [path] : [];
  });
}

/** Paths of all files below `root`, relative to it, with `/`, sorted. */
export function listFiles(root: string): string[] {
  const git = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  });
  const listed = git.status === 0 ? git.stdout.split('\0').filter((path) => path && existsSync(join(root, path))) : [];
  return (listed.length > 0 ? listed : walk(root, '')).sort();
}
