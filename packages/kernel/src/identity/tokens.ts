/** Tokens: signed access tokens that live for minutes, and random ones of which only the hash is kept. */
import { createHmac, hash, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';

/** What an access token says. */
export interface Claims {
  sub: string;
  sid: string;
  tenant_id: string | null;
  tenant_slug: string | null;
  role: string | null;
}

/** Seconds that an access token lives. */
export const ACCESS_TOKEN_SECONDS = 900;

const ISSUER = 'tenantry';
const AUDIENCE = 'tenantry-api';
const TYPE = 'at+jwt';

export interface TokenSigner {
  sign(claims: Claims): Promise<string>;
  /** The claims of a token that holds, or null. Only HS256 with our own key and our own issuer, audience and type is accepted. */
  verify(token: string): Promise<Claims | null>;
  /**
   * The value that a browser must send back with changes. Bound to the session and its tenant: a page that is still open
   * after a switch in another tab writes nothing into the other organisation.
   */
  csrfOf(sessionId: string, tenantId: string | null): string;
  matchesCsrf(sessionId: string, tenantId: string | null, given: string | undefined): boolean;
}

/** Derives a key of its own for each purpose from the installation's secret (RFC 5869). */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, 'tenantry', purpose, 32));
}

export function createSigner(secret: string): TokenSigner {
  const key = deriveKey(secret, 'access token');
  const csrfKey = deriveKey(secret, 'csrf');
  // A signature is checked once; afterwards its hash is looked up until the token expires.
  const verified = new LRUCache<string, { claims: Claims; expires_ms: number }>({ max: 20_000 });
  const csrfOf: TokenSigner['csrfOf'] = (sessionId, tenantId) =>
    createHmac('sha256', csrfKey)
      .update(`${sessionId}:${tenantId ?? ''}`)
      .digest('base64url');
  return {
    sign: ({ sub, ...rest }) =>
      new SignJWT({ ...rest })
        .setProtectedHeader({ alg: 'HS256', typ: TYPE })
        .setSubject(sub)
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
        .sign(key),
    async verify(token) {
      const digest = hash('sha256', token, 'base64');
      const known = verified.get(digest);
      if (known) return known.expires_ms > Date.now() ? known.claims : null;
      try {
        const { payload } = await jwtVerify(token, key, {
          algorithms: ['HS256'],
          issuer: ISSUER,
          audience: AUDIENCE,
          typ: TYPE,
          requiredClaims: ['sub', 'sid', 'exp'],
        });
        const claims = payload as unknown as Claims & { exp: number };
        verified.set(digest, { claims, expires_ms: claims.exp * 1000 });
        return claims;
      } catch {
        return null;
      }
    },
    csrfOf,
    matchesCsrf(sessionId, tenantId, given) {
      const wanted = Buffer.from(csrfOf(sessionId, tenantId));
      const got = Buffer.from(given ?? '');
      return wanted.length === got.length && timingSafeEqual(wanted, got);
    },
  };
}

/** A random token of 256 bits for a link or a refresh, and the hash that is stored in its place. */
export function randomToken(): { token: string; hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashToken(token) };
}

export function hashToken(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
