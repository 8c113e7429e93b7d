/** Where the keys of a test's database are, which stand in no database; a program that a test starts finds them by its name. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function keyFolderOf(database: string): string {
  return join(tmpdir(), `tenantry-keys-${database}`);
}
