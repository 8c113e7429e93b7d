/** The two desks at which browsers sign in, each with cookies of its own: organisations' people at one, operators at the other. */

export type Desk = 'people' | 'operators';

const COOKIES = {
  people: { access: '__Host-tenantry_access', refresh: '__Host-tenantry_refresh' },
  operators: { access: '__Host-tenantry_operator_access', refresh: '__Host-tenantry_operator_refresh' },
} as const satisfies Record<Desk, Record<'access' | 'refresh', string>>;

/** The names of a desk's cookies. */
export const cookiesAt = (desk: Desk): (typeof COOKIES)[Desk] => COOKIES[desk];

/**
 * The desk that a request comes from. Pages say it (`X-Client: web` or `operator`), which no foreign page can; a download and a
 * live connection cannot, and come from where what they ask for belongs.
 */
export function deskOf(client: string | string[] | undefined, scope?: string): Desk {
  if (client === 'operator') return 'operators';
  return client === undefined && scope === 'platform' ? 'operators' : 'people';
}

/** Whether a page says that it is one of ours. */
export const isPage = (client: string | string[] | undefined): boolean => client === 'web' || client === 'operator';
