/** The session has ended while the page stands: the person signs in again in front of it, and nothing of it is lost. */
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { goOn } from '../client/transport.ts';
import { SignInForm } from '../screens/sign_in_form.tsx';

export function SignInAgain({ email }: { email: string }) {
  const words = useWords();
  return (
    <Dialog open alert onClose={() => {}} title={words('auth.session_over')}>
      <p>{words('auth.session_over_hint')}</p>
      <SignInForm email={email} onIn={goOn} />
    </Dialog>
  );
}
