/** What is due when, marking it as filed, and what was filed. */
import { day, month } from '@tenantry/ui/format/days.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { type Mark, StatusMark } from '@tenantry/ui/parts/status_mark.tsx';
import { TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { DueReturn, Filing as FiledReturn } from '../gst-filings/gst-filings.schema.ts';
import type { Which } from './figures.screens.tsx';

const MARKS: Readonly<Record<DueReturn['status'], Mark>> = { filed: 'full', late: 'late', due: 'part', open: 'draft' };

/** Each return of the last months, the oldest first; one opens its figures. */
export function Due({
  rows,
  month: shown,
  which,
  onChoose,
}: {
  rows: readonly DueReturn[];
  month: string;
  which: Which;
  onChoose(row: DueReturn): void;
}): ReactNode {
  const words = useWords();
  if (rows.length === 0) return null;
  return (
    <ul className="gst-due" aria-label={words('gst.due')}>
      {rows.map((row) => (
        <li key={`${row.form} ${row.period}`}>
          <button
            type="button"
            className="gst-due-one"
            aria-current={row.period === shown && (row.form === 'gstr3b') === (which === 'gstr3b') ? 'true' : undefined}
            onClick={() => onChoose(row)}
          >
            <strong>
              {words(`gst.form_${row.form}`)} {month(row.period)}
            </strong>
            <StatusMark mark={MARKS[row.status]} word={words(`gst.status_${row.status}`)} />
            <small>
              {row.filed_on
                ? words('gst.filed_on', { day: day(row.filed_on) })
                : words('gst.due_on', { day: day(row.due_on) })}
            </small>
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What the portal answered, typed in once: from then on the days are closed. */
export function Filing({ due, onDone }: { due: DueReturn; onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [arn, setArn] = useState('');
  const [filed_on, setDay] = useState(place.today);
  const saving = useSaving(['arn', 'filed_on']);
  const title = words('gst.file_title', { form: words(`gst.form_${due.form}`), month: month(due.period) });
  function send(event: FormEvent): void {
    event.preventDefault();
    const form = due.form === 'gstr3b' ? 'gstr3b' : 'gstr1';
    const given = { return: form, period: due.period, gstin: due.gstin, filed_on };
    void saving.run(async () => {
      await place.call('POST /gst-filings', { ...given, arn: arn.trim().toUpperCase() });
      tell({ text: words('gst.filed_now', { form: words(`gst.form_${due.form}`), month: month(due.period) }) });
      onDone();
    });
  }
  return (
    <form className="gst-form" onSubmit={send}>
      <h2>{title}</h2>
      <p className="dim">{words('gst.file_hint')}</p>
      <TextField
        label={words('gst.arn')}
        hint={words('gst.arn_hint')}
        required
        value={arn}
        maxLength={15}
        error={saving.errorOf('arn')}
        onChange={({ target }) => setArn(target.value)}
      />
      <DateField
        label={words('gst.filed_day')}
        value={filed_on}
        today={place.today}
        error={saving.errorOf('filed_on')}
        onChange={setDay}
      />
      <Refusal text={saving.refused} />
      <Button type="submit" kind="main" disabled={!arn.trim()}>
        {words('gst.file_now')}
      </Button>
    </form>
  );
}

/** That it is filed, with the file as it was; opened again by who may, with a reason. */
export function Filed({ id, onDone }: { id: string; onDone(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data } = useLoaded<FiledReturn>('GET /gst-filings/{filing}', { filing: id });
  const [reason, setReason] = useState<string | null>(null);
  const saving = useSaving(['reason']);
  if (!data) return null;
  const period = month(data.period);
  function unfile(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      await place.call('POST /gst-filings/{filing}/unfile', { filing: id, reason: (reason ?? '').trim() });
      tell({ text: words('gst.unfiled', { month: period }) });
      onDone();
    });
  }
  return (
    <Banner
      kind="good"
      title={words('gst.is_filed', { day: day(data.filed_on), arn: data.arn, by: data.filed_by })}
      acts={
        reason === null ? (
          <ButtonRow>
            <Button
              onClick={() =>
                void place.download(
                  'GET /gst-filings/{filing}/file',
                  { filing: id },
                  `${data.form}-${data.period}.json`,
                )
              }
            >
              {words('gst.filed_file')}
            </Button>
            {place.allows('gst-filings.unfile') ? (
              <Button onClick={() => setReason('')}>{words('gst.unfile')}</Button>
            ) : null}
          </ButtonRow>
        ) : null
      }
    >
      <p>{words('gst.is_filed_hint')}</p>
      {reason === null ? null : (
        <form className="gst-form" onSubmit={unfile}>
          <TextField
            label={words('gst.unfile_reason')}
            hint={words('gst.unfile_hint')}
            required
            autoFocus
            value={reason}
            maxLength={300}
            error={saving.errorOf('reason')}
            onChange={({ target }) => setReason(target.value)}
          />
          <Refusal text={saving.refused} />
          <Button type="submit" kind="danger" disabled={!reason.trim()}>
            {words('gst.unfile')}
          </Button>
          <Button onClick={() => setReason(null)}>{words('gst.leave')}</Button>
        </form>
      )}
    </Banner>
  );
}
