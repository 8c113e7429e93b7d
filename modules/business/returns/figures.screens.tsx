/** The figures of a return, and the documents behind the one that is chosen. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Drill } from '../reports/frame.screens.tsx';
import { Amending } from './amending.screens.tsx';
import type { Behind, Box, SectionSum } from './returns.schema.ts';

export type Which = 'gstr1' | 'gstr3b';
export const FIGURES = ['taxable_value', 'igst', 'cgst', 'sgst', 'cess'] as const;

export function Amounts({ of }: { of: Record<(typeof FIGURES)[number], number | null> }): ReactNode {
  return FIGURES.map((name) => <td key={name}>{of[name] ? money(of[name]) : ''}</td>);
}

/** What is nothing leads nowhere. */
const isNothing = (of: Record<(typeof FIGURES)[number], number | null>): boolean => FIGURES.every((name) => !of[name]);

export function Head({
  first,
  figures = FIGURES,
}: {
  first: readonly string[];
  figures?: readonly string[];
}): ReactNode {
  const words = useWords();
  return (
    <thead>
      <tr>
        {first.map((word) => (
          <th scope="col" key={word}>
            {words(word)}
          </th>
        ))}
        {figures.map((name) => (
          <th scope="col" key={name}>
            {words(`gst.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** What stands behind a figure: `section` of GSTR-1, a row of its table 12, `box` of GSTR-3B. */
interface Chosen {
  section?: string;
  box?: string;
  /** Of 3.2: one place. */
  pos?: string;
  of?: Record<string, unknown>;
  label: string;
}

/** What the tables of a return are about, and whether documents behind them may be amended. */
export interface Shown {
  input: Record<string, unknown>;
  amends: boolean;
}

export function BehindTable({ chosen, input, amends }: Shown & { chosen: Chosen }) {
  const words = useWords();
  const place = usePlace();
  const { section, box, pos, of, label } = chosen;
  const { data, fault } = useLoaded<Behind[]>('GET /gst/documents', {
    ...input,
    ...(section ? { section } : {}),
    ...(box ? { box } : {}),
    ...of,
  });
  const [amended, setAmended] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // Who asks for the documents wants to see them.
  useEffect(() => void heading.current?.scrollIntoView({ block: 'nearest' }), []);
  const rows = (data ?? []).filter((row) => !pos || row.place_of_supply === pos);
  const mayAmend = amends && place.allows('gst-amendments.write');
  return (
    <>
      <h2 className="gst-behind" ref={heading}>
        {label}
      </h2>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="report-body" aria-label={label} tabIndex={0}>
        {data && rows.length === 0 ? <p className="report-empty">{words('gst.empty')}</p> : null}
        <table className="report-table" hidden={rows.length === 0}>
          <Head first={['gst.document', 'gst.date', 'gst.rate']} />
          <tbody>
            {rows.map((row) => (
              <tr key={`${row.document_id} ${row.section} ${row.rate} ${row.place_of_supply} ${row.taxable_value}`}>
                <th scope="row">
                  <Drill to={`/${row.noun}/${row.document_id}`}>{row.number}</Drill> {row.buyer}{' '}
                  {mayAmend && row.noun !== 'payments' && row.section !== 'exp' && row.section !== 'amended' ? (
                    <Button kind="quiet" onClick={() => setAmended(row.document_id)}>
                      {words('gst.amend')}
                    </Button>
                  ) : null}
                  {amended === row.document_id ? <Amending row={row} onDone={() => setAmended(null)} /> : null}
                </th>
                <td>{day(row.date)}</td>
                <td>{words('gst.percent', { rate: row.rate })}</td>
                <Amounts of={row} />
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

/** A figure that opens its documents. */
export function Opens({ label, isOpen, onOpen }: { label: string; isOpen: boolean; onOpen(): void }): ReactNode {
  return (
    <button type="button" className="gst-opens" aria-expanded={isOpen} onClick={onOpen}>
      {label}
    </button>
  );
}

export function Figures({ which, input, amends }: Shown & { which: Which }): ReactNode {
  const words = useWords();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const sections = useLoaded<SectionSum[]>(which === 'gstr1' ? 'GET /gst/sections' : null, input);
  const boxes = useLoaded<Box[]>(which === 'gstr3b' ? 'GET /gst/boxes' : null, input);
  const fault = sections.fault ?? boxes.fault;
  const isOpen = (one: Chosen): boolean =>
    chosen?.section === one.section && chosen?.box === one.box && chosen?.pos === one.pos;
  const opener = (one: Chosen): ReactNode => (
    <Opens label={one.label} isOpen={isOpen(one)} onOpen={() => setChosen(isOpen(one) ? null : one)} />
  );
  const key = `${chosen?.section} ${chosen?.box} ${chosen?.pos}`;
  return (
    <>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="report-body" aria-label={words(`gst.${which}`)} tabIndex={0}>
        <table className="report-table">
          <Head first={[which === 'gstr1' ? 'gst.section' : 'gst.box']} />
          <tbody>
            {(sections.data ?? []).map((sums) => (
              <tr key={sums.section} className={sums.section === 'all' ? 'report-sum' : ''}>
                <th scope="row">
                  {sums.section === 'all'
                    ? words('gst.total')
                    : isNothing(sums)
                      ? words(`gst.section_${sums.section}`)
                      : opener({ section: sums.section, label: words(`gst.section_${sums.section}`) })}
                </th>
                <Amounts of={sums} />
              </tr>
            ))}
            {(boxes.data ?? []).map((box) => (
              <tr key={`${box.box} ${box.place_of_supply}`}>
                <th scope="row">
                  <span className="report-code">{box.table}</span>{' '}
                  {box.is_known && !isNothing(box)
                    ? opener({
                        box: box.box,
                        ...(box.place_of_supply ? { pos: box.place_of_supply } : {}),
                        label: `${words(`gst.box_${box.box}`)} ${box.place_of_supply ?? ''}`.trim(),
                      })
                    : words(`gst.box_${box.box}`)}
                </th>
                {box.is_known ? (
                  <Amounts of={box} />
                ) : (
                  <td colSpan={FIGURES.length} className="gst-unknown">
                    {words('gst.no_purchases')}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {chosen ? <BehindTable key={key} chosen={chosen} input={input} amends={amends} /> : null}
    </>
  );
}
