/** Sets the rate of a code from a day on. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button, ButtonRow } from '@tenantry/ui/parts/button.tsx';
import { DateField } from '@tenantry/ui/parts/date_field.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { NumberField } from '@tenantry/ui/parts/number_field.tsx';
import { Select, TextField } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { ListedRate } from './hsn-rates.schema.ts';

const FIELDS = ['hsn', 'description', 'valid_from', 'treatment', 'tax_rate', 'cess_rate', 'above_price', 'above_rate'];
const TREATMENTS = ['taxable', 'nil_rated', 'exempt', 'non_gst'] as const;

interface FormProps {
  /** The one that it follows; a new code when left out. */
  from: ListedRate | null;
  onDone(): void;
  onLeave(): void;
}

export function RateForm({ from, onDone, onLeave }: FormProps): ReactNode {
  const words = useWords();
  const place = usePlace();
  const [hsn, setHsn] = useState(from?.hsn ?? '');
  const [description, setDescription] = useState(from?.description ?? '');
  const [valid_from, setDay] = useState(place.today);
  const [treatment, setTreatment] = useState<string>(from?.treatment ?? 'taxable');
  const [figures, setFigures] = useState<Record<string, number | null>>({
    tax_rate: from && from.treatment === 'taxable' ? from.tax_rate : null,
    cess_rate: from?.cess_rate || null,
    above_price: from?.above_price ?? null,
    above_rate: from?.above_rate ?? null,
  });
  const saving = useSaving(FIELDS);
  const isTaxed = treatment === 'taxable';
  function send(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      const borne = isTaxed ? { ...figures, cess_rate: figures.cess_rate ?? 0 } : {};
      const given = { hsn: hsn.replace(/[\s.]/g, ''), description: description.trim() || null, valid_from, treatment };
      const { message } = await place.call('POST /hsn-rates', { ...given, ...borne });
      tell({ text: message });
      onDone();
    });
  }
  const figure = (name: string, kind: 'percent' | 'money', hint?: string): ReactNode => (
    <NumberField
      label={words(`hsn-rates.${name}`)}
      hint={hint}
      kind={kind}
      value={figures[name] ?? null}
      error={saving.errorOf(name)}
      onChange={(value) => setFigures((before) => ({ ...before, [name]: value }))}
    />
  );
  return (
    <form className="hsn-rate-form" onSubmit={send}>
      <div className="hsn-rate-fields">
        <TextField
          label={words('hsn-rates.hsn')}
          hint={words('hsn-rates.hsn_hint')}
          autoFocus
          required
          inputMode="numeric"
          maxLength={12}
          value={hsn}
          error={saving.errorOf('hsn')}
          onChange={({ target }) => setHsn(target.value)}
        />
        <TextField
          label={words('hsn-rates.description')}
          maxLength={200}
          value={description}
          error={saving.errorOf('description')}
          onChange={({ target }) => setDescription(target.value)}
        />
        <DateField
          label={words('hsn-rates.valid_from')}
          value={valid_from}
          today={place.today}
          required
          error={saving.errorOf('valid_from')}
          onChange={setDay}
        />
        <Select
          label={words('hsn-rates.treatment')}
          value={treatment}
          choices={TREATMENTS.map((value) => ({ value, label: words(`hsn-rates.${value}`) }))}
          error={saving.errorOf('treatment')}
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
      </div>
      <Refusal text={saving.refused} />
      <ButtonRow>
        <Button type="submit" kind="main" disabled={!hsn.trim() || !valid_from}>
          {words('hsn-rates.set')}
        </Button>
        <Button onClick={onLeave}>{words('hsn-rates.leave')}</Button>
      </ButtonRow>
    </form>
  );
}
