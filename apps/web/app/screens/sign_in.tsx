/** The sign-in, in the colours of the organisation that the address names. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { logoOfPage, organisationOfPage } from '../organisation.ts';
import { LanguageChoice } from '../shell/language_choice.tsx';
import { findMe } from '../way_in.ts';
import { SignInForm } from './sign_in_form.tsx';

export function SignIn() {
  const words = useWords();
  const navigate = useNavigate();
  const { to } = useSearch({ from: '/sign-in' });
  const go = async (): Promise<void> => {
    await findMe(true);
    // Only a path of these pages: what stands in the address bar may come from anybody.
    await navigate({ to: to && /^\/(?![/\\])/.test(to) ? to : '/' });
  };
  return (
    <main className="single">
      {logoOfPage() ? <img className="single-logo" src={logoOfPage() ?? ''} alt="" /> : null}
      <p className="single-name">{organisationOfPage() ?? words('shell.product')}</p>
      <h1>{words('auth.sign_in')}</h1>
      <SignInForm onIn={go} />
      <p>
        <Link to="/forgot">{words('auth.forgot')}</Link>
      </p>
      {organisationOfPage() ? null : (
        <p>
          <a href="/tenant-setup">{words('shell.new_organisation')}</a>
        </p>
      )}
      <LanguageChoice />
    </main>
  );
}
