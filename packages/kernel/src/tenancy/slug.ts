/** Slugs: the name of a tenant in addresses. Plain ASCII, so that no look-alike letters pass, and no word that the platform needs. */

const RESERVED = new Set(
  `admin administrator api app apps assets auth billing blog cdn clinic console create dashboard default demo dev docs
  domain email files ftp health help home host imap internal invite kernel localhost login logout mail main media metrics
  null ns ns1 ns2 operator ops owner platform pop postmaster public register root sandbox secure security setup signin
  signup smtp sso ssl staging static status support system t team tenant tenants tenantry test undefined users v1 v2 web
  webmail webhook webhooks well-known ws wss www`.split(/\s+/),
);

/** 3 to 40 letters a–z, digits and inner single hyphens, beginning with a letter; never punycode. */
const SLUG = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Whether the text has the form of a slug. Says nothing about who has it. */
export function isSlug(text: string): boolean {
  return text.length >= 3 && text.length <= 40 && SLUG.test(text);
}

/** Why a slug cannot be taken by a new tenant, in words for people; null when its form is fine. */
export function slugFault(text: string): string | null {
  if (!isSlug(text)) {
    return 'Use 3 to 40 characters: the letters a-z, digits and single hyphens between them, beginning with a letter.';
  }
  if (RESERVED.has(text) || text.startsWith('xn-')) return 'This word is kept for the platform; choose another.';
  return null;
}
