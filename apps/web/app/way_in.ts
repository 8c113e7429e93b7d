/** The ways in and out: who is here, signing in, signing out. */
import { ApiError } from '@tenantry/kernel/http/client.ts';
import { address, rememberPlace } from './address.ts';
import { api } from './client/api.ts';
import { changeSession, type Me, session } from './client/session.ts';
import { keepPreferences, suggestLanguage } from './preferences.ts';

const kept = () => import('./client/kept.ts');

/** Puts what is kept in order: of this person alone, of his organisations alone, under his present rights alone. */
async function keepOf({ user, memberships, tenant, permissions, features }: Me): Promise<void> {
  if (session().offline_since !== null) return;
  const { remember, rememberRights } = await kept();
  await remember(
    user.id,
    memberships.map((one) => one.tenant.slug),
  );
  if (!tenant) return;
  rememberPlace(user.id);
  await rememberRights(JSON.stringify([permissions, features]));
}

/** Who is signed in; null for nobody. Asked once, then remembered until `again`. */
export async function findMe(again = false): Promise<Me | null> {
  const known = session().me;
  if (known && !again) return known;
  try {
    const { data } = await api('GET /auth/me');
    changeSession({ me: data, csrf: data.csrf_token });
    await suggestLanguage(data.user.language ?? data.tenant?.language);
    // A browser that lends no room keeps nothing; the page stands without.
    await keepOf(data).catch(() => {});
    return data;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    // Who does not belong here any more keeps nothing of it.
    if (error instanceof ApiError && error.status === 404)
      await kept()
        .then(({ forgetHere }) => forgetHere())
        .catch(() => {});
    throw error;
  }
}

/**
 * Signs in without naming an organisation: the address of each page does, so that one browser may show several side by side.
 * Another person than before gets a page of his own, on which nothing of the one before is left.
 */
export async function signIn(email: string, password: string): Promise<void> {
  const before = session().me?.user.id;
  const { data } = await api('POST /auth/login', { email, password });
  changeSession({ csrf: data.csrf_token });
  if (before && before !== data.user.id) {
    await (await kept()).forgetAll();
    location.reload();
  }
}

/** Ends the session here, and everything that this browser kept; goes on at `to`. */
export async function signOut(to = `${address.base}/sign-in`): Promise<void> {
  await api('POST /auth/logout', {}).catch(() => {});
  await kept()
    .then(({ forgetAll }) => forgetAll())
    .catch(() => {});
  keepPreferences();
  location.assign(to);
}
