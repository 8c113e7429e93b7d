/** Rates and limits of GST by date: what the product knows, and what the organisation sets where a notification was quicker than a release. */
import { day } from '@tenantry/ui/format/days.ts';
import { money, percent } from '@tenantry/ui/format/figures.ts';
import { type PageKey, usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Banner } from '@tenantry/ui/parts/notice.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useLoaded } from '@tenantry/ui/screens/load.ts';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useMemo, useState } from 'react';
import type { GstValue } from './gst-values.schema.ts';
import '../payments/payments.css';
import '../reports/reports.css';
import './gst-values.css';

type Kind = GstValue['kind'];
const ALL: readonly Kind[] = ['rate', 'b2cl', 'named_buyer'];

/** As it is sent. */
type Given = Pick<GstValue, 'kind' | 'valid_from' | 'source'> &
  ({ tax_rate: number | null; is_in_force: boolean } | { amount: number | null });

const givenOf = ({ kind, valid_from, source, tax_rate, is_in_force, amount }: GstValue): Given => ({
  ...{ kind, valid_from, source },
  ...(kind === 'rate' ? { tax_rate, is_in_force: is_in_force ?? true } : { amount }),
});

function ValueForm({ onSet, onLeave }: { onSet(given: Given): Promise<void>; onLeave(): void }): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [kind, setKind] = useState<Kind>('rate');
  const [figure, setFigure] = useState<number | null>(null);
  const [comes, setComes] = useState('true');
  const [valid_from, setDay] = useState(place.today);
  const [source, setSource] = useState('');
  const saving = useSaving(['kind', 'tax_rate', 'amount', 'is_in_force', 'valid_from', 'source']);
  const isRate = kind === 'rate';
  function send(event: FormEvent): void {
    event.preventDefault();
    const said = isRate ? { tax_rate: figure, is_in_force: comes === 'true' } : { amount: figure };
    void saving.run(() => onSet({ kind, valid_from, source: source.trim() || null, ...said }));
  }
  return (
    <form className="payment-act" onSubmit={send}>
      <Select
        label={words('gst-values.kind')}
        autoFocus
        value={kind}
        choices={ALL.map((value) => ({ value, label: words(`gst-values.kind_${value}`) }))}
        error={saving.errorOf('kind')}
        onChange={({ target }) => {
          setKind(target.value as Kind);
          setFigure(null);
        }}
      />
      <NumberField
        key={kind}
        label={words(`gst-values.figure_${kind}`)}
        kind={isRate ? 'percent' : 'money'}
        required
        value={figure}
        error={saving.errorOf(isRate ? 'tax_rate' : 'amount')}
        onChange={setFigure}
      />
      <DateField
        label={words('gst-values.valid_from')}
        required
        value={valid_from}
        today={place.today}
        error={saving.errorOf('valid_from')}
        onChange={setDay}
      />
      {isRate ? (
        <Select
          label={words('gst-values.becomes')}
          value={comes}
          choices={['true', 'false'].map((value) => ({ value, label: words(`gst-values.becomes_${value}`) }))}
          error={saving.errorOf('is_in_force')}
          onChange={({ target }) => setComes(target.value)}
        />
      ) : null}
      <TextField
        label={words('gst-values.source')}
        hint={words('gst-values.source_hint')}
        value={source}
        maxLength={200}
        error={saving.errorOf('source')}
        onChange={({ target }) => setSource(target.value)}
      />
      <Refusal text={saving.refused} />
      <ButtonRow>
        <Button type="submit" kind="main" busy={saving.isBusy}>
          {words('gst-values.set')}
        </Button>
        <Button onClick={onLeave}>{words('gst-values.leave')}</Button>
      </ButtonRow>
    </form>
  );
}

const figureOf = ({ kind, tax_rate, amount }: GstValue): string =>
  kind === 'rate' ? percent(tax_rate ?? 0) : money(amount ?? 0, { symbol: true });

/** What it does today, in words. */
function stateOf({ kind, standing, is_in_force, is_special }: GstValue): string {
  if (standing === 'past') return 'past';
  if (is_special) return 'special';
  return kind === 'rate' ? `${standing}_${is_in_force}` : standing;
}

