/** Sealing: a value that only this tenant's key opens, and only in the place it was written for. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { deriveKey } from '@tenantry/kernel/identity/tokens.ts';
import type { Context } from '@tenantry/kernel/tenancy/context.ts';

/** First byte of every sealed value: AES-256-GCM, key derived from the installation's secret for the tenant. */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function keyOf(ctx: Context): Uint8Array {
  return deriveKey(ctx.kernel.config.secret, `settings of tenant ${ctx.tenant.id}`);
}

/** Moving a sealed value to another tenant or another key makes it unreadable. */
function placeOf(ctx: Context, key: string): Buffer {
  return Buffer.from(`${VERSION}\0${ctx.tenant.id}\0settings\0${key}`);
}

export function seal(ctx: Context, key: string, value: unknown): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', keyOf(ctx), nonce).setAAD(placeOf(ctx, key));
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.of(VERSION), nonce, sealed, cipher.getAuthTag()]);
}

/** The value. Throws when it was altered, moved, or sealed under another secret. */
export function unseal(ctx: Context, key: string, sealed: Buffer): unknown {
  if (sealed[0] !== VERSION || sealed.length < 1 + NONCE_BYTES + TAG_BYTES)
    throw new Error(`the sealed setting ${key} has a form that this version does not know`);
  const nonce = sealed.subarray(1, 1 + NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', keyOf(ctx), nonce, { authTagLength: TAG_BYTES })
    .setAAD(placeOf(ctx, key))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const text = Buffer.concat([decipher.update(sealed.subarray(1 + NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  return JSON.parse(text.toString('utf8'));
}
