/** How a registration files: each month or by the quarter, and how large the whole is. */
import { usePlace } from '@tenantry/ui/page/place.tsx';
import { Button } from '@tenantry/ui/parts/button.tsx';
import { Refusal } from '@tenantry/ui/parts/field.tsx';
import { Select } from '@tenantry/ui/parts/text_field.tsx';
import { tell } from '@tenantry/ui/parts/toast.tsx';
import { useSaving } from '@tenantry/ui/screens/save.ts';
import { useWords } from '@tenantry/ui/words/words.tsx';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Registration } from '../gst-registrations/gst-registrations.schema.ts';

/** The quarters from the beginning of the financial year until the next one after today. */
function quartersOf(today: string): string[] {
  const [year, month] = today.split('-').map(Number) as [number, number];
  const first = month >= 4 ? year : year - 1;
  const quarters = [`${first}-04-01`, `${first}-07-01`, `${first}-10-01`, `${first + 1}-01-01`, `${first + 1}-04-01`];
  const next = quarters.findIndex((one) => one > today);
  return quarters.slice(0, next + 1);
}

export function Registrations({
  all,
  gstin,
  onDone,
}: {
  all: readonly Registration[];
  gstin: string;
  onDone(): void;
}): ReactNode {
  const words = useWords();
  const place = usePlace();
  const now = all.find((one) => one.gstin === gstin);
  const quarters = quartersOf(place.today);
  const [frequency, setFrequency] = useState<string>(now?.frequency ?? 'monthly');
  const [turnover, setTurnover] = useState<string>(now?.turnover ?? 'up_to_5_crore');
  const [valid_from, setFrom] = useState(now?.valid_from ?? quarters[0] ?? '');
  const saving = useSaving(['frequency', 'turnover', 'valid_from']);
  function save(event: FormEvent): void {
    event.preventDefault();
    void saving.run(async () => {
      await place.call('POST /gst-registrations', { gstin, frequency, turnover, valid_from });
      tell({ text: words('gst.how_saved', { gstin }) });
      onDone();
    });
  }
  const choices = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: words(`gst.${name}_${value}`) }));
  const from = [...new Set([valid_from, ...quarters])].sort();
  return (
    <form className="gst-form" onSubmit={save}>
      <Select
        label={words('gst.frequency')}
        hint={words('gst.frequency_hint')}
        value={frequency}
        choices={choices('frequency', ['monthly', 'quarterly'])}
        error={saving.errorOf('frequency')}
        onChange={({ target }) => setFrequency(target.value)}
      />
      <Select
        label={words('gst.turnover')}
        hint={words('gst.turnover_hint')}
        value={turnover}
        choices={choices('turnover', ['up_to_5_crore', 'above_5_crore'])}
        error={saving.errorOf('turnover')}
        onChange={({ target }) => setTurnover(target.value)}
      />
      <Select
        label={words('gst.valid_from')}
        value={valid_from}
        choices={from.map((value) => ({
          value,
          label: words('gst.quarter_from', { year: value.slice(0, 4), month: value.slice(5, 7) }),
        }))}
        error={saving.errorOf('valid_from')}
        onChange={({ target }) => setFrom(target.value)}
      />
      <Refusal text={saving.refused} />
      <Button type="submit" kind="main">
        {words('gst.save')}
      </Button>
      <Button onClick={onDone}>{words('gst.leave')}</Button>
    </form>
  );
}
