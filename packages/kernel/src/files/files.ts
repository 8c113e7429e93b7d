/** Files for everybody: put, read, linked and removed through a context, so that there is always a tenant and a person. */
import { Readable } from 'node:stream';
import type { FastifyBaseLogger } from 'fastify';
import { reading } from '../db/handle.ts';
import { assertOpen } from '../http/admit.ts';
import type { Download } from '../http/download.ts';
import { notFound } from '../http/problems.ts';
import type { Keys } from '../keys/keys.ts';
import { changeUsage } from '../limits/usage.ts';
import { Problem, problem } from '../problems/problem.ts';
import { inSeat } from '../shares/background.ts';
import type { Cells } from '../tenancy/cells.ts';
import type { Context } from '../tenancy/context.ts';
import type { Directory, Tenant } from '../tenancy/directory.ts';
import type { Kernel } from '../tenancy/kernel.ts';
import { asFile, type FoundFile, findFile, findFiles } from './access.ts';
import { createStoreCheck, type StoreCheck } from './check.ts';
import { contentMissing, type File } from './files.schema.ts';
import { createIntake, type Intake, type Scan, storeFailure } from './intake.ts';
import { createLinkSigner } from './links.ts';
import { filesSource } from './rotation.ts';
import { openContent, storedRange } from './sealed_content.ts';
import { type FileStore, ObjectMissing, objectKey } from './store.ts';
import { createSweep, type Sweep } from './sweep.ts';

/** What of it is the installation's choice. */
export interface FileOptions {
  store: FileStore;
  /** Where links lead, e.g. `https://files.tenantry.example`: best a host of its own, to which no cookie goes. PUBLIC_URL when left out. */
  origin?: string;
  scan?: Scan;
}

/** A link, and until when it is good. */
export interface FileLink {
  url: string;
  token: string;
  expires_at: string;
}

export interface Files extends Intake {
  store: FileStore;
  /** Whether the store works, tried now or within the last five seconds. */
  check(): Promise<StoreCheck>;
  sweep: Sweep;
  /** Takes a content in and keeps it, in the transaction of `ctx`. Throws `files.empty`, `files.type_mismatch`, `http.too_large`. */
  put(ctx: Context, name: string, content: AsyncIterable<Buffer> | Buffer, max_bytes?: number): Promise<File>;
  /** A file that the actor may see, or `files.not_found`. */
  get(ctx: Context, id: string): Promise<File>;
  /** Its content. Throws `files.not_found`, `files.missing`. */
  open(ctx: Context, id: string): Promise<Download>;
  /** Removes a file that nothing is attached to, its content once the transaction is through. */
  remove(ctx: Context, id: string): Promise<File>;
  /** Removes files of this tenant whatever the actor may see: for what they belonged to. */
  drop(ctx: Context, ids: readonly string[]): Promise<void>;
  /** A link that the actor's session opens the file with, for so many seconds. */
  link(ctx: Context, id: string, seconds: number): Promise<FileLink>;
  /** What a link leads to. Whatever is wrong with it is `http.not_found`. */
  follow(kernel: Kernel, token: string, now: Date): Promise<Download>;
  /** A picture of the tenant for everybody, drawn in pages and mails: only what `cleanPicture` wrote. Throws `files.missing`. */
  show(tenant: Tenant, id: string): Promise<Download>;
  /** How many bytes one file of the tenant may have. */
  maxBytes(ctx: Pick<Context, 'tenant'>): Promise<number>;
}

export interface FileParts extends FileOptions {
  kernel(): Kernel;
  keys: Keys;
  cells: Cells;
  directory: Directory;
  secret: string;
  public_url: string;
  log: FastifyBaseLogger;
}

/** When no module says how large a file may be. */
const MAX_BYTES = 10_485_760;

