/** The life of keys: what there is, a new version, the end; and the master keys above them. */
import type { Handle } from '../db/handle.ts';
import { asSystem } from '../http/perform.ts';
import { conflict, forbidden, ruleBroken } from '../http/problems.ts';
import { problem } from '../problems/problem.ts';
import type { Context } from '../tenancy/context.ts';
import type { KeyVersion, MasterKeyList, TenantKeys } from './keys.schema.ts';
import { MASTER_LOCK } from './keys.ts';
import type { MasterKey } from './master.ts';
import { contextOf } from './ring.ts';

/** Changing keys is the platform's, whatever role a tenant's own people have. */
function assertPlatform(ctx: Context): void {
  const { kind } = ctx.actor;
  if (kind !== 'operator' && kind !== 'system')
    throw problem(forbidden, {
      detail: 'Only platform operators may do this.',
      extra: { permission: 'platform.operate' },
    });
}

const versionsOf = (ctx: Handle): Promise<KeyVersion[]> =>
  ctx.sql<KeyVersion>(
    `select version, state, master_key_id, created_at, replaced_at, destroyed_at from tenant_keys
     where tenant_id = $1 order by version desc`,
  );

/** Every version that the tenant's key ever had, and how many sealed values stand under each. */
export async function describeKeys(ctx: Context): Promise<TenantKeys> {
  const { keys } = ctx.kernel;
  const versions = await versionsOf(ctx);
  const sealed: TenantKeys['sealed'] = [];
  for (const source of keys.sources())
    for (const one of await source.count(ctx.tenant.id))
      sealed.push({ table: source.table, field: source.field, ...one });
  const isDestroyed =
    (await keys.shares.find(ctx.tenant.id)) === 'destroyed' ||
    (versions.length > 0 && versions.every((one) => one.state === 'destroyed'));
  return {
    status: isDestroyed
      ? 'destroyed'
      : versions.some((one) => one.state === 'old')
        ? 'rotating'
        : versions.length > 0
          ? 'live'
          : 'none',
    versions,
    sealed,
    unreadable: [...keys.rotation.unreadable(ctx.tenant.id)],
  };
}

/** Tells all instances, this one before it answers. */
async function announceKeys(ctx: Context): Promise<void> {
  const change = { kind: 'key', subject_id: ctx.tenant.id } as const;
  await ctx.kernel.news.announce(ctx, change);
  ctx.afterCommit(() => ctx.kernel.news.tell(change));
}

/**
 * A new version that seals from now on. What was sealed before is sealed anew behind the scenes while people work; then the
 * old versions are destroyed. Throws `keys.destroyed`, or `http.conflict` when somebody else rotates at this moment.
 */
export async function rotateTenantKey(ctx: Context): Promise<TenantKeys> {
  assertPlatform(ctx);
  const { keys } = ctx.kernel;
  const tenantId = ctx.tenant.id;
  // Opens the present key, so that a new one is never made beside one that is out of reach.
  await keys.assertUsable(tenantId);
  const [replaced] = await ctx.sql<{ version: number }>(
    "update tenant_keys set state = 'old', replaced_at = now() where tenant_id = $1 and state = 'current' returning version",
  );
  if (!replaced) throw problem(conflict);
  const version = replaced.version + 1;
  await keys.store(ctx, tenantId, version);
  ctx.audit({
    action: 'keys.rotate',
    subject: 'keys',
    subject_id: tenantId,
    before: { version: replaced.version },
    after: { version },
  });
  await announceKeys(ctx);
  ctx.afterCommit(() => keys.rotation.start(tenantId));
  return describeKeys(ctx);
}

/**
 * The end: nothing of the tenant that is sealed opens ever again, in no copy of the database. The share goes before the
 * transaction ends: whoever is answered can rely on it, and who is not can ask again.
 */
