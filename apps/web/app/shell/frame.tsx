/** The frame of every screen: spine, rail, top strip, sheet, key bar; on a phone a bar at the foot. */
import { Link, Outlet, useNavigate } from '@tanstack/react-router';
import { moment } from '@tenantry/ui/format/days.ts';
import { KeyBar, KeyboardSheet } from '@tenantry/ui/parts/key_bar.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useMemo, useState } from 'react';
import { placeOf } from '../address.ts';
import { type Me, useSession } from '../client/session.ts';
import { type Key, keycap, useAllKeys, useKeys } from '../keys.ts';
import { organisationOfPage } from '../organisation.ts';
import { PagePlace } from '../place.tsx';
import { usePreferences } from '../preferences.ts';
import { railOf, screensFor } from './navigation.ts';
import { Palette } from './palette.tsx';
import { SignInAgain } from './sign_in_again.tsx';
import { Strip } from './strip.tsx';
import './frame.css';

function Rail({ me }: { me: Me }) {
  const words = useWords();
  const groups = useMemo(() => railOf(screensFor(me)), [me]);
  return (
    <nav className="rail" aria-label={words('shell.pages')}>
      <p className="rail-name">{me.tenant ? (organisationOfPage() ?? me.tenant.name) : words('shell.product')}</p>
      {me.tenant ? <p className="rail-detail">{me.tenant.slug}</p> : null}
      {groups.map(({ group, screens }) => (
        <section key={group} aria-labelledby={`rail-${group}`}>
          <h2 id={`rail-${group}`} className="rail-group">
            {words(`nav.group_${group}`)}
          </h2>
          <ul>
            {screens.map(({ path, noun, key }) => (
              <li key={path}>
                <Link
                  to={path}
                  className="rail-link"
                  activeOptions={{ exact: path === '/' }}
                  activeProps={{ 'aria-current': 'page' }}
                >
                  {words(`nav.${noun}`)}
                  {key ? <span aria-hidden="true">{keycap(`g ${key}`)}</span> : null}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}

/** Where somebody belongs, while no organisation is named. */
function Choice({ me }: { me: Me }) {
  const words = useWords();
  return (
    <section className="sheet-body">
      <h1>{words('shell.choose')}</h1>
      {me.memberships.length === 0 ? <p>{words('shell.belongs_nowhere')}</p> : null}
      <ul className="ruled">
        {me.memberships.map(({ tenant, role }) => (
          <li key={tenant.id}>
            <a href={placeOf(tenant.slug)}>{tenant.name}</a> <span className="dim">{role}</span>
          </li>
        ))}
      </ul>
      <p>
        <a href="/tenant-setup">{words('shell.new_organisation')}</a>
      </p>
    </section>
  );
}

function PhoneBar({ onSearch }: { onSearch: () => void }) {
  const words = useWords();
  return (
    <nav className="phone-bar" aria-label={words('shell.pages_short')}>
      <Link to="/" activeOptions={{ exact: true }} activeProps={{ 'aria-current': 'page' }}>
        {words('nav.today')}
      </Link>
      <button type="button" onClick={onSearch}>
        {words('shell.search_short')}
      </button>
      <Link to="/profile" activeProps={{ 'aria-current': 'page' }}>
        {words('nav.profile')}
      </Link>
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

function Body({ me }: { me: Me }) {
  const words = useWords();
  const navigate = useNavigate();
  const { is_over } = useSession();
  const { single_keys } = usePreferences();
  const [isSearching, setSearching] = useState(false);
  const [isSheetOpen, setSheetOpen] = useState(false);
  const keys = useMemo<Key[]>(
    () => [
      { keys: 'ctrl+k', label: 'shell.key_search', bar: true, run: () => setSearching(true) },
      { keys: '?', label: 'shell.key_sheet', run: () => setSheetOpen(true) },
      ...screensFor(me).flatMap(({ path, noun, key }) =>
        key ? [{ keys: `g ${key}`, label: `nav.${noun}`, run: () => void navigate({ to: path }) }] : [],
      ),
    ],
    [me, navigate],
  );
  useKeys(keys);
  // What opens by a key must be there when the next one is pressed, also without network.
  useEffect(() => void import('@tenantry/ui/parts/dialog_frame.tsx').catch(() => {}), []);
  const all = useAllKeys();
  const lines = (wanted: readonly Key[]) =>
    wanted.map(({ keys: pressed, label }) => ({ keys: keycap(pressed), does: words(label) }));
  return (
    <div className="frame">
      <a className="visually-hidden" href="#sheet">
        {words('shell.skip')}
      </a>
      <Rail me={me} />
      <Strip me={me} onSearch={() => setSearching(true)} />
      <main className="sheet" id="sheet" tabIndex={-1}>
        <OfflineLine />
        <PagePlace me={me}>
          {me.tenant || location.pathname.endsWith('/profile') ? <Outlet /> : <Choice me={me} />}
        </PagePlace>
      </main>
      <div className="frame-keys">
        <KeyBar lines={lines(all.filter(({ bar }) => bar))} onSheet={() => setSheetOpen(true)} />
      </div>
      <PhoneBar onSearch={() => setSearching(true)} />
      {isSearching ? <Palette me={me} onClose={() => setSearching(false)} /> : null}
      <KeyboardSheet
        open={isSheetOpen}
        onClose={() => setSheetOpen(false)}
        groups={[
          { title: words('shell.keys_here'), lines: lines(all.filter((one) => !one.keys.startsWith('g '))) },
          {
            title: words('shell.keys_go'),
            lines: single_keys ? lines(all.filter((one) => one.keys.startsWith('g '))) : [],
          },
        ]}
      />
      {is_over ? <SignInAgain email={me.user.email} /> : null}
    </div>
  );
}

export function Frame() {
  const { me } = useSession();
  return me ? <Body me={me} /> : null;
}
