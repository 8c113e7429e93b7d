/** What stands around every page: what screens of modules may ask of the application, and where its messages appear. */
import { Outlet, useNavigate } from '@tanstack/react-router';
import { ToastPlace } from '@tenantry/ui/parts/toast.tsx';
import { type App, AppProvider } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useMemo } from 'react';
import { address } from './address.ts';
import { call } from './client/api.ts';
import { faultOf } from './client/faults.ts';
import { allows, useSession } from './client/session.ts';
import { usePreferences } from './preferences.ts';
import { findMe, signIn, signOut } from './way_in.ts';

export function Around() {
  const words = useWords();
  const navigate = useNavigate();
  const { me } = useSession();
  const { single_keys } = usePreferences();
  const app = useMemo<App>(
    () => ({
      call,
      upload: async (...call) => (await import('./client/files.ts')).upload(...call),
      faultOf: (error) => faultOf(error, words),
      me,
      allows: (permission) => me !== null && allows(me.permissions, permission),
      findMe: () => findMe(true),
      signIn,
      signOut,
      href: (path) => `${address.base}${path}`,
      go: (path, { search = {}, replace = false } = {}) =>
        void navigate({ to: path, search: search as never, replace }),
      singleKeys: single_keys,
    }),
    [words, navigate, me, single_keys],
  );
  return (
    <AppProvider value={app}>
      <Outlet />
      <ToastPlace />
    </AppProvider>
  );
}
