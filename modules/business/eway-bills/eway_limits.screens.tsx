/** The values above which goods need an e-way bill within a state: the product's, and what the organisation set for itself. */
import { labelOfCode, states } from '@tenantry/india/states.ts';
import { day } from '@tenantry/ui/format/days.ts';
import { money } from '@tenantry/ui/format/figures.ts';
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Limit } from './eway-bills.schema.ts';
import '../payments/payments.css';
import '../reports/reports.css';

function LimitForm({ first, onDone, onLeave }: { first: string; onDone(): void; onLeave(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [state, setState] = useState(first);
  const [valid_from, setDay] = useState(place.today);
  const [limit, setLimit] = useState<number | null>(null);
  const saving = useSaving(['state', 'valid_from', 'limit']);
  function send(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      const { message } = await place.call('POST /eway-limits', { state, valid_from, limit });
      tell({ text: message });
      onDone();
    });
  }
  return (
    <form className="payment-act" onSubmit={send}>
      <Select
        label={words('eway-limits.state')}
        value={state}
        choices={states.map((one) => ({ value: one.code, label: labelOfCode(one.code) }))}
        error={saving.errorOf('state')}
        onChange={({ target }) => setState(target.value)}
      />
      <DateField
        label={words('eway-limits.valid_from')}
        value={valid_from}
        today={place.today}
        error={saving.errorOf('valid_from')}
        onChange={setDay}
      />
      <NumberField
        label={words('eway-limits.limit')}
        hint={words('eway-limits.limit_hint')}
        kind="money"
        value={limit}
        error={saving.errorOf('limit')}
        onChange={setLimit}
      />
      <Refusal text={saving.refused} />
      <ButtonRow>
        <Button type="submit" kind="main">
          {words('eway-limits.set')}
        </Button>
        <Button onClick={onLeave}>{words('eway-limits.leave')}</Button>
      </ButtonRow>
    </form>
  );
}

export default function EwayLimitsScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, fault, again } = useLoaded<Limit[]>('GET /eway-limits');
  const [isOpen, setOpen] = useState(false);
  const done = (): void => {
    setOpen(false);
    again();
  };
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{words('nav.eway-limits')}</h1>
          <p className="dim">{words('eway-limits.about')}</p>
        </div>
        {!isOpen && place.allows('eway-limits.write') ? (
          <Button kind="main" onClick={() => setOpen(true)}>
            {words('eway-limits.new')}
          </Button>
        ) : null}
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {isOpen ? <LimitForm first={data?.[0]?.state ?? '27'} onDone={done} onLeave={() => setOpen(false)} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="report-body" aria-label={words('nav.eway-limits')} tabIndex={0}>
        <table className="report-table">
          <thead>
            <tr>
              {['state', 'valid_from', 'limit', 'set_by'].map((name) => (
                <th scope="col" key={name}>
                  {words(`eway-limits.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(data ?? []).map(({ state, valid_from, limit, is_own }) => (
              <tr key={`${state} ${valid_from}`}>
                <th scope="row">{labelOfCode(state)}</th>
                <td>{day(valid_from)}</td>
                <td>{limit === null ? words('eway-limits.none') : money(limit, { symbol: true })}</td>
                <td>{words(is_own ? 'eway-limits.own' : 'eway-limits.shipped')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}
