/** One server per `DATA_DIR`: a second one is told who is there already. */
import { makeDataFolder } from './data_folder.ts';
import { tryLock } from './lock.ts';

/** Another server works on the same `DATA_DIR`. `pid` and `address` are null when it does not tell them. */
export class InstanceRunning extends Error {
  readonly pid: number | null;
  readonly address: string | null;

  constructor(dataDir: string, pid: number | null, address: string | null) {
    const who = pid === null ? 'a process that does not answer' : `process ${pid}`;
    const where = address === null ? '' : ` at ${address}`;
    super(
      `Another server is running on DATA_DIR ${dataDir}: ${who}${where}. Stop it first, or set another DATA_DIR and PORT.`,
    );
    this.name = 'InstanceRunning';
    this.pid = pid;
    this.address = address;
  }
}

/**
 * Claims the folder for this process until the returned `release` is called or the process ends, even by `kill -9`.
 * `address` is what a second server tells its user, e.g. `http://localhost:8000`. Throws `InstanceRunning`, and
 * `DataFolderUnusable` when the folder cannot be made or written.
 */
export async function claimInstance(dataDir: string, address: string | null = null): Promise<() => Promise<void>> {
  const folder = makeDataFolder(dataDir);
  const lock = await tryLock(folder, 'instance', { address });
  if ('release' in lock) return lock.release;
  const theirs = lock.holder.facts['address'];
  throw new InstanceRunning(folder, lock.holder.pid, typeof theirs === 'string' ? theirs : null);
}
