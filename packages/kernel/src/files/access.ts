/** Who may see a file: its maker, who may read all files, and who may read a record that it is attached to. */
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

const FIND_MANY = `select ${fileRecord.select}, object_id from files where tenant_id = $1 and id = any($2::uuid[])`;

const SUBJECTS = 'select distinct subject from attachments where tenant_id = $1 and file_id = $2';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The file, or `files.not_found`: the same for one that the reader may not see as for one that never was. */
export async function findFile(reader: Reader, id: string): Promise<FoundFile> {
  const [file] = UUID.test(id) ? await reader.sql<FoundFile>(FIND, [id.toLowerCase()]) : [];
  if (file) {
    const { actor } = reader;
    if (allows(actor.permissions, 'files.read')) return file;
    if (file.created_by !== null && file.created_by === actor.id) return file;
    for (const { subject } of await reader.sql<{ subject: string }>(SUBJECTS, [file.id]))
      if (maySee(reader, subject)) return file;
  }
  throw problem(fileRecord.notFound);
}

/** Whether the reader may see what is attached to the records of a noun. */
function maySee({ kernel, tenant, actor }: Reader, noun: string): boolean {
  const grant = kernel.subjects.get(noun)?.attachments;
  if (!grant || (grant.feature && !kernel.features.isOn(tenant, grant.feature))) return false;
  return grant.permission === null || allows(actor.permissions, grant.permission);
}

/** Files of the tenant that `sql` is bound to, whoever asks. */
export function findFiles({ sql }: Pick<Reader, 'sql'>, ids: readonly string[]): Promise<FoundFile[]> {
  return sql<FoundFile>(FIND_MANY, [ids]);
}

/** The file as it is answered. */
export function asFile({ object_id, ...file }: FoundFile): File {
  return file;
}
