/** Rates by HSN and SAC code: those that come with the product, and what the organisation set for itself. */
import { money, percent } from '@tenantry/ui/format/figures.ts';
import { EmptyState } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { DatedPage, type Given } from '../dated/dated.screens.tsx';
import type { ListedRate } from './hsn-rates.schema.ts';
import { RateForm } from './rate_form.screens.tsx';
import './hsn-rates.css';

/** By the beginning of a code or a whole one, or by words of what it is. */
function matches({ hsn, description }: ListedRate, typed: string): boolean {
  const text = typed.trim().toLowerCase();
  const code = text.replace(/[\s.]/g, '');
  const isCode = /^\d+$/.test(code);
  return isCode
    ? hsn.startsWith(code) || code.startsWith(hsn)
    : Boolean((description ?? '').toLowerCase().includes(text));
}

function borne({ treatment, tax_rate, cess_rate }: ListedRate, words: Words): string {
  if (treatment !== 'taxable') return words(`hsn-rates.${treatment}`);
  return cess_rate > 0
    ? words('hsn-rates.with_cess', { rate: percent(tax_rate), cess: percent(cess_rate) })
    : percent(tax_rate);
}

/** As it is sent; what bears no tax says no figures. */
function givenOf({ hsn, description, valid_from, treatment, ...rest }: ListedRate): Given {
  const { tax_rate, cess_rate, above_price, above_rate } = rest;
  const said = { hsn, description, valid_from, treatment };
  return treatment === 'taxable' ? { ...said, tax_rate, cess_rate, above_price, above_rate } : said;
}

export default function HsnRatesScreen(): ReactNode {
  const words = useWords();
  const [q, setQ] = useState('');
  return (
    <DatedPage<ListedRate>
      noun="hsn-rates"
      set="POST /hsn-rates"
      remove="DELETE /hsn-rates/{hsn_rate}"
      givenOf={givenOf}
      nameOf={({ hsn }) => `HSN ${hsn}`}
      columns={{
        hsn: ({ hsn }) => hsn,
        description: ({ description }) => description,
        tax_rate: (one) => borne(one, words),
        above: ({ above_price, above_rate }) =>
          above_price === null || above_rate === null
            ? ''
            : words('hsn-rates.above_is', { price: money(above_price, { symbol: true }), rate: percent(above_rate) }),
      }}
      only={(one) => matches(one, q)}
      empty={
        <EmptyState title={words('hsn-rates.empty')}>
          <p>{words('hsn-rates.empty_hint')}</p>
        </EmptyState>
      }
      above={
        <div className="hsn-rates-search">
          <TextField
            type="search"
            label={words('hsn-rates.search')}
            value={q}
            onChange={({ target }) => setQ(target.value)}
          />
        </div>
      }
      Form={RateForm}
    />
  );
}
