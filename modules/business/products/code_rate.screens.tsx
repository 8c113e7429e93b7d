/** What the HSN code of an item bears today, said below the form: an item without a rate of its own follows it. */

import type { FormValues } from '@tenantry/ui/form/values.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money, percent } from '@tenantry/ui/format/figures.ts';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import type { ListedRate } from '../hsn-rates/hsn-rates.schema.ts';

export default function CodeRate({ values }: { values: FormValues }): ReactNode {
  const words = useWords();
  const hsn = String(values.hsn ?? '').replace(/[\s.]/g, '');
  const isAsked = /^(\d\d){2,4}$/.test(hsn) && (!values.treatment || values.treatment === 'taxable');
  const { data } = useLoaded<ListedRate[]>(isAsked ? 'GET /hsn-rates' : null, { hsn });
  const rate = isAsked ? data?.find((one) => one.standing === 'current' && hsn.startsWith(one.hsn)) : undefined;
  if (!rate) return null;
  const { treatment, tax_rate, above_price, above_rate } = rate;
  const isFree = values.tax_rate === null || values.tax_rate === '';
  const borne =
    treatment !== 'taxable'
      ? words(`products.treatment_${treatment}`)
      : above_price === null || above_rate === null
        ? percent(tax_rate)
        : words('products.code_band', {
            rate: percent(tax_rate),
            price: money(above_price, { symbol: true }),
            above: percent(above_rate),
          });
  return (
    <p role="status" className="dim">
      {words(isFree ? 'products.code_followed' : 'products.code_bears', {
        hsn: rate.hsn,
        rate: borne,
        day: day(rate.valid_from),
      })}
    </p>
  );
}
