/** One invoice: a draft is typed into, what is issued is the document, with what happened to it beside. */

import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { RecordSide } from '@tenantry/ui/page/record_side.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import type { ScreenProps } from '@tenantry/ui/screens/screen.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import { Draft } from './draft.screens.tsx';
import type { Invoice } from './invoices.schema.ts';
import page from './invoices.screens.tsx';
import { Sheet } from './sheet.screens.tsx';
import './invoices.css';

const MARKS = { draft: 'draft', issued: 'sent', cancelled: 'off' } as const;

/** Asks for the reason; the number stays used. */
function Cancelling({
  invoice,
  onDone,
  onLeave,
}: {
  invoice: Invoice;
  onDone(invoice: Invoice): void;
  onLeave(): void;
}): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [reason, setReason] = useState('');
  const [fault, setFault] = useState<string | undefined>();
  async function cancel(event: FormEvent): Promise<void> {
    event.preventDefault();
    try {
      const { data } = await place.call<Invoice>('POST /invoices/{invoice}/cancel', {
        invoice: invoice.id,
        reason: reason.trim(),
      });
      tell({ text: words('invoices.cancelled', { number: data.number ?? '' }) });
      onDone(data);
    } catch (error) {
      setFault(place.faultOf(error).text);
    }
  }
  return (
    <form className="invoice-cancelling" onSubmit={(event) => void cancel(event)}>
      <TextField
        label={words('invoices.cancel_reason')}
        required
        autoFocus
        value={reason}
        maxLength={300}
        error={fault}
        onChange={({ target }) => setReason(target.value)}
      />
      <Button type="submit" kind="main" disabled={!reason.trim()}>
        {words('invoices.cancel_now', { number: invoice.number ?? '' })}
      </Button>
      <Button onClick={onLeave}>{words('invoices.keep')}</Button>
    </form>
  );
}

function Issued({ invoice, onChanged }: { invoice: Invoice; onChanged(invoice: Invoice): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [isCancelling, setCancelling] = useState(false);
  const mayCancel = invoice.status === 'issued' && place.allows('invoices.cancel');
  const keys = useMemo<PageKey[]>(
    () => [{ keys: 'p', label: 'invoices.print', bar: true, run: () => window.print() }],
    [],
  );
  place.useKeys(keys);
  return (
    <div className="invoice-record">
      <header className="invoice-head">
        <h1>{words('invoices.title', { number: invoice.number ?? '' })}</h1>
        <StatusMark mark={MARKS[invoice.status]} word={words(`invoices.status_${invoice.status}`)} />
        <div className="invoice-acts">
          <Button keys="P" onClick={() => window.print()}>
            {words('invoices.print')}
          </Button>
          {mayCancel && !isCancelling ? (
            <Button onClick={() => setCancelling(true)}>{words('invoices.cancel')}</Button>
          ) : null}
        </div>
      </header>
      {isCancelling ? (
        <Cancelling
          invoice={invoice}
          onLeave={() => setCancelling(false)}
          onDone={(cancelled) => {
            setCancelling(false);
            onChanged(cancelled);
          }}
        />
      ) : null}
      <div className="invoice-body">
        <Sheet invoice={invoice} />
        <RecordSide page={page} id={invoice.id} changes={invoice.version} />
      </div>
    </div>
  );
}

export default function InvoiceScreen({ params }: ScreenProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const id = params.id ?? 'new';
  const isNew = id === 'new';
  const loaded = useLoaded<Invoice>(isNew ? null : 'GET /invoices/{invoice}', { invoice: id });
  const [stored, setStored] = useState<Invoice | null>(null);
  const invoice = isNew ? stored : stored?.id === id ? stored : loaded.data;
  const put = (one: Invoice): void => {
    setStored(one);
    if (isNew) place.go(`/invoices/${one.id}`, { replace: true });
  };
  if (loaded.fault && !invoice) return <Banner kind="bad" title={loaded.fault.text} />;
  if (!isNew && !invoice) return <p aria-busy="true">{words('invoices.loading')}</p>;
  if (invoice && invoice.status !== 'draft') return <Issued invoice={invoice} onChanged={setStored} />;
  return <Draft key={invoice?.id ?? 'new'} draft={invoice} onStored={put} />;
}
