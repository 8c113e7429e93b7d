/** `Ctrl K`: records, pages and acts by a few letters. */
import { useNavigate } from '@tanstack/react-router';
import { Finder } from '@tenantry/ui/parts/finder.tsx';
import { LANGUAGES, useWords } from '@tenantry/ui/words/words.tsx';
import { useEffect, useMemo, useState } from 'react';
import { placeOf } from '../address.ts';
import { call } from '../client/api.ts';
import type { Me } from '../client/session.ts';
import { heldKeys } from '../keys.ts';
import { DENSITIES, prefer, SCHEMES } from '../preferences.ts';
import { signOut } from '../way_in.ts';
import { chooseLanguage } from './language_choice.tsx';
import { screensFor } from './navigation.ts';

interface Found {
  noun: string;
  id: string;
  number: string | null;
  title: string;
  detail: string | null;
}

interface Line {
  id: string;
  kind: string;
  title: string;
  detail?: string | null;
  run(): void;
}

/** So long after the last letter the server is asked. */
const PAUSE_MS = 120;
/** Pages, settings and organisations that are shown at a time; letters find the others. */
const MOST = 30;

function useRecords(q: string, isMember: boolean): Found[] {
  const [found, setFound] = useState<Found[]>([]);
  useEffect(() => {
    let isCurrent = true;
    if (q.trim().length < 2 || !isMember) {
      setFound([]);
      return;
    }
    const timer = setTimeout(() => {
      call<{ results: Found[] }>('GET /search', { q, limit: 8 }).then(
        ({ data }) => isCurrent && setFound(data.results),
        () => isCurrent && setFound([]),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [q, isMember]);
  return found;
}

function useActs(me: Me): Line[] {
  const words = useWords();
  const navigate = useNavigate();
  return useMemo(() => {
    const setting = (id: string, title: string, run: () => void): Line => ({
      id,
      kind: words('palette.setting'),
      title,
      run,
    });
    const pages = screensFor(me)
      // Of what has one name the page itself: its import is a button there.
      .filter(({ path, noun }, at, all) => !path.includes('$') && all.findIndex((one) => one.noun === noun) === at)
      .map(({ path, noun, group }) => ({
        id: path,
        kind: words(group === 'setup' ? 'palette.setting' : 'palette.page'),
        title: words(`nav.${noun}`),
        run: () => void navigate({ to: path }),
      }));
    const organisations = me.memberships
      .filter(({ tenant }) => tenant.slug !== me.tenant?.slug)
      .map(({ tenant }) => ({
        id: tenant.id,
        kind: words('shell.organisation'),
        title: tenant.name,
        run: () => location.assign(placeOf(tenant.slug)),
      }));
    return [
      ...pages,
      ...LANGUAGES.map((language) =>
        setting(language, `${words('words.language')}: ${words(`words.${language}`)}`, () => chooseLanguage(language)),
      ),
      ...SCHEMES.map((scheme) =>
        setting(
          scheme,
          `${words('profile.scheme')}: ${words(`profile.scheme_${scheme}`)}`,
          () => void prefer({ scheme }),
        ),
      ),
      ...DENSITIES.map((density) =>
        setting(
          density,
          `${words('profile.density')}: ${words(`profile.density_${density}`)}`,
          () => void prefer({ density }),
        ),
      ),
      { id: 'sign_out', kind: words('palette.act'), title: words('auth.sign_out'), run: () => void signOut() },
      ...organisations,
    ];
  }, [me, words, navigate]);
}

export function Palette({ me, onClose }: { me: Me; onClose: () => void }) {
  const words = useWords();
  const navigate = useNavigate();
  const [q, setQ] = useState('');
  // Whoever types on after Ctrl K is ahead of what arrives.
  useEffect(() => setQ(heldKeys()), []);
  const acts = useActs(me);
  const screens = useMemo(() => new Set(screensFor(me).map(({ path }) => path)), [me]);
  const records = useRecords(q, me.tenant !== null).map(
    ({ noun, id, number, title, detail }): Line => ({
      id,
      kind: words(`nav.${noun}`),
      title: number ? `${number} ${title}` : title,
      detail,
      run: () => void navigate({ to: screens.has(`/${noun}/$id`) ? `/${noun}/${id}` : `/${noun}` }),
    }),
  );
  const wanted = q.trim().toLocaleLowerCase();
  const named = acts.filter(({ title, kind }) => `${title} ${kind}`.toLocaleLowerCase().includes(wanted));
  const lines = [...named.slice(0, MOST), ...records];
  return (
    <Finder
      title={words('shell.search')}
      label={words('palette.found')}
      nothing={words('palette.nothing')}
      lines={lines.map(({ detail, kind, ...line }) => ({ ...line, note: detail ?? kind }))}
      {...{ q, onQ: setQ, onClose }}
    />
  );
}
