/** The frame of every screen: spine, rail, top strip, sheet, key bar; on a phone a bar at the foot. */
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { moment } from '@tenantry/ui/format/days.ts';
import { KeyBar } from '@tenantry/ui/parts/key_bar.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { lazy, Suspense, startTransition, useEffect, useMemo, useState } from 'react';
import { startLive, useUnread } from '../client/live.ts';
import { type Me, useSession } from '../client/session.ts';
import { holdKeys, type Key, keycap, useAllKeys, useKeys } from '../keys.ts';
import { PagePlace } from '../place.tsx';
import { usePreferences } from '../preferences.ts';
import { findMe } from '../way_in.ts';
import { withWords } from '../words.ts';
import { screensFor } from './navigation.ts';
import { RailName, RailPages } from './rail.tsx';
import { Strip } from './strip.tsx';
import './frame.css';

/** What opens over the page is fetched once the page stands. */
const palette = () => withWords(['profile'], import('./palette.tsx')).then(({ Palette }) => ({ default: Palette }));
const Palette = lazy(palette);
const signInAgain = () => import('./sign_in_again.tsx').then((all) => ({ default: all.SignInAgain }));
const SignInAgain = lazy(signInAgain);
const keySheet = () => import('@tenantry/ui/parts/keyboard_sheet.tsx').then((all) => ({ default: all.KeyboardSheet }));
const KeyboardSheet = lazy(keySheet);
const drawer = () => import('./drawer.tsx');
const Drawer = lazy(drawer);
const organisations = () => import('./organisations.tsx');
const Choice = lazy(() => organisations().then((all) => ({ default: all.Choice })));

interface PhoneBarProps {
  /** Whether an organisation is named. */
  isInside: boolean;
  onPages: () => void;
  onSearch: () => void;
}

function PhoneBar({ isInside, onPages, onSearch }: PhoneBarProps) {
  const words = useWords();
  const unread = useUnread();
  return (
    <nav className="phone-bar" aria-label={words('shell.pages_short')}>
      <Link to="/" activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
        {words('nav.today')}
      </Link>
      <button type="button" aria-haspopup="dialog" onClick={onPages}>
        {words('shell.pages')}
      </button>
      <button type="button" aria-haspopup="dialog" onClick={onSearch}>
        {words('shell.search_short')}
      </button>
      {isInside ? (
        <Link to="/notifications" activeProps={{ 'aria-current': 'page' }}>
          <span>
            {words('shell.news_short')} {unread > 0 ? <b className="strip-unread">{unread}</b> : null}
          </span>
        </Link>
      ) : null}
    </nav>
  );
}

function OfflineLine() {
  const words = useWords();
  const { offline_since } = useSession();
  if (offline_since === null) return null;
  const time = moment(new Date(offline_since).toISOString(), Intl.DateTimeFormat().resolvedOptions().timeZone);
  return <Banner kind="wait" title={words('shell.offline', { time })} />;
}

/** By then a page has its records, also far away. */
const LATER_MS = 2000;

function Body({ me }: { me: Me }) {
  const words = useWords();
  const navigate = useNavigate();
  const { is_over } = useSession();
  const { single_keys } = usePreferences();
  const [isSearching, setSearching] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const [isSwitching, setSwitching] = useState(false);
  const [isDrawerOpen, setDrawerOpen] = useState(false);
  const keys = useMemo<Key[]>(() => {
    const search = (): void => {
      holdKeys();
      setSearching(true);
    };
    return [
      { keys: 'ctrl+k', label: 'shell.key_search', bar: true, run: search },
      { keys: '?', label: 'shell.key_sheet', run: () => setSheetOpen(true) },
      ...(me.tenant && me.memberships.length > 1
        ? [{ keys: 'g o', label: 'shell.organisations', run: () => setSwitching(true) }]
        : []),
      ...screensFor(me).flatMap(({ path, noun, key }) =>
        key ? [{ keys: `g ${key}`, label: `nav.${noun}`, run: () => void navigate({ to: path }) }] : [],
      ),
    ];
  }, [me, navigate]);
  useKeys(keys);
  // What opens by a key must be there when the next one is pressed, also without network.
  // Only after what the page itself is made of: on a slow line everything shares one wire.
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const load of [
        () => import('@tenantry/ui/parts/dialog_frame.tsx'),
        palette,
        drawer,
        organisations,
        signInAgain,
        keySheet,
      ])
        load().catch(() => {});
    }, LATER_MS);
    return () => clearTimeout(timer);
  }, []);
  const isInside = me.tenant !== null;
  // Who comes back learns what he may do now, with cookies that hold.
  useEffect(() => (isInside ? startLive(() => findMe(true)) : undefined), [isInside]);
  const all = useAllKeys();
  const lines = (wanted: readonly Key[]) =>
    wanted.map(({ keys: pressed, label }) => ({ keys: keycap(pressed), does: words(label) }));
  return (
    <div className="frame">
      <a className="visually-hidden" href="#sheet">
        {words('shell.skip')}
      </a>
      <nav className="rail" aria-label={words('shell.pages')}>
        <RailName me={me} />
        <RailPages me={me} />
      </nav>
      <Strip me={me} onSearch={() => setSearching(true)} isSwitching={isSwitching} onSwitch={setSwitching} />
      <main className="sheet" id="sheet" tabIndex={-1}>
        <OfflineLine />
        <PagePlace me={me}>
          {me.tenant || location.pathname.endsWith('/profile') ? (
            <Outlet />
          ) : (
            <Suspense>
              <Choice me={me} />
            </Suspense>
          )}
        </PagePlace>
      </main>
      <div className="frame-keys">
        <KeyBar lines={lines(all.filter(({ bar }) => bar))} onSheet={() => setSheetOpen(true)} />
      </div>
      <PhoneBar isInside={me.tenant !== null} onPages={() => setDrawerOpen(true)} onSearch={() => setSearching(true)} />
      <Suspense>
        {isSearching ? <Palette me={me} onClose={() => setSearching(false)} /> : null}
        {isDrawerOpen ? <Drawer me={me} onClose={() => setDrawerOpen(false)} /> : null}
        {is_over ? <SignInAgain email={me.user.email} /> : null}
        {isSheetOpen ? (
          <KeyboardSheet
            open
            onClose={() => setSheetOpen(false)}
            groups={[
              { title: words('shell.keys_here'), lines: lines(all.filter((one) => !one.keys.startsWith('g '))) },
              {
                title: words('shell.keys_go'),
                lines: single_keys ? lines(all.filter((one) => one.keys.startsWith('g '))) : [],
              },
            ]}
          />
        ) : null}
      </Suspense>
    </div>
  );
}

export function Frame() {
  const { me } = useSession();
  const [isBegun, begin] = useState(false);
  // In pieces, between which the browser takes in what arrives; all at once would keep a slow phone from answering.
  useEffect(() => startTransition(() => begin(true)), []);
  return me && isBegun ? <Body me={me} /> : null;
}
