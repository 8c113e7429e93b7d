/** Closed books: up to which day, who closed or opened them and why, and the ways to do either. */
import { day, moment } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import { addDays } from '../documents/terms.ts';
import type { PeriodLock } from './period-locks.schema.ts';
import '../payments/payments.css';
import '../reports/reports.css';

/** The last day of the month before. */
const monthEndBefore = (today: string): string => addDays(`${today.slice(0, 7)}-01`, -1);

interface FormProps {
  act: 'close' | 'open';
  first: string;
  onDone(): void;
  onLeave(): void;
}

function LockForm({ act, first, onDone, onLeave }: FormProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [locked_until, setDay] = useState(first);
  const [reason, setReason] = useState('');
  const saving = useSaving(['locked_until', 'reason']);
  function run(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      const call = act === 'close' ? 'POST /period-locks' : 'POST /period-locks/open';
      await place.call(call, { locked_until: locked_until || null, reason: reason.trim() });
      tell({ text: words(`period-locks.${act}_done`) });
      onDone();
    });
  }
  return (
    <form className="payment-act" onSubmit={run}>
      <DateField
        label={words(`period-locks.${act}_until`)}
        hint={words(`period-locks.${act}_hint`)}
        required={act === 'close'}
        value={locked_until}
        today={place.today}
        error={saving.errorOf('locked_until')}
        onChange={setDay}
      />
      <TextField
        label={words('period-locks.reason')}
        required
        autoFocus
        value={reason}
        maxLength={300}
        error={saving.errorOf('reason')}
        onChange={({ target }) => setReason(target.value)}
      />
      <Refusal text={saving.refused} />
      <Button type="submit" kind="main" disabled={!reason.trim()}>
        {words(`period-locks.${act}`)}
      </Button>
      <Button onClick={onLeave}>{words('period-locks.leave')}</Button>
    </form>
  );
}

export default function PeriodLocksScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, fault, again } = useLoaded<PeriodLock[]>('GET /period-locks', { limit: 100 });
  const [act, setAct] = useState<'close' | 'open' | null>(null);
  const closed = data?.[0]?.locked_until ?? null;
  const done = (): void => {
    setAct(null);
    again();
  };
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{words('nav.period-locks')}</h1>
          <p className="dim">{words('period-locks.about')}</p>
        </div>
        {act === null && data ? (
          <ButtonRow>
            {place.allows('period-locks.write') ? (
              <Button kind="main" onClick={() => setAct('close')}>
                {words('period-locks.close')}
              </Button>
            ) : null}
            {closed !== null && place.allows('period-locks.open') ? (
              <Button onClick={() => setAct('open')}>{words('period-locks.open')}</Button>
            ) : null}
          </ButtonRow>
        ) : null}
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {data ? (
        <Banner
          kind="note"
          title={
            closed === null ? words('period-locks.are_open') : words('period-locks.are_closed', { day: day(closed) })
          }
        />
      ) : null}
      {act ? (
        <LockForm
          key={act}
          act={act}
          first={act === 'close' ? monthEndBefore(place.today) : ''}
          onDone={done}
          onLeave={() => setAct(null)}
        />
      ) : null}
      {data && data.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys
        <section className="report-body" aria-label={words('period-locks.history')} tabIndex={0}>
          <table className="report-table report-words">
            <thead>
              <tr>
                <th scope="col">{words('period-locks.when')}</th>
                <th scope="col">{words('period-locks.who')}</th>
                <th scope="col">{words('period-locks.what')}</th>
                <th scope="col">{words('period-locks.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {data.map(({ id, locked_until, reason, changed_by, created_at }, index) => {
                const before = data[index + 1]?.locked_until ?? null;
                const isOpening = locked_until === null || (before !== null && locked_until < before);
                const word = isOpening ? (locked_until === null ? 'opened_all' : 'opened') : 'closed';
                return (
                  <tr key={id}>
                    <td>{moment(created_at, place.zone)}</td>
                    <td>{changed_by}</td>
                    <td>{words(`period-locks.${word}`, { day: locked_until ? day(locked_until) : '' })}</td>
                    <td>{reason}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </section>
      ) : null}
    </div>
  );
}
