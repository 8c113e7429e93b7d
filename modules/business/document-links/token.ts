/** Tokens of document links: whose document it is, and a secret that nobody can guess; made anew of the link's id, stored nowhere. */
import { createHmac, hash } from 'node:crypto';
import { deriveKey } from '@tenantry/kernel/identity/tokens.ts';

const TOKEN = /^[A-Za-z0-9_-]{64}$/;
const TENANT_BYTES = 16;

/** The token of a link, 64 signs of base64url: 16 bytes of the tenant, then 32 that only this installation's secret gives. */
export function tokenOf(secret: string, tenant_id: string, link_id: string): string {
  const proof = createHmac('sha256', deriveKey(secret, 'document link')).update(`${tenant_id}/${link_id}`).digest();
  return Buffer.concat([Buffer.from(tenant_id.replaceAll('-', ''), 'hex'), proof]).toString('base64url');
}

/** Whose token it is, or null for what is none. Whether there is such a link, only its hash tells. */
export function tenantOf(token: string): string | null {
  if (!TOKEN.test(token)) return null;
  const hex = Buffer.from(token, 'base64url').subarray(0, TENANT_BYTES).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export const hashToken = (token: string): string => hash('sha256', token);
