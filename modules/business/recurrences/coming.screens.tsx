/** The days on which it comes next, as what stands in the form says, and why the last one waits. */
import type { FormValues } from '@tenantry/ui/form/values.ts';
import { day } from '@tenantry/ui/format/days.ts';
import type { PageRecord } from '@tenantry/ui/page/resource.ts';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import type { ReactNode } from 'react';
import { comingDays, UNITS, type Unit } from './recurrences.rules.ts';
import './coming.css';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What the form says of the days; nothing while it does not say enough. */
function daysOf(values: FormValues, record: PageRecord | null): string[] {
  const { unit, every, starts_on, ends_on } = values;
  if (typeof starts_on !== 'string' || !DAY.test(starts_on) || !UNITS.includes(unit as Unit)) return [];
  if (typeof every !== 'number' || !Number.isInteger(every) || every < 1) return [];
  const begun = typeof record?.made === 'number' && record.made > 0;
  const next_on = begun ? String(record?.next_on) : starts_on;
  const until = typeof ends_on === 'string' && DAY.test(ends_on) ? ends_on : null;
  return comingDays({ next_on, ends_on: until, unit: unit as Unit, every, starts_on });
}

export function Coming({ values, record }: { values: FormValues; record: PageRecord | null }): ReactNode {
  const words = useWords();
  const days = daysOf(values, record);
  const waits = record?.last_problem;
  return (
    <>
      {typeof waits === 'string' && waits ? (
        <Banner kind="wait" title={`${words('recurrences.last_problem')}: ${waits}`} />
      ) : null}
      {record?.is_active === false ? (
        <p className="dim">{words('recurrences.paused_hint')}</p>
      ) : days.length > 0 ? (
        <div className="coming">
          <h2>{words('recurrences.coming')}</h2>
          <ol>
            {days.map((one) => (
              <li key={one}>{day(one)}</li>
            ))}
          </ol>
        </div>
      ) : null}
    </>
  );
}
