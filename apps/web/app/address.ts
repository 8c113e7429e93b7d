/** The address of the page: which organisation it names, and where in it the pages begin. */

export interface Address {
  /** `/t/{slug}`, `/clinic/{slug}`, or empty at the organisation's own host and where none is named. */
  base: string;
  /** The organisation that the path names, or null. */
  slug: string | null;
}

/** Reads the path of an address. */
export function readAddress(path: string): Address {
  const [, base = '', slug = null] = /^(\/(?:t|clinic)\/([a-z0-9][a-z0-9-]*))(?:\/|$)/.exec(path) ?? [];
  return { base, slug };
}

/** The address of this page; it changes with the page alone, never while it stands. */
export const address: Address = readAddress(location.pathname);

/** The pages of another organisation at this host. */
export const placeOf = (slug: string): string => `/t/${slug}/`;
