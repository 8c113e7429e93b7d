/** Links to files: signed, short-lived, good for one person, session, organisation, file and method, and for nobody who lost one of these. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey } from '../identity/tokens.ts';

/** What a link is good for. */
export interface LinkClaims {
  tenant_id: string;
  file_id: string;
  user_id: string;
  session_id: string;
  method: 'GET';
  /** Seconds since 1970. */
  expires: number;
}

export interface LinkSigner {
  sign(claims: LinkClaims): string;
  /** The claims, or null for what was altered, is of another installation, or has expired at `now`. */
  read(token: string, now: Date): LinkClaims | null;
}

const TOKEN = /^([A-Za-z0-9_-]{1,1000})\.([A-Za-z0-9_-]{43})$/;

export function createLinkSigner(secret: string): LinkSigner {
  const key = deriveKey(secret, 'file link');
  const mac = (payload: string): Buffer => createHmac('sha256', key).update(payload).digest();
  return {
    sign({ tenant_id, file_id, user_id, session_id, method, expires }) {
      const payload = Buffer.from(JSON.stringify([tenant_id, file_id, user_id, session_id, method, expires])).toString(
        'base64url',
      );
      return `${payload}.${mac(payload).toString('base64url')}`;
    },
    read(token, now) {
      const match = TOKEN.exec(token);
      if (!match) return null;
      const [, payload = '', given = ''] = match;
      // Compared as text, so that no second spelling of the same bytes is taken.
      const wanted = Buffer.from(mac(payload).toString('base64url'));
      if (!timingSafeEqual(wanted, Buffer.from(given))) return null;
      const [tenant_id, file_id, user_id, session_id, method, expires] = JSON.parse(
        Buffer.from(payload, 'base64url').toString(),
      );
      if (expires * 1000 <= now.getTime()) return null;
      return { tenant_id, file_id, user_id, session_id, method, expires };
    },
  };
}
