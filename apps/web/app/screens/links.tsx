/** What the links of mails lead to: a new password, an invitation, a confirmed address; and how to ask for such a mail. */
import { Link } from '@tanstack/react-router';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import type { AppFault } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { api } from '../client/api.ts';
import { faultOf } from '../client/faults.ts';

/** The token stands behind `#`, so that it reaches no log; it is taken out of the address at once. */
function takeToken(): string {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? '';
  if (token) history.replaceState(history.state, '', location.pathname);
  return token;
}

function Page({ title, children }: { title: string; children: ReactNode }) {
  const words = useWords();
  return (
    <main className="single">
      <h1>{title}</h1>
      {children}
      <p>
        <Link to="/sign-in">{words('auth.to_sign_in')}</Link>
      </p>
    </main>
  );
}

function Ask({
  title,
  hint,
  button,
  done,
  send,
  children,
}: {
  title: string;
  hint: string;
  button: string;
  done: string;
  send: (given: FormData) => Promise<unknown>;
  children: (fault: AppFault | null) => ReactNode;
}) {
  const words = useWords();
  const [fault, setFault] = useState<AppFault | null>(null);
  const [isDone, setDone] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    send(new FormData(event.currentTarget)).then(
      () => setDone(true),
      (error: unknown) => setFault(faultOf(error, words)),
    );
  };
  return (
    <Page title={title}>
      {isDone ? (
        <p role="status">{done}</p>
      ) : (
        <form className="stack" onSubmit={submit}>
          <p>{hint}</p>
          {fault ? (
            <p className="fault" role="alert">
              {fault.text}
            </p>
          ) : null}
          {children(fault)}
          <Button kind="main" type="submit">
            {button}
          </Button>
        </form>
      )}
    </Page>
  );
}

export function Forgot() {
  const words = useWords();
  return (
    <Ask
      title={words('auth.forgot')}
      hint={words('auth.forgot_hint')}
      button={words('auth.send_link')}
      done={words('auth.link_sent')}
      send={(given) => api('POST /auth/password-reset', { email: String(given.get('email')) })}
    >
      {(fault) => (
        <TextField
          label={words('auth.email')}
          name="email"
          type="email"
          autoComplete="username"
          required
          autoFocus
          error={fault?.fields.email}
        />
      )}
    </Ask>
  );
}

function Choose({ title, hint }: { title: string; hint: string }) {
  const words = useWords();
  const [token] = useState(takeToken);
  return (
    <Ask
      title={title}
      hint={hint}
      button={words('auth.set_password')}
      done={words('auth.password_set')}
      send={(given) => api('POST /auth/password-reset/confirm', { token, password: String(given.get('password')) })}
    >
      {(fault) => (
        <TextField
          label={words('auth.new_password')}
          hint={words('auth.password_hint')}
          name="password"
          type="password"
          autoComplete="new-password"
          required
          autoFocus
          error={fault?.fields.password}
        />
      )}
    </Ask>
  );
}

export function NewPassword() {
  const words = useWords();
  return <Choose title={words('auth.new_password')} hint={words('auth.new_password_hint')} />;
}

export function Invitation() {
  const words = useWords();
  return <Choose title={words('auth.invitation')} hint={words('auth.invitation_hint')} />;
}

export function VerifyEmail() {
  const words = useWords();
  const [said, setSaid] = useState<string | null>(null);
  const [token] = useState(takeToken);
  useEffect(() => {
    api('POST /auth/verify-email', { token }).then(
      () => setSaid(words('auth.verified')),
      (error: unknown) => setSaid(faultOf(error, words).text),
    );
  }, [token, words]);
  return (
    <Page title={words('auth.verify')}>
      <p role="status">{said ?? words('auth.verifying')}</p>
    </Page>
  );
}