export async function destroyTenantKeys(ctx: Context, { confirm }: { confirm: string }): Promise<TenantKeys> {
  assertPlatform(ctx);
  const { keys } = ctx.kernel;
  const { id, slug } = ctx.tenant;
  if (confirm !== slug)
    throw problem(ruleBroken, {
      errors: [{ pointer: '/confirm', detail: `Type ${slug}: what is sealed there cannot be read ever again.` }],
    });
  const gone = await ctx.sql<{ version: number }>(
    `update tenant_keys set state = 'destroyed', wrapped = null, destroyed_at = now()
     where tenant_id = $1 and state <> 'destroyed' returning version`,
  );
  ctx.audit({
    action: 'keys.destroy',
    subject: 'keys',
    subject_id: id,
    before: { versions: gone.map((row) => row.version).sort((a, b) => a - b) },
  });
  await announceKeys(ctx);
  await keys.shares.destroy(
    id,
    `${ctx.now.toISOString()} by ${ctx.actor.id ?? ctx.actor.label}, request ${ctx.request.id}`,
  );
  ctx.log.warn({ tenant_id: id }, 'the keys of an organisation were destroyed');
  // What nobody can open any more need not lie about; where this breaks off, the sweep does it.
  ctx.afterCommit(async () => void (await ctx.kernel.files.sweep.purge(id, ctx.tenant.cell_id)));
  return describeKeys(ctx);
}

/** The master keys that are held, and how many wrapped keys rest on each. */
export async function listMasterKeys(ctx: Context): Promise<MasterKeyList> {
  const { master } = ctx.kernel.keys;
  const ids = await master.ids();
  const current = (await master.current()).id;
  const used = await ctx.sql<{ id: string; keys: number }>(
    'select master_key_id as id, count(*) as keys from tenant_keys where wrapped is not null group by 1',
  );
  return ids.map((id) => ({ id, is_current: id === current, keys: used.find((one) => one.id === id)?.keys ?? 0 }));
}

const BATCH = 200;

interface Wrapped {
  tenant_id: string;
  version: number;
  wrapped: Buffer;
  master_key_id: string;
}

/** One batch in a transaction of its own; answers how many there were. */
async function rewrapSome(ctx: Context, current: MasterKey): Promise<number> {
  const { kernel } = ctx;
  const binding = { tenant_id: null, plane: 'platform' } as const;
  return asSystem(kernel, { tenant: null, database: kernel.aside, binding, label: 'keys' }, async (own) => {
    const rows = await own.sql<Wrapped>(
      `select tenant_id, version, wrapped, master_key_id from tenant_keys
       where wrapped is not null and master_key_id <> $1 order by tenant_id, version limit ${BATCH} for update`,
      [current.id],
    );
    const fresh: { tenant_id: string; version: number; wrapped: string }[] = [];
    for (const { tenant_id, version, wrapped, master_key_id } of rows) {
      const before = await kernel.keys.master.find(master_key_id);
      if (!before) throw new Error(`the master key ${master_key_id} is not held`);
      const context = contextOf(tenant_id, version);
      const anew = await current.wrap(await before.unwrap(wrapped, context), context);
      fresh.push({ tenant_id, version, wrapped: `\\x${anew.toString('hex')}` });
    }
    await own.sql(
      `update tenant_keys k set wrapped = x.wrapped, master_key_id = $2
       from jsonb_populate_recordset(null::tenant_keys, $1::jsonb) x where k.tenant_id = x.tenant_id and k.version = x.version`,
      [JSON.stringify(fresh), current.id],
    );
    return rows.length;
  });
}

/** A new master key, and every data key wrapped anew under it. Earlier ones stay in the file for the sake of backups. */
export async function rotateMasterKey(ctx: Context): Promise<MasterKeyList> {
  const { master } = ctx.kernel.keys;
  await ctx.sql(MASTER_LOCK);
  const before = (await master.current()).id;
  const current = await master.add();
  let rewrapped = 0;
  for (;;) {
    const some = await rewrapSome(ctx, current);
    if (some === 0) break;
    rewrapped += some;
  }
  ctx.audit({
    action: 'keys.rotate_master',
    subject: 'keys',
    subject_id: current.id,
    before: { master_key_id: before },
    after: { master_key_id: current.id, rewrapped },
  });
  return listMasterKeys(ctx);
}
