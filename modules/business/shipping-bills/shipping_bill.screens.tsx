/** The shipping bill of an export: typed in when customs has answered, put right while no return told it, or in a later one. */
import { day, month } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ShippingBill } from './shipping-bills.schema.ts';
import './shipping_bill.css';

interface FormProps {
  document_id: string;
  /** The one that is put right. */
  bill: ShippingBill | undefined;
  onDone(): void;
  onLeave(): void;
}

function BillForm({ document_id, bill, onDone, onLeave }: FormProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [number, setNumber] = useState(bill?.number ?? '');
  const [date, setDate] = useState(bill?.date ?? place.today);
  const [port, setPort] = useState(bill?.port_code ?? '');
  const saving = useSaving(['number', 'date', 'port_code']);
  const given = { number: number.trim(), date, port_code: port.trim().toUpperCase() };
  const create = () => place.call<ShippingBill>('POST /shipping-bills', { invoice: document_id, ...given });
  async function store(): Promise<string> {
    if (!bill) return (await create()).message;
    try {
      const input = { shipping_bill: bill.id, ...given, version: bill.version };
      return (await place.call<ShippingBill>('PATCH /shipping-bills/{shipping_bill}', input)).message;
    } catch (error) {
      // What a filed return told stays; the right one is told in a later return.
      if (place.faultOf(error).code !== 'shipping-bills.told' || bill.told_in) throw error;
      return (await create()).message;
    }
  }
  function send(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      tell({ text: await store() });
      onDone();
    });
  }
  return (
    <form onSubmit={send}>
      <div className="shipping-bill-fields">
        <TextField
          label={words('documents.bill_number')}
          hint={words('documents.bill_number_hint')}
          autoFocus
          required
          inputMode="numeric"
          maxLength={15}
          value={number}
          error={saving.errorOf('number')}
          onChange={({ target }) => setNumber(target.value)}
        />
        <DateField
          label={words('documents.bill_date')}
          value={date}
          today={place.today}
          error={saving.errorOf('date')}
          onChange={setDate}
        />
        <TextField
          label={words('documents.bill_port')}
          hint={words('documents.bill_port_hint')}
          required
          maxLength={6}
          value={port}
          error={saving.errorOf('port_code')}
          onChange={({ target }) => setPort(target.value)}
        />
      </div>
      <Refusal text={saving.refused} />
      <ButtonRow>
        <Button type="submit" kind="main" disabled={!number.trim() || !port.trim()}>
          {words(bill ? 'documents.bill_save' : 'documents.bill_record')}
        </Button>
        <Button onClick={onLeave}>{words('documents.bill_leave')}</Button>
      </ButtonRow>
    </form>
  );
}

function Recorded({ bill }: { bill: ShippingBill }): ReactNode {
  const words = useWords();
  const { number, date, port_code: port, told_in } = bill;
  return (
    <>
      <p>
        <strong>{words('documents.bill_is', { number, day: day(date), port })}</strong>
      </p>
      {told_in ? <p className="dim">{words('documents.bill_told_in', { month: month(told_in) })}</p> : null}
    </>
  );
}

export default function ShippingBillOf({ document_id }: { document_id: string }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, again } = useLoaded<ShippingBill[]>('GET /shipping-bills', { document_id });
  const [isOpen, setOpen] = useState(false);
  if (!data) return null;
  const bill = data.find(({ told_in }) => told_in) ?? data[0];
  const done = (): void => {
    setOpen(false);
    again();
  };
  const attempt = (act: () => Promise<void>): Promise<void> =>
    act()
      .catch((error: unknown) => {
        const { errors, text } = place.faultOf(error);
        tell({ text: errors[0]?.detail ?? text });
      })
      .finally(again);
  /** As it was, in the return that told it. */
  const restore = ({ number, date, port_code, told_in }: ShippingBill): Promise<void> =>
    attempt(async () => {
      const given = { invoice: document_id, number, date, port_code, ...(told_in ? { period: told_in } : {}) };
      tell({ text: (await place.call<ShippingBill>('POST /shipping-bills', given)).message });
    });
  const remove = (gone: ShippingBill): Promise<void> =>
    attempt(async () => {
      const input = { shipping_bill: gone.id, version: gone.version };
      const { message } = await place.call<ShippingBill>('DELETE /shipping-bills/{shipping_bill}', input);
      tell({ text: message, undo: () => restore(gone) });
    });
  return (
    <section className="shipping-bill" aria-label={words('documents.bill')}>
      <h2>{words('documents.bill')}</h2>
      {bill ? <Recorded bill={bill} /> : <p className="dim">{words('documents.bill_none')}</p>}
      {isOpen ? (
        <BillForm document_id={document_id} bill={bill} onDone={done} onLeave={() => setOpen(false)} />
      ) : place.allows('shipping-bills.write') ? (
        <ButtonRow>
          <Button onClick={() => setOpen(true)}>{words(bill ? 'documents.bill_right' : 'documents.bill_open')}</Button>
          {bill ? <Button onClick={() => void remove(bill)}>{words('documents.bill_remove')}</Button> : null}
        </ButtonRow>
      ) : null}
    </section>
  );
}
