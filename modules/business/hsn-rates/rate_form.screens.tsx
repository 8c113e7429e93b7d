/** Sets the rate of a code from a day on. */
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type ReactNode, useState } from 'react';
import type { SetFormProps } from '../dated/dated.screens.tsx';
import { DatedForm } from '../dated/dated_form.screens.tsx';
import type { ListedRate } from './hsn-rates.schema.ts';

const FIELDS = ['hsn', 'description', 'treatment', 'tax_rate', 'cess_rate', 'above_price', 'above_rate'];
const TREATMENTS = ['taxable', 'nil_rated', 'exempt', 'non_gst'] as const;

export function RateForm({ from, ...rest }: SetFormProps<ListedRate>): ReactNode {
  const words = useWords();
  const [hsn, setHsn] = useState(from?.hsn ?? '');
  const [description, setDescription] = useState(from?.description ?? '');
  const [treatment, setTreatment] = useState<string>(from?.treatment ?? 'taxable');
  const [figures, setFigures] = useState<Record<string, number | null>>({
    tax_rate: from && from.treatment === 'taxable' ? from.tax_rate : null,
    cess_rate: from?.cess_rate || null,
    above_price: from?.above_price ?? null,
    above_rate: from?.above_rate ?? null,
  });
  const isTaxed = treatment === 'taxable';
  const given = {
    ...{ hsn: hsn.replace(/[\s.]/g, ''), description: description.trim() || null, treatment },
    ...(isTaxed ? { ...figures, cess_rate: figures.cess_rate ?? 0 } : {}),
  };
  return (
    <DatedForm {...rest} fields={FIELDS} given={given}>
      {(errorOf, dayField) => {
        const figure = (name: string, kind: 'percent' | 'money', hint?: string): ReactNode => (
          <NumberField
            label={words(`hsn-rates.${name}`)}
            hint={hint}
            kind={kind}
            value={figures[name] ?? null}
            error={errorOf(name)}
            onChange={(value) => setFigures((before) => ({ ...before, [name]: value }))}
          />
        );
        return (
          <>
            <TextField
              label={words('hsn-rates.hsn')}
              hint={words('hsn-rates.hsn_hint')}
              autoFocus
              required
              inputMode="numeric"
              maxLength={12}
              value={hsn}
              error={errorOf('hsn')}
              onChange={({ target }) => setHsn(target.value)}
            />
            <TextField
              label={words('hsn-rates.description')}
              maxLength={200}
              value={description}
              error={errorOf('description')}
              onChange={({ target }) => setDescription(target.value)}
            />
            {dayField}
            <Select
              label={words('hsn-rates.treatment')}
              value={treatment}
              choices={TREATMENTS.map((value) => ({ value, label: words(`hsn-rates.${value}`) }))}
              error={errorOf('treatment')}
              onChange={({ target }) => setTreatment(target.value)}
            />
            {isTaxed ? (
              <>
                {figure('tax_rate', 'percent')}
                {figure('cess_rate', 'percent')}
                {figure('above_price', 'money', words('hsn-rates.above_price_hint'))}
                {figure('above_rate', 'percent')}
              </>
            ) : null}
          </>
        );
      }}
    </DatedForm>
  );
}
