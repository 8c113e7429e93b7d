/** The logo of an organisation: taken in when it is a harmless picture, shown to everybody, taken out again. */
import { reading } from '@tenantry/kernel/db/handle.ts';
import type { Received } from '@tenantry/kernel/files/intake.ts';
import { cleanPicture } from '@tenantry/kernel/files/picture.ts';
import type { Download } from '@tenantry/kernel/http/download.ts';
import { invalidInput, notFound, tooLarge } from '@tenantry/kernel/http/problems.ts';
import { defineProblem, problem } from '@tenantry/kernel/problems/problem.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Tenant } from '@tenantry/kernel/tenancy/directory.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';
import { type Logo, logoPath } from './logos.schema.ts';

/** Of a logo as it comes: pages, mails and papers carry it everywhere. */
export const MOST_BYTES = 524_288;

export const noLogo = defineProblem('logos.not_found', 404, 'There is no logo.');
export const logoBusy = defineProblem('logos.busy', 409, 'Somebody else is changing the logo; look again.');

type Stored = Pick<Logo, 'id' | 'media_type' | 'created_at'> & { file_id: string };

const MINUTE_MS = 60_000;

async function storedLogo(kernel: Kernel, tenant: Tenant): Promise<Stored | null> {
  return kernel.cache.for(tenant.id).through('logos', MINUTE_MS, async () => {
    const { sql } = reading(kernel.cells.of(tenant), { tenant_id: tenant.id, plane: '' });
    const [row] = await sql<Stored>('select id, file_id, media_type, created_at from logos where tenant_id = $1');
    return row ?? null;
  });
}

const shown = ({ id: tenantId }: Tenant, { id, media_type, created_at }: Omit<Stored, 'file_id'>): Logo => ({
  id,
  media_type,
  path: logoPath(tenantId, id),
  created_at,
});

/** The logo that holds now; from memory, which a change of it empties. */
export async function readLogo(kernel: Kernel, tenant: Tenant): Promise<Logo | null> {
  const stored = await storedLogo(kernel, tenant);
  return stored && shown(tenant, stored);
}

/** Takes the one that is there out, with its file. */
async function takeOut(ctx: Context): Promise<Stored | null> {
  const [before] = await ctx.sql<Stored>(
    'delete from logos where tenant_id = $1 returning id, file_id, media_type, created_at',
  );
  if (!before) return null;
  await ctx.kernel.files.drop(ctx, [before.file_id]);
  return before;
}

const told = (stored: Pick<Stored, 'media_type'> | null): Record<string, unknown> | null =>
  stored && { media_type: stored.media_type };

/** Puts a picture in the place of the one before. Throws `files.not_a_picture`, `files.unsafe_picture`, `http.too_large`. */
export async function putLogo(ctx: Context, file: Received | undefined): Promise<Logo> {
  if (!file) throw problem(invalidInput, { errors: [{ pointer: '/file', detail: 'Send a picture.' }] });
  if (file.bytes > MOST_BYTES)
    throw problem(tooLarge, { detail: `A logo may have ${MOST_BYTES} bytes.`, extra: { allowed: MOST_BYTES } });
  const { media_type, ending, content } = await cleanPicture(await ctx.kernel.files.contentOf(file));
  // What came is let go of: the picture is written anew.
  ctx.afterCommit(() => ctx.kernel.files.discard(file));
  const before = await takeOut(ctx);
  const kept = await ctx.kernel.files.put(ctx, `logo.${ending}`, content, content.length);
  const [row] = await ctx.sql<Stored>(
    `insert into logos (tenant_id, id, file_id, media_type, created_by) values ($1, $2, $3, $4, $5)
     returning id, file_id, media_type, created_at`,
    [ctx.newId(), kept.id, media_type, ctx.actor.id],
  );
  ctx.audit({
    action: 'logos.put',
    subject: 'logos',
    subject_id: row?.id ?? null,
    before: told(before),
    after: { media_type },
  });
  ctx.afterCommit(() => ctx.kernel.cache.flush(ctx.tenant.id));
  return shown(ctx.tenant, row as Stored);
}

/** Takes the logo out. Throws `logos.not_found` where there is none. */
export async function removeLogo(ctx: Context): Promise<Logo> {
  const before = await takeOut(ctx);
  if (!before) throw problem(noLogo);
  ctx.audit({ action: 'logos.delete', subject: 'logos', subject_id: before.id, before: told(before), after: null });
  ctx.afterCommit(() => ctx.kernel.cache.flush(ctx.tenant.id));
  return shown(ctx.tenant, before);
}

/** The picture itself, for whoever asks: the present one of an organisation that is open, and nothing else of its files. */
export async function openLogo(kernel: Kernel, organisation: string, logo: string): Promise<Download> {
  const tenant = await kernel.directory.find(organisation);
  const stored = tenant?.status === 'active' ? await storedLogo(kernel, tenant) : null;
  if (!tenant || stored?.id !== logo) throw problem(notFound);
  return kernel.files.show(tenant, stored.file_id);
}

/** The same for the organisation's own papers. */
export async function ownLogo(kernel: Kernel, tenant: Tenant): Promise<Download | null> {
  const stored = await storedLogo(kernel, tenant);
  return stored && kernel.files.show(tenant, stored.file_id);
}
