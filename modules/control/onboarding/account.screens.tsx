/** The account of a newcomer: made, proved by the link of a mail, or one that is there already. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { type AppFault, type AppPerson, useApp } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useState } from 'react';

interface Given {
  name: string;
  email: string;
  password: string;
}

export function Account({ me, onIn }: { me: AppPerson | null; onIn: (me: AppPerson) => void }) {
  const words = useWords();
  const app = useApp();
  const [isNew, setNew] = useState(true);
  /** Who was sent a mail; whoever is signed in with an address that is not proved was sent one before. */
  const [sent, setSent] = useState<Given | null>(me ? { name: '', email: me.user.email, password: '' } : null);
  const [fault, setFault] = useState<AppFault | null>(null);
  const [isUnproved, setUnproved] = useState(false);
  const [isBusy, setBusy] = useState(false);

  const enter = async ({ email, password }: Given): Promise<void> => {
    if (password) await app.signIn(email, password);
    const found = await app.findMe();
    if (found?.user.email_verified) onIn(found);
    else setUnproved(true);
  };
  const attempt = async (act: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFault(null);
    setUnproved(false);
    try {
      await act();
    } catch (error) {
      setFault(app.faultOf(error));
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string): string => String(form.get(name) ?? '').trim();
    const given = { name: text('name'), email: text('email'), password: String(form.get('password') ?? '') };
    void attempt(async () => {
      if (!isNew) return enter(given);
      await app.call('POST /auth/register', { ...given });
      setSent(given);
    });
  };

  if (sent)
    return (
      <section className="stack">
        <h2>{words('onboarding.confirm')}</h2>
        <p role="status">{words('onboarding.sent', { email: sent.email })}</p>
        {fault || isUnproved ? <Banner kind="wait" title={fault?.text ?? words('onboarding.not_yet')} /> : null}
        <ButtonRow>
          <Button kind="main" busy={isBusy} onClick={() => void attempt(() => enter(sent))}>
            {words('onboarding.confirmed')}
          </Button>
          <Button onClick={() => setSent(null)}>{words('onboarding.other_address')}</Button>
        </ButtonRow>
      </section>
    );
  const refused = fault && Object.keys(fault.fields).length === 0 ? fault.text : null;
  return (
    <form className="stack" onSubmit={submit} key={isNew ? 'new' : 'known'}>
      <h2>{words(isNew ? 'onboarding.account' : 'auth.sign_in')}</h2>
      {refused ? (
        <p className="fault" role="alert">
          {refused}
        </p>
      ) : null}
      {isNew ? (
        <TextField
          label={words('onboarding.your_name')}
          name="name"
          autoComplete="name"
          required
          autoFocus
          error={fault?.fields.name}
        />
      ) : null}
      <TextField
        label={words('auth.email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus={!isNew}
        error={fault?.fields.email}
      />
      <TextField
        label={words('auth.password')}
        hint={isNew ? words('auth.password_hint') : undefined}
        name="password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        required
        error={fault?.fields.password}
      />
      <ButtonRow>
        <Button kind="main" type="submit" busy={isBusy}>
          {words(isNew ? 'onboarding.make_account' : 'auth.sign_in')}
        </Button>
        <Button kind="quiet" onClick={() => setNew(!isNew)}>
          {words(isNew ? 'onboarding.have_account' : 'onboarding.no_account')}
        </Button>
      </ButtonRow>
    </form>
  );
}
