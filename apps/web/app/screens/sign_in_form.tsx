/** The form of the sign-in, on its page and in front of a page whose session has ended. */
import { Button } from '@tenantry/ui/parts/button.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import type { AppFault } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, useRef, useState } from 'react';
import { faultOf } from '../client/faults.ts';
import { signIn } from '../way_in.ts';

export function SignInForm({ email = '', onIn }: { email?: string; onIn: () => void | Promise<void> }) {
  const words = useWords();
  const [fault, setFault] = useState<AppFault | null>(null);
  const [isBusy, setBusy] = useState(false);
  const password = useRef<HTMLInputElement>(null);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const given = new FormData(event.currentTarget);
    setBusy(true);
    setFault(null);
    try {
      await signIn(String(given.get('email')), String(given.get('password')));
      await onIn();
    } catch (error) {
      setFault(faultOf(error, words));
      password.current?.select();
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="stack" onSubmit={(event) => void submit(event)}>
      {fault ? (
        <p className="fault" role="alert">
          {fault.text} {fault.request_id ? <small>{words('problem.number', { id: fault.request_id })}</small> : null}
        </p>
      ) : null}
      <TextField
        label={words('auth.email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        defaultValue={email}
        autoFocus={email === ''}
        error={fault?.fields.email}
      />
      <TextField
        ref={password}
        label={words('auth.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
        autoFocus={email !== ''}
        error={fault?.fields.password}
      />
      <Button kind="main" type="submit" busy={isBusy}>
        {words('auth.sign_in')}
      </Button>
    </form>
  );
}
