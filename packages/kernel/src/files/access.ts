/** Who may see a file: its maker, and who may read all files. */
import type { Handle } from '../db/handle.ts';
import { problem } from '../problems/problem.ts';
import type { Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { allows } from '../tenancy/roles.ts';
import { type File, fileRecord } from './files.schema.ts';

/** Somebody who asks for a file, through a handle that is bound to the tenant. */
export interface Reader {
  sql: Handle['sql'];
  kernel: Kernel;
  tenant: Tenant;
  actor: { id: string | null; permissions: ReadonlySet<string> };
}

export interface FoundFile extends File {
  object_id: string;
}

const FIND = `select ${fileRecord.select}, object_id from files where tenant_id = $1 and id = $2 and state <> 'uploading'`;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The file, or `files.not_found`: the same for one that the reader may not see as for one that never was. */
export async function findFile(reader: Reader, id: string): Promise<FoundFile> {
  const [file] = UUID.test(id) ? await reader.sql<FoundFile>(FIND, [id.toLowerCase()]) : [];
  if (file) {
    const { actor } = reader;
    if (allows(actor.permissions, 'files.read')) return file;
    if (file.created_by !== null && file.created_by === actor.id) return file;
  }
  throw problem(fileRecord.notFound);
}

/** The file as it is answered. */
export function asFile({ object_id, ...file }: FoundFile): File {
  return file;
}
