/** Sealed settings: a value that only this tenant's key opens, and only as the setting it was given for. */
import { createDecipheriv } from 'node:crypto';
import { asSystem } from '@tenantry/kernel/http/perform.ts';
import { deriveKey } from '@tenantry/kernel/identity/tokens.ts';
import type { Place } from '@tenantry/kernel/keys/cipher.ts';
import type { SealedColumn } from '@tenantry/kernel/keys/columns.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';
import type { Kernel } from '@tenantry/kernel/tenancy/kernel.ts';

export const sealedSettings: SealedColumn = {
  table: 'settings',
  field: 'sealed',
  key: ['key'],
  form: 'bytes',
  planes: ['control'],
};

const placeOf = (key: string): Place => ({ table: 'settings', row: key, field: 'sealed' });

/** The form before tenants had keys of their own: its first byte, where a version of a key begins with 0. */
const EARLIER = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Seals a value of any JSON type. */
export async function seal(ctx: Context, key: string, value: unknown): Promise<Buffer> {
  await ctx.kernel.keys.enter(ctx);
  return ctx.kernel.keys.sealBytes(ctx.tenant.id, placeOf(key), Buffer.from(JSON.stringify(value)));
}

/** The value. Throws when it was altered, moved, or its key is gone. */
export async function unseal(ctx: Context, key: string, sealed: Buffer): Promise<unknown> {
  const plain =
    sealed[0] === EARLIER
      ? unsealEarlier(ctx, key, sealed)
      : await ctx.kernel.keys.openBytes(ctx.tenant.id, placeOf(key), sealed);
  return JSON.parse(plain.toString());
}

function unsealEarlier(ctx: Context, key: string, sealed: Buffer): Buffer {
  const secretKey = deriveKey(ctx.kernel.config.secret, `settings of tenant ${ctx.tenant.id}`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', secretKey, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(`${EARLIER}\0${ctx.tenant.id}\0settings\0${key}`))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}

interface Row {
  tenant_id: string;
  key: string;
  sealed: Buffer;
}

/** At start: what an earlier version sealed with the installation's secret is sealed with the tenant's key. Answers how many. */
export async function resealSettings(kernel: Kernel): Promise<number> {
  const binding = { tenant_id: null, plane: 'platform' } as const;
  const label = 'keys';
  const rows = await asSystem(kernel, { tenant: null, database: kernel.control, binding, label }, (ctx) =>
    ctx.sql<Row>('select tenant_id, key, sealed from settings where get_byte(sealed, 0) = $1', [EARLIER]),
  );
  let resealed = 0;
  for (const { tenant_id, key, sealed } of rows) {
    const tenant = await kernel.directory.find(tenant_id);
    const own = { tenant_id, plane: '' } as const;
    try {
      resealed += await asSystem(kernel, { tenant, database: kernel.control, binding: own, label }, async (ctx) =>
        ctx.execute('update settings set sealed = $4 where tenant_id = $1 and key = $2 and sealed = $3', [
          key,
          sealed,
          await seal(ctx, key, await unseal(ctx, key, sealed)),
        ]),
      );
    } catch (error) {
      kernel.log.error(
        { err: error, tenant_id, key },
        'a sealed setting of an earlier version cannot be opened; set it again',
      );
    }
  }
  return resealed;
}
