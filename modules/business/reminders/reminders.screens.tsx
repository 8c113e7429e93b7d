/** The reminders of an invoice or a customer, and the way to send one now: by mail, or as a text for WhatsApp. */
import { moment } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { MailForm, type MailInput } from '../parties/mail_form.screens.tsx';
import type { Reminded, Reminder } from './reminders.schema.ts';
import '../payments/payments.css';

interface OfRecord {
  of: 'invoice' | 'customer';
  id: string;
  email: string | null;
}

function RemindForm({ of, id, email, onDone }: OfRecord & { onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const remind = (input: MailInput | { channel: 'whatsapp' }) =>
    place.call<Reminded>(`POST /${of}s/{${of}}/remind`, { [of]: id, ...input });
  async function mail(input: MailInput): Promise<void> {
    await remind(input);
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
      />
    </>
  );
}

/** The newest reminders with a button for another one; nothing where there are none and nothing is open. */
export function Reminders({ of, id, email, isOpen }: OfRecord & { isOpen: boolean }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [isAsking, setAsking] = useState(false);
  const sent = useLoaded<Reminder[]>(place.allows('invoices.read') ? `GET /${of}s/{${of}}/reminders` : null, {
    [of]: id,
  });
  const rows = sent.data ?? [];
  const maySend = isOpen && place.allows('invoices.share');
  if (rows.length === 0 && !maySend) return null;
  return (
    <section className="payment-of-invoice reminders" aria-label={words('reminders.title')}>
      {rows.length > 0 ? (
        <table className="payment-open">
          <caption>{words('reminders.title')}</caption>
          <tbody>
            {rows.slice(0, 5).map(({ id: one, document_number, step, channel, sent_to, created_at }) => (
              <tr key={one}>
                <th scope="row">{of === 'customer' ? document_number : moment(created_at, place.zone)}</th>
                <td>{of === 'customer' ? moment(created_at, place.zone) : null}</td>
                <td>
                  {words(`reminders.by_${channel}`)} {sent_to}
                </td>
                <td>{words(step === null ? 'reminders.by_hand' : 'reminders.by_rule')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {maySend ? <Button onClick={() => setAsking(true)}>{words('reminders.now')}</Button> : null}
      <Dialog open={isAsking} onClose={() => setAsking(false)} title={words('reminders.now')}>
        <RemindForm
          of={of}
          id={id}
          email={email}
          onDone={() => {
            setAsking(false);
            sent.again();
          }}
        />
      </Dialog>
    </section>
  );
}
