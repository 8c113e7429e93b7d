/** The addresses of the application: the ways in, and behind them the frame with the screens of all modules. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import type { ModuleScreens, Screen } from '@tenantry/ui/screens/screen.ts';
import { address, lastPlace, placeOf } from './address.ts';
import { Around } from './around.tsx';
import { modules } from './modules.ts';
import { Failed, NotFound } from './screens/nothing.tsx';
import { findMe } from './way_in.ts';
import { withWords } from './words.ts';

const root = createRootRoute({ component: Around, notFoundComponent: NotFound });

const signInScreen = () => import('./screens/sign_in.tsx');
// Whoever comes for it need not wait until the rest has been started.
if (location.pathname.endsWith('/sign-in')) signInScreen().catch(() => {});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { to?: string } => (typeof search.to === 'string' ? { to: search.to } : {}),
  component: lazyRouteComponent(signInScreen, 'SignIn'),
});

const links = () => import('./screens/links.tsx');
const forgot = createRoute({
  getParentRoute: () => root,
  path: '/forgot',
  component: lazyRouteComponent(links, 'Forgot'),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: '/reset-password',
  component: lazyRouteComponent(links, 'NewPassword'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(links, 'Invitation'),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: '/verify-email',
  component: lazyRouteComponent(links, 'VerifyEmail'),
});

/** Behind this stands only who is signed in; others are led to the sign-in and back. */
const frame = createRoute({
  getParentRoute: () => root,
  id: 'frame',
  beforeLoad: async ({ location }) => {
    const me = await findMe();
    if (!me) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } });
    // Where no organisation is named, one goes on in the one where one worked last.
    const last = me.tenant ? null : lastPlace(me.user.id);
    if (location.pathname === '/' && me.memberships.some(({ tenant }) => tenant.slug === last && last)) {
      window.location.replace(placeOf(last as string));
      await new Promise(() => {});
    }
  },
  component: lazyRouteComponent(() => import('./shell/frame.tsx'), 'Frame'),
  errorComponent: Failed,
});
const today = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => withWords(['today'], import('./screens/today.tsx')), 'Today'),
});
const notifications = createRoute({
  getParentRoute: () => frame,
  path: '/notifications',
  component: lazyRouteComponent(() => withWords(['notices'], import('./shell/notices.tsx')), 'Notifications'),
});
const profile = createRoute({
  getParentRoute: () => frame,
  path: '/profile',
  component: lazyRouteComponent(() => withWords(['profile'], import('./screens/profile.tsx')), 'Profile'),
});

function screenRoute(module: string, screen: Screen) {
  const load = async () => {
    const rooms = screen.words ? [module, `${module}.${screen.words}`] : [module];
    const { default: Body } = await withWords(rooms, screen.load());
    return { default: () => <Body params={route.useParams() as Record<string, string>} /> };
  };
  const route = createRoute({
    getParentRoute: () => (screen.alone ? root : frame) as typeof frame,
    path: screen.path,
    component: lazyRouteComponent(load),
    ...(screen.alone ? { errorComponent: Failed } : {}),
  });
  return route;
}

const routesOf = (isAlone: boolean) =>
  modules.flatMap(({ module, screens: own }: ModuleScreens) =>
    own.filter(({ alone = false }) => alone === isAlone).map((screen) => screenRoute(module, screen)),
  );

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    forgot,
    reset,
    invitation,
    verify,
    frame.addChildren([today, notifications, profile, ...routesOf(false)]),
    ...routesOf(true),
  ]),
  basepath: address.base || '/',
  // Filters stand in addresses as the API takes them: plain words, not JSON.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(search as Record<string, string>).toString();
    return text ? `?${text}` : '';
  },
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
