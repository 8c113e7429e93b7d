/** Rates by HSN and SAC code: those that come with the product, and what the organisation set for itself. */
import { day } from '@tenantry/ui/format/days.ts';
import { money, percent } from '@tenantry/ui/format/figures.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner, EmptyState } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords, type Words } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useMemo, useState } from 'react';
import type { ListedRate } from './hsn-rates.schema.ts';
import { RateForm } from './rate_form.screens.tsx';
import '../reports/reports.css';
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

export default function HsnRatesScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, fault, again } = useLoaded<ListedRate[]>('GET /hsn-rates');
  const [q, setQ] = useState('');
  /** The one that is set anew; null for a new code, undefined while nothing is set. */
  const [open, setOpen] = useState<ListedRate | null | undefined>();
  const mayWrite = place.allows('hsn-rates.write');
  const keys = useMemo<PageKey[]>(
    () => (mayWrite ? [{ keys: 'n', label: 'hsn-rates.new', bar: true, run: () => setOpen(null) }] : []),
    [mayWrite],
  );
  place.useKeys(keys);
  const shown = (data ?? []).filter((rate) => matches(rate, q));
  const done = (): void => {
    setOpen(undefined);
    again();
  };
  const attempt = (act: () => Promise<void>): Promise<void> =>
    act()
      .catch((error: unknown) => tell({ text: place.faultOf(error).text }))
      .finally(again);
  const restore = ({ id, is_own, standing, ...given }: ListedRate): Promise<void> =>
    attempt(async () => {
      const { treatment, hsn, description, valid_from } = given;
      const kept = treatment === 'taxable' ? given : { treatment, hsn, description, valid_from };
      tell({ text: (await place.call('POST /hsn-rates', kept)).message });
    });
  const remove = (rate: ListedRate): Promise<void> =>
    attempt(async () => {
      const { message } = await place.call('DELETE /hsn-rates/{hsn_rate}', { hsn_rate: rate.id });
      tell({ text: message, undo: () => restore(rate) });
    });
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{words('nav.hsn-rates')}</h1>
          <p className="dim">{words('hsn-rates.about')}</p>
        </div>
        {open === undefined && mayWrite ? (
          <Button kind="main" keys="N" onClick={() => setOpen(null)}>
            {words('hsn-rates.new')}
          </Button>
        ) : null}
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {open !== undefined ? (
        <RateForm key={open?.hsn ?? ''} from={open} onDone={done} onLeave={() => setOpen(undefined)} />
      ) : null}
      <div className="hsn-rates-search">
        <TextField
          type="search"
          label={words('hsn-rates.search')}
          value={q}
          onChange={({ target }) => setQ(target.value)}
        />
      </div>
      {data && shown.length === 0 ? (
        <EmptyState title={words('hsn-rates.empty')}>
          <p>{words('hsn-rates.empty_hint')}</p>
        </EmptyState>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys
        <section className="report-body" aria-label={words('nav.hsn-rates')} tabIndex={0}>
          <table className="report-table report-words">
            <thead>
              <tr>
                {['hsn', 'description', 'tax_rate', 'above', 'valid_from', 'set_by', ...(mayWrite ? ['acts'] : [])].map(
                  (name) => (
                    <th scope="col" key={name}>
                      {words(`hsn-rates.${name}`)}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {shown.map((rate) => (
                <tr key={`${rate.hsn} ${rate.valid_from}`} className={rate.standing === 'current' ? '' : 'dim'}>
                  <th scope="row">{rate.hsn}</th>
                  <td className="hsn-rates-what">{rate.description}</td>
                  <td>{borne(rate, words)}</td>
                  <td>
                    {rate.above_price === null || rate.above_rate === null
                      ? ''
                      : words('hsn-rates.above_is', {
                          price: money(rate.above_price, { symbol: true }),
                          rate: percent(rate.above_rate),
                        })}
                  </td>
                  <td>
                    {rate.standing === 'current'
                      ? day(rate.valid_from)
                      : words('hsn-rates.not_today', { day: day(rate.valid_from) })}
                  </td>
                  <td>{words(rate.is_own ? 'hsn-rates.own' : 'hsn-rates.shipped')}</td>
                  {mayWrite ? (
                    <td>
                      <span className="hsn-rates-acts">
                        <Button
                          aria-label={words('hsn-rates.anew_of', { hsn: rate.hsn, day: day(rate.valid_from) })}
                          onClick={() => setOpen(rate)}
                        >
                          {words('hsn-rates.anew')}
                        </Button>
                        {rate.is_own ? (
                          <Button
                            aria-label={words('hsn-rates.remove_of', { hsn: rate.hsn, day: day(rate.valid_from) })}
                            onClick={() => void remove(rate)}
                          >
                            {words('hsn-rates.remove')}
                          </Button>
                        ) : null}
                      </span>
                    </td>
                  ) : null}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </div>
  );
}
