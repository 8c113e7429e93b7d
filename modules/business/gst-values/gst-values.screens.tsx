/** Rates and limits of GST by date: what the product knows, and what the organisation sets where a notification was quicker than a release. */
import { money, percent } from '@tenantry/ui/format/figures.ts';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import { DatedPage, type Given, type SetFormProps } from '../dated/dated.screens.tsx';
import { DatedForm } from '../dated/dated_form.screens.tsx';
import type { GstValue } from './gst-values.schema.ts';

type Kind = GstValue['kind'];
const ALL: readonly Kind[] = ['rate', 'b2cl', 'named_buyer'];
const FIELDS = ['kind', 'tax_rate', 'amount', 'is_in_force', 'source'];

const givenOf = ({ kind, valid_from, source, tax_rate, is_in_force, amount }: GstValue): Given => ({
  ...{ kind, valid_from, source },
  ...(kind === 'rate' ? { tax_rate, is_in_force: is_in_force ?? true } : { amount }),
});

function ValueForm({ from, ...rest }: SetFormProps<GstValue>): ReactNode {
  const words = useWords();
  const [kind, setKind] = useState<Kind>(from?.kind ?? 'rate');
  const [figure, setFigure] = useState<number | null>((from?.kind === 'rate' ? from.tax_rate : from?.amount) ?? null);
  const [comes, setComes] = useState(String(from?.is_in_force ?? true));
  const [source, setSource] = useState('');
  const isRate = kind === 'rate';
  const said = isRate ? { tax_rate: figure, is_in_force: comes === 'true' } : { amount: figure };
  return (
    <DatedForm {...rest} fields={FIELDS} given={{ kind, source: source.trim() || null, ...said }}>
      {(errorOf, dayField) => (
        <>
          <Select
            label={words('gst-values.kind')}
            autoFocus
            value={kind}
            choices={ALL.map((value) => ({ value, label: words(`gst-values.kind_${value}`) }))}
            error={errorOf('kind')}
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
            error={errorOf(isRate ? 'tax_rate' : 'amount')}
            onChange={setFigure}
          />
          {dayField}
          {isRate ? (
            <Select
              label={words('gst-values.becomes')}
              value={comes}
              choices={['true', 'false'].map((value) => ({ value, label: words(`gst-values.becomes_${value}`) }))}
              error={errorOf('is_in_force')}
              onChange={({ target }) => setComes(target.value)}
            />
          ) : null}
          <TextField
            label={words('gst-values.source')}
            hint={words('gst-values.source_hint')}
            value={source}
            maxLength={200}
            error={errorOf('source')}
            onChange={({ target }) => setSource(target.value)}
          />
        </>
      )}
    </DatedForm>
  );
}

const figureOf = ({ kind, tax_rate, amount }: GstValue): string =>
  kind === 'rate' ? percent(tax_rate ?? 0) : money(amount ?? 0, { symbol: true });

/** What a rate does today has words of its own. */
function stateOf({ kind, standing, is_in_force, is_special }: GstValue): string {
  if (standing === 'past' || kind !== 'rate') return `dated.${standing}`;
  return `gst-values.state_${is_special ? 'special' : `${standing}_${is_in_force}`}`;
}

export default function GstValuesScreen(): ReactNode {
  const words = useWords();
  return (
    <DatedPage<GstValue>
      noun="gst-values"
      set="PUT /gst-values"
      remove="DELETE /gst-values/{gst_value}"
      givenOf={givenOf}
      nameOf={figureOf}
      columns={{ value: figureOf, source: ({ source }) => source }}
      todayOf={(one) => words(stateOf(one))}
      groups={ALL.map((kind) => ({
        title: words(`gst-values.title_${kind}`),
        has: (one) => one.kind === kind,
      }))}
      Form={ValueForm}
    />
  );
}
