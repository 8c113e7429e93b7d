/** Reminds now: by mail, or as a text for WhatsApp. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Checkbox } from '@tenantry/ui/parts/choice_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { MailForm, type MailInput } from '../parties/mail_form.screens.tsx';
import type { Reminded } from './reminders.schema.ts';
import type { OfRecord } from './reminders.screens.tsx';

export default function RemindForm({ of, id, email, onDone }: OfRecord & { onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [attaches, setAttaches] = useState(true);
  const remind = (input: (MailInput & { attaches: boolean }) | { channel: 'whatsapp' }) =>
    place.call<Reminded>(`POST /${of}s/{${of}}/remind`, { [of]: id, ...input });
  async function mail(input: MailInput): Promise<void> {
    await remind({ ...input, attaches });
    tell({ text: words('reminders.sent', { to: input.to ?? email ?? '' }) });
    onDone();
  }
  async function write(): Promise<void> {
    const { data } = await remind({ channel: 'whatsapp' });
    window.open(data.whatsapp_url, '_blank', 'noopener');
    onDone();
  }
  return (
    <>
      <p className="dim">{words('reminders.about')}</p>
      <MailForm
        email={email}
        label={words('reminders.send')}
        send={mail}
        others={(attempt) => <Button onClick={() => attempt(write)}>{words('reminders.whatsapp')}</Button>}
      >
        <Checkbox
          label={words('reminders.attaches')}
          checked={attaches}
          onChange={({ target }) => setAttaches(target.checked)}
        />
      </MailForm>
    </>
  );
}
