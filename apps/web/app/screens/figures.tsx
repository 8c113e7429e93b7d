/** The figures of Today: what is there, what is to be collected, what is late, when returns are due; each leads to its rows. */
import { Link } from '@tanstack/react-router';
import { day, month } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';

interface Figures {
  cash: number;
  bank: number;
  cheques: number;
  to_collect: number;
  open_invoices: number;
  overdue: number;
  overdue_invoices: number;
  gst_due: { name: string; period: string; date: string; gstin: string; is_late: boolean }[];
}

interface Line {
  name: string;
  value: string;
  to: string;
  search: Record<string, string>;
  note?: string;
}

function linesOf(figures: Figures, words: ReturnType<typeof useWords>): Line[] {
  const open = { status: 'issued', balance_from: '0.01', sort: 'standing' };
  const count = (invoices: number): string => words('today.of_invoices', { count: invoices });
  return [
    { name: 'cash', value: money(figures.cash, { symbol: true }), to: '/accounts', search: { class: 'cash' } },
    { name: 'bank', value: money(figures.bank, { symbol: true }), to: '/accounts', search: { class: 'bank' } },
    ...(figures.cheques === 0
      ? []
      : [
          {
            name: 'cheques',
            value: money(figures.cheques, { symbol: true }),
            to: '/payments',
            search: { cheque_status: 'in_hand' },
          },
        ]),
    {
      name: 'to_collect',
      value: money(figures.to_collect, { symbol: true }),
      to: '/invoices',
      search: open,
      note: count(figures.open_invoices),
    },
    {
      name: 'overdue',
      value: money(figures.overdue, { symbol: true }),
      to: '/invoices',
      search: { standing: 'overdue', sort: 'standing' },
      note: count(figures.overdue_invoices),
    },
  ];
}

export function TodayFigures() {
  const words = useWords();
  const place = usePlace();
  const { data } = useLoaded<Figures>(place.allows('reports.read') ? 'GET /reports/figures' : null);
  if (!data) return null;
  const isOne = new Set(data.gst_due.map(({ gstin }) => gstin)).size <= 1;
  return (
    <section aria-labelledby="today-figures">
      <h2 id="today-figures">{words('today.money')}</h2>
      <ul className="ruled today-figures">
        {linesOf(data, words).map(({ name, value, to, search, note }) => (
          <li key={name}>
            <Link to={to as '/'} search={search as never}>
              {words(`today.${name}`)}
            </Link>
            <span>
              {note ? <span className="dim">{note} </span> : null}
              {value}
            </span>
          </li>
        ))}
        {data.gst_due.map(({ name, period, date, gstin, is_late }) => (
          <li key={`${name} ${period} ${gstin}`}>
            <Link
              to={'/gst' as '/'}
              search={{ month: period, gstin, return: name === 'gstr3b' ? name : 'gstr1' } as never}
            >
              {words(`today.${name}`, { period: month(period) })}
            </Link>
            <span>
              {isOne ? null : <span className="dim">{gstin} </span>}
              {words(is_late ? 'today.was_due_on' : 'today.due_on', { day: day(date) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
