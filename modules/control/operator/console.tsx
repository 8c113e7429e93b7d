/** The frame of the operator's console: its own colour, its own sign-in; nothing of an organisation's looks. */
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner, LoadingLine } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { AppLink, type AppPerson, useApp } from '@tenantry/ui/screens/app.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { ConsoleKeys } from './console_keys.screens.tsx';
import '../admin.css';
import './console.css';

/** Each page with its letter after G. */
const PAGES = { tenants: 'o', alerts: 'a', jobs: 'j', audit: 't', health: 'h', isolation: 'i' } as const;
export type ConsolePage = keyof typeof PAGES;
const NAMES = Object.keys(PAGES) as ConsolePage[];

const pathOf = (page: ConsolePage): string => (page === 'tenants' ? '/operator' : `/operator/${page}`);

function OperatorSignIn({ onIn }: { onIn: (me: AppPerson) => void }) {
  const words = useWords();
  const app = useApp();
  const saving = useSaving();
  const [isOther, setOther] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setOther(false);
    void saving.run(async () => {
      await app.signIn(String(form.get('email')), String(form.get('password')));
      const me = await app.findMe();
      if (me?.user.is_operator) onIn(me);
      else setOther(true);
    });
  };
  return (
    <main className="single">
      <p className="single-name">{words('operator.name')}</p>
      <h1>{words('operator.sign_in')}</h1>
      <p className="dim">{words('operator.sign_in_hint')}</p>
      <form className="stack" onSubmit={submit}>
        {saving.fault || isOther ? (
          <p className="fault" role="alert">
            {isOther ? words('operator.not_operator') : saving.fault?.text}
          </p>
        ) : null}
        <TextField label={words('auth.email')} name="email" type="email" autoComplete="username" required autoFocus />
        <TextField
          label={words('auth.password')}
          name="password"
          type="password"
          autoComplete="current-password"
          required
        />
        <Button kind="main" type="submit" busy={saving.isBusy}>
          {words('auth.sign_in')}
        </Button>
      </form>
    </main>
  );
}

export interface ConsoleProps {
  page: ConsolePage;
  /** A ledger stands there, whose keys stand in the bar too. */
  ledger?: boolean;
  children: ReactNode;
}

export function Console({ page, ledger = false, children }: ConsoleProps) {
  const words = useWords();
  const app = useApp();
  const [me, setMe] = useState<AppPerson | null | 'asked'>(app.me?.user.is_operator ? app.me : 'asked');
  const [fault, setFault] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is there is asked once, when the console opens
  useEffect(() => {
    // The console stands in nobody's house.
    if (app.href('/') !== '/') return location.replace(pathOf(page));
    document.documentElement.classList.add('operator');
    if (me === 'asked')
      app.findMe().then(
        (found) => setMe(found?.user.is_operator ? found : null),
        (error: unknown) => setFault(app.faultOf(error).text),
      );
    return () => document.documentElement.classList.remove('operator');
  }, []);
  if (fault) return <Banner kind="bad" title={fault} />;
  if (me === 'asked') return <LoadingLine />;
  if (!me) return <OperatorSignIn onIn={setMe} />;
  return (
    <div className="console">
      <header className="console-head">
        <b>{words('operator.name')}</b>
        <nav aria-label={words('shell.pages')}>
          <ul className="console-pages">
            {NAMES.map((one) => (
              <li key={one}>
                <AppLink to={pathOf(one)} className="console-link" aria-current={one === page ? 'page' : undefined}>
                  {words(`operator.page_${one}`)}
                </AppLink>
              </li>
            ))}
          </ul>
        </nav>
        <span className="dim">{me.user.email}</span>
        <Button onClick={() => void app.signOut('/operator')}>{words('auth.sign_out')}</Button>
      </header>
      <main className="console-sheet">{children}</main>
      <ConsoleKeys
        pages={NAMES.map((one) => ({ path: pathOf(one), title: words(`operator.page_${one}`), letter: PAGES[one] }))}
        hasLedger={ledger}
      />
    </div>
  );
}
