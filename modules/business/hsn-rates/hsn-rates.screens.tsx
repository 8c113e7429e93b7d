/** Rates by HSN and SAC code: those that come with the product, and what the organisation set for itself. */
import { money, percent } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { EmptyState } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { type DatedAct, DatedPage, type Given } from '../dated/dated.screens.tsx';
import { isFoundBy } from './found_by.ts';
import type { ListedRate } from './hsn-rates.schema.ts';
import { RateForm } from './rate_form.screens.tsx';

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

/** Fetched when a file is brought in. */
const Import = lazy(async () => {
  const [{ default: page }, { ImportPage }] = await Promise.all([
    import('./import.screens.tsx'),
    import('@tenantry/ui/page/import_page.tsx'),
  ]);
  return { default: () => <ImportPage params={{}} page={page} /> };
});

export default function HsnRatesScreen(): ReactNode {
  const { search, allows } = usePlace();
  if (search.from !== 'file' || !allows('hsn-rates.import')) return <Rates />;
  return (
    <Suspense>
      <Import />
    </Suspense>
  );
}

function Rates(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [q, setQ] = useState('');
  const file = (format: 'csv' | 'xlsx') => async () => {
    const name = `hsn-rates-${place.today}.${format}`;
    await place.download('GET /hsn-rates/export', { ...(q.trim() ? { q } : {}), format }, name);
    return { message: words('page.exported', { name }) };
  };
  const acts: DatedAct[] = [
    {
      ...{ permission: 'hsn-rates.import', keys: 'i', label: 'page.import_file' },
      run: () => {
        place.go('/hsn-rates', { search: { from: 'file' } });
        return null;
      },
    },
    { permission: 'hsn-rates.export', label: 'hsn-rates.csv', run: file('csv') },
    { permission: 'hsn-rates.export', keys: 'e', label: 'hsn-rates.xlsx', run: file('xlsx') },
  ];
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
      only={(one) => isFoundBy(one, q)}
      empty={
        <EmptyState title={words('hsn-rates.empty')}>
          <p>{words('hsn-rates.empty_hint')}</p>
        </EmptyState>
      }
      above={
        <div className="dated-search">
          <TextField
            type="search"
            label={words('hsn-rates.search')}
            value={q}
            onChange={({ target }) => setQ(target.value)}
          />
        </div>
      }
      acts={acts}
      Form={RateForm}
    />
  );
}
