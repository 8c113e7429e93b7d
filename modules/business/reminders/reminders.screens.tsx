/** The reminders of an invoice or a customer, and the way to send one now: by mail, or as a text for WhatsApp. */
import { moment } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Dialog } from '@tenantry/ui/parts/dialog.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import type { Reminder } from './reminders.schema.ts';
import '../payments/payments.css';

export interface OfRecord {
  of: 'invoice' | 'customer';
  id: string;
  email: string | null;
}

/** Fetched with the first reminder. */
const RemindForm = lazy(() => import('./remind_form.screens.tsx'));

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
        <Suspense>
          {isAsking ? (
            <RemindForm
              of={of}
              id={id}
              email={email}
              onDone={() => {
                setAsking(false);
                sent.again();
              }}
            />
          ) : null}
        </Suspense>
      </Dialog>
    </section>
  );
}
