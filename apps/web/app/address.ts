/** The address of the page: which organisation it names, and where in it the pages begin. */

export interface Address {
  /** `/t/{slug}`, `/clinic/{slug}`, or empty at the organisation's own host and where none is named. */
  base: string;
  /** The organisation that the path names, or null. */
  slug: string | null;
}

/** Which sign-in the page belongs to: the operators' console has one of its own. It changes with the page alone. */
export const client: 'web' | 'operator' = /^\/operator(?:\/|$)/.test(location.pathname) ? 'operator' : 'web';

/** Reads the path of an address. */
export function readAddress(path: string): Address {
  const [, base = '', slug = null] = /^(\/(?:t|clinic)\/([a-z0-9][a-z0-9-]*))(?:\/|$)/.exec(path) ?? [];
  return { base, slug };
}

/** The address of this page; it changes with the page alone, never while it stands. */
export const address: Address = readAddress(location.pathname);

/**
 * The pages of another organisation: at this host, or at the installation's own where this host is an organisation's, as the
 * server wrote it into the page.
 */
export function placeOf(slug: string): string {
  const home = document.querySelector<HTMLMetaElement>('meta[name=home]')?.content ?? '';
  return `${home}/t/${slug}/`;
}

const LAST = 'tenantry.last';

/** Remembers where the person works, for the next time that no organisation is named. */
export function rememberPlace(person: string): void {
  if (address.slug) localStorage.setItem(LAST, JSON.stringify([person, address.slug]));
}

/** The organisation in which the person worked last in this browser, or null. */
export function lastPlace(person: string): string | null {
  try {
    const [who, slug] = JSON.parse(localStorage.getItem(LAST) ?? '[]');
    return who === person ? slug : null;
  } catch {
    return null;
  }
}
