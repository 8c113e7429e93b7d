/** Recording a payment: whose, how much, how; the open invoices it settles stand below, and one key records it. */

import { focusFault, listenToKeys } from '@tenantry/ui/form/form_keys.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { type Aside, useKept, usePutAway } from '@tenantry/ui/page/aside.tsx';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { ComboBox, type Option } from '@tenantry/ui/parts/combo_box.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { Totals } from '@tenantry/ui/parts/totals.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Account } from '../accounts/accounts.schema.ts';
import { AmountFields } from './amount_fields.screens.tsx';
import { BranchField } from './branch_field.screens.tsx';
import { OpenInvoices } from './open_invoices.screens.tsx';
import {
  type Begun,
  FIELDS,
  type Fields,
  type FirstInvoice,
  fieldsOf,
  figure,
  inputOf,
  MODES,
  placed,
  rateOf,
  rupeesOf,
} from './payment_input.screens.tsx';
import type { Mode, Payment } from './payments.schema.ts';
import { allocationsOf, type OpenInvoice, partsOf, receivedAt, spread, sumOf } from './spread.ts';

/** `first`: the invoice from whose page one comes; it is settled before all others. */
export function PaymentForm({ first, aside }: { first: FirstInvoice | null; aside: Aside<Begun> }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { begun } = aside;
  const [fields, setFields] = useState(() => begun?.fields ?? fieldsOf(first, place.today));
  const [typed, setTyped] = useState(begun?.typed ?? null);
  const [abroad, setAbroad] = useState(begun?.abroad ?? {});
  const now = useMemo<Begun>(() => ({ fields, typed, abroad }), [fields, typed, abroad]);
  useKept(aside, now, () => (fields.customer || rupeesOf(fields) ? now : null));
  const putAway = usePutAway(aside, 'payments');
  const [refused, setRefused] = useState<{ text: string; errors: Record<string, string> } | null>(null);
  const [isBusy, setBusy] = useState(false);
  const set = (change: Partial<Fields>): void => setFields((before) => ({ ...before, ...change }));

  const accounts = useLoaded<Account[]>('GET /accounts', { is_active: 'true', limit: 200 }).data ?? [];
  const owed = useLoaded<OpenInvoice[]>(fields.customer ? 'GET /invoices' : null, {
    customer_id: fields.customer?.id,
    status: 'issued',
    balance_from: '0.01',
    sort: 'due_date',
    limit: 100,
  });
  const invoices = (fields.customer && owed.data) || [];
  const settles = sumOf([rupeesOf(fields), figure(fields.tds_amount), figure(fields.write_off)]);
  const rate = rateOf(fields);
  const parts = typed ? partsOf(invoices, typed) : spread(invoices, settles, first?.id ?? null, rate);
  const settled = sumOf(Object.values(parts).map(figure));
  const rest = sumOf([settles, -settled]);

  async function record(): Promise<void> {
    if (isBusy) return;
    if (!fields.customer) {
      setRefused({ text: '', errors: { party_id: words('payments.choose_customer') } });
      return;
    }
    setBusy(true);
    try {
      const { data } = await place.call<Payment>(
        'POST /payments',
        inputOf(fields, allocationsOf(invoices, parts, abroad, rate)),
      );
      await aside.drop();
      tell({ text: words('payments.recorded', { number: data.number }) });
      place.go(first ? `/invoices/${first.id}` : `/payments/${data.id}`, { replace: true });
    } catch (error) {
      const { text, errors } = place.faultOf(error);
      setRefused({ text, errors: placed(errors, parts) });
    } finally {
      setBusy(false);
    }
  }
  const latest = useRef(record);
  latest.current = record;
  const keys = useMemo<PageKey[]>(
    () => [{ keys: 'ctrl+Enter', label: 'payments.record', bar: true, run: () => void latest.current() }],
    [],
  );
  place.useKeys(keys);
  const form = useRef<HTMLFormElement>(null);
  const firstField = useRef<HTMLInputElement>(null);
  const isBegun = useRef(fields.customer !== null);
  useEffect(() => {
    if (isBegun.current) firstField.current?.focus();
  }, []);
  /** Without a customer it begins with whose money it is; on a phone the keyboard would cover it. */
  const begin = useCallback((input: HTMLInputElement | null) => {
    if (!input || isBegun.current || matchMedia('(max-width: 640px)').matches) return;
    isBegun.current = true;
    input.focus();
  }, []);

  useEffect(() => void (refused && focusFault(form.current)), [refused]);

  const find = async (text: string, signal: AbortSignal): Promise<readonly Option[]> => {
    const { data } = await place.call<{ id: string; name: string; city: string | null }[]>('GET /customers', {
      ...(text ? { q: text } : {}),
      limit: 12,
    });
    return signal.aborted
      ? []
      : data.map(({ id, name, city }) => ({ id, label: name, ...(city ? { note: city } : {}) }));
  };
  const errorOf = (name: string): string | undefined => refused?.errors[name];
  const known = new Set([...FIELDS, ...invoices.map(({ id }) => id)]);
  const elsewhere = Object.entries(refused?.errors ?? {}).filter(([name]) => !known.has(name));
  const isCheque = fields.mode === 'cheque';
  const role = isCheque ? 'cheques' : fields.mode === 'cash' ? 'cash' : 'bank';
  const account = accounts.find((one) => (fields.account_id ? one.id === fields.account_id : one.role === role));
  return (
    <form
      ref={form}
      className="payment-form"
      onKeyDown={(event) => listenToKeys(event, { save: () => void record() })}
      onSubmit={(event) => {
        event.preventDefault();
        void record();
      }}
    >
      <header className="payment-head">
        <h1>{words('payments.new')}</h1>
        <Button disabled={isBusy} onClick={() => void putAway(words('payments.discarded'))}>
          {words('payments.discard')}
        </Button>
        <Button type="submit" kind="main" keys="Ctrl ↵" disabled={isBusy}>
          {words('payments.record')}
        </Button>
      </header>
      {refused && (elsewhere.length > 0 || Object.keys(refused.errors).length === 0) ? (
        <Banner kind="bad" title={refused.text}>
          {elsewhere.map(([name, detail]) => (
            <p key={name}>{detail}</p>
          ))}
        </Banner>
      ) : null}
      <div className="payment-fields">
        <ComboBox
          label={words('payments.party_name')}
          required
          inputRef={begin}
          value={fields.customer}
          find={find}
          error={errorOf('party_id')}
          onChange={(chosen) => {
            set({ customer: chosen, branch_id: null });
            setTyped(null);
            setAbroad({});
          }}
        />
        <AmountFields
          fields={fields}
          currencies={[...new Set(invoices.map(({ currency }) => currency))]}
          ref={firstField}
          set={set}
          errorOf={errorOf}
        />
        <BranchField
          value={fields.branch_id ?? receivedAt(invoices, parts, account) ?? ''}
          error={errorOf('branch_id')}
          onChange={(branch_id) => set({ branch_id })}
        />
        <DateField
          label={words('payments.date')}
          value={fields.date}
          today={place.today}
          error={errorOf('date')}
          onChange={(date) => set({ date })}
        />
        <Select
          label={words('payments.mode')}
          choices={MODES.map((value) => ({ value, label: words(`payments.mode_${value}`) }))}
          value={fields.mode}
          error={errorOf('mode')}
          onChange={({ target }) => set({ mode: target.value as Mode, account_id: '' })}
        />
        <Select
          label={words('payments.account_name')}
          none={words(isCheque ? 'payments.account_cheques' : 'payments.account_first')}
          choices={accounts
            .filter((one) => one.class && (one.class === 'cash') === (fields.mode === 'cash'))
            .map(({ id, name }) => ({ value: id, label: name }))}
          value={fields.account_id}
          error={errorOf('account_id')}
          onChange={({ target }) => set({ account_id: target.value })}
        />
        <TextField
          label={words(isCheque ? 'payments.cheque_number' : 'payments.reference')}
          value={fields.reference}
          maxLength={60}
          error={errorOf('reference')}
          onChange={({ target }) => set({ reference: target.value })}
        />
        {isCheque ? (
          <>
            <DateField
              label={words('payments.cheque_date')}
              value={fields.cheque_date}
              today={place.today}
              error={errorOf('cheque_date')}
              onChange={(cheque_date) => set({ cheque_date })}
            />
            <TextField
              label={words('payments.cheque_bank')}
              value={fields.cheque_bank}
              maxLength={100}
              onChange={({ target }) => set({ cheque_bank: target.value })}
            />
          </>
        ) : null}
        <NumberField
          label={words('payments.tds_amount')}
          hint={words('payments.tds_hint')}
          kind="money"
          value={fields.tds_amount}
          error={errorOf('tds_amount')}
          onChange={(tds_amount) => set({ tds_amount })}
        />
        <NumberField
          label={words('payments.write_off')}
          hint={words('payments.write_off_hint')}
          kind="money"
          value={fields.write_off}
          error={errorOf('write_off')}
          onChange={(write_off) => set({ write_off })}
        />
      </div>
      {invoices.length > 0 ? (
        <OpenInvoices
          invoices={invoices}
          parts={parts}
          abroad={abroad}
          rate={rate}
          errors={refused?.errors ?? {}}
          today={place.today}
          onPart={(id, amount) => setTyped({ ...parts, [id]: amount })}
          onAbroad={(id, in_currency) => setAbroad({ ...abroad, [id]: in_currency })}
        />
      ) : fields.customer && owed.data ? (
        <p className="dim">{words('payments.nothing_open')}</p>
      ) : null}
      <div className="payment-foot">
        {rest > 0 ? (
          <div className="payment-fields">
            <Select
              label={words('payments.advance_nature')}
              hint={words(`payments.advance_${fields.advance_nature}_hint`)}
              choices={(['goods', 'service'] as const).map((value) => ({
                value,
                label: words(`payments.advance_${value}`),
              }))}
              value={fields.advance_nature}
              onChange={({ target }) => set({ advance_nature: target.value as 'goods' | 'service' })}
            />
            {fields.advance_nature === 'service' ? (
              <NumberField
                label={words('payments.tax_rate')}
                hint={words('payments.tax_rate_hint')}
                kind="percent"
                value={fields.tax_rate}
                error={errorOf('tax_rate')}
                onChange={(tax_rate) => set({ tax_rate })}
              />
            ) : null}
          </div>
        ) : (
          <span />
        )}
        <section aria-label={words('payments.sums')} aria-live="polite">
          <Totals
            label={words('payments.sums')}
            lines={[
              { label: words('payments.settles'), amount: settles },
              { label: words('payments.allocated'), amount: settled },
              { label: words('payments.unallocated'), amount: rest, rank: 'total' },
            ]}
          />
          {rest < 0 ? <p className="payment-late">{words('payments.too_much', { amount: money(-rest) })}</p> : null}
        </section>
      </div>
    </form>
  );
}
