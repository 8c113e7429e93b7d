/** Settling open invoices with what is left of a payment or of a credit note: the oldest due first, each part can be typed over. */
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import { OpenInvoices } from './open_invoices.screens.tsx';
import { allocationsOf, type OpenInvoice, type Parts, type Rate, spread, sumOf } from './spread.ts';

export interface AllocateFormProps<T> {
  /** `POST /payments/{payment}/allocate`, and what it is asked with. */
  call: string;
  input: Readonly<Record<string, unknown>>;
  party_id: string;
  /** What is left. */
  most: number;
  /** Where all of it was taxed: the registration whose invoices alone it settles. */
  gstin?: string | null;
  /** Where the money came in another currency. */
  rate?: Rate | null;
  onDone(answered: T): void;
  onLeave(): void;
}

export function AllocateForm<T>({
  call,
  input,
  party_id,
  most,
  gstin = null,
  rate = null,
  onDone,
  onLeave,
}: AllocateFormProps<T>): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [typed, setTyped] = useState<Parts | null>(null);
  const [abroad, setAbroad] = useState<Parts>({});
  const [errors, setErrors] = useState<Record<string, string>>({});
  const open = useLoaded<OpenInvoice[]>('GET /invoices', {
    customer_id: party_id,
    status: 'issued',
    balance_from: '0.01',
    sort: 'due_date',
    limit: 100,
  });
  const all = open.data ?? [];
  const invoices = gstin ? all.filter(({ seller }) => seller?.gstin === gstin) : all;
  const others = all.length - invoices.length;
  const leftOut =
    others > 0 ? <p className="dim">{words('payments.others_left_out', { others, gstin: gstin ?? '' })}</p> : null;
  const parts = typed ?? spread(invoices, most, null, rate);
  const rest = sumOf([most, ...Object.values(parts).map((part) => -(part || 0))]);
  async function settle(event: FormEvent): Promise<void> {
    event.preventDefault();
    const named = allocationsOf(invoices, parts, abroad, rate);
    try {
      onDone((await place.call<T>(call, { ...input, allocations: named })).data);
    } catch (error) {
      const fault = place.faultOf(error);
      // What is said of a part stands at its field.
      const at = (pointer: string): string =>
        named[Number(/^\/allocations\/(\d+)\//.exec(pointer)?.[1])]?.document_id ?? '';
      const found = Object.fromEntries(fault.errors.map(({ pointer, detail }) => [at(pointer), detail]));
      setErrors(fault.errors.length > 0 ? found : { '': fault.text });
    }
  }
  if (open.data && invoices.length === 0)
    return (
      <div className="payment-act">
        {leftOut ?? <p>{words('payments.none_open')}</p>}
        <Button onClick={onLeave}>{words('payments.leave')}</Button>
      </div>
    );
  return (
    <form className="payment-allocate" onSubmit={(event) => void settle(event)}>
      <OpenInvoices
        invoices={invoices}
        parts={parts}
        abroad={abroad}
        rate={rate}
        errors={errors}
        today={place.today}
        onPart={(id, part) => setTyped({ ...parts, [id]: part })}
        onAbroad={(id, in_currency) => setAbroad({ ...abroad, [id]: in_currency })}
      />
      {leftOut}
      <p aria-live="polite" className={rest < 0 ? 'payment-late' : 'dim'}>
        {words(rest < 0 ? 'payments.too_much' : 'payments.rest_stays', { amount: money(Math.abs(rest)) })}
      </p>
      {errors[''] ? (
        <p className="payment-late" role="alert">
          {errors['']}
        </p>
      ) : null}
      <ButtonRow>
        <Button type="submit" kind="main">
          {words('payments.allocate')}
        </Button>
        <Button onClick={onLeave}>{words('payments.leave')}</Button>
      </ButtonRow>
    </form>
  );
}
