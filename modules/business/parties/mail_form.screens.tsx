/** What is mailed to a customer: to whom, with which message; what is wrong stands at its field. */
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { TextArea, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';

export interface MailInput {
  /** Left out, the customer's own. */
  to?: string;
  message: string | null;
}

export interface MailFormProps {
  /** The customer's own address. */
  email: string | null;
  /** What the button says. */
  label: string;
  send(input: MailInput): Promise<unknown>;
  /** What else is chosen, above the buttons. */
  children?: ReactNode;
  /** Other ways to send it, whose refusals stand here too. */
  others?(attempt: (work: () => Promise<unknown>) => void): ReactNode;
}

export function MailForm({ email, label, send, children, others }: MailFormProps): ReactNode {
  const words = useWords();
  const saving = useSaving();
  const [to, setTo] = useState(email ?? '');
  const [message, setMessage] = useState('');
  const { to: noAddress, message: noMessage, ...elsewhere } = saving.fault?.fields ?? {};
  const refused = saving.refused ?? Object.values(elsewhere).join(' ');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void saving.run(() => send({ ...(to.trim() ? { to: to.trim() } : {}), message: message.trim() || null }));
  };
  return (
    <form className="dialog-form" onSubmit={submit}>
      {refused ? <Banner kind="bad" title={refused} /> : null}
      <TextField
        label={words('parties.mail_to')}
        hint={words('parties.mail_to_hint')}
        type="email"
        autoFocus
        value={to}
        error={noAddress}
        onChange={({ target }) => setTo(target.value)}
      />
      <TextArea
        label={words('parties.mail_message')}
        maxLength={1000}
        value={message}
        error={noMessage}
        onChange={({ target }) => setMessage(target.value)}
      />
      {children}
      <ButtonRow>
        <Button type="submit" kind="main" busy={saving.isBusy}>
          {label}
        </Button>
        {others?.((work) => void saving.run(work))}
      </ButtonRow>
    </form>
  );
}
