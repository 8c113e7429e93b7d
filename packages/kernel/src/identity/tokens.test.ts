/** Access tokens: only our own, of our own making, for our own purpose, are taken; whatever header or claim is tried. */
import { createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { SignJWT } from 'jose';
import { expect, test } from 'vitest';
import { createSigner, deriveKey, hashToken, randomToken } from './tokens.ts';

const SECRET = 'a secret that only this test knows, 7c2e91b8';
const signer = createSigner(SECRET);
const key = deriveKey(SECRET, 'access token');

const claims = {
  sub: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d10',
  sid: '0190a4f2-7c1e-7d3a-9b55-3f6f0c2a1d11',
  tenant_id: null,
  tenant_slug: null,
  role: null,
};

const now = (): number => Math.floor(Date.now() / 1000);
const standard = () => ({ ...claims, iss: 'tenantry', aud: 'tenantry-api', iat: now(), exp: now() + 900 });
const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as an attacker who has the given key would write it by hand. */
function written(header: object, payload: object, secret: Uint8Array | string, digest = 'sha256'): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${createHmac(digest, secret).update(text).digest('base64url')}`;
}

const header = { alg: 'HS256', typ: 'at+jwt' };

test('a token that we signed says what we put into it', async () => {
  const token = await signer.sign({ ...claims, tenant_slug: 'smile-dental', role: 'owner' });
  expect(await signer.verify(token)).toMatchObject({ sub: claims.sub, tenant_slug: 'smile-dental', role: 'owner' });
  // The hand-written form of the same is as good: what follows differs from it in one point each.
  expect(await signer.verify(written(header, standard(), key))).toMatchObject({ sid: claims.sid });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ed = generateKeyPairSync('ed25519');
const publicPem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();

const confusions: Record<string, () => string | Promise<string>> = {
  'algorithm none, no signature': () => `${encode({ ...header, alg: 'none' })}.${encode(standard())}.`,
  'algorithm None in other letters': () => `${encode({ ...header, alg: 'nOnE' })}.${encode(standard())}.`,
  'signature stripped': () => `${written(header, standard(), key).split('.').slice(0, 2).join('.')}.`,
  'two parts only': () => written(header, standard(), key).split('.').slice(0, 2).join('.'),
  'another key': () => written(header, standard(), randomBytes(32)),
  'an empty key': () => written(header, standard(), ''),
  'the secret itself instead of the derived key': () => written(header, standard(), SECRET),
  'the key of another purpose': () => written(header, standard(), deriveKey(SECRET, 'csrf')),
  'our key with HS512': () => written({ ...header, alg: 'HS512' }, standard(), key, 'sha512'),
  'our key with HS384': () => written({ ...header, alg: 'HS384' }, standard(), key, 'sha384'),
  'RS256 by a foreign key': () =>
    new SignJWT(standard()).setProtectedHeader({ ...header, alg: 'RS256' }).sign(rsa.privateKey),
  'EdDSA by a foreign key': () =>
    new SignJWT(standard()).setProtectedHeader({ ...header, alg: 'EdDSA' }).sign(ed.privateKey),
  'HS256 with an RSA public key as the secret': () => written(header, standard(), publicPem),
  'kid that names a file': () => written({ ...header, kid: '../../../../dev/null' }, standard(), ''),
  'kid that is SQL': () => written({ ...header, kid: "' union select 'k' --" }, standard(), 'k'),
  'jwk in the header': () =>
    written({ ...header, jwk: { kty: 'oct', k: 'AAAA' } }, standard(), Buffer.from('AAAA', 'base64url')),
  'jku in the header': () => written({ ...header, jku: 'http://127.0.0.1:9/keys' }, standard(), 'k'),
  'x5c in the header': () => written({ ...header, alg: 'RS256', x5c: ['AAAA'] }, standard(), 'k'),
  'crit that we do not know': () => written({ ...header, crit: ['exp2'], exp2: 1 }, standard(), key),
  'an unencoded payload': () => written({ ...header, b64: false, crit: ['b64'] }, standard(), key),
  'another type': () => written({ ...header, typ: 'JWT' }, standard(), key),
  'no type': () => written({ alg: 'HS256' }, standard(), key),
  'expired a second ago': () => written(header, { ...standard(), exp: now() - 1 }, key),
  'no expiry': () => written(header, { ...standard(), exp: undefined }, key),
  'expiry that is a text': () => written(header, { ...standard(), exp: '99999999999' }, key),
  'not valid yet': () => written(header, { ...standard(), nbf: now() + 60 }, key),
  'another audience': () => written(header, { ...standard(), aud: 'another-api' }, key),
  'no audience': () => written(header, { ...standard(), aud: undefined }, key),
  'another issuer': () => written(header, { ...standard(), iss: 'https://evil.example' }, key),
  'no session': () => written(header, { ...standard(), sid: undefined }, key),
  'no subject': () => written(header, { ...standard(), sub: undefined }, key),
  'a claim altered after signing': () => {
    const [head, , signature] = written(header, standard(), key).split('.');
    return `${head}.${encode({ ...standard(), tenant_id: claims.sub, role: 'owner' })}.${signature}`;
  },
  'a header altered after signing': () => {
    const [, body, signature] = written(header, standard(), key).split('.');
    return `${encode({ ...header, kid: 'x' })}.${body}.${signature}`;
  },
  'five parts (encrypted)': () => `${encode({ alg: 'dir', enc: 'A256GCM' })}..AAAA.AAAA.AAAA`,
  'a refresh token': () => randomToken().token,
  'an API key': () => `tk_${randomToken().token}`,
  nothing: () => '',
  'two dots': () => '..',
  'not base64': () => '💥.💥.💥',
};

test.each(Object.keys(confusions))('refused: %s', async (name) => {
  expect(await signer.verify(await (confusions[name] as () => string | Promise<string>)())).toBeNull();
});

test('a token is refused from the second it expires, also out of memory', async () => {
  const token = written(header, { ...standard(), exp: now() + 2 }, key);
  expect(await signer.verify(token)).not.toBeNull();
  expect(await signer.verify(token)).not.toBeNull();
  await expect.poll(() => signer.verify(token), { interval: 100 }).toBeNull();
});

test('another secret makes another key; a new one signs everybody out and nothing else', async () => {
  const token = await signer.sign(claims);
  expect(await createSigner(`${SECRET}.`).verify(token)).toBeNull();
  expect(createSigner(`${SECRET}.`).csrfOf(claims.sid, null)).not.toBe(signer.csrfOf(claims.sid, null));
});

test('a CSRF token belongs to one session in one tenant', () => {
  const token = signer.csrfOf(claims.sid, null);
  expect(signer.matchesCsrf(claims.sid, null, token)).toBe(true);
  expect(signer.matchesCsrf(claims.sid, claims.sub, token)).toBe(false);
  for (const other of [undefined, '', `${token}x`, token.slice(1), signer.csrfOf(claims.sub, null)])
    expect(signer.matchesCsrf(claims.sid, null, other)).toBe(false);
});

test('random tokens carry 256 bits and are kept as hashes', () => {
  const made = Array.from({ length: 1000 }, () => randomToken());
  expect(new Set(made.map(({ token }) => token)).size).toBe(1000);
  for (const { token, hash } of made) {
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(hash.equals(hashToken(token))).toBe(true);
    expect(hash.toString('base64url')).not.toBe(token);
  }
});
