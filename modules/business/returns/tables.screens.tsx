/** Tables 12 and 13 of GSTR-1: what was sold by HSN, each row with its documents, and the numbers that were given. */
import { money, quantity } from '@tenantry/ui/format/figures.ts';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { Amounts, BehindTable, FIGURES, Head, Opens, type Shown } from './figures.screens.tsx';
import type { HsnTotal, NumberRun } from './returns.schema.ts';

function Sheet({ label, isEmpty, children }: { label: string; isEmpty: boolean; children: ReactNode }): ReactNode {
  const words = useWords();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys
    <section className="report-body" aria-label={label} tabIndex={0}>
      {isEmpty ? <p className="report-empty">{words('gst.no_tables')}</p> : children}
    </section>
  );
}

/** Rupees, added up in paise. */
const sumOf = (rows: readonly HsnTotal[]): Record<(typeof FIGURES)[number], number> =>
  Object.fromEntries(
    FIGURES.map((name) => [name, rows.reduce((sum, row) => sum + Math.round(row[name] * 100), 0) / 100]),
  ) as Record<(typeof FIGURES)[number], number>;

export function HsnTable({ input, amends }: Shown): ReactNode {
  const words = useWords();
  const { data, fault } = useLoaded<HsnTotal[]>('GET /gst/hsn', input);
  const [open, setOpen] = useState<HsnTotal | null>(null);
  const nameOf = ({ hsn, description }: HsnTotal): string => `${hsn ?? words('gst.no_code')} ${description}`;
  return (
    <>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      <Sheet label={words('gst.part_hsn')} isEmpty={data?.length === 0}>
        <table className="report-table">
          <Head first={['gst.hsn', 'gst.unit', 'gst.quantity', 'gst.rate']} />
          {[...Map.groupBy(data ?? [], (row) => row.hsn_of)].map(([side, rows]) => (
            <tbody key={side}>
              <tr className="report-title">
                <th scope="rowgroup" colSpan={4 + FIGURES.length}>
                  {words(`gst.hsn_of_${side}`)}
                </th>
              </tr>
              {rows.map((row) => (
                <tr key={`${row.hsn} ${row.unit} ${row.rate}`}>
                  <th scope="row">
                    <Opens
                      label={nameOf(row)}
                      isOpen={open === row}
                      onOpen={() => setOpen(open === row ? null : row)}
                    />
                  </th>
                  <td>{row.unit}</td>
                  <td>{row.quantity ? quantity(row.quantity) : ''}</td>
                  <td>{words('gst.percent', { rate: row.rate })}</td>
                  <Amounts of={row} />
                </tr>
              ))}
              <tr className="report-sum">
                <th scope="row" colSpan={4}>
                  {words('gst.total')}
                </th>
                <Amounts of={sumOf(rows)} />
              </tr>
            </tbody>
          ))}
        </table>
      </Sheet>
      {open ? (
        <BehindTable
          key={`${open.hsn_of} ${open.hsn} ${open.unit} ${open.rate}`}
          chosen={{
            label: `${nameOf(open)}, ${words('gst.percent', { rate: open.rate })}: ${money(open.taxable_value)}`,
            of: {
              ...{ hsn: open.hsn ?? 'none', unit: open.unit, rate: open.rate },
              ...(open.hsn_of === 'all' ? {} : { hsn_of: open.hsn_of }),
            },
          }}
          input={input}
          amends={amends}
        />
      ) : null}
    </>
  );
}

export function NumberTable({ input }: Pick<Shown, 'input'>): ReactNode {
  const words = useWords();
  const { data, fault } = useLoaded<NumberRun[]>('GET /gst/numbers', input);
  return (
    <>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      <Sheet label={words('gst.part_numbers')} isEmpty={data?.length === 0}>
        <table className="report-table">
          <Head first={['gst.numbered']} figures={['number_from', 'number_to', 'numbers', 'cancelled', 'net']} />
          <tbody>
            {(data ?? []).map(({ kind, from, to, total, cancelled, net }) => (
              <tr key={`${kind} ${from}`}>
                <th scope="row">{words(`gst.numbered_${kind}`)}</th>
                <td>{from}</td>
                <td>{to}</td>
                <td>{total}</td>
                <td>{cancelled || ''}</td>
                <td>{net}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Sheet>
    </>
  );
}
