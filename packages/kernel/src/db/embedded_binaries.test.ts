/** The programs of PostgreSQL as npm leaves them: links and rights that are missing, places that the server's user cannot reach. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findBinaries, openPackage } from './embedded_binaries.ts';
import { serverIdentity } from './embedded_identity.ts';

const isRoot = process.getuid?.() === 0;
const base = fs.mkdtempSync(path.join(fs.realpathSync(os.tmpdir()), 'tenantry-binaries-'));
if (isRoot) fs.chmodSync(base, 0o711);
let folders = 0;

afterAll(() => fs.rmSync(base, { recursive: true, force: true }));

function freshFolder(): string {
  folders += 1;
  return path.join(base, `data ${folders}`);
}

describe('the programs of the npm package', () => {
  const own = findBinaries({ clusterMajor: null, identity: serverIdentity(base), copyHome: base });
  const native = path.join(path.dirname(own.postgres), '..');
  const isPackage = fs.existsSync(path.join(native, 'pg-symlinks.json'));

  /** The package as an installer leaves it that blocks install scripts: no links, and here not executable either. */
  function blockedPackage(parentMode: number): string {
    const parent = freshFolder();
    const copy = path.join(parent, 'native');
    fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true, filter: (file) => !file.endsWith('.a') });
    for (const entry of fs.readdirSync(copy, { recursive: true, withFileTypes: true })) {
      if (entry.isSymbolicLink()) fs.unlinkSync(path.join(entry.parentPath, entry.name));
    }
    for (const program of fs.readdirSync(path.join(copy, 'bin'))) fs.chmodSync(path.join(copy, 'bin', program), 0o644);
    fs.chmodSync(parent, parentMode);
    return copy;
  }

  test.runIf(isPackage)('are repaired where they lie when install scripts were blocked', () => {
    const copy = blockedPackage(0o755);
    const opened = openPackage(
      { native: copy, version: '0.0.1', major: own.major },
      serverIdentity(base),
      freshFolder(),
    );
    expect(opened).toMatchObject({ postgres: path.join(copy, 'bin', 'postgres'), version: own.version });
  });

  test.runIf(isPackage && isRoot)('are copied once when the user of the server cannot reach them', () => {
    const copy = blockedPackage(0o700);
    const copyHome = freshFolder();
    const source = { native: copy, version: '0.0.1', major: own.major };
    const opened = openPackage(source, serverIdentity(base), copyHome);
    const postgres = path.join(copyHome, 'postgresql-0.0.1', 'bin', 'postgres');
    expect(opened).toMatchObject({ postgres, version: own.version });
    const made = fs.statSync(postgres).ino;
    expect(openPackage(source, serverIdentity(base), copyHome)).toMatchObject({ postgres });
    expect(fs.statSync(postgres).ino).toBe(made);
    expect(fs.readdirSync(copyHome)).toEqual(['postgresql-0.0.1']);
  });

  test('that do not run are reported with the reason', () => {
    const empty = freshFolder();
    fs.mkdirSync(path.join(empty, 'bin'), { recursive: true });
    const opened = openPackage({ native: empty, version: '0.0.2', major: 18 }, null, freshFolder());
    expect(opened).toContain('ENOENT');
  });
});