export function createFiles(parts: FileParts): Files {
  const { store, keys, cells, directory, log } = parts;
  const intake = createIntake({ store, cells, keys, scan: parts.scan ?? null, log });
  const signer = createLinkSigner(parts.secret);
  keys.addSource(filesSource({ store, keys, cells, directory }));

  const downloadOf = (tenantId: string, file: FoundFile): Download => {
    if (file.state === 'missing') throw problem(contentMissing);
    const { id, name, media_type, bytes, sha256, object_id } = file;
    return {
      name,
      media_type,
      bytes,
      etag: sha256,
      async open(from, to) {
        try {
          const stored = await store.get(objectKey(tenantId, object_id), storedRange(bytes, from, to));
          const plain = openContent(keys, { tenant_id: tenantId, id }, stored, from, to);
          // The first piece now: what cannot be opened must be said before the answer begins.
          const first = await plain.next();
          return Readable.from(
            (async function* () {
              if (!first.done) yield first.value;
              yield* plain;
            })(),
            { objectMode: false },
          );
        } catch (error) {
          if (error instanceof ObjectMissing) throw problem(contentMissing, { cause: error });
          throw storeFailure(error);
        }
      },
    };
  };

  const maxBytes: Files['maxBytes'] = async ({ tenant }) => {
    const kernel = parts.kernel();
    const said = await kernel.modules.find((module) => module.upload_bytes)?.upload_bytes?.(kernel, tenant);
    return said ?? MAX_BYTES;
  };

  const removeFound = async (ctx: Context, files: readonly FoundFile[]): Promise<void> => {
    if (files.length === 0) return;
    await changeUsage(ctx, 'storage_bytes', -files.reduce((sum, { bytes }) => sum + bytes, 0));
    await ctx.execute('delete from files where tenant_id = $1 and id = any($2::uuid[])', [files.map(({ id }) => id)]);
    for (const { id, name, media_type, bytes, sha256 } of files)
      ctx.audit({
        action: 'files.delete',
        subject: 'files',
        subject_id: id,
        before: { name, media_type, bytes, sha256 },
      });
    ctx.afterCommit(async () => {
      for (const { object_id } of files) await store.remove(objectKey(ctx.tenant.id, object_id));
    });
  };

  return {
    ...intake,
    store,
    check: createStoreCheck(store, log),
    maxBytes,
    sweep: createSweep({
      store,
      cells,
      control: () => parts.kernel().control,
      async seated(tenantId, work) {
        const tenant = await directory.find(tenantId);
        return tenant ? inSeat(parts.kernel(), tenant, work) : work();
      },
      isDestroyed: async (tenantId) => (await keys.shares.find(tenantId)) === 'destroyed',
      log,
    }),
    async put(ctx, name, content, max_bytes) {
      const chunks = Buffer.isBuffer(content) ? Readable.from([content]) : content;
      const received = await intake.receive(ctx.tenant, {
        name,
        content: chunks,
        max_bytes: max_bytes ?? (await maxBytes(ctx)),
      });
      return intake.keep(ctx, received);
    },
    get: async (ctx, id) => asFile(await findFile(ctx, id)),
    open: async (ctx, id) => downloadOf(ctx.tenant.id, await findFile(ctx, id)),
    async show(tenant, id) {
      const bound = reading(cells.of(tenant), { tenant_id: tenant.id, plane: '' });
      const [file] = await findFiles(bound, [id]);
      if (!file) throw problem(contentMissing);
      return { ...downloadOf(tenant.id, file), is_shown: true };
    },
    async remove(ctx, id) {
      const file = await findFile(ctx, id);
      await removeFound(ctx, [file]);
      return asFile(file);
    },
    drop: async (ctx, ids) => removeFound(ctx, await findFiles(ctx, ids)),
    async link(ctx, id, seconds) {
      const { session, tenant } = ctx;
      if (!session) throw new Error('a link belongs to a session');
      const file = await findFile(ctx, id);
      const expires = Math.floor(ctx.now.getTime() / 1000) + seconds;
      const token = signer.sign({
        tenant_id: tenant.id,
        file_id: file.id,
        user_id: session.user.id,
        session_id: session.id,
        method: 'GET',
        expires,
      });
      ctx.audit({
        action: 'files.link',
        subject: 'files',
        subject_id: file.id,
        after: { expires_at: new Date(expires * 1000).toISOString() },
      });
      const origin = (parts.origin ?? parts.public_url).replace(/\/+$/, '');
      return { token, url: `${origin}/api/links/${token}`, expires_at: new Date(expires * 1000).toISOString() };
    },
    async follow(kernel, token, now) {
      const gone = problem(notFound);
      const claims = signer.read(token, now);
      if (claims?.method !== 'GET') throw gone;
      const { tenant_id, user_id, session_id, file_id } = claims;
      const tenant = await directory.find(tenant_id);
      if (!tenant || !(await kernel.identity.isAlive(session_id, user_id))) throw gone;
      try {
        assertOpen(tenant);
        const membership = await kernel.identity.membership(user_id, tenant);
        if (!membership) throw gone;
        const { sql } = reading(cells.of(tenant), { tenant_id, plane: '' });
        const actor = { id: user_id, permissions: membership.permissions };
        return downloadOf(tenant_id, await findFile({ sql, kernel, tenant, actor }, file_id));
      } catch (error) {
        // A stranger with an old link learns nothing, not even that an organisation is suspended.
        if (error instanceof Problem && error.kind.status < 500 && error.kind !== contentMissing) throw gone;
        throw error;
      }
    },
  };
}