export default function GstValuesScreen(): ReactNode {
  const words = useWords();
  const place = usePlace();
  const { data, fault, again } = useLoaded<GstValue[]>('GET /gst-values');
  const [isOpen, setOpen] = useState(false);
  const mayWrite = place.allows('gst-values.write');
  const keys = useMemo<PageKey[]>(
    () => (mayWrite ? [{ keys: 'n', label: 'gst-values.new', bar: true, run: () => setOpen(true) }] : []),
    [mayWrite],
  );
  place.useKeys(keys);
  const put = (given: Given) => place.call<GstValue>('PUT /gst-values', given);
  const drop = (id: string | null) => place.call<GstValue>('DELETE /gst-values/{gst_value}', { gst_value: id ?? '' });
  const attempt = (act: () => Promise<{ message: string }>, undo?: () => Promise<void>): Promise<void> =>
    act()
      .then(({ message }) => tell({ text: message, ...(undo ? { undo } : {}) }))
      .catch((error: unknown) => {
        const { errors, text } = place.faultOf(error);
        tell({ text: errors[0]?.detail ?? text });
      })
      .finally(again);
  async function set(given: Given): Promise<void> {
    const { data: made, message } = await put(given);
    const before = data?.find(({ id }) => id === made.id);
    tell({ text: message, undo: () => attempt(() => (before ? put(givenOf(before)) : drop(made.id))) });
    setOpen(false);
    again();
  }
  const remove = (one: GstValue): Promise<void> =>
    attempt(
      () => drop(one.id),
      () => attempt(() => put(givenOf(one))),
    );
  return (
    <div className="report">
      <header className="report-head">
        <div>
          <h1>{words('nav.gst-values')}</h1>
          <p className="dim">{words('gst-values.about')}</p>
          {data && !data.some(({ is_own }) => is_own) ? <p className="dim">{words('gst-values.none')}</p> : null}
        </div>
        {!isOpen && mayWrite ? (
          <Button kind="main" keys="N" onClick={() => setOpen(true)}>
            {words('gst-values.new')}
          </Button>
        ) : null}
      </header>
      {fault ? <Banner kind="bad" title={fault.text} /> : null}
      {isOpen ? <ValueForm onSet={set} onLeave={() => setOpen(false)} /> : null}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone has to be reached by keys */}
      <section className="report-body" aria-label={words('nav.gst-values')} tabIndex={0}>
        <table className="report-table report-words gst-values">
          <thead>
            <tr>
              {['value', 'valid_from', 'state', 'source', 'set_by'].map((name) => (
                <th scope="col" key={name}>
                  {words(`gst-values.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          {ALL.map((kind) => (
            <tbody key={kind}>
              <tr className="report-title">
                <th scope="rowgroup" colSpan={5}>
                  {words(`gst-values.title_${kind}`)}
                </th>
              </tr>
              {(data ?? [])
                .filter((one) => one.kind === kind)
                .map((one) => (
                  <tr key={`${one.tax_rate} ${one.valid_from}`} className={one.standing === 'past' ? 'dim' : undefined}>
                    <th scope="row">{figureOf(one)}</th>
                    <td className="gst-values-day">{day(one.valid_from)}</td>
                    <td>{words(`gst-values.state_${stateOf(one)}`)}</td>
                    <td className="gst-values-source">{one.source}</td>
                    <td className="gst-values-by">
                      {words(one.is_own ? 'gst-values.own' : 'gst-values.shipped')}{' '}
                      {one.is_own && mayWrite ? (
                        <Button
                          kind="quiet"
                          aria-label={`${words('gst-values.remove')}: ${figureOf(one)}, ${day(one.valid_from)}`}
                          onClick={() => void remove(one)}
                        >
                          {words('gst-values.remove')}
                        </Button>
                      ) : null}
                    </td>
                  </tr>
                ))}
            </tbody>
          ))}
        </table>
      </section>
    </div>
  );
}
