/** In which currency a draft is, by which rate: asked of customers abroad alone. */
import { day } from '@tenantry/ui/format/days.ts';
import { parseFigure } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { i18n, useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { Currency } from '../currencies/currencies.schema.ts';
import { RUPEES } from '../currencies/iso4217.ts';

export interface CurrencyHead {
  /** Whether the customer may be billed in another currency. */
  is_abroad: boolean;
  currency: string;
  exchange_rate: string;
  exchange_date: string;
}

/** The rate as a number; null when it is none. */
export const rateOf = ({ exchange_rate }: Pick<CurrencyHead, 'exchange_rate'>): number | null =>
  parseFigure(exchange_rate, 6);

/** What another customer makes of it: one in India is billed in rupees. */
export function currencyFor(isAbroad: boolean | undefined): Partial<CurrencyHead> {
  return isAbroad ? { is_abroad: true } : { is_abroad: false, currency: RUPEES, exchange_rate: '', exchange_date: '' };
}

/** As the server takes it. */
export function currencyInput(head: CurrencyHead): Record<string, unknown> {
  if (head.currency === RUPEES) return { currency: RUPEES, exchange_rate: null, exchange_date: null };
  return { currency: head.currency, exchange_rate: rateOf(head), exchange_date: head.exchange_date || null };
}

export function CurrencyFields({
  head,
  set,
  errorOf,
}: {
  head: CurrencyHead;
  set(change: Partial<CurrencyHead>): void;
  errorOf(field: string): string | undefined;
}): ReactNode {
  const words = useWords();
  const place = usePlace();
  const names = new Intl.DisplayNames([i18n.locale], { type: 'currency' });
  const { data } = useLoaded<Currency[]>(place.allows('currencies.read') ? 'GET /currencies' : null, {});
  const known = (data ?? []).map(({ code }) => code);
  const codes = [...new Set([RUPEES, ...(known.length > 0 ? known : [head.currency])])];
  const last = data?.find(({ code }) => code === head.currency);
  return (
    <>
      <Select
        label={words('documents.currency')}
        choices={codes.map((code) => ({ value: code, label: `${code} – ${names.of(code) ?? code}` }))}
        value={head.currency}
        onChange={({ target }) => {
          const chosen = data?.find(({ code }) => code === target.value);
          set({
            currency: target.value,
            exchange_rate: chosen?.last_rate == null ? '' : String(chosen.last_rate),
            exchange_date: chosen?.last_date ?? '',
          });
        }}
        error={errorOf('currency')}
      />
      {head.currency === RUPEES ? null : (
        <>
          <TextField
            label={words('documents.exchange_rate', { currency: head.currency })}
            required
            inputMode="decimal"
            value={head.exchange_rate}
            hint={
              last?.last_rate == null
                ? words('documents.exchange_rate_hint')
                : words('documents.exchange_rate_last', { rate: last.last_rate, day: day(last.last_date ?? '') })
            }
            onChange={({ target }) => set({ exchange_rate: target.value })}
            error={errorOf('exchange_rate')}
          />
          <DateField
            label={words('documents.exchange_date')}
            value={head.exchange_date}
            today={place.today}
            onChange={(exchange_date) => set({ exchange_date })}
            error={errorOf('exchange_date')}
          />
        </>
      )}
    </>
  );
}
