/** Anchors: places of the chains, noted in files outside the database, so that a chain that was cut or written anew is found. */
import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Position, Trail } from './content.ts';

/** A place in a chain as it was at an instant. */
export interface Anchor extends Position {
  /** RFC 3339. */
  at: string;
}

export interface Anchors {
  /** Notes where the trail's chain stands; a line at the end of its file. */
  append(trail: Trail, position: Position): Promise<void>;
  /** All that were noted, as they stand in the file; none when there is no file. */
  read(trail: Trail): Promise<Anchor[]>;
}

const LINE = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d{1,16}) ([0-9a-f]{64})$/;
const NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Anchors in a folder: `<tenant id>.log`, `platform.log`, readable by the owner alone, one line `time seq hash` each. A line
 * that a killed process left half written is passed over.
 */
export function openAnchors(folder: string): Anchors {
  const begun = new Set<string>();
  const fileOf = (trail: Trail): string => {
    if (trail !== null && !NAME.test(trail)) throw new Error(`${trail} names no trail`);
    return join(folder, `${trail ?? 'platform'}.log`);
  };
  return {
    async append(trail, { seq, hash }) {
      const file = fileOf(trail);
      const line = `${new Date().toISOString()} ${seq} ${hash}\n`;
      const isTorn = !begun.has(file) && (await endsMidway(file));
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await appendFile(file, isTorn ? `\n${line}` : line, { mode: 0o600 });
      begun.add(file);
    },
    async read(trail) {
      const text = await readFile(fileOf(trail), 'utf8').catch(absent);
      return text.split('\n').flatMap((line) => {
        const [, at, seq, hash] = LINE.exec(line) ?? [];
        return at && hash ? [{ at, seq: Number(seq), hash }] : [];
      });
    },
  };
}

function absent(error: NodeJS.ErrnoException): '' {
  if (error.code === 'ENOENT') return '';
  throw error;
}

/** Whether the file's last line has no end. */
async function endsMidway(file: string): Promise<boolean> {
  const handle = await open(file).catch(absent);
  if (handle === '') return false;
  try {
    const { size } = await handle.stat();
    if (size === 0) return false;
    const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: size - 1 });
    return buffer[0] !== 0x0a;
  } finally {
    await handle.close();
  }
}
