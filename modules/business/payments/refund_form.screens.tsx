/** Giving money back: of an advance, or of what is left of a credit note. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';
import { decimalsOf } from '../currencies/iso4217.ts';
import { MODES } from './payment_input.screens.tsx';
import type { Mode, Payment } from './payments.schema.ts';

export interface RefundFormProps {
  /** `POST /payments/{payment}/refund`, and what it is asked with. */
  call: string;
  input: Readonly<Record<string, unknown>>;
  /** What is left. */
  most: number;
  /** Of a note in another currency: what is left of it in that. */
  abroad?: { currency: string; left: number } | null;
  onLeave(): void;
}

export function RefundForm({ call, input, most, abroad = null, onLeave }: RefundFormProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [amount, setAmount] = useState<number | null>(most);
  const [in_currency, setAbroad] = useState<number | null>(abroad?.left ?? null);
  const [mode, setMode] = useState<Mode>('bank_transfer');
  const [account_id, setAccount] = useState('');
  const [date, setDate] = useState(place.today);
  const [reference, setReference] = useState('');
  const saving = useSaving(['amount', 'in_currency', 'mode', 'account_id', 'date', 'reference']);
  const accounts = useLoaded<Account[]>('GET /accounts', { is_active: 'true', limit: 200 }).data ?? [];
  function give(event: FormEvent): void {
    event.preventDefault();
    const given = {
      amount: amount ?? 0,
      ...(abroad ? { in_currency } : {}),
      mode,
      account_id: account_id || null,
      date,
      reference: reference.trim() || null,
    };
    void saving.run(async () => {
      const { data } = await place.call<Payment>(call, { ...input, ...given });
      tell({ text: words('payments.refund_done', { number: data.number }) });
      place.go(`/payments/${data.id}`);
    });
  }
  return (
    <form className="payment-act" onSubmit={give}>
      <NumberField
        label={words('payments.amount')}
        kind="money"
        autoFocus
        value={amount}
        error={saving.errorOf('amount')}
        onChange={setAmount}
      />
      {abroad ? (
        <NumberField
          label={words('payments.refund_in', { currency: abroad.currency })}
          hint={words('payments.refund_in_hint')}
          kind="quantity"
          unit={abroad.currency}
          decimals={decimalsOf(abroad.currency)}
          value={in_currency}
          error={saving.errorOf('in_currency')}
          onChange={setAbroad}
        />
      ) : null}
      <Select
        label={words('payments.mode')}
        choices={MODES.map((value) => ({ value, label: words(`payments.mode_${value}`) }))}
        value={mode}
        error={saving.errorOf('mode')}
        onChange={({ target }) => {
          setMode(target.value as Mode);
          setAccount('');
        }}
      />
      <Select
        label={words('payments.account_name')}
        none={words('payments.account_first')}
        choices={accounts
          .filter((one) => one.class && (one.class === 'cash') === (mode === 'cash'))
          .map(({ id, name }) => ({ value: id, label: name }))}
        value={account_id}
        error={saving.errorOf('account_id')}
        onChange={({ target }) => setAccount(target.value)}
      />
      <DateField
        label={words('payments.date')}
        value={date}
        today={place.today}
        error={saving.errorOf('date')}
        onChange={setDate}
      />
      <TextField
        label={words('payments.reference')}
        value={reference}
        maxLength={60}
        error={saving.errorOf('reference')}
        onChange={({ target }) => setReference(target.value)}
      />
      <Refusal text={saving.refused} />
      <Button type="submit" kind="main">
        {words('payments.refund')}
      </Button>
      <Button onClick={onLeave}>{words('payments.leave')}</Button>
    </form>
  );
}
