/** What is left of a credit note, below it: what it was used for, and the ways to use or give back the rest. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import type { Shown } from '../documents/desk.screens.tsx';
import { AllocateForm } from './allocate_form.screens.tsx';
import type { NoteUse } from './payments.schema.ts';
import { RefundForm } from './refund_form.screens.tsx';
import { SettledTable } from './settled.screens.tsx';
import './payments.css';

export function NoteCredit({ document, onChanged }: { document: Shown; onChanged(document: Shown): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { id, balance = 0, customer_id, number } = document;
  const [act, setAct] = useState<'allocate' | 'refund' | null>(null);
  const uses = useLoaded<NoteUse[]>(place.allows('payments.read') ? 'GET /credit-notes/{credit_note}/uses' : null, {
    credit_note: id,
  });
  const rows = uses.data ?? [];
  if (document.status !== 'issued' || (rows.length === 0 && balance === 0)) return null;
  const input = { credit_note: id };
  const put = (note: Shown): void => {
    setAct(null);
    uses.again();
    onChanged(note);
  };
  async function again(document_id: string, amount: number): Promise<void> {
    const call = 'POST /credit-notes/{credit_note}/allocate';
    put((await place.call<Shown>(call, { ...input, allocations: [{ document_id, amount }] })).data);
  }
  async function takeBack({ id: document_id, number: of, amount }: NoteUse): Promise<void> {
    try {
      put((await place.call<Shown>('POST /credit-notes/{credit_note}/release', { ...input, document_id })).data);
      tell({ text: words('payments.released', { number: of }), undo: () => again(document_id, amount) });
    } catch (error) {
      tell({ text: place.faultOf(error).text });
    }
  }
  const maySpend = place.allows('payments.write');
  return (
    <section className="payment-of-invoice" aria-label={words('payments.note_credit')}>
      <SettledTable
        caption={words('payments.note_credit')}
        left={words('payments.note_left')}
        of={{ ...document, balance }}
        parts={rows.map((use) => ({
          ...{ path: `/${use.noun}/${use.id}`, number: use.number, date: use.date, amount: use.amount },
          onTakeBack: use.noun === 'invoices' && maySpend ? () => void takeBack(use) : undefined,
        }))}
      />
      {act === null && balance > 0 ? (
        <ButtonRow>
          {maySpend ? <Button onClick={() => setAct('allocate')}>{words('payments.allocate')}</Button> : null}
          {place.allows('payments.cancel') ? (
            <Button onClick={() => setAct('refund')}>{words('payments.refund')}</Button>
          ) : null}
        </ButtonRow>
      ) : null}
      {act === 'allocate' ? (
        <AllocateForm<Shown>
          call="POST /credit-notes/{credit_note}/allocate"
          input={input}
          party_id={customer_id}
          most={balance}
          rate={document.exchange_rate ? { currency: document.currency, exchange_rate: document.exchange_rate } : null}
          onLeave={() => setAct(null)}
          onDone={(note) => {
            tell({ text: words('payments.allocate_done', { number: number ?? '' }) });
            put(note);
          }}
        />
      ) : null}
      {act === 'refund' ? (
        <RefundForm
          call="POST /credit-notes/{credit_note}/refund"
          input={input}
          most={balance}
          abroad={
            document.balance_in_currency ? { currency: document.currency, left: document.balance_in_currency } : null
          }
          onLeave={() => setAct(null)}
        />
      ) : null}
    </section>
  );
}
