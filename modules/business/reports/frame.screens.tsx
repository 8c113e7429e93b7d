/** What all reports have: a title, the period of the strip, files (who may take none prints the page), and links that keep the period. */
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { usePeriod } from '@tenantry/ui/period/period_place.tsx';
import { rangeOf } from '@tenantry/ui/period/presets.ts';
import type { AppFault } from '@tenantry/ui/screens/app.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type MouseEvent, type ReactNode, useMemo, useRef } from 'react';
import './reports.css';

const FIRST_DAY = '2000-01-01';

export interface Span {
  period: string;
  from: string;
  to: string;
}

/** The period as the address has it, else the financial year up to today; the strip changes it. */
export function useSpan(path: string): Span {
  const place = usePlace();
  const { calendar, search } = place;
  const known = search.period ? rangeOf(search.period, calendar) : null;
  const period = known && search.period ? search.period : 'fy-to-date';
  usePeriod({
    period,
    calendar,
    onPeriod: (next) => place.go(path, { search: { ...search, period: next }, replace: true }),
  });
  const range = known ?? rangeOf(period, calendar);
  return { period, from: range?.from ?? FIRST_DAY, to: range?.to ?? place.today };
}

/** A link to another report or list of the same period. */
export function Drill({
  to,
  search,
  children,
}: {
  to: string;
  search?: Readonly<Record<string, string>>;
  children: ReactNode;
}): ReactNode {
  const place = usePlace();
  const query = new URLSearchParams(search).toString();
  const follow = (event: MouseEvent): void => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    place.go(to, search ? { search } : {});
  };
  return (
    <a href={place.href(to) + (query ? `?${query}` : '')} onClick={follow}>
      {children}
    </a>
  );
}

/** A figure that leads to its lines; what is nothing is left empty. */
export const figureOf = (value: number): string => (value === 0 ? '' : money(value));

/** The head of a table, column by column by the words of reports. */
export function Head({ names }: { names: readonly string[] }): ReactNode {
  const words = useWords();
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th scope="col" key={name}>
            {words(`reports.${name}`)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export interface FrameProps {
  title: string;
  /** What the figures are about, such as the period in words. */
  about: string;
  /** The call of the report and its input, for files. */
  call: string;
  input: Record<string, unknown>;
  name: string;
  fault: AppFault | null;
  isLoading: boolean;
  /** Further buttons. */
  acts?: ReactNode;
  children: ReactNode;
}

export function ReportFrame(props: FrameProps): ReactNode {
  const { title, about, call, input, name, fault, isLoading, acts, children } = props;
  const words = useWords();
  const place = usePlace();
  const mayExport = place.allows('reports.export');
  // The file is named by its report and its days.
  const file = (format: 'csv' | 'xlsx' | 'pdf'): void =>
    void place
      .download(
        call,
        { ...input, format },
        `${[name, input.from, input.to, input.as_of].filter((part) => part && part !== FIRST_DAY).join('_')}.${format}`,
      )
      .catch((error: unknown) => {
        const { code, errors, text } = place.faultOf(error);
        tell({ text: code === 'reports.too_long' ? words(code) : (errors[0]?.detail ?? text) });
      });
  const latest = useRef(file);
  latest.current = file;
  const keys = useMemo<PageKey[]>(
    () =>
      mayExport
        ? [
            { keys: 'p', label: 'reports.pdf', bar: true, run: () => latest.current('pdf') },
            { keys: 'e', label: 'reports.xlsx', bar: true, run: () => latest.current('xlsx') },
          ]
        : [{ keys: 'p', label: 'reports.print', bar: true, run: () => window.print() }],
    [mayExport],
  );
  place.useKeys(keys);
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{title}</h1>
          <p className="dim">{about}</p>
        </div>
        <div className="report-acts">
          {acts}
          {mayExport ? (
            <>
              <Button keys="P" onClick={() => file('pdf')}>
                {words('reports.pdf')}
              </Button>
              <Button onClick={() => file('csv')}>{words('reports.csv')}</Button>
              <Button keys="E" onClick={() => file('xlsx')}>
                {words('reports.xlsx')}
              </Button>
            </>
          ) : (
            <Button keys="P" onClick={() => window.print()}>
              {words('reports.print')}
            </Button>
          )}
        </div>
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {isLoading && !fault ? <p aria-busy="true">{words('reports.loading')}</p> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="report-body" aria-label={title} tabIndex={0}>
        {children}
      </section>
    </div>
  );
}

/** `1 Apr 26 – 21 Nov 26`. */
export const spanWords = ({ from, to }: Span): string => (from === FIRST_DAY ? day(to) : `${day(from)} – ${day(to)}`);
