/** How much came: in rupees, or of a customer who is billed in another currency in that, by the rate of the day. */
import { money } from '@tenantry/ui/format/figures.ts';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode, Ref } from 'react';
import { decimalsOf, RUPEES } from '../currencies/iso4217.ts';
import { type Fields, rupeesOf } from './payment_input.screens.tsx';

export interface AmountFieldsProps {
  fields: Fields;
  /** Of the open invoices. */
  currencies: readonly string[];
  ref: Ref<HTMLInputElement>;
  set(change: Partial<Fields>): void;
  errorOf(name: string): string | undefined;
}

export function AmountFields({ fields, currencies, ref, set, errorOf }: AmountFieldsProps): ReactNode {
  const words = useWords();
  const { currency } = fields;
  const codes = [...new Set([RUPEES, ...currencies, currency])];
  const rupees = rupeesOf(fields);
  return (
    <>
      {codes.length > 1 ? (
        <Select
          label={words('payments.currency')}
          choices={codes.map((value) => ({ value, label: value }))}
          value={currency}
          error={errorOf('currency')}
          onChange={({ target }) => set({ currency: target.value })}
        />
      ) : null}
      {currency === RUPEES ? (
        <NumberField
          label={words('payments.amount')}
          kind="money"
          required
          ref={ref}
          value={fields.amount}
          error={errorOf('amount')}
          onChange={(amount) => set({ amount })}
        />
      ) : (
        <>
          <NumberField
            label={words('payments.amount_in', { currency })}
            kind="quantity"
            required
            unit={currency}
            decimals={decimalsOf(currency)}
            value={fields.amount_in_currency}
            error={errorOf('amount_in_currency')}
            onChange={(amount_in_currency) => set({ amount_in_currency })}
          />
          <TextField
            label={words('payments.exchange_rate', { currency })}
            required
            inputMode="decimal"
            value={fields.exchange_rate}
            hint={
              rupees > 0 ? words('payments.comes_to', { amount: money(rupees) }) : words('payments.exchange_rate_hint')
            }
            error={errorOf('exchange_rate')}
            onChange={({ target }) => set({ exchange_rate: target.value })}
          />
        </>
      )}
    </>
  );
}
