/** The folder `DATA_DIR`: made when it is missing, entered by the database's user when the server runs as root. */
import fs from 'node:fs';
import path from 'node:path';

/** A folder that cannot be used; the message names `DATA_DIR` and says what to do. */
export class DataFolderUnusable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataFolderUnusable';
  }
}

/**
 * Makes the folder when it is missing, and answers its real absolute path. What it makes is private (0700); as root others
 * may pass through without looking around (0711), because PostgreSQL then runs as another user. Folders that were there
 * before keep their permissions. Throws `DataFolderUnusable`.
 */
export function makeDataFolder(dataDir: string): string {
  const absolute = path.resolve(dataDir);
  try {
    makeFolder(absolute, process.getuid?.() === 0 ? 0o711 : 0o700);
    fs.accessSync(absolute, fs.constants.R_OK | fs.constants.W_OK | fs.constants.X_OK);
    return fs.realpathSync(absolute);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new DataFolderUnusable(
      `DATA_DIR ${absolute} cannot be used by this user (${reason}). Set DATA_DIR to a folder that you may write to.`,
      error,
    );
  }
}

function makeFolder(folder: string, mode: number): void {
  if (fs.existsSync(folder)) {
    if (!fs.statSync(folder).isDirectory()) throw new Error(`${folder} is not a folder`);
    return;
  }
  makeFolder(path.dirname(folder), mode);
  fs.mkdirSync(folder, { mode });
  fs.chmodSync(folder, mode); // whatever the umask is
}
