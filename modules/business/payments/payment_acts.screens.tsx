/** What can be done with a payment that is recorded: settle with its advance, give it back, the way of a cheque, undo it. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';
import { AllocateForm } from './allocate_form.screens.tsx';
import type { Payment } from './payments.schema.ts';
import { RefundForm } from './refund_form.screens.tsx';
import { sumOf } from './spread.ts';

export type Act = 'allocate' | 'deposit' | 'clear' | 'bounce' | 'refund' | 'cancel';

/** What its state allows. */
export function actsOf({ status, direction, cheque_status, unallocated, refunded }: Payment): Act[] {
  if (status !== 'posted') return [];
  return [
    ...(unallocated > 0 ? (['allocate', 'refund'] as const) : []),
    ...(cheque_status === 'in_hand' ? (['deposit'] as const) : []),
    ...(cheque_status === 'deposited' ? (['clear'] as const) : []),
    ...(cheque_status && direction === 'in' && refunded === 0 ? (['bounce'] as const) : []),
    ...(refunded === 0 ? (['cancel'] as const) : []),
  ];
}

interface ActFormProps {
  act: Act;
  payment: Payment;
  onDone(payment: Payment): void;
  onLeave(): void;
}

export function ActForm({ act, payment, onDone, onLeave }: ActFormProps): ReactNode {
  const words = useWords();
  const input = { payment: payment.id };
  const most = payment.unallocated;
  const isTaxed = most > 0 && most <= sumOf([payment.advance, -payment.adjusted]);
  if (act === 'refund')
    return <RefundForm call="POST /payments/{payment}/refund" input={input} most={most} onLeave={onLeave} />;
  if (act === 'allocate')
    return (
      <AllocateForm<Payment>
        call="POST /payments/{payment}/allocate"
        input={input}
        party_id={payment.party_id}
        most={most}
        gstin={isTaxed ? payment.supplier_gstin : null}
        rate={
          payment.exchange_rate === null ? null : { currency: payment.currency, exchange_rate: payment.exchange_rate }
        }
        onLeave={onLeave}
        onDone={(settled) => {
          tell({ text: words('payments.allocate_done', { number: settled.number }) });
          onDone(settled);
        }}
      />
    );
  return <DatedForm act={act} payment={payment} onDone={onDone} onLeave={onLeave} />;
}

/** What is done on a day: the ways of a cheque, and undoing. */
function DatedForm({ act, payment, onDone, onLeave }: ActFormProps & { act: Exclude<Act, 'refund' | 'allocate'> }) {
  const words = useWords();
  const place = usePlace();
  const [reason, setReason] = useState('');
  const [date, setDate] = useState(act === 'cancel' ? '' : place.today);
  const [account_id, setAccount] = useState('');
  const saving = useSaving(['reason', 'account_id', 'date']);
  const banks =
    useLoaded<Account[]>(act === 'deposit' ? 'GET /accounts' : null, { class: 'bank', limit: 200 }).data ?? [];
  const inputs = {
    deposit: { account_id: account_id || null, date },
    clear: { date },
    bounce: { reason: reason.trim(), date },
    cancel: { reason: reason.trim(), ...(date ? { date } : {}) },
  };
  function run(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      const { data } = await place.call<Payment>(`POST /payments/{payment}/${act}`, {
        payment: payment.id,
        ...inputs[act],
      });
      tell({ text: words(`payments.${act}_done`, { number: data.number }) });
      onDone(data);
    });
  }
  const needsReason = act === 'cancel' || act === 'bounce';
  return (
    <form className="payment-act" onSubmit={run}>
      {needsReason ? (
        <TextField
          label={words('payments.reason')}
          required
          autoFocus
          value={reason}
          maxLength={300}
          error={saving.errorOf('reason')}
          onChange={({ target }) => setReason(target.value)}
        />
      ) : null}
      {act === 'deposit' ? (
        <Select
          label={words('payments.account_name')}
          none={words('payments.account_first')}
          choices={banks.map(({ id, name }) => ({ value: id, label: name }))}
          value={account_id}
          error={saving.errorOf('account_id')}
          onChange={({ target }) => setAccount(target.value)}
        />
      ) : null}
      <DateField
        label={words('payments.date')}
        value={date}
        today={place.today}
        hint={act === 'cancel' ? words('payments.cancel_date_hint') : undefined}
        error={saving.errorOf('date')}
        onChange={setDate}
      />
      <Refusal text={saving.refused} />
      <Button type="submit" kind="main" disabled={needsReason && !reason.trim()}>
        {words(`payments.${act}`)}
      </Button>
      <Button onClick={onLeave}>{words('payments.leave')}</Button>
    </form>
  );
}
