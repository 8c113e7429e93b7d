/** The person's own page: language and look, password, sessions. */

import { moment } from '@tenantry/ui/format/days.ts';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import type { AppFault } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useCallback, useEffect, useState } from 'react';
import { api } from '../client/api.ts';
import { faultOf } from '../client/faults.ts';
import { useSession } from '../client/session.ts';
import { DENSITIES, type Preferences, prefer, SCHEMES, usePreferences } from '../preferences.ts';
import { LanguageChoice } from '../shell/language_choice.tsx';

/** Of this device, where no organisation says another. */
const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

function Look() {
  const words = useWords();
  const { scheme, density, single_keys } = usePreferences();
  return (
    <section className="stack">
      <h2>{words('profile.look')}</h2>
      <LanguageChoice />
      <Select
        label={words('profile.scheme')}
        value={scheme}
        choices={SCHEMES.map((value) => ({ value, label: words(`profile.scheme_${value}`) }))}
        onChange={(event) => void prefer({ scheme: event.target.value as Preferences['scheme'] })}
      />
      <Select
        label={words('profile.density')}
        value={density}
        choices={DENSITIES.map((value) => ({ value, label: words(`profile.density_${value}`) }))}
        onChange={(event) => void prefer({ density: event.target.value as Preferences['density'] })}
      />
      <label className="profile-check">
        <input
          type="checkbox"
          checked={single_keys}
          onChange={(event) => void prefer({ single_keys: event.target.checked })}
        />{' '}
        {words('profile.single_keys')}
      </label>
    </section>
  );
}

function Password({ email }: { email: string }) {
  const words = useWords();
  const [fault, setFault] = useState<AppFault | null>(null);
  const [isDone, setDone] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = event.currentTarget;
    const given = new FormData(form);
    setFault(null);
    setDone(false);
    const change = { password: String(given.get('password')), new_password: String(given.get('new_password')) };
    api('POST /auth/password', change).then(
      () => {
        setDone(true);
        form.reset();
      },
      (error: unknown) => setFault(faultOf(error, words)),
    );
  };
  return (
    <form className="stack" onSubmit={submit}>
      <h2>{words('auth.password')}</h2>
      {fault ? (
        <p className="fault" role="alert">
          {fault.text}
        </p>
      ) : null}
      {isDone ? <p role="status">{words('profile.password_changed')}</p> : null}
      <input type="text" name="username" autoComplete="username" defaultValue={email} hidden />
      <TextField
        label={words('profile.password_now')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        error={fault?.fields.password}
      />
      <TextField
        label={words('auth.new_password')}
        hint={words('auth.password_hint')}
        name="new_password"
        type="password"
        autoComplete="new-password"
        required
        error={fault?.fields.new_password}
      />
      <Button type="submit">{words('profile.change_password')}</Button>
    </form>
  );
}

interface Session {
  id: string;
  address: string | null;
  user_agent: string | null;
  last_used_at: string;
  is_current: boolean;
}

/** Enough of a user agent to know one's own device by. */
function deviceOf(agent: string | null): string {
  const browser = /(Firefox|Edg|Chrome|Safari)\/\d+/.exec(agent ?? '')?.[1] ?? '';
  const system = /(Android|iPhone|iPad|Windows|Mac OS X|Linux)/.exec(agent ?? '')?.[1] ?? '';
  return [browser, system].filter(Boolean).join(', ') || (agent ?? '').slice(0, 40);
}

function Sessions() {
  const words = useWords();
  const zone = useSession().me?.tenant?.time_zone ?? ZONE;
  const [sessions, setSessions] = useState<readonly Session[]>([]);
  const read = useCallback(() => {
    api('GET /auth/sessions').then(
      ({ data }) => setSessions(data as Session[]),
      () => {},
    );
  }, []);
  useEffect(read, [read]);
  const end = (id: string): void => {
    api('DELETE /auth/sessions/{session}', { session: id }).then(read, read);
  };
  return (
    <section className="stack">
      <h2>{words('profile.sessions')}</h2>
      <ul className="ruled">
        {sessions.map(({ id, address, user_agent, last_used_at, is_current }) => (
          <li key={id}>
            <span>
              {deviceOf(user_agent)}{' '}
              <span className="dim">
                {address} · {moment(last_used_at, zone)}
              </span>
            </span>
            {is_current ? (
              <span className="dim">{words('profile.this_one')}</span>
            ) : (
              <Button onClick={() => end(id)}>{words('profile.end_session')}</Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Profile() {
  const words = useWords();
  const { me } = useSession();
  if (!me) return null;
  return (
    <div className="sheet-body">
      <h1>{words('nav.profile')}</h1>
      <p>
        {me.user.name} <span className="dim">{me.user.email}</span>
      </p>
      <Look />
      <Password email={me.user.email} />
      <Sessions />
    </div>
  );
}
